"""The places where names of equipment may begin are those that cutting the whole text into pieces finds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteers.equipment_words import PIECE
from indexer.extract.equipment_lexicon import Entry, Family, Opening
from indexer.extract.equipment_places import Places

OPENINGS = {
    "ab": Opening(True, frozenset()),
    "Ta": Opening(False, frozenset(("ab", "7", "bé"))),
    "Т": Opening(True, frozenset("0123456789")),  # the Cyrillic letter
    "7": Opening(False, frozenset(("a", "ab"))),
    "77": Opening(True, frozenset()),
    "b": Opening(False, frozenset(), (Family(re.compile("b[- ]?7|b a"), Entry("x", (), (), True, "")),)),
}
PLACES = Places(OPENINGS)


@given(st.text("abTТ7é -_’\n&\u0301", max_size=40))
def test_names_may_begin_where_the_first_two_words_of_one_stand(text: str) -> None:
    assert list(PLACES.starts(text)) == list(expected(text))


def expected(text: str) -> Iterator[int]:
    """Yield where the words a name can begin with stand, nothing of a word before them, and one that may follow behind them.

    A word that is a name alone is none where a number is joined to it; only of one that is not ASCII is that found out later.
    """
    pieces = [*PIECE.finditer(text)]
    for number, piece in enumerate(pieces):
        opening = OPENINGS.get(piece.group())
        if opening and not (number and pieces[number - 1].group().isalnum()):
            following = [other.group() for other in pieces[number + 1 : number + 3] if other.group().isalnum()]
            family = any(family.regex.match(text, piece.start()) for family in opening.families)
            joined = piece.group().isascii() and piece.group().isalpha() and text[piece.end() : piece.end() + 1].isdigit()
            if (opening.alone and not joined) or family or following[:1] in [[second] for second in opening.seconds]:
                yield piece.start()
