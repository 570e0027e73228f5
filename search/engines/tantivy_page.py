"""The page of a Tantivy search: which keys, in which order, ties always by highest key."""

from __future__ import annotations

from dataclasses import replace

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


def page(searcher: Searcher, query: Query, search: Search, folded: Folded) -> tuple[int, tuple[int, ...]]:
    """Return how many documents match and the keys of the page asked for, of each story found one."""
    if not folded.spare or search.size == 0:
        return unfolded(searcher, query, search)
    # So many that the page is full even if all the articles to be left out come before it.
    articles, keys = unfolded(searcher, query, replace(search, offset=0, size=search.offset + search.size + folded.spare))
    return articles, folded.page(keys, search)


def unfolded(searcher: Searcher, query: Query, search: Search) -> tuple[int, tuple[int, ...]]:
    """Return how many documents match and the keys of the page asked for, stories left alone."""
    # Tantivy makes room for offset and size before it looks: for a number out of an address that could be all the memory there is.
    if search.size == 0 or search.offset >= searcher.num_docs:
        return hits(searcher, query), ()
    if search.sort != "relevance":
        order = search.sort
    elif ranks(plan_of(search.query)):
        return page_by_score(searcher, query, search.offset, search.size)
    else:
        order = "key"
    found = searcher.search(query, limit=search.size, offset=search.offset, order_by_field=order)
    return counted(found), tuple(place & (1 << KEY_BITS) - 1 for place, _ in found.hits)


def page_by_score(searcher: Searcher, query: Query, offset: int, size: int) -> tuple[int, tuple[int, ...]]:
    """Return a page by score, ties by highest key: fetched on until the scores beyond the page are lower than its last."""
    end, limit = offset + size, offset + size + SLACK
    found = searcher.search(query, limit=limit)
    while len(found.hits) == limit and rounded(found.hits[-1]) == rounded(found.hits[end - 1]):
        limit *= 4
        found = searcher.search(query, limit=limit)
    keys = [int(key or 0) for key in searcher.fast_field_values("key", [address for _, address in found.hits])]
    ranked = sorted(((rounded(hit), key) for hit, key in zip(found.hits, keys, strict=True)), reverse=True)
    return counted(found), tuple(key for _, key in ranked[offset:end])


def rounded(hit: tuple[float, object]) -> float:
    """Return a hit's score without the last bits, which depend on the order Tantivy adds in; beyond LEAD there are few to spare."""
    return round(hit[0], 3)
