"""From a plan to the documents it matches and their scores, over one generation of a Whoosh index."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from math import log
from typing import NamedTuple

from pyroaring import BitMap
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis import analysed
from search.engines.plan import (
    LEAD,
    WEIGHTS,
    Alike,
    All,
    Days,
    Every,
    First,
    Keys,
    Least,
    Plan,
    Some,
    Starts,
    Stems,
    Times,
    Together,
    Value,
    Without,
)
from search.engines.whoosh_columns import Columns
from search.engines.whoosh_index import Reader
from search.tree import TEXT_FIELDS

K1, B = 1.2, 0.75
"""The constants of BM25, the usual ones and Tantivy's."""

KEPT = 512
"""Posting lists and leaves kept in memory; they belong to one generation and go with it."""

Leaf = Stems | Together | Starts | Alike


class Postings(NamedTuple):
    """The documents that hold a word in a field, and how often each does."""

    documents: BitMap
    numbers: array[int]
    frequencies: array[float]


class Matcher:
    """Finds and ranks over one reader. `words` of a stem, a beginning or a misspelling are looked up among the field's words."""

    def __init__(self, reader: Reader, columns: Columns) -> None:
        self._reader, self._columns = reader, columns
        self._sorted = {field: sorted(words) for field, words in columns.words.items()}
        self._stemmed = {field: by_stem(words) for field, words in columns.words.items()}
        self._mean = {field: sum(lengths.values()) / max(len(lengths), 1) or 1.0 for field, lengths in columns.lengths.items()}
        self.postings = lru_cache(KEPT)(self._postings)
        self.leaf = lru_cache(KEPT)(self._leaf)

    def found(self, plan: Plan) -> BitMap:
        """Return the documents a plan matches."""
        columns = self._columns
        match plan:
            case Every():
                return columns.everything
            case All(plans):
                return BitMap.intersection(columns.everything, *map(self.found, plans))
            case Some(plans):
                return BitMap.union(BitMap(), *map(self.found, plans))
            case Least(plans, least):
                return at_least(least, columns.everything, map(self.found, plans))
            case First(inner, _) | Times(inner, _):
                return self.found(inner)
            case Without(inner):
                return columns.everything - self.found(inner)
            case Value(facet, value):
                return columns.facets[facet].having(value)
            case Keys(keys):
                return columns.having(keys)
            case Days(first, last):
                return columns.days.between(first, last)
            case Stems() | Together() | Starts() | Alike():
                return BitMap.union(BitMap(), *(self.leaf(plan, field) for field in plan.fields))

    def ranked(self, plans: Iterable[Plan], found: BitMap, end: int) -> list[int]:
        """Return the first `end` keys of the documents found, by what BM25 gives the plans together, ties by highest key."""
        scores: dict[int, float] = defaultdict(float)
        for plan in plans:
            self._score(plan, found, scores, 1.0)
        places = ((round(scores.get(document, 0.0), 3), self._columns.rows[document].key) for document in found)
        return [key for _, key in nlargest(end, places)]

    def has_word(self, word: str) -> BitMap:
        """Return the documents that hold a folded word in any text field."""
        return BitMap.union(BitMap(), *(self.postings(field, word).documents for field in TEXT_FIELDS))

    def _score(self, plan: Plan, found: BitMap, scores: dict[int, float], factor: float) -> None:
        match plan:
            case All(plans) | Some(plans) | Least(plans, _):
                for inner in plans:
                    self._score(inner, found, scores, factor)
            case Times(inner, times):
                self._score(inner, found, scores, factor * times)
            case First(inner, first):
                self._score(inner, found, scores, factor)
                for document in self.found(first) & found:
                    scores[document] += LEAD * factor
            case Stems(fields) | Together(fields) | Starts(fields) | Alike(fields):
                for field in fields:
                    for document, score in self._leaf_scores(plan, field, self.leaf(plan, field) & found):
                        scores[document] += factor * WEIGHTS[field] * score
            case _:
                return

    def _leaf_scores(self, leaf: Leaf, field: str, found: BitMap) -> Iterable[tuple[int, float]]:
        """Yield the score of each document found: BM25 for stems (a phrase as if it occurred once), 1 for other words."""
        if not isinstance(leaf, Stems):
            return ((document, 1.0) for document in found)
        rarity = sum(self._rarity(field, words) for words in self._choices(leaf, field))
        frequencies = self._frequencies(field, self._choices(leaf, field)[0]) if len(leaf.stems) == 1 else {}
        lengths, flat, slope = self._columns.lengths[field], K1 * (1 - B), K1 * B / self._mean[field]
        return (
            (document, rarity * (K1 + 1) * often / (often + flat + slope * lengths[document]))
            for document, often in ((document, frequencies.get(document, 1.0)) for document in found)
        )

    def _rarity(self, field: str, words: Sequence[str]) -> float:
        every = len(self._columns.everything)
        having = len(BitMap.union(BitMap(), *(self.postings(field, word).documents for word in words)))
        return log(1 + (every - having + 0.5) / (having + 0.5))

    def _frequencies(self, field: str, words: Sequence[str]) -> Mapping[int, float]:
        total: dict[int, float] = {}
        for word in words:
            postings = self.postings(field, word)
            for document, often in zip(postings.numbers, postings.frequencies, strict=True):
                total[document] = total.get(document, 0.0) + often
        return total

    def _leaf(self, leaf: Leaf, field: str) -> BitMap:
        """Return the documents in which a field holds one word of each choice, in order where there are several."""
        choices = self._choices(leaf, field)
        holding = [BitMap.union(BitMap(), *(self.postings(field, word).documents for word in words)) for words in choices]
        found = BitMap.intersection(*holding)
        if len(choices) == 1 or not found:
            return found
        places = [self._places(field, words, found) for words in choices]
        if isinstance(leaf, Together):
            number = TEXT_FIELDS.index(field)
            starts = {document: self._columns.rows[document].starts[number] for document in found}
            return BitMap(document for document in found if in_one(starts[document], [of[document] for of in places]))
        gap = leaf.gap if isinstance(leaf, Stems) else 0
        return BitMap(document for document in found if close([of[document] for of in places], gap))

    def _choices(self, leaf: Leaf, field: str) -> list[Sequence[str]]:
        """Return for each word of a leaf the words of the field that stand for it."""
        match leaf:
            case Stems(_, asked) | Together(_, asked):
                return [self._stemmed[field].get(stem, ()) for stem in asked]
            case Starts(_, asked):
                return [*([word] for word in asked[:-1]), self.beginning(field, asked[-1])]
            case Alike(_, word, edits):
                alike = extract(word, self._sorted[field], scorer=OSA.distance, score_cutoff=edits, limit=None)
                return [[other for other, _, _ in alike]]

    def beginning(self, field: str, start: str) -> list[str]:
        """Return the words of a field that begin with `start`."""
        words = self._sorted[field]
        return words[bisect_left(words, start) : bisect_right(words, start, key=lambda word: word[: len(start)])]

    def _postings(self, field: str, word: str) -> Postings:
        numbers, frequencies = array("I"), array("f")
        for leaf, offset in self._reader.leaf_readers():
            if (field, word) in leaf:
                matcher = leaf.postings(field, word)
                while matcher.is_active():
                    numbers.append(matcher.id() + offset)
                    frequencies.append(matcher.weight())
                    matcher.next()
        return Postings(BitMap(numbers), numbers, frequencies)

    def _places(self, field: str, words: Sequence[str], wanted: BitMap) -> Mapping[int, list[int]]:
        """Return where any of the words stands in each document wanted."""
        places: dict[int, list[int]] = defaultdict(list)
        for word in words:
            for leaf, offset in self._reader.leaf_readers():
                if (field, word) in leaf:
                    matcher = leaf.postings(field, word)
                    while matcher.is_active():
                        if matcher.id() + offset in wanted:
                            places[matcher.id() + offset] += matcher.value_as("positions")
                        matcher.next()
        return places


def at_least(least: int, everything: BitMap, several: Iterable[BitMap]) -> BitMap:
    """Return the documents that are in `least` of several bitmaps or more."""
    reached = [everything, *(BitMap() for _ in range(least))]
    for documents in several:
        for number in range(least, 0, -1):
            reached[number] |= reached[number - 1] & documents
    return reached[least]


def by_stem(words: Iterable[str]) -> dict[str, list[str]]:
    """Return folded words by their stem."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[analysed(word)[0]].append(word)
    return dict(found)


def in_one(starts: Sequence[int], places: Sequence[Iterable[int]]) -> bool:
    """Tell whether one sentence, given where each starts, holds a place of each list."""
    numbers = ({bisect_right(starts, place) for place in found} for found in places)
    return bool(set.intersection(*numbers))


def close(places: Sequence[Iterable[int]], gap: int) -> bool:
    """Tell whether one place of each list can be taken in order with at most `gap` others in between.

    From each first place the nearest next one is taken each time: no other choice ends sooner.
    """
    first, *others = (sorted(found) for found in places)
    for start in first:
        at = start
        for found in others:
            following = bisect_right(found, at)
            if following == len(found):
                return False
            at = found[following]
        if at - start - len(others) <= gap:
            return True
    return False
