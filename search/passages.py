"""The words of a text sentence by sentence, as every engine counts sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.sentences import sentences
from search.analysis import BLANKED, LONGEST, Remembered, folded_of, plain, stems_of
from search.tree import TEXT_FIELDS

BORDER = "\x1f"
"""Put between sentences, so that all of a text is made plain at once: no word holds it."""

MARK = "\x01"
"""Stands for a border among words: it is no space, and no part of a word."""

MARKED = "".join(MARK if code == ord(BORDER) else BLANKED[code] for code in range(128))
"""For each ASCII character of plain text what leaves runs of letters, figures and apostrophes, and marks, between spaces."""


class Words(NamedTuple):
    """The words of a text, folded, and their stems: spaces between words, a line end between sentences."""

    folded: str
    stems: str


class Runs(Remembered):
    """What is made of runs of letters, figures and apostrophes, most of which are one word; of long ones nothing is remembered."""

    def __init__(self, made: Callable[[list[str]], Iterable[str]]) -> None:
        super().__init__(lambda run: "\n" if run == MARK else " ".join(made(folded_of(run))))

    def __missing__(self, run: str) -> str:
        return self._made(run) if len(run) > LONGEST else super().__missing__(run)


FOLDED, STEMS = Runs(list), Runs(stems_of)


def by_sentence(lines: str) -> Sequence[Sequence[str]]:
    """Return the words of each line."""
    return [line.split() for line in lines.split("\n")] if lines else []


@lru_cache(len(TEXT_FIELDS))
def words_of(text: str) -> Words:
    """Find the words of a text and their stems.

    The texts of the article before are remembered: versions of an article that differ in their values alone come together.
    """
    text = text.replace(BORDER, " ")
    ready = plain(f" {BORDER} ".join([text[start:end] for start, end in sentences(text)]))
    if ready.isascii():
        runs = ready.translate(MARKED).split()
        # Most runs are words as they stand, and to see that takes less time than to look them up.
        plainly = max(map(len, runs), default=0) <= LONGEST
        folded = [run if plainly and run.isalpha() else FOLDED[run] for run in runs]
        return Words(" ".join(folded), " ".join(map(STEMS.__getitem__, runs)))
    found = list(map(folded_of, ready.split(BORDER)))
    return Words(lines(found), lines(map(stems_of, found)))


def lines(sentences: Iterable[Iterable[str]]) -> str:
    """Return the words of sentences, each on its line."""
    return "\n".join(map(" ".join, sentences))
