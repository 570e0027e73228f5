"""The field of sentences: every stem at the number of its sentence, in a form that Tantivy takes in quickly.

A text given as tokens with their places would be the plain way, but tantivy-py makes an object of each, and JSON of all of them and
back. Its tokenizer of n-grams puts all it finds in one value at one place. So each sentence is a value of its own, made of codes
of SIZE characters of three bytes in place of stems, with a character of four bytes between them: what the tokenizer cuts across
codes is longer than a code, and left out.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.analysis import Remembered
from search.passages import by_sentence
from search.tree import TEXT_FIELDS

CODES = "convoy_codes"
"""The name of the analyser of the field."""

SIZE = 3
FIRST, LETTERS = 0x800, 0xD000
"""The characters of codes: so many from this one on, each three bytes of UTF-8. Three of them make 47 bits."""

BETWEEN = "\U00010000"


def code_of(stem: str) -> str:
    """Return the code of a stem: no two of half a million have the same but for one chance in a thousand."""
    number = int.from_bytes(blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return "".join(chr(FIRST + number // LETTERS**place % LETTERS) for place in range(SIZE))


KNOWN = Remembered(code_of)


@lru_cache(len(TEXT_FIELDS))
def coded(stems: str) -> list[str]:
    """Return the value of each sentence of a text, given its stems, a line a sentence; a stem counts once in a sentence.

    Those of the document before are remembered: versions of an article that differ in their values alone come together.
    """
    return [BETWEEN.join(map(KNOWN.__getitem__, dict.fromkeys(found))) for found in by_sentence(stems)]


def code_analyzer() -> TextAnalyzer:
    """Return what takes codes out of a value, all at one place."""
    return TextAnalyzerBuilder(Tokenizer.ngram(SIZE, SIZE)).filter(Filter.remove_long(3 * SIZE + 1)).build()
