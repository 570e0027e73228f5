"""Where Tantivy itself has a limit, the reader is told what to do."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from archive.errors import BadRequest
from search.engines import Search
from search.engines.plan import All, Days, Every, First, Least, Plan, Some, Stems, Times, Value
from search.engines.scan_engine import ScanEngine
from search.engines.tantivy_engine import TantivyEngine
from search.engines.tantivy_query import laborious, narrowed
from search.engines.tantivy_values import WIDE, number_of
from search.tree import (
    TEXT_FIELDS,
    AllOf,
    AnyOf,
    AtLeast,
    Field,
    Not,
    Preferring,
    Prefix,
    Weighted,
    Word,
    matching,
)
from tests.contract.made_up import version


def test_a_compound_whose_last_word_could_go_on_in_too_many_ways_is_a_bad_request(folder: Path) -> None:
    engine = TantivyEngine(folder)
    words = ("s" + "".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(17_000))
    with engine.writing() as writer:
        writer.put([version(1, body="f " + " ".join(words))])
    assert engine.search(Search(query=Prefix("s"))).total == 1
    assert engine.search(Search(query=Prefix("f-sa"))).total == 1
    with pytest.raises(BadRequest, match="more of its letters"):
        engine.search(Search(query=Prefix("f-s")))
    engine.close()


def test_a_count_that_was_asked_for_before_is_that_of_the_index_as_it_is_now(folder: Path) -> None:
    engine, asked = TantivyEngine(folder), Search(query=Prefix("tank"), size=0, stories=True)
    for number in range(1, 4):
        with engine.writing() as writer:
            writer.put([version(number, body="tanks", story=f"s{number // 2}")])
        assert engine.search(asked) == engine.search(asked)
        assert (engine.search(asked).total, engine.search(asked).articles) == (number // 2 + 1, number)
    engine.close()


@pytest.mark.parametrize("rarer", [False, True])
@pytest.mark.parametrize("wanted", [3, 5, 8])
def test_stories_are_counted_exactly_where_rare_values_are_not_all_asked_for(folder: Path, wanted: int, rarer: bool) -> None:
    engine, oracle = TantivyEngine(folder), ScanEngine()
    # More than WIDE persons and FEW articles. Five persons are in several stories, five in one story twice, all others in one.
    # With more persons than articles, those that occur once are not asked for.
    often = {number: f"often-{number % 5}" for number in range(50)}
    twice = {number: f"a-twice-{number // 2}" for number in range(50, 60)}
    articles = [
        version(
            n,
            person=f"{often.get(n, '')} {twice.get(n, '')} once-{n}{f' else-{n}' if rarer else ''}",
            story=f"s{n // 2}" if n < 100 else "",
        )
        for n in range(WIDE + 200)
    ]
    for opened in (engine, oracle):
        with opened.writing() as writer:
            writer.put(articles)
    asked = Search(counts={"person": wanted}, wanted={"person": ("a-twice-25", "once-7")}, stories=True, size=5)
    assert engine.search(asked).counts == oracle.search(asked).counts
    assert engine.search(asked).total == WIDE + 150
    engine.close()


def test_a_value_has_the_same_number_for_ever_and_no_other_one_has_it() -> None:
    assert number_of("volodymyr-zelenskyy") == 45_723_167_846_297_912
    assert len({number_of(f"person-{n}") for n in range(20_000)}) == 20_000


SEVERAL, VALUE, DAYS = (
    Least((Stems(TEXT_FIELDS, ("a",)), Stems(TEXT_FIELDS, ("b",)), Every()), 2),
    Value("country", "LT"),
    Days(1, 2),
)


WORD, PHRASE = Stems(TEXT_FIELDS, ("a",)), Times(Stems(TEXT_FIELDS, ("a", "b")), 0.5)
RARE, EVERY, HELD = Times(All((PHRASE.plan, VALUE)), 0.5), All((Every(), VALUE)), All((WORD, VALUE))


def each_of_several(*conditions: Plan) -> Plan:
    """Return the several plans, each narrowed."""
    return Least(tuple(All((inner, *conditions)) for inner in SEVERAL.plans), 2)


@pytest.mark.parametrize(
    ("plan", "conditions", "narrow"),
    [
        (SEVERAL, (), SEVERAL),
        (SEVERAL, (VALUE,), each_of_several(VALUE)),
        (First(SEVERAL, Every()), (VALUE, DAYS), First(each_of_several(VALUE, DAYS), Every())),
        (All((SEVERAL, DAYS)), (), All((each_of_several(DAYS), DAYS))),
        (All((First(SEVERAL, Every()), DAYS)), (VALUE,), All((First(each_of_several(VALUE, DAYS), Every()), DAYS))),
        (Every(), (VALUE,), All((Every(), VALUE))),
        (Least((Every(), Some((PHRASE, WORD)), WORD), 2), (VALUE,), Least((EVERY, All((Some((RARE, WORD)), VALUE)), HELD), 2)),
    ],
)
def test_each_of_several_plans_is_narrowed_by_itself(plan: Plan, conditions: tuple[Plan, ...], narrow: Plan) -> None:
    assert narrowed(plan, conditions) == narrow


@pytest.mark.parametrize(
    ("plan", "more"),
    [
        (PHRASE, True),
        (All((WORD, First(Some((WORD, PHRASE)), WORD))), True),
        (SEVERAL, True),
        (Some((WORD, VALUE)), False),
        (DAYS, False),
    ],
)
def test_few_articles_are_found_again_by_their_keys_where_more_than_words_led_to_them(plan: Plan, more: bool) -> None:
    assert laborious(plan) is more


def test_what_differs_in_its_order_alone_is_counted_as_the_same() -> None:
    words = (Word("a"), Field("title", Word("b")), Not(Word("c")))
    heavy = (Weighted(words[0], 2), Field("title", Weighted(Word("b"), 3)), Not(Weighted(Word("c"), 0.5)))
    for group in (AllOf, AnyOf, partial(AtLeast, least=2)):
        assert matching(Preferring(Weighted(group(heavy), 2), Word("d"))) == group(words)
