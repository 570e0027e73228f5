"""What makes a search pinned to an edition the same for ever: how its words were read and how its hits were ranked are kept.

Which articles stood in an edition never changes, so their set and its counts need nothing but the filter on editions. How words are
read (names, corrections) and how hits are ranked (the statistics of the whole collection) do change, and are therefore kept when
such an address is first answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, get_args

from archive.store import Links
from search.engines import Found, Search
from search.expansion import Expansion
from search.fallback import Loose
from search.frozen import freeze, thaw
from search.lexemes import QueryNotice
from search.reading import Reading
from search.request import LAST_PAGE, PAGE_SIZE, SearchRequest
from search.spelling import Correction
from search.tree import Node, Not

MOST_RANKED = LAST_PAGE * PAGE_SIZE
"""As many hits as pages can show; further ones follow by key."""

AHEAD = 50 * PAGE_SIZE
"""Hits of a live answer that are ranked for whoever goes on; those few that go on further have the others ranked then."""

READING, RANKING = "reading", "ranking"
CLASSES = (Reading, SearchRequest, Loose, QueryNotice, Expansion, Correction, *get_args(Node))
"""Everything a reading is made of."""


class Index(Protocol):
    """What answers searches."""

    def search(self, search: Search) -> Found:
        """Answer one search."""


@dataclass(frozen=True)
class Pins:
    """Answers searches that are pinned to a finished edition. `most` hits are ranked, of a live answer `ahead` of them at first."""

    index: Index
    links: Links
    most: int = MOST_RANKED
    ahead: int = AHEAD

    def read(self, request: SearchRequest, read: Callable[[SearchRequest], Reading]) -> Reading:
        """Return how a pinned request is understood: as `read` gives it the first time, whatever facets were chosen then."""
        words = words_of(request)
        kept = self.links.kept(READING, words.url())
        if kept is None:
            kept = self.links.keep(READING, words.url(), freeze(read(words)).encode())
        reading = thaw(kept.decode(), CLASSES)
        if not isinstance(reading, Reading):
            raise TypeError(f"not a reading: {words.url()}")
        led_to = replace(request, query=reading.request.query, plain=reading.request.plain, words=reading.request.words)
        return replace(reading, request=led_to)

    def search(self, request: SearchRequest, search: Search) -> Found:
        """Answer a pinned search, its hits by relevance as they were ranked the first time."""
        if search.sort != "relevance" or not search.size:
            return self.index.search(search)
        counted = self.index.search(replace(search, offset=0, size=0))
        ranked = self.ranked(request, search, min(search.offset + search.size, counted.total))
        keys = ranked[search.offset : search.offset + search.size]
        if len(keys) < search.size and len(ranked) < counted.total:
            keys += self.beyond(search, ranked, max(0, search.offset - len(ranked)), search.size - len(keys))
        return replace(counted, keys=tuple(keys))

    def begin(self, request: SearchRequest, reading: Reading, search: Search) -> None:
        """Keep how a live answer was read, and its first hits as they were ranked; `request` is its own, pinned.

        A reading that was kept for now and was another, as with a model of meaning that has come or gone, gives way to this one.
        """
        state, pinned = words_of(request).url(), replace(reading, request=replace(reading.request, edition=request.edition))
        text, kept = freeze(pinned).encode(), self.links.kept(READING, state)
        if kept is None or (kept != text and self.links.forget(READING, state)):
            self.links.keep(READING, state, text)
            self.links.forget(RANKING, ranking_state(request))
        if self.links.kept(RANKING, ranking_state(request)) is None:
            self.links.keep(RANKING, ranking_state(request), json.dumps(self.rank(search, self.ahead)).encode())

    def ranked(self, request: SearchRequest, search: Search, needed: int) -> list[int]:
        """Return the keys of the first `most` hits, or of fewer where no more are needed, in the order kept."""
        state = ranking_state(request)
        kept = self.links.kept(RANKING, state)
        if kept is None:
            kept = self.links.keep(RANKING, state, json.dumps(self.rank(search, self.most)).encode())
        found: list[int] = json.loads(kept)
        if len(found) >= min(needed, self.most):
            return found
        # What was shown stays where it stood, even if what came since ranks otherwise.
        found = [*dict.fromkeys([*found, *self.rank(search, self.most)])][: self.most]
        self.links.replace(RANKING, state, json.dumps(found).encode())
        return found

    def rank(self, search: Search, most: int) -> tuple[int, ...]:
        """Return the keys of the first hits as they rank now."""
        return self.index.search(replace(search, offset=0, size=most, counts={}, wanted={}, dates="")).keys

    def beyond(self, search: Search, ranked: list[int], offset: int, size: int) -> list[int]:
        """Return hits that were not ranked, the highest key first."""
        # What is excluded twice matches the same and is ranked by nothing, so that it comes by key.
        unranked = replace(search, query=Not(Not(search.query)), hints=(), counts={}, wanted={}, dates="")
        unranked = replace(unranked, offset=0, size=len(ranked) + offset + size)
        passed = set(ranked)
        return [key for key in self.index.search(unranked).keys if key not in passed][offset : offset + size]

    def hold(self, request: SearchRequest) -> None:
        """Let what is kept for a pinned request last."""
        self.links.hold(READING, words_of(request).url())
        self.links.hold(RANKING, ranking_state(request))


def words_of(request: SearchRequest) -> SearchRequest:
    """Return the part of a request that decides how its words are read, so that every filter narrows the same set."""
    return replace(request, filters=(), sort="", ranking="", page=1)


def ranking_state(request: SearchRequest) -> str:
    """Return the address a ranking is kept under."""
    return request.with_ranking("").with_page(1).url()
