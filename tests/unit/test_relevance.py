"""What orders a list beyond its words one by one."""

from __future__ import annotations

import pytest

from archive.model import Article
from search import same
from search.fallback import in_a_row, is_question, loosened
from search.query import parse
from search.relevance import MOST_PAIRS, remembered, shared, side_by_side
from search.tree import Word, show


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("air defence ukraine", ['"air defence"^0.3', '"defence ukraine"^0.3']),
        ("tank", []),
        ('"air defence" ukraine', []),
        ("tank -drone", []),
        ("(air defence) ukraine", ['"air defence"^0.3', '"defence ukraine"^0.3']),
    ],
)
def test_neighbours_in_a_query_count_more_side_by_side(query: str, phrases: list[str]) -> None:
    assert [show(hint) for hint in side_by_side(loosened(parse(query).tree).words)] == phrases


def test_a_query_has_only_so_many_pairs() -> None:
    assert len(list(side_by_side([Word(f"word{number}") for number in range(90)]))) == MOST_PAIRS


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("this bridge was the road", ['"this bridge was the"^1', '"bridge was the road"^1']),
        (
            "air defence systems for Ukraine today",
            ['"air defence systems for"^1', '"defence systems for Ukraine"^1', '"systems for Ukraine today"^1'],
        ),
        ("air defence systems ukraine", []),
        ("what is it that", []),
        ("the road to", []),
        ("this bridge was the road -hell", []),
    ],
)
def test_a_sentence_half_remembered_is_looked_for_word_for_word(query: str, rows: list[str]) -> None:
    assert [show(hint) for hint in remembered(in_a_row(parse(query).tree), same.load())] == rows


def test_words_that_the_best_articles_share_are_hints_the_rarest_most() -> None:
    articles = [
        Article("1", "Bridge", "The howitzer crossed the bridge near Kherson with a pontoon."),
        Article("2", "River", "A pontoon was towed to Kherson; howitzer crews waited. The ferry left."),
        Article("3", "Else", "Nothing of the kind."),
    ]
    rarity = {"kherson": 1.0, "pontoon": 2.0, "crossed": 9.0}
    found = list(shared(articles, [Word("howitzers")], lambda word: rarity.get(word, 0.0), same.load()))
    assert [show(hint) for hint in found] == ["pontoon^1.5", "kherson^0.75"]


def test_nothing_shared_gives_no_hint() -> None:
    assert list(shared([], [Word("tank")], lambda _: 1.0, same.load())) == []


@pytest.mark.parametrize(
    ("query", "passed", "question"),
    [
        ("Who sent tanks", ("Who",), True),
        ("tanks sent to Kyiv?", (), True),
        ("tanks to Kyiv", ("to",), False),
        ("the tanks", ("the",), False),
        ("In which city were tanks sent", ("In", "which", "were"), True),
        ("radiation does not know where borders are", ("does", "where", "are"), False),
    ],
)
def test_a_question_is_known_by_its_first_word_or_its_mark(query: str, passed: tuple[str, ...], question: bool) -> None:
    assert is_question(query, passed) is question


@pytest.mark.parametrize(
    ("query", "least"), [("a1 b2 c3", 2), ("a1 b2 c3 d4", 2), ("a1 b2 c3 d4 e5 f6 g7", 1), ("a1 b2", 1), ('a1 "b2"', 0)]
)
def test_two_of_a_few_words_and_one_of_a_text_will_do(query: str, least: int) -> None:
    assert loosened(parse(query).tree).least == least


def test_a_question_of_enough_words_has_no_articles_that_come_first() -> None:
    tree = parse("a1 b2 c3 d4").tree
    assert show(loosened(tree, asked=True).most()) == "2+(a1, b2, c3, d4)"
    assert show(loosened(tree).most()).startswith("prefer(")
    assert show(loosened(parse("a1 b2 c3").tree, asked=True).most()).startswith("prefer(")
