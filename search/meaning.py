"""The order of a result's first hits by what they are about, beside the words they hold.

Of a query of several words the hits that are best by their words change places: one whose beginning says what the query says comes
up, one that only has the words goes down. What is listed for its meaning alone (`search/nearest.py`) finds its place among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import name

from archive import meaning
from archive.store import Store
from archive.store.points import points
from archive.store.stories import siblings
from search.engines import Found, Search
from search.lexemes import lex
from search.pins import Index
from search.reading import Reading
from search.tree import AllOf, Among, Node, Not, Preferring

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

NEAR_IN_OTHER_WORDS = 0.08
"""The same where no article holds all the words: then those of the article meant are others."""

MOST_POINTED = 0.9
"""The part of the hits that must have points for these to be held against each other."""


def by_meaning(index: Index, store: Store, reading: Reading, edition: int) -> Index:
    """Return an index that orders by meaning too, where the reading is of words alone and of enough of them; else the same.

    `edition` is the one that is searched.
    """
    query, weight = said_by(reading), NEAR if reading.all else NEAR_IN_OTHER_WORDS
    return Reordered(index, store, query, edition, weight, reading.nearest) if query else index


def said_by(reading: Reading) -> str:
    """Return the words of a query that say enough to be held against the meaning of articles, empty where they don't."""
    words = len(reading.parts.words) >= FEWEST_WORDS and 0 < len(reading.parts.typed) <= MOST_WORDS
    fit = words and only_words(reading.request.query) and meaning.is_installed()
    return " ".join(reading.parts.typed) if fit else ""


def only_words(query: str) -> bool:
    """Tell whether a query is nothing but whole words in Latin letters."""
    # The model reads English: words in other letters say nothing to it.
    latin = all(name(letter, "").startswith("LATIN") for letter in query if letter.isalpha())
    return latin and all(lexeme.kind == "word" and not OPERATORS & set(lexeme.text) for lexeme in lex(query)[0])


@dataclass(frozen=True)
class Reordered:
    """An index whose first hits by relevance stand in the order of words and meaning, those `nearest` that are found among them.

    `weight` is what a hit counts more for each standard deviation that it comes nearer.
    """

    index: Index
    store: Store
    query: str
    edition: int
    weight: float
    nearest: tuple[int, ...] = ()

    def search(self, search: Search) -> Found:
        """Answer one search. Its first stories are always ordered together: every page, and every way to count, is of one order."""
        by_key = isinstance(search.query, Not)
        beyond = search.stories and search.offset >= FIRST and not self.nearest
        if search.sort != "relevance" or by_key or not search.size or beyond:
            return self.index.search(search)
        end = search.offset + search.size
        found = self.index.search(replace(search, offset=0, size=max(FIRST, end)))
        keys = self.keys(search, found, end)
        return replace(found, keys=keys[search.offset : end])

    def keys(self, search: Search, found: Found, end: int) -> tuple[int, ...]:
        """Return the keys of the first hits in the order of words and meaning, `end` of them or more."""
        plain = replace(search, offset=0, size=FIRST, counts={}, wanted={}, dates="", stories=True)
        words = found.keys[:FIRST] if search.stories else self.index.search(plain).keys
        heads = (*words, *self.let_in(plain, words))
        near = nearness(self.store, self.query, heads, len(words))
        if not any(near.values()):
            return found.keys
        ordered = reordered(heads, near, self.weight, self.holding_all(plain))
        if search.stories and end <= len(ordered):
            return tuple(ordered)
        stories = self.reports(ordered)
        shown = frozenset(ordered).union(*stories.values())
        first = ordered if search.stories else self.found_of(plain, ordered, stories)
        return (*first, *(key for key in found.keys if key not in shown))

    def let_in(self, plain: Search, words: Sequence[int]) -> Iterator[int]:
        """Yield those of the near ones that a search finds beyond its best by words, the nearest first, one a story."""
        others = tuple(key for key in self.nearest if key not in words)
        keys = self.among(replace(plain, hints=(), stories=False), others) if others else ()
        stories, shown = self.reports(keys), frozenset(words)
        for key in others:
            if key in stories and not stories[key] & shown:
                shown |= stories[key]
                yield key

    def found_of(self, plain: Search, heads: Sequence[int], stories: Mapping[int, frozenset[int]]) -> list[int]:
        """Return the articles that a search finds of some stories, story by story, those of each in the order of their words."""
        head_of = {key: head for head, keys in stories.items() for key in keys}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for key in self.among(replace(plain, stories=False), tuple(head_of)):
            found[head_of[key]].append(key)
        return [key for head in heads for key in found[head]]

    def among(self, plain: Search, keys: tuple[int, ...]) -> tuple[int, ...]:
        """Return which of some keys a search finds, in its order."""
        return self.index.search(replace(plain, query=AllOf((plain.query, Among(keys))), size=len(keys))).keys

    def reports(self, keys: Sequence[int]) -> dict[int, frozenset[int]]:
        """Return the reports of the story of each of some articles, itself among them."""
        return siblings(self.store, keys, self.edition) if keys else {}

    def holding_all(self, plain: Search) -> int:
        """Return how many stories come first since they hold all the words: they stay before the others."""
        for node in preferred(plain.query):
            return self.index.search(replace(plain, query=AllOf((plain.query, node.first)), size=0)).total
        return 0


def preferred(node: Node) -> list[Preferring]:
    """Return what is preferred in a tree, narrowed to dates or not."""
    return [part for part in (node.nodes if isinstance(node, AllOf) else (node,)) if isinstance(part, Preferring)]


def nearness(store: Store, query: str, keys: Sequence[int], first: int) -> dict[int, float]:
    """Return how much nearer to a query versions are than the `first` of them mostly are, in standard deviations.

    One without a point gets 0. While most have none, as in an archive that is being read, all are 0: a few would be held against
    each other alone.
    """
    known = points(store, keys, meaning.NAME)
    ordered = [key for key in keys if key in known]
    against = len([key for key in keys[:first] if key in known])
    enough = against >= max(2, first * MOST_POINTED)
    near = meaning.nearness([known[key] for key in ordered], point_of(query), against) if enough else [0.0] * len(ordered)
    return {**dict.fromkeys(keys, 0.0), **dict(zip(ordered, near, strict=True))}


@lru_cache(256)
def point_of(query: str) -> bytes:
    """Return the point of a query."""
    return meaning.model().points([query])[0]


def reordered(keys: Sequence[int], near: dict[int, float], weight: float, held: int) -> list[int]:
    """Return keys in the order of words and meaning, which counts by its `weight`; the first `held` stay before the others."""
    worth = {key: 1 / (EARLY + place) + weight * near[key] for place, key in enumerate(keys)}
    return [key for part in (keys[:held], keys[held:]) for key in sorted(part, key=lambda key: -worth[key])]
