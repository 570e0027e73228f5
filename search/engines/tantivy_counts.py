"""The counts of a Tantivy search: values of facets and dates, exact, in as few passes as there can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from tantivy import Query, Schema, Searcher

from archive.facets import FACET_NAMES, NONE
from search.engines import FacetCounts, Search
from search.engines.counting import Joins, dates_counted, facet_counts
from search.engines.stories import UNFOLDED, Folded
from search.engines.tantivy_page import hits
from search.engines.tantivy_query import every, together, value_query
from search.engines.tantivy_stories import Sharing

FEW = 1000
"""Up to so many hits, or values, all are asked for; of a wide facet above it, those that occur twice, and how many occur once."""

ALL = 1 << 30
"""More than any result holds."""

DATES = "dates"


class Bucket(TypedDict):
    """One value of a terms aggregation."""

    key: str | float
    doc_count: int


class Aggregation(TypedDict, total=False):
    """What Tantivy answers: `buckets` for a terms aggregation, `value` for a number."""

    buckets: list[Bucket]
    value: float


Answer = Mapping[str, Aggregation]


class Counter:
    """The counts of one search; `wide` names the facets with more values than are worth turning into text."""

    def __init__(self, searcher: Searcher, schema: Schema, search: Search, wide: frozenset[str], sharing: Sharing) -> None:
        self._searcher, self._schema, self._search, self._wide, self._sharing = searcher, schema, search, wide, sharing

    def counted(
        self, query: Query, articles: int, folded: Folded, freed: Mapping[str, Query]
    ) -> tuple[dict[str, FacetCounts], dict[str, int]]:
        """Return the counts of facets and dates: one pass over what `query` matches, one more for each facet in `freed`.

        `freed` maps each facet to be counted without its own `any` choices to what matches without them.
        """
        facets = [facet for facet in self._search.counts if facet not in freed]
        asked = self._asked(facets, articles) | {within(facet): terms(facet, 1) for facet in freed}
        asked |= {DATES: terms(self._search.dates, 1)} if self._search.dates else {}
        answer = aggregate(self._searcher, query, asked)
        counts = {facet: self._facet(query, facet, answer, articles, folded) for facet in facets}
        for facet, other in freed.items():
            fold = self._sharing.fold(self._searcher, other) if self._search.stories else UNFOLDED
            inside = self._sharing.stories.within(facet, counts_of(answer[within(facet)]), folded, fold)
            total = hits(self._searcher, other)
            own = aggregate(self._searcher, other, self._asked([facet], total))
            counts[facet] = self._facet(other, facet, own, total, fold, Joins(articles - folded.spare, inside))
        return counts, self._dates(answer)

    def _asked(self, facets: list[str], articles: int) -> dict[str, object]:
        rarer = self._wide if articles > FEW else frozenset()
        asked = {facet: terms(facet, 2 if facet in rarer else 1) for facet in facets}
        return asked | {values(facet): {"value_count": {"field": facet}} for facet in facets if facet in rarer}

    def _facet(
        self, query: Query, facet: str, answer: Answer, articles: int, folded: Folded, joins: Joins | None = None
    ) -> FacetCounts:
        """Complete the counts of one facet: where rare values were left out, it tells how many there are in all."""
        counted, limit, wanted = counts_of(answer[facet]), self._search.counts[facet], self._search.wanted.get(facet, ())
        once = int(answer[values(facet)]["value"]) - sum(counted.values()) if values(facet) in answer else 0
        # What was left out counts 1: enough is here where more values than asked for (or NONE and as many) count more.
        if once and sum(count > 1 for count in folded.less(facet, counted).values()) <= limit:
            counted, once = counts_of(aggregate(self._searcher, query, {facet: terms(facet, 1)})[facet]), 0
        if once:
            looked_up = {value: self._articles(query, facet, value) for value in {*wanted, NONE} - counted.keys()}
            counted, once = counted | looked_up, once - sum(looked_up.values())
        stories, total = folded.less(facet, counted), articles - folded.spare
        return facet_counts(stories, limit=limit, wanted=wanted, total=total, joins=joins, beyond=once)

    def _articles(self, query: Query, facet: str, value: str) -> int:
        return hits(self._searcher, together(query, [value_query(self._schema, facet, value)]))

    def _dates(self, answer: Answer) -> dict[str, int]:
        return dates_counted(numbers_of(answer[DATES]), self._search.dates) if self._search.dates else {}


def within(facet: str) -> str:
    """Return what the values of a facet are called that were counted with its own choices."""
    return f"{facet} within"


def values(facet: str) -> str:
    """Return what the number of values of a facet is called."""
    return f"{facet} values"


def wide_facets(searcher: Searcher) -> frozenset[str]:
    """Return the facets with more than about FEW different values in the whole index."""
    answer = aggregate(searcher, every(), {facet: {"cardinality": {"field": facet}} for facet in FACET_NAMES})
    return frozenset(facet for facet in FACET_NAMES if answer[facet]["value"] > FEW)


def aggregate(searcher: Searcher, query: Query, asked: Mapping[str, object]) -> Mapping[str, Aggregation]:
    """Run several aggregations in one pass over what a query matches."""
    return searcher.aggregate(query, dict(asked)) if asked else {}


def terms(field: str, least: int) -> object:
    """Return the aggregation that counts every value of a field that occurs in `least` documents or more, exactly."""
    return {"terms": {"field": field, "size": ALL, "segment_size": ALL, "min_doc_count": least}}


def counts_of(found: Aggregation) -> dict[str, int]:
    """Return a terms aggregation of a text field as counts by value."""
    return {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def numbers_of(found: Aggregation) -> dict[int, int]:
    """Return a terms aggregation of a number as counts by number."""
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}
