"""Misspelt words: what of the archive's words and the known names a word that is hardly ever used may have been meant to be.

Words with digits are never touched: 155 is not 152, F-16 not F-15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
"""Words of the archive with the same two first letters that are looked at, the most frequent."""

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
    """Corrects single words from the words of the index in use, which are kept by their beginning until the next edition."""

    index: CurrentIndex
    edition: int = -1
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    looked_for: dict[str, Sequence[str]] = field(default_factory=dict)
    """Words like those that were looked for since then, at most REMEMBERED: one answer may read a misspelt word a dozen times."""

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
            self.edition, self.words, self.looked_for = edition, {}, {}
        known = self.looked_for.get(wanted)
        if known is None:
            known = self.looked_for[wanted] = self.found(wanted)
        return known

    def found(self, wanted: str) -> Sequence[str]:
        """Look for the words most like one."""
        likest = self.like(wanted, beginnings(wanted))
        if likest and self.distance(wanted, likest[0]) <= 1:
            return likest
        return self.like(wanted, (*beginnings(wanted), *with_one_more(wanted)))

    def like(self, wanted: str, starts: Iterable[str]) -> Sequence[str]:
        """Look for the words most like one among those that begin in some ways."""
        edits = 2 if len(wanted) >= LONG else 1
        known: dict[str, int] = {}
        for start in starts:
            known |= self.beginning(start)
        close = (other for other, _, _ in extract(wanted, known.keys(), scorer=OSA.distance, score_cutoff=edits, limit=50))
        fit = [other for other in close if other != wanted and not any(map(str.isdigit, other))]
        return nsmallest(MOST_COUNTED, fit, key=lambda other: (self.distance(wanted, other), -known[other], other))

    def beginning(self, start: str) -> dict[str, int]:
        """Return the most frequent words with a beginning and about how many articles hold each."""
        known = self.words.get(start)
        if known is None:
            known = self.words[start] = dict(self.index.engine().vocabulary(start, MOST_CANDIDATES))
        return known

    @staticmethod
    def distance(wanted: str, other: str) -> float:
        """Return how unlike two words are: letters that differ, a wrong first letter counting for more."""
        return OSA.distance(wanted, other) + 0.5 * (wanted[0] != other[0])


def beginnings(word: str) -> tuple[str, ...]:
    """Return the first two letters a word may have been meant to have: its own, swapped, one left out, another vowel."""
    first, second, third = word[0], word[1], word[2]
    other = tuple(first + vowel for vowel in VOWELS) if second in VOWELS else ()
    return tuple(dict.fromkeys((first + second, second + first, first + third, second + third, *other)))


def with_one_more(word: str) -> tuple[str, ...]:
    """Return the first three letters a word may have been meant to have whose second was left out: for iland, isl among others."""
    return tuple(word[0] + letter + word[1] for letter in ascii_lowercase)


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
