"""Misspelt words: what of the archive's words and the known names a word that is hardly ever used may have been meant to be.

Words with digits are never touched: 155 is not 152, F-16 not F-15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import groupby
from math import sqrt
from string import ascii_lowercase

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis import analysed
from search.engines.current import CurrentIndex

SHORTEST = 4
LONG = 8
"""Letters from which on two of them may be wrong."""

MOST_CANDIDATES = 1000
"""Words of the archive with the same beginning that are looked at, the most frequent."""

MOST_COUNTED = 8
"""Words like the one typed whose articles are counted, the likest first."""

REMEMBERED = 4096
"""Words whose likest are remembered."""

VOWELS = "aeiouy"
"""Letters that are easily taken for each other."""

MUCH_MORE = 10
"""How many times more often than the word itself a correction must occur."""

SELDOM = 10
"""Articles that a word in few of them is taken to be in more than it is: one that holds it beside the others may be chance."""


@dataclass
class Speller:
    """Corrects single words from the words of the index in use."""

    index: CurrentIndex
    edition: int = -1
    looked_for: dict[str, Sequence[str]] = field(default_factory=dict)
    """Words like those looked for at that edition, REMEMBERED at most: one answer may read a misspelt word a dozen times."""

    def correct(self, word: str, often: Callable[[str], int], beside: Callable[[str], int]) -> str | None:
        """Return a word like the one given that many more articles hold, None where there is none; `often` counts a word's.

        Of words just as like it that is the one most bound up with the rest of the query, beside which `beside` counts it.
        """
        _, wanted = analysed(word)
        if len(wanted) < SHORTEST or not wanted.isalpha():
            return None
        least = max(1, often(word) * MUCH_MORE)
        fit = (other for other in self.likest(wanted) if often(other) >= least)
        _, alike = next(groupby(fit, key=lambda other: self.distance(wanted, other)), (0, ()))
        return max(alike, key=lambda other: beside(other) / sqrt(often(other) + SELDOM), default=None)

    def likest(self, wanted: str) -> Sequence[str]:
        """Return the MOST_COUNTED words of the archive that are most like one, the likest first."""
        edition = self.index.edition()
        if self.edition != edition or len(self.looked_for) >= REMEMBERED:
            self.edition, self.looked_for = edition, {}
        known = self.looked_for.get(wanted)
        if known is None:
            known = self.looked_for[wanted] = self.found(wanted)
        return known

    def found(self, wanted: str) -> Sequence[str]:
        """Look for the words most like one."""
        edits = 2 if len(wanted) >= LONG else 1
        known: dict[str, int] = {}
        for start in beginnings(wanted):
            known |= dict(self.index.engine().vocabulary(start, MOST_CANDIDATES))
        close = (other for other, _, _ in extract(wanted, known.keys(), scorer=OSA.distance, score_cutoff=edits, limit=50))
        fit = [other for other in close if other != wanted and not any(map(str.isdigit, other))]
        return nsmallest(MOST_COUNTED, fit, key=lambda other: (self.distance(wanted, other), -known[other], other))

    @staticmethod
    def distance(wanted: str, other: str) -> float:
        """Return how unlike two words are: letters that differ, a wrong first letter counting for more."""
        return OSA.distance(wanted, other) + 0.5 * (wanted[0] != other[0])


def beginnings(word: str) -> Iterator[str]:
    """Yield how a word may have been meant to begin: with its own two letters, or swapped, one left out, another vowel, one more.

    The latter with the letter behind them: who mistook the beginning seldom mistook that, too, and there are ten times fewer words.
    """
    first, second, third, fourth = tuple(word[:4])
    yield first + second
    yield from (second + first + third, first + third + fourth, second + third + fourth)
    yield from (first + vowel + third for vowel in VOWELS if second in VOWELS and vowel != second)
    yield from (first + letter + second for letter in ascii_lowercase)


@dataclass(frozen=True)
class Correction:
    """A query with its misspelt words replaced: `words` are (typed, meant) pairs; `applied`: it is what was searched."""

    query: str
    words: tuple[tuple[str, str], ...]
    applied: bool


def corrected(
    words: Iterable[str], often: Callable[[str], int], beside: Callable[[str], int], speller: Speller, *, rare: int
) -> tuple[tuple[str, str], ...]:
    """Return (typed, meant) pairs for those words that at most `rare` articles hold; `beside` as in `Speller.correct`."""
    found: list[tuple[str, str]] = []
    for word in words:
        meant = speller.correct(word, often, beside) if often(word) <= rare else None
        if meant:
            found.append((word, meant.capitalize() if word[0].isupper() else meant))
    return tuple(found)
