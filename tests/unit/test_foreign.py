"""What is not ASCII in a text is found, each character once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.foreign import foreign


@given(st.text(st.characters(exclude_categories=())))
def test_every_character_that_is_not_ascii_is_there_once(text: str) -> None:
    assert sorted(foreign(text)) == sorted({letter for letter in text if not letter.isascii()})
