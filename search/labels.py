"""What readers call the ids on a page: collected once a page, one look-up a facet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from archive.facets import FACET_NAMES, NONE, SINGLE
from archive.gazetteers import Gazetteer
from archive.model import Version
from archive.store import Store
from archive.store.lists import Record
from search import outlets
from search.engines import Found
from search.request import SearchRequest
from search.result import Value


@dataclass(frozen=True)
class Labels:
    """Labels by facet and id, and the links made from them, which are for one request."""

    known: Mapping[str, Mapping[str, str]]
    links: dict[str, dict[str, Value]] = field(default_factory=dict)
    adders: dict[str, Callable[[str], str]] = field(default_factory=dict)

    @classmethod
    def collect(
        cls,
        store: Store,
        gazetteers: Mapping[str, Gazetteer],
        request: SearchRequest,
        found: Found | None,
        versions: Iterable[Version | Record],
    ) -> Labels:
        """Look up every id that a request, its counts and its articles name."""
        needed: dict[str, set[str]] = {facet: set() for facet in FACET_NAMES}
        for chosen in request.filters:
            needed[chosen.facet].update(chosen.all, chosen.any, chosen.none_of)
        for facet, counts in (found.counts if found else {}).items():
            needed[facet].update(value for value, _ in counts.values)
        for version in versions:
            for facet, values in version.values.items():
                needed[facet].update(values)
        return cls({facet: labels_of(facet, ids, gazetteers.get(facet), store) for facet, ids in needed.items()})

    def label(self, facet: str, value: str) -> str:
        """Return what a reader calls an id; an id nobody knows is shown as it is."""
        return self.known[facet].get(value, value)

    def values(self, facet: str, ids: Iterable[str], request: SearchRequest) -> tuple[Value, ...]:
        """Return an article's values with the address of the search each adds to or leaves."""
        made = self.links.setdefault(facet, {})
        return tuple([made.get(value) or self.link(facet, value, request) for value in ids])

    def link(self, facet: str, value: str, request: SearchRequest) -> Value:
        """Return one value as a link; made once a page."""
        made = self.links.setdefault(facet, {})
        if value not in made:
            made[value] = self._link(facet, value, request)
        return made[value]

    def _link(self, facet: str, value: str, request: SearchRequest) -> Value:
        mode = request.mode(facet, value)
        if mode in ("all", "any"):
            return Value(value, self.label(facet, value), request.toggle(facet, value, mode).url(), selected=True)
        if facet not in self.adders:
            self.adders[facet] = request.adder(facet, request.adds(facet) if facet in SINGLE else "all")
        return Value(value, self.label(facet, value), self.adders[facet](value))


def labels_of(facet: str, ids: set[str], gazetteer: Gazetteer | None, store: Store) -> dict[str, str]:
    """Return the labels of ids: from the gazetteer where it knows them, else from what the articles brought."""
    ids.discard(NONE)
    listed = {value: label for value in ids if gazetteer and (label := gazetteer.label(value))}
    rest = ids - listed.keys()
    if not rest:
        return listed
    return listed | (outlets.labels(store, rest) if facet == "source" else store.labels(facet, rest))
