"""Names and words meet: what an expression is looked for in besides, and when it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.gazetteers.all import load_gazetteers
from search import same
from search.aliases import MOST_OTHERS, Aliases
from search.analysis import stems
from search.expansion import Expander
from search.query import parse
from search.tree import Node, Word, show

ALIASES = Aliases(same.load(), load_gazetteers())


def one_each(node: Node) -> int:
    """Say that the archive holds one article for everything."""
    return 1


def expanded(query: str, plain: tuple[str, ...] = (), count: Callable[[Node], int] = one_each) -> tuple[str, Expander]:
    """Return the expanded tree of a query without its weights, and what expanded it."""
    expander = Expander(ALIASES, count, plain)
    return show(expander.expand(parse(query).tree)).replace("^1", ""), expander


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Zelenskyy", "Zelensky"),
        ("Zelenskiy", "Зеленський"),
        ("Зеленський", "Zelensky"),
        ("Kiev", "Kyiv"),
        ("kyiv", "Kiev"),
        ("M142", "HIMARS"),
        ("himars", "M142"),
        ("defences", "defense"),
        ("armored", "armoured"),
        ("UAVs", "drone"),
        ("anti-drone", "counter-UAS"),
        ("US", "United States"),
        ("South Korea", "Republic of Korea"),
        ("Türkiye", "Turkey"),
        ("prime minister", "premier"),
        ("sent", "send"),
    ],
)
def test_the_ways_to_write_one_thing_find_each_other(text: str, other: str) -> None:
    known = ALIASES.others(text)
    assert known is not None
    assert stems(other) in map(stems, known.words)


@pytest.mark.parametrize("text", ["Johnson", "Korea", "155", "F-17", "car", "the", "nosuchword", "German", "…", ""])
def test_what_is_ambiguous_or_unknown_stays_as_it_is(text: str) -> None:
    assert ALIASES.others(text) is None


@pytest.mark.parametrize("text", ["Zelensky", "US", "drone", "Patriot", "military aid", "air defence"])
def test_the_other_ways_are_bounded_and_differ(text: str) -> None:
    known = ALIASES.others(text)
    assert known is not None
    assert len(set(known.words)) == len(known.words) <= MOST_OTHERS
    assert text not in known.words


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Kiev", "any(Kiev, Kyiv)"),
        ("Kiev parade", "all(any(Kiev, Kyiv), parade)"),
        ('"Kiev" parade', 'all("Kiev", parade)'),
        ("parade -Kiev", "all(parade, not(Kiev))"),
        ("Kie*", "Kie*"),
        ("title:Kiev", "title:any(Kiev, Kyiv)"),
        ("Kiev OR Odessa", "any(any(Kiev, Kyiv), any(Odessa, Odesa))"),
        ("percent per cent", 'all(any(percent, "per cent"), any(all(per, cent), percent))'),
        ("(Kiev parade) -tank", "all(any(Kiev, Kyiv), parade, not(tank))"),
    ],
)
def test_only_loose_words_are_expanded(query: str, tree: str) -> None:
    assert expanded(query)[0] == tree


def test_an_expansion_is_told_and_can_be_switched_off() -> None:
    tree, expander = expanded("Kiev parade", plain=("kiev",))
    assert tree == "all(Kiev, parade)"
    assert [(one.text, one.kind, one.others, one.off) for one in expander.found] == [("Kiev", "spelling", ("Kyiv",), True)]


def test_ways_that_occur_nowhere_are_left_out() -> None:
    tree, expander = expanded("Kiev parade", count=lambda node: int(node == Word("parade")))
    assert (tree, expander.found) == ("all(Kiev, parade)", [])


def test_a_rare_spelling_counts_no_more_than_a_common_one() -> None:
    often = {'"Kiev"': 1, "Kiev": 2, "Kyiv": 500}
    tree, _ = expanded("Kiev", count=lambda node: often.get(show(node), 1000))
    rare, common = (float(part.rstrip(")").split("^")[1]) for part in tree.split(", "))
    assert rare < common


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("patriot", ["equipment=patriot"]),
        ("Georgia", ["country=GE"]),
        ("South Korea", ["country=KR"]),
        ("who sent Leopard 2 tanks", ["equipment=leopard-2", "equipment=main-battle-tank"]),
        ("Volodymyr Zelensky visits Vilnius", ["person=volodymyr-zelenskyy", "country=LT"]),
        ("us", []),
        ("breakfast", []),
        ("", []),
    ],
)
def test_words_name_values_the_longest_names_first(words: str, values: list[str]) -> None:
    assert list(map(show, ALIASES.named(words.split()))) == values
