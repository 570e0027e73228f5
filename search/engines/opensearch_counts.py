"""Exact facet counts from a cluster: what is asked, and what is made of the answer.

Every part of an index returns all its values (up to CAP), so the sums are exact; only the most frequent travel on to us. How many
there are in all is counted there too. A facet with more than CAP values is counted in several rounds, each over a share of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from archive.facets import NONE
from search.engines import FacetCounts, Search
from search.engines.counting import facet_counts
from search.engines.opensearch_client import Json
from search.engines.stories import Folded, month_of

CAP = 25_000
"""Values that one aggregation returns; two of them and all narrow facets stay below the 65,535 a cluster allows a search."""

MOST_MONTHS = 12 * 10_000

HIDDEN = "-aggregations.*.*_all.buckets"
"""What the cluster leaves out of its answer: values that were only to be counted."""


class Bucket(TypedDict):
    """One value of an aggregation."""

    key: str | int
    doc_count: int


class Aggregation(TypedDict, total=False):
    """What is answered to one aggregation: `buckets` and how many documents more for values, `count` for how many values."""

    buckets: list[Bucket]
    sum_other_doc_count: int
    count: int


Group = Mapping[str, Aggregation]


@dataclass(frozen=True)
class Share:
    """One of `of` shares of a facet's values."""

    number: int = 0
    of: int = 1


@dataclass(frozen=True)
class Tally:
    """Values of a facet with their counts, the most frequent and those wanted; how many there are in all, NONE among them."""

    counted: Mapping[str, int]
    distinct: int

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of two shares of one facet."""
        return Tally({**self.counted, **other.counted}, self.distinct + other.distinct)

    def counts(self, facet: str, search: Search, folded: Folded) -> FacetCounts:
        """Return what the port answers, of stories where the search is folded."""
        beyond = max(0, self.distinct - sum(1 for count in self.counted.values() if count))
        counted = folded.less(facet, self.counted)
        return facet_counts(counted, limit=search.counts[facet], wanted=search.wanted.get(facet, ()), beyond=beyond)


def asked(facet: str, limit: int, wanted: Iterable[str], share: Share) -> Json:
    """Return the aggregations that count the `limit` most frequent values of one facet, or a share of it, and those wanted."""
    part: Json = {"include": {"partition": share.number, "num_partitions": share.of}} if share.of > 1 else {}
    named = [*wanted, NONE]
    return {
        facet: terms(facet, min(limit, CAP), part),
        f"{facet}_all": terms(facet, CAP, part),
        f"{facet}_distinct": {"stats_bucket": {"buckets_path": f"{facet}_all>_count"}},
        f"{facet}_wanted": {"terms": {"field": facet, "include": named, "size": len(named)}},
    }


def terms(field: str, size: int, part: Json) -> Json:
    """Return the aggregation of a field's most frequent values, of which every part of the index returns up to CAP."""
    return {"terms": {"field": field, "size": size, "shard_size": CAP, **part}}


def months_asked() -> Json:
    """Return the aggregation of articles per month."""
    return {"months": {"terms": {"field": "month", "size": MOST_MONTHS, "order": {"_key": "asc"}}}}


def overflows(group: Group, facet: str) -> bool:
    """Tell whether a facet has more values than one aggregation returns."""
    return group[f"{facet}_all"]["sum_other_doc_count"] > 0


def tally(group: Group, facet: str) -> Tally:
    """Return what an answer says of a facet."""
    counted = {**by_value(group[facet]), **by_value(group[f"{facet}_wanted"])}
    return Tally(counted, group[f"{facet}_distinct"]["count"])


def by_value(found: Aggregation) -> dict[str, int]:
    """Return the buckets of an aggregation as counts by value."""
    return {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def months(group: Group) -> dict[str, int]:
    """Return articles per `YYYY-MM`, undated ones under the empty string, in order."""
    counted = {int(bucket["key"]): bucket["doc_count"] for bucket in group["months"]["buckets"]}
    return {month_of(month): count for month, count in counted.items()}
