"""Exact facet counts from a cluster: what is asked, and what is made of the answer.

Every part of an index returns all its values (up to CAP), so the sums are exact; only the most frequent travel on to us. How many
there are in all is counted there too. A facet with more than CAP values is counted in several rounds, each over a share of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from archive.facets import NONE
from search.engines.counting import dates_counted
from search.engines.opensearch_client import Json

CAP = 25_000
"""Values that one aggregation returns; two of them and all narrow facets stay below the 65,535 a cluster allows a search."""

MOST_DATES = 60_000
"""Days an answer has room for: those of 164 years."""

DATES = "dates"

HIDDEN = "-aggregations.*.*_all.buckets"
"""What the cluster leaves out of its answer: values that were only to be counted."""


class Within(TypedDict):
    """How many of a value's articles have one of the facet's own choices too."""

    doc_count: int


class Bucket(TypedDict):
    """One value of an aggregation."""

    key: str | int
    doc_count: int
    within: NotRequired[Within]


class Aggregation(TypedDict, total=False):
    """What is answered to one aggregation: `buckets` and how many documents more for values, `count` for how many values."""

    buckets: list[Bucket]
    sum_other_doc_count: int
    count: int


@dataclass(frozen=True)
class Group:
    """What is answered for one group of counts: over how many articles, and each aggregation."""

    articles: int
    answers: Mapping[str, Aggregation]


@dataclass(frozen=True)
class Share:
    """One of `of` shares of a facet's values."""

    number: int = 0
    of: int = 1


@dataclass(frozen=True)
class Tally:
    """Values of a facet with their counts, the most frequent and those wanted; how many there are in all, NONE among them.

    `articles` is how many were counted; `within` counts by value those of them that have one of the facet's own choices.
    """

    counted: Mapping[str, int] = field(default_factory=dict)
    within: Mapping[str, int] = field(default_factory=dict)
    distinct: int = 0
    articles: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of two shares of one facet."""
        counted, within = {**self.counted, **other.counted}, {**self.within, **other.within}
        return Tally(counted, within, self.distinct + other.distinct, other.articles)

    @property
    def beyond(self) -> int:
        """Return how many values there are more than those counted."""
        return max(0, self.distinct - sum(1 for count in self.counted.values() if count))


def asked(facet: str, limit: int, wanted: Iterable[str], share: Share, own: Json | None) -> Json:
    """Return the aggregations that count the `limit` most frequent values of one facet, or a share of it, and those wanted.

    `own` is the query of the facet's own choices where it is counted without them.
    """
    part: Json = {"include": {"partition": share.number, "num_partitions": share.of}} if share.of > 1 else {}
    named = [*wanted, NONE]
    within: Json = {"aggs": {"within": {"filter": own}}} if own else {}
    return {
        facet: terms(facet, min(limit, CAP), part) | within,
        f"{facet}_all": terms(facet, CAP, part),
        f"{facet}_distinct": {"stats_bucket": {"buckets_path": f"{facet}_all>_count"}},
        f"{facet}_wanted": {"terms": {"field": facet, "include": named, "size": len(named)}, **within},
    }


def terms(field: str, size: int, part: Json) -> Json:
    """Return the aggregation of a field's most frequent values, of which every part of the index returns up to CAP."""
    return {"terms": {"field": field, "size": size, "shard_size": CAP, **part}}


def dates_asked(by: str) -> Json:
    """Return the aggregation of articles by month or day; those without a date under 0."""
    return {DATES: {"terms": {"field": by, "size": MOST_DATES, "missing": 0}}}


def overflows(group: Group, facet: str) -> bool:
    """Tell whether a facet has more values than one aggregation returns."""
    return group.answers[f"{facet}_all"]["sum_other_doc_count"] > 0


def tally(group: Group, facet: str) -> Tally:
    """Return what an answer says of a facet."""
    buckets = [*group.answers[facet]["buckets"], *group.answers[f"{facet}_wanted"]["buckets"]]
    within = {str(bucket["key"]): bucket["within"]["doc_count"] for bucket in buckets if "within" in bucket}
    return Tally(by_value(buckets), within, group.answers[f"{facet}_distinct"]["count"], group.articles)


def by_value(buckets: Iterable[Bucket]) -> dict[str, int]:
    """Return buckets as counts by value."""
    return {str(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def dates_of(group: Group, by: str) -> dict[str, int]:
    """Return articles by month or day."""
    return dates_counted({int(bucket["key"]): bucket["doc_count"] for bucket in group.answers[DATES]["buckets"]}, by)
