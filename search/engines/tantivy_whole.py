"""What a Tantivy index as a whole is made up of: the counts of a result that is most of it are these less what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import eq, neg
from typing import NamedTuple

from tantivy import Occur, Query, Searcher

from archive.facets import FACET_NAMES, NONE
from search.engines import FacetCounts, Search
from search.engines.counting import dates_counted, facet_counts_left
from search.engines.stories import Folded
from search.engines.tantivy_counts import aggregate, numbers_of, terms
from search.engines.tantivy_values import NUMBERS, Values, number_of

DATES = ("month", "day")
"""What articles may be counted by besides the values of facets."""


class Value(NamedTuple):
    """One value of a facet, the number it is counted by, and how many articles have it."""

    id: str
    number: int
    articles: int


@dataclass(frozen=True)
class Whole:
    """The versions that stand now: how many, by value of each facet (the most frequent first) or its number, by month, by day."""

    articles: int
    values: Mapping[str, Sequence[Value]]
    numbers: Mapping[str, Mapping[int, int]]
    dates: Mapping[str, Mapping[int, int]]

    @classmethod
    def read(cls, searcher: Searcher, standing: Query, ids: Values) -> Whole:
        """Count what `standing` matches."""
        asked = {facet: terms(NUMBERS[facet], 1) for facet in FACET_NAMES} | {size: terms(size, 1) for size in DATES}
        answer = aggregate(searcher, standing, asked)
        numbers = {facet: numbers_of(answer[facet]) for facet in FACET_NAMES}
        values = {facet: ordered(counted, ids.of(facet)) for facet, counted in numbers.items()}
        dates = {size: numbers_of(answer[size]) for size in DATES}
        return cls(sum(dates["month"].values()), values, numbers, dates)

    def counted(
        self, searcher: Searcher, query: Query, standing: Query, search: Search, articles: int, folded: Folded
    ) -> tuple[dict[str, FacetCounts], dict[str, int]]:
        """Return the counts of what `query` matches, most of what `standing` does, by one pass over what it leaves out."""
        asked = {facet: terms(NUMBERS[facet], 1) for facet in search.counts}
        asked |= {search.dates: terms(search.dates, 1)} if search.dates else {}
        left_out = Query.boolean_query([(Occur.Must, standing), (Occur.MustNot, query)])
        answer = aggregate(searcher, left_out, asked if articles < self.articles else {})
        gone = {facet: numbers_of(answer[facet]) if answer else {} for facet in search.counts}
        counts = {facet: self._facet(facet, gone[facet], search, folded, articles) for facet in search.counts}
        return counts, self._dates(search.dates, numbers_of(answer[search.dates]) if answer and search.dates else {})

    def _facet(self, facet: str, gone: Mapping[int, int], search: Search, folded: Folded, articles: int) -> FacetCounts:
        # Thousands of values are gone, and few are looked at: by number none of the others has to be named.
        numbers, again = self.numbers[facet], folded.again.get(facet, {})

        def left(value: str, number: int) -> int:
            """Return what is left of a value."""
            return numbers.get(number, 0) - gone.get(number, 0) - again.get(value, 0)

        none = number_of(NONE)
        # A value that is gone with its last article is no value of a story either.
        lost = sum(map(eq, map(numbers.get, gone), gone.values())) - (none in gone and gone[none] == numbers[none])
        return facet_counts_left(
            ((value, most, left(value, number)) for value, number, most in self.values[facet]),
            limit=search.counts[facet],
            wanted={value: left(value, number_of(value)) for value in search.wanted.get(facet, ())},
            total=articles - folded.spare,
            missing=left(NONE, none),
            distinct=len(numbers) - lost - (none in numbers),
        )

    def _dates(self, by: str, left_out: Mapping[int, int]) -> dict[str, int]:
        if not by:
            return {}
        found = {date: count - left_out.get(date, 0) for date, count in self.dates[by].items()}
        return dates_counted({date: count for date, count in found.items() if count}, by)


def ordered(counted: Mapping[int, int], ids: Mapping[int, str]) -> Sequence[Value]:
    """Return values counted by number, the most frequent first."""
    # Sorted as plain tuples: there are tens of thousands, and a server that starts waits for them.
    rows = sorted(zip(map(neg, counted.values()), map(ids.__getitem__, counted), counted, strict=True))
    return [Value(value, number, -count) for count, value, number in rows]
