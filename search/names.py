"""The names of a facet's values as an archive knows them: its corrections first, then the gazetteer, then what articles brought."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from archive.corrections import match_key
from archive.errors import NotFound
from archive.facets import FACETS, Facet, facet_named
from archive.gazetteers import Gazetteer
from archive.gazetteers.person_names import slug_of
from archive.store import Store
from search.controls import MODE_FIELDS
from search.engines import Filter
from search.request import SearchRequest
from search.result import Link, Notice

MOST_MEANT = 5
"""Values that are offered for a name that may mean several."""

LONGEST_VALUE = 40
"""Characters shown of a value that nobody knows."""


class FacetNames(Protocol):
    """Who knows the names of one facet's values in an archive; an edition of None is the newest."""

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where nobody knows it."""

    def resolve(self, name: str, edition: int | None = None) -> tuple[str, ...]:
        """Return the ids that a person may mean by a name, as they were at an edition."""

    def current(self, value: str, edition: int | None = None) -> str:
        """Return the id that stands for one at an edition, the id itself where it was neither merged nor renamed."""


@dataclass(frozen=True)
class ArchiveNames:
    """Resolves what a person writes after `person:` and its like, and leads old ids to those that stand for them."""

    facet: str
    gazetteer: Gazetteer
    store: Store

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where nobody knows it."""
        return self.gazetteer.label(value) or self.store.labels(self.facet, [value]).get(value)

    def resolve(self, name: str, edition: int | None = None) -> tuple[str, ...]:
        """Return the ids a person may mean by a name: what a correction says, else what the gazetteer knows, else the articles."""
        key = match_key(self.facet, name)
        found = self.store.called(self.facet, key) if key else ()
        found = found or self.gazetteer.resolve(name)
        if not found and self.facet == "person" and " " in key:
            found = self.store.entities_called(self.facet, key)
        if not found and self.facet == "person" and self.store.announced(self.facet, slug := slug_of(name)):
            found = (slug,)
        return tuple(dict.fromkeys(self.before(self.current(value, edition), edition) for value in found))

    def before(self, value: str, edition: int | None) -> str:
        """Return the id under which an edition knows what goes by another one since."""
        if edition is None:
            return value
        moved = (redirect for redirect in self.store.redirects(self.facet) if redirect.kind == "moved")
        return next((one.old for one in moved if one.new == value and one.edition > edition), value)

    def current(self, value: str, edition: int | None = None) -> str:
        """Return the id that stands for one that was merged or renamed, else the id itself.

        What was merged after `edition` (None: the newest) still went by its own id then, and is left alone. A circle gives the id
        itself.
        """
        seen = {value}
        now, after = value, self.step(value, edition)
        while after not in seen:
            seen.add(after)
            now, after = after, self.step(after, edition)
        return now if after == now else value

    def step(self, value: str, edition: int | None) -> str:
        """Return what one redirect makes of an id at an edition (None: the newest): the archive's own, else the gazetteer's."""
        redirect = self.store.redirect(self.facet, value)
        if redirect:
            return redirect.new if redirect.edition <= (self.store.newest if edition is None else edition) else value
        return self.gazetteer.current(value)


def meant(names: FacetNames, value: str, edition: int | None) -> tuple[str, ...]:
    """Return the ids that a value in an address stands for at an edition: itself, what replaced it, or those so called."""
    now = names.current(value, edition)
    if names.label(now) is not None:
        return (now,)
    called = names.resolve(value.replace("-", " "), edition) or names.resolve(value, edition)
    return called or tuple(form for form in (value.lower(), value.upper()) if names.label(form) is not None)[:1]


def known(names: Mapping[str, FacetNames], facet: str, value: str, edition: int | None) -> str:
    """Return the one id that a value stands for at an edition. Raises NotFound where there is none, or no one, or no such facet."""
    found = meant(names[facet_named(facet).name], value, edition)
    if len(found) != 1:
        raise NotFound(f"No {facet_named(facet).label.lower()} is known as “{value[:60]}” here. Search for the name instead.")
    return found[0]


def current_filter(names: FacetNames, chosen: Filter, edition: int | None) -> Filter:
    """Return one facet's choices with the ids that stand for them at an edition; what may be several or nothing stays as it is."""

    def standing(value: str) -> str:
        found = meant(names, value, edition)
        return found[0] if len(found) == 1 else names.current(value, edition)

    renamed = {field: tuple(sorted({standing(value) for value in getattr(chosen, field)})) for _, field in MODE_FIELDS}
    return replace(chosen, all=renamed["all"], any=renamed["any"], none_of=renamed["none_of"])


def unknown(names: Mapping[str, FacetNames], request: SearchRequest, count: Callable[[str, str], int]) -> Iterator[Notice]:
    """Say which values nobody knows, and what they may mean; `count` says how many articles have a value all the same."""
    for facet in FACETS:
        chosen, knows = request.filter(facet.name), names[facet.name]
        for mode, field in MODE_FIELDS:
            for value in getattr(chosen, field):
                if knows.label(value) is None and not count(facet.name, value):
                    yield doubt(facet, mode, value, knows, request)


def doubt(facet: Facet, mode: str, value: str, names: FacetNames, request: SearchRequest) -> Notice:
    """Return what to say of a value that nobody knows, with the searches that may be meant."""
    rest, edition = request.toggle(facet.name, value, mode), request.edition
    shown = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
    several = meant(names, value, edition)[:MOST_MEANT]
    if several:
        links = [Link(names.label(one) or one, rest.toggle(facet.name, one, mode).url()) for one in several]
        return Notice(f"“{shown}” may mean more than one {facet.label.lower()}:", tuple(links))
    said = f"No {facet.label.lower()} is known as “{shown}”."
    parts = [meant(names, part.strip(), edition) for part in value.split(",")[:MOST_MEANT]]
    if len(parts) < 2 or any(len(part) != 1 for part in parts):
        return Notice(said)
    together = rest
    for (one,) in dict.fromkeys(parts):
        together = together.toggle(facet.name, one, "not" if mode == "not" else "any")
    label = " or ".join(names.label(one) or one for (one,) in dict.fromkeys(parts))
    return Notice(f"{said} Each is given by itself:", (Link(label, together.url()),))
