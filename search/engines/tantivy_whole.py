"""What a Tantivy index as a whole is made up of: the counts of a result that is most of it are these less what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from archive.facets import FACET_NAMES, NONE
from search.engines import FacetCounts, Search
from search.engines.counting import by_count, dates_counted, facet_counts_left
from search.engines.stories import Folded
from search.engines.tantivy_counts import aggregate, counts_of, numbers_of, terms
from search.engines.tantivy_values import NUMBERS, Values

DATES = ("month", "day")
"""What articles may be counted by besides the values of facets."""


@dataclass(frozen=True)
class Whole:
    """The versions that stand now: how many, by value of each facet (the most frequent first), by month and by day."""

    articles: int
    values: Mapping[str, Mapping[str, int]]
    dates: Mapping[str, Mapping[int, int]]
    ids: Values

    @classmethod
    def read(cls, searcher: Searcher, standing: Query, ids: Values) -> Whole:
        """Count what `standing` matches."""
        asked = {facet: terms(NUMBERS[facet], 1) for facet in FACET_NAMES} | {size: terms(size, 1) for size in DATES}
        answer = aggregate(searcher, standing, asked)
        values = {facet: dict(sorted(counts_of(answer[facet], ids.of(facet)).items(), key=by_count)) for facet in FACET_NAMES}
        dates = {size: numbers_of(answer[size]) for size in DATES}
        return cls(sum(dates["month"].values()), values, dates, ids)

    def counted(
        self, searcher: Searcher, query: Query, standing: Query, search: Search, articles: int, folded: Folded
    ) -> tuple[dict[str, FacetCounts], dict[str, int]]:
        """Return the counts of what `query` matches, most of what `standing` does, by one pass over what it leaves out."""
        asked = {facet: terms(NUMBERS[facet], 1) for facet in search.counts}
        asked |= {search.dates: terms(search.dates, 1)} if search.dates else {}
        left_out = Query.boolean_query([(Occur.Must, standing), (Occur.MustNot, query)])
        answer = aggregate(searcher, left_out, asked if articles < self.articles else {})
        gone = {facet: counts_of(answer[facet], self.ids.of(facet)) if answer else {} for facet in search.counts}
        counts = {facet: self._facet(facet, gone[facet], search, folded, articles) for facet in search.counts}
        return counts, self._dates(search.dates, numbers_of(answer[search.dates]) if answer and search.dates else {})

    def _facet(self, facet: str, gone: Mapping[str, int], search: Search, folded: Folded, articles: int) -> FacetCounts:
        values, again = self.values[facet], folded.again.get(facet, {})

        def left(value: str) -> int:
            """Return what is left of a value."""
            return values.get(value, 0) - gone.get(value, 0) - again.get(value, 0)

        # A value that is gone with its last article is no value of a story either.
        lost = {value for value, _ in values.items() & gone.items()}
        return facet_counts_left(
            ((value, most, left(value)) for value, most in values.items()),
            limit=search.counts[facet],
            wanted={value: left(value) for value in search.wanted.get(facet, ())},
            total=articles - folded.spare,
            missing=left(NONE),
            distinct=len(values) - len(lost | ({NONE} & values.keys())),
        )

    def _dates(self, by: str, left_out: Mapping[int, int]) -> dict[str, int]:
        if not by:
            return {}
        found = {date: count - left_out.get(date, 0) for date, count in self.dates[by].items()}
        return dates_counted({date: count for date, count in found.items() if count}, by)
