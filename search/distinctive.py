"""Which values a result has more of than the archive: how many articles have one, against how many would be expected to.

A value's measure is (articles + STEADY) / (expected + STEADY), expected being the value's share of the whole archive, at the same
edition, times the articles of the result. A value that is everywhere gets about 1 and sinks; STEADY keeps those that are rare
everywhere from rising by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archive.facets import FACET_NAMES
from search.engines import FacetCounts, Found, Search
from search.engines.current import CurrentIndex
from search.regions import values_of
from search.request import SearchRequest

STEADY = 5

KEPT = 4
"""Editions whose counts are kept."""

EVERY = 1 << 20
"""More values than a facet has."""


@dataclass(frozen=True)
class Usual:
    """How many articles (or stories) of a whole edition have each value, by facet, and how many there are."""

    counts: Mapping[str, Mapping[str, int]]
    total: int

    def measure(self, facet: str, value: str, count: int, total: int) -> float:
        """Return how over-represented a value is that `count` of `total` articles have: 1 is as usual."""
        expected = total * self.counts[facet].get(value, 0) / max(self.total, 1)
        return (count + STEADY) / (expected + STEADY)

    def ranked(self, facet: str, counts: FacetCounts, *, shown: int, chosen: tuple[str, ...]) -> FacetCounts:
        """Return the counts of a facet with the most over-represented values first: `shown` of them and those chosen."""

        def place(counted: tuple[str, int]) -> tuple[float, int, str]:
            value, count = counted
            return -self.measure(facet, value, count, counts.total), -count, value

        ordered = sorted(counts.values, key=place)
        return replace(counts, values=(*ordered[:shown], *(one for one in ordered[shown:] if one[0] in chosen)))

    def reordered(self, request: SearchRequest, found: Found, shown: Mapping[str, int]) -> Found:
        """Return an answer with the most over-represented values of each facet first, so many of it as `shown` says."""
        counts = {
            name: self.ranked(name, counted, shown=shown[name], chosen=values_of(request.filter(name)))
            for name, counted in found.counts.items()
        }
        return replace(found, counts=counts)


@dataclass(frozen=True)
class Background:
    """Counts whole editions, each once: what stands in an edition does not change, so nothing kept can be out of date."""

    index: CurrentIndex
    kept: dict[tuple[int, bool], Usual] = field(default_factory=dict)

    def at(self, edition: int, *, stories: bool) -> Usual:
        """Return how an edition is made up, counted in stories or in articles."""
        usual = self.kept.pop((edition, stories), None) or self.counted(edition, stories)
        self.kept[edition, stories] = usual
        for oldest in list(self.kept)[:-KEPT]:
            self.kept.pop(oldest, None)
        return usual

    def counted(self, edition: int, stories: bool) -> Usual:
        """Count a whole edition."""
        found = self.index.search(Search(edition=edition, counts=dict.fromkeys(FACET_NAMES, EVERY), size=0, stories=stories))
        return Usual({facet: dict(found.counts[facet].values) for facet in FACET_NAMES}, found.total)
