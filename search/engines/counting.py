"""From how often each value or word occurs to what the port answers."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from archive.facets import NONE
from search.engines import FacetCounts


def facet_counts(
    counted: Mapping[str, int], *, limit: int, wanted: Iterable[str], total: int, joins: Joins | None = None, beyond: int = 0
) -> FacetCounts:
    """Return the counts of one facet: the `limit` most frequent values and those wanted.

    `counted` maps values, NONE among them, to articles of the `total` counted; `beyond` is how many more values there are, none of
    them wanted or as frequent as the first `limit` of `counted`. `joins` is given for a facet counted without its `any` choices.
    """
    values = {value: count for value, count in counted.items() if value != NONE and count}
    kept = dict(nsmallest(limit, values.items(), key=by_count))
    kept |= {value: values.get(value, 0) for value in wanted}
    distinct = len(values.keys() | kept.keys()) + beyond
    joined = {value: joins.total + count - joins.within.get(value, 0) for value, count in kept.items()} if joins else {}
    return FacetCounts(tuple(sorted(kept.items(), key=by_count)), counted.get(NONE, 0), distinct, total, joined)


def facet_counts_left(
    values: Iterable[tuple[str, int, int]], *, limit: int, wanted: Mapping[str, int], total: int, missing: int, distinct: int
) -> FacetCounts:
    """Return the counts of one facet as `facet_counts` does, of what is left of a whole.

    `values` are each value with what it counts in the whole, by which they are ordered, and what is left of that. `wanted` are
    those wanted with what is left of them; `distinct` is of how many values anything is left.
    """
    found: list[tuple[str, int]] = []
    for value, most, count in values:
        if len(found) >= limit and (limit == 0 or found[limit - 1][1] > most):
            break
        if not count or value == NONE:
            continue
        # What lost nothing mostly stands where it stood.
        if found and by_count(found[-1]) > by_count((value, count)):
            insort(found, (value, count), key=by_count)
        else:
            found.append((value, count))
        del found[limit:]
    kept = {**dict(found), **wanted}
    distinct += sum(not count for count in wanted.values())
    return FacetCounts(tuple(sorted(kept.items(), key=by_count)), missing, distinct, total)


@dataclass(frozen=True)
class Joins:
    """What tells how many articles a search finds once a value joins an `any` choice: what it finds, and its articles by value."""

    total: int
    within: Mapping[str, int]


def dates_counted(days: Mapping[int, int], by: str) -> dict[str, int]:
    """Return articles by month or day, in order, from articles by the number YYYYMM or YYYYMMDD; 0 is undated, an empty text."""
    return {date_text(number, by): days[number] for number in sorted(days)}


def date_text(number: int, by: str) -> str:
    """Return the number of a month or day as text."""
    if not number:
        return ""
    month, day = (number, 0) if by == "month" else divmod(number, 100)
    text = f"{month // 100:04d}-{month % 100:02d}"
    return text if by == "month" else f"{text}-{day:02d}"


def by_count(pair: tuple[str, int]) -> tuple[int, str]:
    """Return what (value, count) pairs are sorted by: most frequent first, then by value."""
    value, count = pair
    return -count, value


def most_frequent(fields: Iterable[Iterable[tuple[str, int]]], limit: int) -> tuple[tuple[str, int], ...]:
    """Return the `limit` most frequent words, ties by word, from (word, documents) pairs of each field, the highest counting."""
    most: dict[str, int] = {}
    for pairs in fields:
        for word, documents in pairs:
            if documents > most.get(word, 0):
                most[word] = documents
    return tuple(sorted(most.items(), key=by_count)[:limit])
