"""Where names of equipment may begin in a text: told by a glance at each word, and words are remembered, for texts repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.gazetteers.equipment_words import PIECE

FIRST = re.compile(r"[\W_]*([^\W\d_]+|\d+)")

REMEMBERED = 1 << 16
LONGEST_REMEMBERED = 40
"""Characters of a word: what has more comes once, and a text without spaces is a single word."""

WHATEVER: frozenset[str] = frozenset()

Openings = Mapping[str, frozenset[str] | None]
"""The words a name can begin with, and the words one of which must follow then; None: any may. Words are parted by spaces."""


class Glances(dict[str, frozenset[str] | None]):
    """What a word lets expect. None: no name begins in it; else what must follow for a name, WHATEVER where nothing must."""

    def __init__(self, openings: Openings) -> None:
        super().__init__()
        self.openings = openings

    def __missing__(self, word: str) -> frozenset[str] | None:
        found = self.read(PIECE.findall(word))
        if len(word) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = found
        return found

    def read(self, pieces: list[str]) -> frozenset[str] | None:
        """Look at every piece: one of the two behind it leads on, and the last of these may be the beginning of the next word."""
        expected: set[str] = set()
        for index, piece in enumerate(pieces):
            if piece not in self.openings:
                continue
            following = self.openings[piece]
            if following is None or not following.isdisjoint(pieces[index + 1 : index + 3]):
                return WHATEVER
            if index + 2 >= len(pieces):
                expected |= following
        return frozenset(expected) or None


class Places:
    """Finds the stretches of a text in which names may begin."""

    def __init__(self, openings: Openings) -> None:
        self.glances = Glances(openings)

    def words(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of the words in which names may begin, in order."""
        words = text.split(" ")
        noted = [(number, glance) for number, glance in enumerate(map(self.glances.__getitem__, words)) if glance is not None]
        start = known = 0
        for number, expected in noted:
            if expected and (number + 1 == len(words) or not may_begin(words[number + 1], expected)):
                continue
            start += sum(map(len, words[known:number])) + number - known
            known = number
            yield start, start + len(words[number])


def may_begin(word: str, expected: frozenset[str]) -> bool:
    """Tell whether a word begins with something expected; one without letters and digits may be a dash between two."""
    if word.isalpha():
        return word in expected
    first = FIRST.match(word)
    return first is None or first.group(1) in expected
