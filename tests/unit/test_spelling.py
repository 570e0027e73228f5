"""Corrections of single words, from the words of an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.current import CurrentIndex
from search.spelling import Speller, beginnings
from tests.contract.made_up import version

TEXT = "Serebrennikov howitzers patriot patriot defence zelensky F16 kyiv"


@pytest.fixture
def speller(tmp_path: Path) -> Iterator[Speller]:
    """Return a speller over an index in which one word is common and the others are in one article."""
    index = CurrentIndex(tmp_path, "tantivy")
    with index.building() as engine, engine.writing() as writer:
        writer.put([version(1, body=TEXT), *(version(key, body="howitzer") for key in range(2, 40))])
        writer.mark("1")
    yield Speller(index)
    index.engine().close()


USED = {"howitzer": 38, "howitser": 2}


def often(word: str) -> int:
    """Return how many articles hold a word."""
    return USED.get(word, int(word in TEXT.lower().split()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("howtizer", "howitzer"),
        ("ohwitzer", "howitzer"),
        ("hawitzer", "howitzer"),
        ("Serebrenikov", "serebrennikov"),
        ("serrebrenikov", "serebrennikov"),
        ("patroit", "patriot"),
        ("zelenski", "zelensky"),
        ("dfence", "defence"),
        ("patriots2", None),
        ("F17", None),
        ("kyv", None),
        ("qqqqqq", None),
        ("", None),
    ],
)
def test_a_word_nobody_uses_is_taken_for_one_like_it(speller: Speller, typed: str, meant: str | None) -> None:
    assert speller.correct(typed, often, often) == meant


def test_a_word_in_use_is_corrected_only_to_one_much_more_common(speller: Speller) -> None:
    assert speller.correct("howitser", often, often) == "howitzer"
    assert speller.correct("patroit", lambda word: 2 if word == "patroit" else often(word), often) is None


def test_of_words_just_as_like_it_the_one_bound_up_with_the_rest_of_the_query_is_meant(speller: Speller) -> None:
    with speller.index.engine().writing() as writer:
        writer.put([version(60, body="rowling"), *(version(key, body="rolling") for key in range(61, 70))])
        writer.mark("2")
    held = {"rolling": 300, "rowling": 10}.get
    assert speller.correct("rowlling", lambda word: held(word, 0), {"rolling": 6, "rowling": 3}.__getitem__) == "rowling"
    assert speller.correct("rowlling", lambda word: held(word, 0), {"rolling": 60, "rowling": 3}.__getitem__) == "rolling"
    assert speller.correct("rowlling", lambda word: held(word, 0), lambda word: 0) == "rolling"


@pytest.mark.parametrize("word", ["ab", "abc", "ea", "zelensky"])
def test_few_beginnings_are_looked_at(word: str) -> None:
    found = list(beginnings(word + "xx"))
    assert found[0] == word[:2]
    assert len(found) <= 35


def test_words_of_a_newer_edition_are_proposed(speller: Speller) -> None:
    assert speller.correct("kasciumas", lambda word: 30 * (word == "kasciunas"), often) is None
    with speller.index.engine().writing() as writer:
        writer.put(version(key, body="kasciunas") for key in range(50, 80))
        writer.mark("2")
    assert speller.correct("kasciumas", lambda word: 30 * (word == "kasciunas"), often) == "kasciunas"
