"""The words of a text sentence by sentence, as every engine counts sentences."""

from __future__ import annotations

import re
from itertools import accumulate

from archive.sentences import sentences
from search.analysis import WORD, plain, stems_of, words_of

BORDER = "\x1f"
"""Put before each sentence, so that all of a text is worked on at once: no word holds it, and it is a stem of its own."""

WORD_OR_BORDER = re.compile(f"{WORD.pattern}|{BORDER}")


def bordered(text: str) -> list[str]:
    """Return the words of a text as `plain` spells them, in order, with BORDER before those of each sentence."""
    text = text.replace(BORDER, " ")
    return words_of(plain("".join(BORDER + text[start:end] for start, end in sentences(text))), WORD_OR_BORDER)


def by_sentence(words: list[str]) -> list[list[str]]:
    """Return what `bordered` gives, or the stems of it, as one list a sentence."""
    return list(map(str.split, " ".join(words).split(BORDER)[1:]))


def stems_by_sentence(text: str) -> list[list[str]]:
    """Return the stems of each sentence of a text; together they are the stems of the text."""
    return by_sentence(stems_of(bordered(text)))


def sentence_starts(text: str) -> tuple[int, ...]:
    """Return the place of each sentence's first word among the words of a text."""
    sizes = map(len, by_sentence(bordered(text)))
    return tuple(accumulate(sizes, initial=0))[:-1]
