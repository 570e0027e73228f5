"""The names of all values there are, found by how any of their words begins. Tens of thousands of names take a few megabytes."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import NamedTuple

from search.analysis import folded_lines

FIRST_LETTER = re.compile(r"(?<![^ \n])[^ \n]")
"""The first letter of each word of lines with single spaces."""


class Value(NamedTuple):
    """A value by its id: how many articles have it, and its names as written, the label first."""

    id: str
    articles: int
    names: Sequence[str]


class Begun(NamedTuple):
    """A name with a word that begins as asked: its number and that of its value; `whole`: it is given in full from that word on."""

    name: int
    value: int
    whole: bool


@dataclass(frozen=True)
class NameBook:
    """Values by number, each facet's side by side and in order of their ids, and their names by number, a value's side by side.

    `facets` maps each facet to its values, `firsts` each value to its first name, which is its label. `text` holds the folded
    names, one a line; `lines` is where each begins, `words` where each word does, in the order of the text from there on.
    """

    facets: Mapping[str, range]
    ids: Sequence[str]
    counts: array[int]
    firsts: array[int]
    written: Sequence[str]
    text: str
    lines: array[int]
    words: array[int]

    @classmethod
    def of(cls, facets: Mapping[str, Iterable[Value]]) -> NameBook:
        """Make the book of the values of each facet, which come by their ids."""
        ids: list[str] = []
        written: list[str] = []
        counts, firsts, ends = array("L"), array("L"), [0]
        for values in facets.values():
            for value, articles, names in values:
                ids.append(value)
                counts.append(articles)
                firsts.append(len(written))
                written += names
            ends.append(len(ids))
        text = folded_lines(written)
        lines = array("L", (end + 1 for end in (-1, *places_of("\n", text))))[:-1]
        starts = (word.start() for word in FIRST_LETTER.finditer(text))
        words = array("L", sorted(starts, key=lambda at: text[at : text.index("\n", at)]))
        return cls(dict(zip(facets, starmap(range, pairwise(ends)), strict=True)), ids, counts, firsts, written, text, lines, words)

    def begun(self, start: str) -> Iterator[Begun]:
        """Yield the names of which some words begin so (folded), in order from those words on."""
        first = bisect_left(self.words, start, key=lambda at: self.text[at : at + len(start)])
        for number in range(first, len(self.words)):
            at = self.words[number]
            if not self.text.startswith(start, at):
                return
            name = bisect_right(self.lines, at) - 1
            yield Begun(name, bisect_right(self.firsts, name) - 1, self.text[at + len(start)] == "\n")

    def facet(self, value: int) -> str:
        """Return the facet that a value is of."""
        return next(facet for facet, values in self.facets.items() if value in values)

    def label(self, value: int) -> str:
        """Return what readers call a value."""
        return self.written[self.firsts[value]]

    def holds(self, facet: str, value: str) -> bool:
        """Tell whether a facet has a value of an id."""
        of = self.facets.get(facet, range(0))
        at = bisect_left(self.ids, value, of.start, of.stop)
        return at < of.stop and self.ids[at] == value


def places_of(sign: str, text: str) -> Iterator[int]:
    """Yield where a sign stands in a text."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)
