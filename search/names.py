"""The names of a facet's values as an archive knows them: its corrections first, then the gazetteer, then what articles brought."""

from __future__ import annotations

from dataclasses import dataclass

from archive.corrections import match_key
from archive.gazetteers import Gazetteer
from archive.store import Store


@dataclass(frozen=True)
class ArchiveNames:
    """Resolves what a person writes after `person:` and its like, and leads old ids to those that stand for them."""

    facet: str
    gazetteer: Gazetteer
    store: Store

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where nobody knows it."""
        return self.gazetteer.label(value) or self.store.labels(self.facet, [value]).get(value)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name: what a correction says, else what the gazetteer knows, else the articles."""
        key = match_key(self.facet, name)
        found = self.store.called(self.facet, key) if key else ()
        found = found or self.gazetteer.resolve(name)
        if not found and self.facet == "person" and " " in key:
            found = self.store.entities_called(self.facet, key)
        return tuple(dict.fromkeys(self.current(value) for value in found))

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
