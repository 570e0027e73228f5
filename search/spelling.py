"""Misspelt words: what of the archive's words and the known names a word that is hardly ever used may have been meant to be.

Words with digits are never touched: 155 is not 152, F-16 not F-15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis import analysed
from search.engines.current import CurrentIndex

SHORTEST = 4
LONG = 8
"""Letters from which on two of them may be wrong."""

MOST_CANDIDATES = 1000
"""Words of the archive with the same two first letters that are looked at, the most frequent."""

MOST_COUNTED = 8
"""Words like the one typed whose articles are counted, the likest first."""

VOWELS = "aeiouy"
"""Letters that are easily taken for each other."""

MUCH_MORE = 10
"""How many times more often than the word itself a correction must occur."""


@dataclass
class Speller:
    """Corrects single words from the words of the index in use, which are kept by their beginning until the next edition."""

    index: CurrentIndex
    edition: int = -1
    words: dict[str, dict[str, int]] = field(default_factory=dict)

    def correct(self, word: str, often: Callable[[str], int]) -> str | None:
        """Return a word like the one given that many more articles hold, None where there is none; `often` counts a word's."""
        _, wanted = analysed(word)
        if len(wanted) < SHORTEST or not wanted.isalpha():
            return None
        edits = 2 if len(wanted) >= LONG else 1
        known: dict[str, int] = {}
        for start in beginnings(wanted):
            known |= self.beginning(start)
        least = max(1, often(word) * MUCH_MORE)
        close = (other for other, _, _ in extract(wanted, known.keys(), scorer=OSA.distance, score_cutoff=edits, limit=50))
        fit = [other for other in close if other != wanted and not any(map(str.isdigit, other))]
        best = nsmallest(MOST_COUNTED, fit, key=lambda other: (self.distance(wanted, other), -known[other], other))
        return next((other for other in best if often(other) >= least), None)

    def beginning(self, start: str) -> dict[str, int]:
        """Return the most frequent words with a beginning and about how many articles hold each."""
        if self.edition != self.index.edition():
            self.edition, self.words = self.index.edition(), {}
        if start not in self.words:
            self.words[start] = dict(self.index.engine().vocabulary(start, MOST_CANDIDATES))
        return self.words[start]

    @staticmethod
    def distance(wanted: str, other: str) -> float:
        """Return how unlike two words are: letters that differ, a wrong first letter counting for more."""
        return OSA.distance(wanted, other) + 0.5 * (wanted[0] != other[0])


def beginnings(word: str) -> tuple[str, ...]:
    """Return the first two letters a word may have been meant to have: its own, swapped, one left out, another vowel."""
    first, second, third = word[0], word[1], word[2]
    other = tuple(first + vowel for vowel in VOWELS) if second in VOWELS else ()
    return tuple(dict.fromkeys((first + second, second + first, first + third, second + third, *other)))


@dataclass(frozen=True)
class Correction:
    """A query with its misspelt words replaced: `words` are (typed, meant) pairs; `applied`: it is what was searched."""

    query: str
    words: tuple[tuple[str, str], ...]
    applied: bool


def corrected(words: Iterable[str], often: Callable[[str], int], speller: Speller, *, rare: int) -> tuple[tuple[str, str], ...]:
    """Return (typed, meant) pairs for those words that at most `rare` articles hold."""
    found: list[tuple[str, str]] = []
    for word in words:
        meant = speller.correct(word, often) if often(word) <= rare else None
        if meant:
            found.append((word, meant.capitalize() if word[0].isupper() else meant))
    return tuple(found)
