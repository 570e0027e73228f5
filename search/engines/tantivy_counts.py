"""The counts of a Tantivy search: values of facets and dates, exact, in as few passes as there can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from operator import itemgetter
from typing import TypedDict

from tantivy import Query, Schema, Searcher

from archive.facets import NONE
from search.engines import FacetCounts, Search
from search.engines.counting import Joins, dates_counted, facet_counts
from search.engines.stories import UNFOLDED, Folded
from search.engines.tantivy_page import hits
from search.engines.tantivy_query import together, value_query
from search.engines.tantivy_stories import SHARER, Sharing
from search.engines.tantivy_values import NUMBERS, Values, number_of

FEW = 100
"""Of so many articles all values are asked for; of more, and a wide facet, those that occur twice, and how many occur once.

Of more articles than there are values few occur once: all are asked for again.
"""

ALL = 1 << 30
"""More than any result holds."""

DATES = "dates"


DOC_COUNT = itemgetter("doc_count")


class Bucket(TypedDict):
    """One value of a terms aggregation."""

    key: int
    doc_count: int


class Aggregation(TypedDict, total=False):
    """What Tantivy answers: `buckets` for a terms aggregation, `value` for a number."""

    buckets: list[Bucket]
    value: float


Answer = Mapping[str, Aggregation]


class Counter:
    """The counts of one search."""

    def __init__(self, searcher: Searcher, schema: Schema, search: Search, values: Values, sharing: Sharing) -> None:
        self._searcher, self._schema, self._search, self._values, self._sharing = searcher, schema, search, values, sharing

    def counted(
        self, query: Query, articles: int, freed: Mapping[str, Query]
    ) -> tuple[Folded, dict[str, FacetCounts], dict[str, int]]:
        """Return what was found of stories and the counts of facets and dates, by one pass over the `articles` that match `query`.

        `freed` maps each facet to be counted without its own `any` choices to what matches without them: a pass more for each.
        """
        facets = [facet for facet in self._search.counts if facet not in freed]
        asked = self._asked(facets, articles) | {within(facet): terms(NUMBERS[facet], 1) for facet in freed}
        asked |= {DATES: terms(self._search.dates, 1)} if self._search.dates else {}
        answer, folded = self._pass(query, asked)
        counts = {facet: self._facet(query, facet, answer, articles, folded) for facet in facets}
        for facet, other in freed.items():
            total = hits(self._searcher, other)
            own, fold = self._pass(other, self._asked([facet], total))
            counted = counts_of(answer[within(facet)], self._values.of(facet))
            inside = self._sharing.stories.within(facet, counted, folded, fold)
            counts[facet] = self._facet(other, facet, own, total, fold, Joins(articles - folded.spare, inside))
        return folded, counts, self._dates(answer)

    def _pass(self, query: Query, asked: dict[str, object]) -> tuple[Answer, Folded]:
        """Run aggregations in one pass, and see which stories they pass by."""
        if not (self._search.stories and self._sharing.stories):
            return aggregate(self._searcher, query, asked), UNFOLDED
        answer = aggregate(self._searcher, query, asked | {SHARER: terms(SHARER, 1)})
        return answer, self._sharing.stories.fold(numbers_of(answer[SHARER]))

    def _asked(self, facets: list[str], articles: int) -> dict[str, object]:
        rarer = {facet for facet in facets if self._values.wide(facet) and FEW < articles < len(self._values.of(facet))}
        asked = {facet: terms(NUMBERS[facet], 2 if facet in rarer else 1) for facet in facets}
        return asked | {values(facet): {"value_count": {"field": NUMBERS[facet]}} for facet in rarer}

    def _named(self, facet: str, buckets: Sequence[Bucket], folded: Folded) -> dict[str, int]:
        """Return counts by value: of a wide facet only those asked for and those that may be among the most frequent."""
        ids, limit = self._values.of(facet), self._search.counts[facet]
        if not (self._values.wide(facet) and len(buckets) > limit + 1):
            return {ids[bucket["key"]]: bucket["doc_count"] for bucket in buckets}
        # Folded, a value counts less by at most what the most frequent ones do. One of them may be NONE.
        again = (count for value, count in folded.again.get(facet, {}).items() if value != NONE)
        least = buckets[limit + 1]["doc_count"] - max(again, default=0)
        # The most frequent come first: of tens of thousands few are looked at.
        most = takewhile(lambda bucket: bucket["doc_count"] >= least, buckets)
        named = {ids[bucket["key"]]: bucket["doc_count"] for bucket in most}
        asked = {number_of(value): value for value in (*self._search.wanted.get(facet, ()), NONE) if value not in named}
        if asked:
            rest = islice(buckets, len(named), None)
            named |= {asked[bucket["key"]]: bucket["doc_count"] for bucket in rest if bucket["key"] in asked}
        return named

    def _facet(
        self, query: Query, facet: str, answer: Answer, articles: int, folded: Folded, joins: Joins | None = None
    ) -> FacetCounts:
        """Complete the counts of one facet: where rare values were left out, it tells how many there are in all."""
        buckets, limit, wanted = answer[facet]["buckets"], self._search.counts[facet], self._search.wanted.get(facet, ())
        named = self._named(facet, buckets, folded)
        once = int(answer[values(facet)]["value"]) - sum(map(DOC_COUNT, buckets)) if values(facet) in answer else 0
        # What was left out counts 1: enough is here where more values than asked for (or NONE and as many) count more.
        if once and sum(count > 1 for count in folded.less(facet, named).values()) <= limit:
            buckets, once = aggregate(self._searcher, query, self._asked([facet], 0))[facet]["buckets"], 0
            named = self._named(facet, buckets, folded)
        unnamed = len(buckets) - len(named)
        if once:
            looked_up = {value: self._articles(query, facet, value) for value in {*wanted, NONE} - named.keys()}
            named, once = named | looked_up, once - sum(looked_up.values())
        stories, total = folded.less(facet, named), articles - folded.spare
        return facet_counts(stories, limit=limit, wanted=wanted, total=total, joins=joins, beyond=once + unnamed)

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


def aggregate(searcher: Searcher, query: Query, asked: Mapping[str, object]) -> Mapping[str, Aggregation]:
    """Run several aggregations in one pass over what a query matches."""
    return searcher.aggregate(query, dict(asked)) if asked else {}


def terms(field: str, least: int) -> object:
    """Return the aggregation that counts every value of a field that occurs in `least` documents or more, exactly."""
    return {"terms": {"field": field, "size": ALL, "segment_size": ALL, "min_doc_count": least}}


def counts_of(found: Aggregation, ids: Mapping[int, str]) -> dict[str, int]:
    """Return a terms aggregation of the numbers of a facet as counts by value."""
    return {ids[bucket["key"]]: bucket["doc_count"] for bucket in found["buckets"]}


def numbers_of(found: Aggregation) -> dict[int, int]:
    """Return a terms aggregation as counts by number."""
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
