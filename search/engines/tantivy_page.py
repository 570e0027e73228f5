"""The page of a Tantivy search: which keys, in which order, ties always by highest key."""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Query, Searcher, SearchResult

from search.engines import Search
from search.engines.plan import plan_of, ranks
from search.engines.stories import Folded
from search.engines.tantivy_index import KEY_BITS
from search.engines.tantivy_query import scoreless

SLACK = 64
"""Hits fetched beyond a page of relevance, so that ties at its end are put in order."""


def hits(searcher: Searcher, query: Query) -> int:
    """Return how many documents match."""
    return counted(searcher.search(scoreless(query), limit=1))


def counted(found: SearchResult) -> int:
    """Return how many documents a search found."""
    return int(found.count)  # type: ignore[attr-defined]  # the stub lacks it


@dataclass(frozen=True)
class First:
    """How many documents match, and the keys of the first of them in order; `all` tells that there are no more."""

    articles: int
    keys: tuple[int, ...] = ()

    @property
    def all(self) -> bool:
        """Tell whether these are the keys of all that was found."""
        return len(self.keys) == self.articles


def first(searcher: Searcher, query: Query, search: Search, *, more: int = SLACK) -> First:
    """Return the first of what a query matches, stories left alone: enough for the page asked for, and up to `more`."""
    # Tantivy makes room for offset and size before it looks: for a number out of an address that could be all the memory there is.
    if search.size == 0 or search.offset >= searcher.num_docs:
        return First(hits(searcher, query))
    end = search.offset + search.size
    if search.sort != "relevance":
        order = search.sort
    elif ranks(plan_of(search.query)):
        return first_by_score(searcher, query, end, more)
    else:
        order = "key"
    found = searcher.search(query, limit=end + more, order_by_field=order)
    return First(counted(found), tuple(place & (1 << KEY_BITS) - 1 for place, _ in found.hits))


def page(searcher: Searcher, query: Query, search: Search, found: First, folded: Folded) -> tuple[int, ...]:
    """Return the keys of the page asked for, of each story found one; `found` is the first of what the query matches."""
    keys = folded.page(found.keys, search)
    if len(keys) == search.size or found.all or not folded.spare:
        return keys
    # So many that the page is full even if all the articles to be left out come before it.
    return folded.page(first(searcher, query, search, more=folded.spare).keys, search)


def first_by_score(searcher: Searcher, query: Query, end: int, more: int) -> First:
    """Return the first by score, ties by highest key: fetched on until what follows the last scores lower."""
    limit = end + more
    found = searcher.search(query, limit=limit)
    while len(found.hits) == limit and rounded(found.hits[-1]) == rounded(found.hits[end - 1]):
        limit *= 4
        found = searcher.search(query, limit=limit)
    keys = searcher.fast_field_values("key", [address for _, address in found.hits])
    ranked = sorted(((rounded(hit), int(key or 0)) for hit, key in zip(found.hits, keys, strict=True)), reverse=True)
    last = ranked[-1][0] if len(ranked) == limit else float("-inf")
    return First(counted(found), tuple(key for score, key in ranked if score > last))


def rounded(hit: tuple[float, object]) -> float:
    """Return a hit's score without the last bits, which depend on the order Tantivy adds in; beyond LEAD there are few to spare."""
    return round(hit[0], 3)
