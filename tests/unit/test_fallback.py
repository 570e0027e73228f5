"""Which words of a query may be missing, and which are passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Article
from search import same
from search.fallback import PASSAGE, Lacks, Loose, loosened, without_fillers
from search.highlights import Highlighter
from search.query import parse
from search.tree import AllOf, Not, Phrase, Weighted, Word, show


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a1 b2", "prefer(1+(a1, b2), all(a1, b2))"),
        ("a1 b2 c3", "prefer(2+(a1, b2, c3), all(a1, b2, c3))"),
        ("a1 b2 c3 d4", "prefer(2+(a1, b2, c3, d4), all(a1, b2, c3, d4))"),
        ('"a1 b2" c3', 'prefer("a1 b2", c3)'),
        ("a1 b2 -c3", "prefer(all(1+(a1, b2), not(c3)), all(a1, b2))"),
        ("a1 b2 date:2024", "prefer(all(1+(a1, b2), date=2024-01-01..2024-12-31), all(a1, b2))"),
        ("a1 (b2 OR c3)", "prefer(1+(a1, any(b2, c3)), all(a1, any(b2, c3)))"),
    ],
)
def test_half_of_the_loose_words_are_enough_and_all_of_them_come_first(query: str, tree: str) -> None:
    assert show(loosened(parse(query).tree).most()) == tree


def test_what_comes_close_may_lack_any_word_but_nothing_that_must_be_there() -> None:
    loose = replace(loosened(parse("a1 b2 c3 date:2024").tree), near=(7, 9))
    assert show(loose.most()) == ("prefer(all(any(2+(a1, b2, c3), keys(7, 9)), date=2024-01-01..2024-12-31), all(a1, b2, c3))")
    assert Lacks(loose, Highlighter(loose.most())).near == {7, 9}


def test_a_repeated_word_is_one_that_counts_as_often() -> None:
    loose = loosened(parse("tank tank kyiv tank -jet -jet").tree)
    assert (loose.words, loose.rest) == ((Weighted(Word("tank"), 3), Word("kyiv")), (Not(Word("jet")),))
    assert Lacks(loose, Highlighter(AllOf(loose.words))).of(Article("1", "Tanks", "")) == ("kyiv",)


def test_what_a_pasted_passage_quotes_is_part_of_it() -> None:
    few, many = (" ".join(f"word{number}" for number in range(count)) for count in (PASSAGE - 1, PASSAGE))
    assert loosened(parse(f'{few} "so called" -tank').tree).rest == (Phrase("so called"), Not(Word("tank")))
    passage = loosened(parse(f'{many} "so called" -tank').tree)
    assert passage.rest == (Not(Word("tank")),)
    assert passage.words[-1] == Phrase("so called")


def test_an_article_that_holds_what_a_passage_quotes_does_not_lack_it() -> None:
    words = (Word("tank"), Phrase("so called"), Phrase("called so"))
    assert Lacks(Loose(words, ()), Highlighter(AllOf(words))).of(Article("1", "Tanks", "A so called tank.")) == ("called so",)


@pytest.mark.parametrize(
    ("query", "covered"),
    [
        ("a1 b2 c3", True),
        ("a1 b2 c3 d4", True),
        ("a1 b2 c3 -e5", True),
        ("a1 b2", False),
        ("a1", False),
        ("-e5", False),
        ("a1 b2 e5", False),
    ],
)
def test_what_asks_for_no_less_of_the_same_words_finds_nothing_else(query: str, covered: bool) -> None:
    assert loosened(parse("a1 b2 c3 d4").tree).covers(loosened(parse(query).tree)) is covered
    assert not loosened(parse("a1 b2 c3 d4 -x").tree).covers(loosened(parse(query).tree))


@pytest.mark.parametrize(("query", "can"), [("a1", False), ("a1 b2", True), ('"a1"', False), ('"a1" b2', True), ("a1 -b2", False)])
def test_a_single_word_cannot_be_done_without(query: str, can: bool) -> None:
    assert loosened(parse(query).tree).can_lack is can


@pytest.mark.parametrize(
    ("query", "tree", "passed"),
    [
        ("Who sent tanks to Ukraine?", "all(sent, tanks, Ukraine)", ("Who", "to")),
        ("the who", "all(the, who)", ()),
        ("the", "the", ()),
        ("WHO report", "all(WHO, report)", ()),
        ('"the end" of the war', 'all("the end", war)', ("of", "the")),
        ("what date:2024", "all(what, date=2024-01-01..2024-12-31)", ()),
    ],
)
def test_question_words_carry_no_weight_beside_others(query: str, tree: str, passed: tuple[str, ...]) -> None:
    left, gone = without_fillers(parse(query).tree, same.load())
    assert (show(left), gone) == (tree, passed)


def test_an_article_says_which_words_it_lacks() -> None:
    article = Article("1", "Tanks leave", "Ten drones and the United States Navy.")
    words = loosened(parse("tank frigate title:drones (navy OR army) (United States)").tree).words
    assert Lacks(Loose(words, ()), Highlighter(AllOf(words))).of(article) == ("frigate", "drones")
