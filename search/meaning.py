"""The order of a result's first hits by what they are about, beside the words they hold.

Meaning finds nothing: what matches, its counts and its pages are the words'. Of a query of several words the hits that are best by
their words change places: one whose beginning says what the query says comes up, one that only has the words goes down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import name

from archive import meaning
from archive.store import Store
from archive.store.points import points
from search.engines import Found, Search
from search.lexemes import lex
from search.pins import Index
from search.reading import Reading
from search.tree import AllOf, Node, Not, Preferring

FEWEST_WORDS, MOST_WORDS = 3, 40
"""Words that carry weight, and words altogether, between which the order of a query's hits is worth another look."""

OPERATORS = frozenset("*~")
"""What in a word asks for its beginning or its like."""

FIRST = 100
"""Hits that change places."""

EARLY = 5
"""A hit counts 1 / (EARLY + its place by words)."""

NEAR = 0.05
"""What a hit counts more for each standard deviation that it comes nearer to the query than hits mostly do."""

MOST_POINTED = 0.9
"""The part of the hits that must have points for these to be held against each other."""


def by_meaning(index: Index, store: Store, reading: Reading) -> Index:
    """Return an index that orders by meaning too, where the reading is of words alone and of enough of them; else the same."""
    typed = " ".join(reading.parts.typed)
    fit = len(reading.parts.words) >= FEWEST_WORDS and len(reading.parts.typed) <= MOST_WORDS
    readable = fit and typed and only_words(reading.request.query)
    return Reordered(index, store, typed) if readable and meaning.is_installed() else index


def only_words(query: str) -> bool:
    """Tell whether a query is nothing but whole words in Latin letters."""
    # The model reads English: words in other letters say nothing to it.
    latin = all(name(letter, "").startswith("LATIN") for letter in query if letter.isalpha())
    return latin and all(lexeme.kind == "word" and not OPERATORS & set(lexeme.text) for lexeme in lex(query)[0])


@dataclass(frozen=True)
class Reordered:
    """An index whose first hits by relevance stand in the order of words and meaning."""

    index: Index
    store: Store
    query: str

    def search(self, search: Search) -> Found:
        """Answer one search. The first FIRST hits are always taken together, so that every page is of the same order."""
        by_key = isinstance(search.query, Not)
        if search.sort != "relevance" or by_key or not search.size or search.offset >= FIRST:
            return self.index.search(search)
        found = self.index.search(replace(search, offset=0, size=max(FIRST, search.offset + search.size)))
        first = found.keys[:FIRST]
        near = nearness(self.store, self.query, first)
        ordered = (*reordered(first, near, self.holding_all(search)), *found.keys[FIRST:]) if any(near.values()) else found.keys
        return replace(found, keys=ordered[search.offset : search.offset + search.size])

    def holding_all(self, search: Search) -> int:
        """Return how many hits come first since they hold all the words: they stay before the others."""
        for node in preferred(search.query):
            every = replace(search, query=AllOf((search.query, node.first)), offset=0, size=0, counts={}, wanted={}, dates="")
            return self.index.search(every).total
        return 0


def preferred(node: Node) -> list[Preferring]:
    """Return what is preferred in a tree, narrowed to dates or not."""
    return [part for part in (node.nodes if isinstance(node, AllOf) else (node,)) if isinstance(part, Preferring)]


def nearness(store: Store, query: str, keys: Sequence[int]) -> dict[int, float]:
    """Return how much nearer to a query versions are than these mostly are, in standard deviations; those without a point: 0.

    While most have none, as in an archive that is being read, all are 0: a few would be held against each other alone.
    """
    known = points(store, keys, meaning.NAME)
    enough = len(known) >= max(2, len(keys) * MOST_POINTED)
    near = meaning.nearness(list(known.values()), point_of(query)) if enough else [0.0] * len(known)
    return {**dict.fromkeys(keys, 0.0), **dict(zip(known, near, strict=True))}


@lru_cache(256)
def point_of(query: str) -> bytes:
    """Return the point of a query."""
    return meaning.model().points([query])[0]


def reordered(keys: Sequence[int], near: dict[int, float], held: int) -> list[int]:
    """Return keys in the order of words and meaning; the first `held` stay before the others."""
    worth = {key: 1 / (EARLY + place) + NEAR * near[key] for place, key in enumerate(keys)}
    return [key for part in (keys[:held], keys[held:]) for key in sorted(part, key=lambda key: -worth[key])]
