"""The automaton finds what looking for each name in turn finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.automaton import Automaton, Beginnings

LETTERS = st.text("abé’🚀 ", max_size=8)


@given(st.sets(LETTERS.filter(bool), max_size=6), st.text("abé’🚀 ", max_size=40))
def test_every_occurrence_of_every_name_is_found_in_order_of_its_end(names: set[str], text: str) -> None:
    found = Automaton({name: name.upper() for name in names}).find(text)
    expected = [(at, at + len(name), name.upper()) for name in names for at in range(len(text)) if text.startswith(name, at)]
    assert sorted(found) == sorted(expected)
    assert [end for _, end, _ in found] == sorted(end for _, end, _ in found)


@given(st.sets(st.text("ab ", min_size=1, max_size=8), max_size=6), st.text("ab ", max_size=40))
def test_names_start_where_they_are_found(names: set[str], text: str) -> None:
    found = Beginnings(name.encode() for name in names).starts(text.encode())
    assert found == {start for start, _, _ in Automaton(dict.fromkeys(names)).find(text)}
