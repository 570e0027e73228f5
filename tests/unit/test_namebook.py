"""Names found by how any of their words begins."""

from __future__ import annotations

import pytest

from search.analysis import folded, folded_lines
from search.namebook import NameBook, Value

BOOK = NameBook.of(
    {
        "country": [Value("LT", 5, ("Lithuania", "Lietuva")), Value("US", 9, ("United States", "America", "the States"))],
        "person": [],
        "equipment": [Value("himars", 3, ("HIMARS", "M142"))],
    }
)


def named(start: str) -> list[tuple[str, str, str, bool]]:
    """Return facet, label, name and whether it is given in full, of the names of which some words begin so."""
    return [
        (BOOK.facet(begun.value), BOOK.label(begun.value), BOOK.written[begun.name], begun.whole) for begun in BOOK.begun(start)
    ]


def test_a_name_is_found_by_the_beginning_of_any_of_its_words() -> None:
    assert named("li") == [("country", "Lithuania", "Lietuva", False), ("country", "Lithuania", "Lithuania", False)]
    assert named("states") == [
        ("country", "United States", "United States", True),
        ("country", "United States", "the States", True),
    ]
    assert named("m 14") == [("equipment", "HIMARS", "M142", False)]
    assert named("united states") == [("country", "United States", "United States", True)]


@pytest.mark.parametrize("start", ["ithuania", "states america", "\n", "zz", "himarss"])
def test_no_name_is_found_by_what_none_of_its_words_begins_with(start: str) -> None:
    assert named(start) == []


def test_it_knows_which_values_each_facet_has() -> None:
    assert BOOK.holds("country", "US")
    assert not BOOK.holds("equipment", "US")
    assert not BOOK.holds("country", "himars")
    assert not BOOK.holds("person", "US")
    assert not BOOK.holds("outlet", "US")


def test_an_empty_book_holds_nothing() -> None:
    assert list(NameBook.of({}).begun("a")) == []


@pytest.mark.parametrize("text", ["O’Brien’s", "F-16", "Łódź", "", "\u0301x", "a\nb", "  two  words ", "Зеленський", "x" * 70])
def test_lines_are_folded_as_texts_are(text: str) -> None:
    assert folded_lines(["before", text, "behind"]) == f"before\n{' '.join(folded(text))}\nbehind\n"
