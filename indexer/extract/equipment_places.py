"""Where names of equipment may begin in a text: told in one pass by the words they begin with, of which there are thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.gazetteers.equipment_words import PIECE
from indexer.extract.automaton import Automaton

USUAL = "\n\t\u00a0.,;:!?'\"()[]-/’‘“”–—…$%&*+<>#@_|•"
"""What parts words besides a space in most texts: put aside one by one, which is soonest done."""

BETWEEN = re.compile(r"[^\w ]")
"""Whatever else does."""

WIDE = ("  ", " nbsp ", " ndash ")
"""Gaps in a name of more than one character, as they begin once all that parts words is a space."""

Openings = Mapping[str, frozenset[str] | None]
"""The words a name can begin with, and the words one of which must follow then; None: any may."""


class Places:
    """Finds the places of a text at which names may begin."""

    def __init__(self, openings: Openings) -> None:
        self._beginnings = Automaton({pattern: len(word) + 1 for word in openings for pattern in beginnings(word, openings[word])})

    def starts(self, text: str) -> list[int]:
        """Return where names may begin, in order, and where they do not by a closer look; nowhere else does one."""
        spaced = f" {parted(text)}  "
        found = {start for start, _, size in self._beginnings.find(spaced) if not in_number(spaced, start + size)}
        return sorted(start for start in found if text[start - 1 : start] != "&" or not in_entity(text, start))


def parted(text: str) -> str:
    """Return a text with spaces in place of all that parts words."""
    for mark in USUAL:
        text = text.replace(mark, " ")
    return text if text.replace(" ", "").isalnum() else BETWEEN.sub(" ", text)


def in_number(spaced: str, place: int) -> bool:
    """Tell whether a place lies between two digits."""
    return spaced[place].isdigit() and spaced[place - 1].isdigit()


def beginnings(word: str, following: frozenset[str] | None) -> Iterator[str]:
    """Yield what the names that begin with a word begin with, all that parts words being a space."""
    if following is None:
        # A number may be followed by letters at once, a word by a number.
        yield from (f" {word}",) if word.isdigit() else (f" {word} ", *(f" {word}{digit}" for digit in "0123456789"))
        return
    yield from (f" {word}{gap}" for gap in WIDE)
    for other in following:
        yield f" {word} {other}"
        yield f" {word}{other}"


def in_entity(text: str, start: int) -> bool:
    """Tell whether the word behind an ampersand is the name of an HTML entity."""
    piece = PIECE.match(text, start - 1)
    return piece is not None and piece.end() > start
