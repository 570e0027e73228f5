"""The words of a text sentence by sentence, as every engine counts sentences."""

from __future__ import annotations

from archive.sentences import sentences
from search.analysis import folded_of, plain, stems_of

BORDER = "\x1f"
"""Put before each sentence, so that all of a text is made plain at once: no word holds it."""


def folded_by_sentence(text: str) -> list[list[str]]:
    """Return the folded words of each sentence of a text; together they are the folded words of the text."""
    text = text.replace(BORDER, " ")
    bordered = "".join([BORDER + text[start:end] for start, end in sentences(text)])
    return list(map(folded_of, plain(bordered).split(BORDER)[1:]))


def stems_by_sentence(text: str) -> list[list[str]]:
    """Return the stems of each sentence of a text; together they are the stems of the text."""
    return list(map(stems_of, folded_by_sentence(text)))
