"""What orders a list beyond its words one by one."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from archive.gazetteers.all import load_gazetteers
from archive.model import Article
from search import same
from search.engines import Found, Search
from search.engines.current import CurrentIndex
from search.fallback import Loose, in_a_row, is_question, loosened
from search.near import Nearby
from search.opening import open_service
from search.query import parse
from search.relevance import (
    BEST,
    CLOSE,
    CLOSE_ASKED,
    DESCRIBED,
    DESCRIBED_ASKED,
    MOST_NAMED,
    MOST_PAIRS,
    Hinter,
    close,
    dated,
    meant,
    remembered,
    shared,
    side_by_side,
    together,
)
from search.request import SearchRequest
from search.tree import AnyOf, FacetIs, Word, show
from tests.conftest import Document, ingest, write_jsonl

NEARBY = Nearby(same.load(), load_gazetteers())


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("air defence ukraine", ['"air defence"^0.15', '"defence ukraine"^0.15']),
        ("tank", []),
        ('"air defence" ukraine', []),
        ("tank -drone", []),
        ("(air defence) ukraine", ['"air defence"^0.15', '"defence ukraine"^0.15']),
    ],
)
def test_neighbours_in_a_query_count_more_side_by_side(query: str, phrases: list[str]) -> None:
    assert [show(hint) for hint in side_by_side(loosened(parse(query).tree).words)] == phrases


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("donate howitzers", "supply^0.8"),
        ("shell shortage", "ammunition^0.8"),
        ("French troops", "France^0.8"),
        ("Pyongyang shells", '"North Korea"^0.8'),
        ("French leader visits", "Macron^0.8"),
        ("british pm resigns", "Sunak^0.8"),
        ("US defense chief visits", "Austin^0.8"),
    ],
)
def test_near_words_countries_and_holders_of_an_office_are_hints(query: str, hint: str) -> None:
    assert hint in [show(near) for near in close(loosened(parse(query).tree).words, NEARBY)]


def test_who_left_an_office_long_ago_is_not_near_it() -> None:
    hints = [show(near) for near in close(loosened(parse("British premier resigns").tree).words, NEARBY)]
    assert "Thatcher^0.8" not in hints
    assert "Johnson^0.8" in hints


def test_what_is_looked_for_anyway_and_a_single_word_bring_no_near_words() -> None:
    assert list(close([Word("howitzer")], NEARBY)) == []
    hints = [show(near) for near in close([AnyOf((Word("ammunition"), Word("ammo"))), Word("shortage")], NEARBY)]
    assert "munition^0.8" in hints
    assert "ammo^0.8" not in hints


def test_near_words_count_less_in_a_question() -> None:
    words = (Word("donate"), Word("howitzers"))
    assert "supply^0.3" in [show(near) for near in close(words, NEARBY, CLOSE_ASKED)]
    assert CLOSE_ASKED < CLOSE


def test_the_months_a_query_names_are_hints() -> None:
    assert [show(hint) for hint in dated("shelling May 18, 2022 and in june 2023")] == [
        "prefer(date=2022-05-01..2022-05-31, date=2022-05-01..2022-05-31)^0.01",
        "prefer(date=2023-06-01..2023-06-30, date=2023-06-01..2023-06-30)^0.01",
    ]
    assert list(dated("may the 2022 march in august")) == []


def test_a_query_has_only_so_many_pairs() -> None:
    assert len(list(side_by_side([Word(f"word{number}") for number in range(90)]))) == MOST_PAIRS


def test_every_two_words_of_a_question_count_in_one_sentence() -> None:
    words = loosened(parse("did Lavrov leave F-16 Geneva").tree).words[1:]
    assert [show(hint) for hint in together(words)] == [
        '"Lavrov leave"~s^0.2',
        '"Lavrov Geneva"~s^0.2',
        '"leave Geneva"~s^0.2',
    ]
    assert len(list(together([Word(f"word{letter}") for letter in "abcdefghijklmnopq"]))) == MOST_PAIRS


class Asked:
    """An index that finds nothing and keeps what it was asked."""

    def __init__(self) -> None:
        self.searches: list[Search] = []

    def search(self, search: Search) -> Found:
        self.searches.append(search)
        return Found(0, (), {}, {}, 0)

    def engine(self) -> Asked:
        return self

    def count(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("count", "asked", "searches"),
    [(DESCRIBED - 1, False, 0), (DESCRIBED, False, 1), (DESCRIBED_ASKED - 1, True, 0), (DESCRIBED_ASKED, True, 1)],
)
def test_the_best_articles_are_asked_only_for_what_is_described(count: int, asked: bool, searches: int) -> None:
    index = Asked()
    hinter = Hinter(cast(CurrentIndex, index), lambda _: (), same.load(), NEARBY, lambda _: ())
    words = tuple(Word(f"word{letter}") for letter in "abcdefghijklm"[:count])
    hints = hinter.hints(Loose(words, (), (), asked), Search(query=AnyOf(words)), "")
    assert [search.size for search in index.searches] == [BEST] * searches
    assert any(show(hint) == '"worda wordc"~s^0.2' for hint in hints) is asked


PATRIOTS = (
    ("system", "Ukraine gets a battery", "A Patriot battery reached Kyiv."),
    ("song", "A patriot sings of patriots", "This patriot sang a patriotic song, and every patriot liked it."),
    ("fair", "Market day", "Apples are sold."),
    ("rain", "Weather", "It rained."),
    ("sun", "Better weather", "It did not rain."),
)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh", "opensearch"])
def test_what_a_name_is_mostly_meant_for_comes_first(request: pytest.FixtureRequest, tmp_path: Path, engine: str) -> None:
    if engine == "opensearch":
        request.getfixturevalue("cluster")
    documents = tuple(Document(id=name, url=f"https://n.example/{name}", title=title, text=text) for name, title, text in PATRIOTS)
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "a.jsonl", documents)], engine)
    service = open_service(settings)
    assert [hit.external_id for hit in service.run(SearchRequest("patriot")).hits] == ["system", "song"]
    assert [hit.external_id for hit in service.run(SearchRequest('"patriot"')).hits] == ["song", "system"]


def test_names_in_long_queries_and_values_that_many_articles_have_are_no_hints() -> None:
    value, words = FacetIs("equipment", "patriot"), tuple(Word(f"word{letter}") for letter in "abcdefghij")
    assert [show(hint) for hint in meant(words[:2], lambda _: [value], lambda _: True)] == [
        "prefer(equipment=patriot, equipment=patriot)^0.01"
    ]
    assert list(meant(words[:2], lambda _: [value], lambda _: False)) == []
    assert list(meant(words[:MOST_NAMED], lambda _: [value], lambda _: True))
    assert list(meant(words, lambda _: [value], lambda _: True)) == []


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


def test_of_five_words_none_come_first_for_holding_them_all() -> None:
    assert show(loosened(parse("a1 b2 c3 d4 e5").tree).most()) == "2+(a1, b2, c3, d4, e5)"


def test_a_question_of_enough_words_has_no_articles_that_come_first() -> None:
    tree = parse("a1 b2 c3 d4").tree
    assert show(loosened(tree, asked=True).most()) == "2+(a1, b2, c3, d4)"
    assert show(loosened(tree).most()).startswith("prefer(")
    assert show(loosened(parse("a1 b2 c3").tree, asked=True).most()).startswith("prefer(")
