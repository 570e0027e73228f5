"""Facet values as numbers: Tantivy counts a column of them many times faster than one of texts, whose dictionary it has to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from tantivy import Searcher

from archive.facets import FACET_NAMES

NUMBERS = {facet: f"{facet}_numbers" for facet in FACET_NAMES}
"""The column that holds the numbers of each facet's values."""

SIZE = 7
"""Bytes of a number. That two of 50,000 ids have the same one is a chance of one in fifty million."""

WIDE = 1000
"""A facet of more values than these is wide: not all that a search finds are worth turning into text."""


def number_of(value: str) -> int:
    """Return the number that stands for an id, the same for ever."""
    return int.from_bytes(blake2b(value.encode(), digest_size=SIZE).digest())


@dataclass(frozen=True)
class Values:
    """The ids of one state of an index by their numbers, looked up once for each facet."""

    searcher: Searcher
    known: dict[str, Mapping[int, str]] = field(default_factory=dict)

    def of(self, facet: str) -> Mapping[int, str]:
        """Return the ids of a facet by number; some may be of no version that stands."""
        if facet not in self.known:
            self.known[facet] = {number_of(value): value for value, _ in self.searcher.terms_with_prefix(facet, "")}
        return self.known[facet]

    def wide(self, facet: str) -> bool:
        """Tell whether a facet has more values than are worth turning into text for every search."""
        return len(self.of(facet)) > WIDE
