"""The words of a text sentence by sentence, as every engine counts sentences."""

from __future__ import annotations

from itertools import accumulate

from archive.sentences import sentences
from search.analysis import plain, stems_of, words_of

BORDER = "\x1f"
"""Put between sentences, so that all of a text is made plain at once: no word holds it, and nothing is ever spelled with it."""


def words_by_sentence(text: str) -> list[list[str]]:
    """Return the words of each sentence of a text, as `plain` spells them; together they are the words of the text."""
    cut = [text[start:end].replace(BORDER, " ") for start, end in sentences(text)]
    return [words_of(sentence) for sentence in plain(BORDER.join(cut)).split(BORDER)] if cut else []


def stems_by_sentence(text: str) -> list[list[str]]:
    """Return the stems of each sentence of a text; together they are the stems of the text."""
    return list(map(stems_of, words_by_sentence(text)))


def sentence_starts(text: str) -> tuple[int, ...]:
    """Return the place of each sentence's first word among the words of a text."""
    sizes = map(len, words_by_sentence(text))
    return tuple(accumulate(sizes, initial=0))[:-1]
