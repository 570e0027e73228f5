"""Where names of equipment may begin in a text: told in one pass by the words they begin with, of which there are thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.gazetteers.equipment_words import PIECE
from indexer.extract.automaton import Beginnings
from indexer.extract.equipment_lexicon import Opening
from indexer.extract.foreign import foreign

PARTED = bytes(code if chr(code).isascii() and chr(code).isalnum() else ord(" ") for code in range(256))
"""Spaces in place of all bytes but those of ASCII letters and digits."""

WIDE = ("  ", " nbsp ", " ndash ")
"""Gaps in a name of more than one character, as they begin once all that parts words is a space."""

DIGITS = "0123456789"
FEW = 2
"""So many letters of a second word are looked for: they turn most places away, and whole words would make the automaton large."""

HEAD = re.compile(r"(?<![^\W_])([^\W\d_]++|\d++)(?:(?:[^\w&]++|&(?:(?:[A-Za-z]{2,8}|#\d{1,6});)?|_++)?([^\W\d_]++|\d++))?")
"""The first word or number at a place and the next one, cut as PIECE cuts a text."""


class Places:
    """Finds the places of a text at which names may begin."""

    def __init__(self, openings: Mapping[str, Opening]) -> None:
        self._openings = openings
        usual, foreign = ([word for word in openings if word[0].isascii() == plain] for plain in (True, False))
        self._beginnings = Beginnings({parted(start) for word in usual for start in beginnings(word, openings[word])})
        self._foreign = re.compile("[" + re.escape("".join(sorted({word[0] for word in foreign}))) + "]")

    def starts(self, text: str) -> Iterator[int]:
        """Yield where names may begin, in order; nowhere else does one."""
        found = self._beginnings.starts(b" %b  " % parted(text))
        if self._foreign.search(foreign(text)):
            found.update(match.start() for match in self._foreign.finditer(text))
        for start in sorted(found):
            # By the first two words as they are written.
            head = HEAD.match(text, start)
            first, second = head.groups() if head else ("", None)
            opening = self._openings.get(first)
            if opening and opening.leads_on(second, text, start) and (text[start - 1 : start] != "&" or not in_entity(text, start)):
                yield start


def parted(text: str) -> bytes:
    """Return a text with a space in place of everything but ASCII letters and digits, a byte a character."""
    return text.encode("ascii", "replace").translate(PARTED)


def beginnings(word: str, opening: Opening) -> Iterator[str]:
    """Yield what the names that begin with a word begin with, all that parts words being a space."""
    if opening.alone or opening.families:
        # A number may be followed by letters at once.
        yield f" {word}" if word.isdigit() else f" {word} "
    else:
        yield from (f" {word}{gap}" for gap in WIDE)
        yield from (f" {word} {other[:FEW]}" for other in opening.seconds)
    glued = (*opening.seconds, *DIGITS) if opening.families else opening.seconds
    yield from (f" {word}{other[:FEW]}" for other in glued if other.isdigit() != word.isdigit())


def in_entity(text: str, start: int) -> bool:
    """Tell whether the word behind an ampersand is the name of an HTML entity."""
    piece = PIECE.match(text, start - 1)
    return piece is not None and piece.end() > start
