"""What holds for every query, whatever is typed."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.facets import FACET_NAMES
from search.dates import read_dates
from search.lexemes import DEEPEST, OFFERED, OPERANDS, lex
from search.query import MOST_NOTICES, parse
from search.terms import MOST_TERMS
from search.tree import (
    TEXT_FIELDS,
    AllOf,
    AnyOf,
    DateRange,
    FacetIs,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    SameSentence,
    Word,
    show,
)
from tests.unit.query_names import NAMES

SIGNS = (
    *"()\"“”«|-–*~:,;.' ", " OR ", " AND ", " NOT ", "~5", "~s", "~2", "country:", "person:", "title:", "date:", "source:", "foo:",
    "patriot", "lithuania", "F-16", "é", "2024-08", "..", ">", "🚀", "\n", "\x00", "\ud800", "ß", "https://",
)  # fmt: skip
hostile = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
queries = st.one_of(hostile, st.text(max_size=60))


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes a node holds."""
    match node:
        case AllOf(nodes) | AnyOf(nodes):
            return nodes
        case Not(inner) | Field(_, inner):
            return (inner,)
        case _:
            return ()


def every(node: Node) -> list[Node]:
    """Return a node and all nodes in it."""
    return [node, *(below for child in children(node) for below in every(child))]


def depth(node: Node) -> int:
    """Return how many nodes deep a tree is."""
    return 1 + max(map(depth, children(node)), default=0)


@given(queries, st.booleans())
@example("(" * 3000, False)
@example("-(" * 500 + "a", True)
@example("(a " * 500 + ")" * 500, False)
@example("title:" * 300, False)
@example("NOT " * 300 + "a OR " * 300, True)
@example('"a b"~' + "9" * 5000, False)
@example("word~" + "9" * 5000, False)
@example("date:>9999 date:<0001 date:0000", False)
def test_every_text_is_read_within_bounds(text: str, typing: bool) -> None:
    parsed = parse(text, names=NAMES, last_is_prefix=typing)
    leaves = [node for node in every(parsed.tree) if not children(node)]
    assert depth(parsed.tree) <= 4 * DEEPEST + 8
    assert len(leaves) <= 3 * MOST_TERMS
    assert len(parsed.notices) <= MOST_NOTICES
    assert all(0 <= notice.position <= len(text) and notice.message for notice in parsed.notices)


@given(queries)
def test_the_same_text_is_always_read_the_same(text: str) -> None:
    first, second = parse(text, names=NAMES), parse(text, names=NAMES)
    assert first == second
    assert show(first.tree) == show(second.tree)


@given(queries)
def test_a_tree_holds_nothing_an_engine_need_guard_against(text: str) -> None:
    for node in every(parse(text, names=NAMES).tree):
        match node:
            case AllOf(nodes) | AnyOf(nodes):
                assert len(nodes) > 1
                assert not any(isinstance(inner, type(node)) for inner in nodes)
            case Word(words) | Phrase(words) | SameSentence(words) | Near(words, _) | Prefix(words) | Fuzzy(words, _):
                assert words
                assert words == words.strip()
            case Field(name, _):
                assert name in TEXT_FIELDS
            case FacetIs(facet, _):
                assert facet in FACET_NAMES
            case Not(inner):
                assert not isinstance(inner, Not)
            case _:
                assert not fields(node) or isinstance(node, DateRange)


@given(queries, st.booleans())
def test_lexemes_always_form_a_sentence(text: str, typing: bool) -> None:
    kinds = [lexeme.kind for lexeme in lex(text, typing=typing)[0]]
    assert kinds.count("open") == kinds.count("close")
    assert all(before <= after for before, after in pairwise(lexeme.start for lexeme in lex(text, typing=typing)[0]))
    for before, kind, after in zip(["open", *kinds], kinds, [*kinds[1:], "end"], strict=False):
        assert kind not in ("not", "field") or after in OPERANDS
        assert kind not in ("or", "and") or (after in OPERANDS and before in ("word", "phrase", "close"))


@given(st.lists(st.sampled_from(["patriot", "drone", "lithuania", '"air defence"', "-tank", "title:oil"]), min_size=1, max_size=8))
def test_words_side_by_side_are_one_word_each_and_no_reason_for_a_notice(words: list[str]) -> None:
    parsed = parse(" ".join(words))
    assert parsed.tree == parse("(" + ") AND (".join(words) + ")").tree
    assert parsed.notices == ()


@pytest.mark.parametrize("field", OFFERED)
def test_every_field_that_is_offered_is_read(field: str) -> None:
    assert not any("no field" in notice.message for notice in parse(f"{field}:lithuania", names=NAMES).notices)


def test_more_words_than_the_limit_are_left_out_and_said() -> None:
    parsed = parse("tank " * (MOST_TERMS + 20))
    assert isinstance(parsed.tree, AllOf)
    assert len(parsed.tree.nodes) == MOST_TERMS
    assert [notice.position for notice in parsed.notices] == [5 * MOST_TERMS]


def test_brackets_beyond_the_limit_are_left_out_and_said() -> None:
    deep = DEEPEST + 2
    parsed = parse("-(a " * deep + ")" * deep)
    assert "nested" in parsed.notices[0].message
    assert parsed.notices[0].position == 4 * DEEPEST + 1


def test_without_names_a_facet_is_searched_in_the_text_and_said() -> None:
    parsed = parse("country:lithuania")
    assert parsed.tree == Word("lithuania")
    assert "lithuania" in parsed.notices[0].message


@pytest.mark.parametrize(
    ("text", "meant"),
    [("from:2024", ">=2024"), ("Before:2024-08.", "<2024-08"), ("until:>2024", ">2024"), ("year:2024,", "2024"), ("from:24", "")],
)
def test_a_field_of_dates_that_is_not_there_brings_the_one_that_is(text: str, meant: str) -> None:
    message = parse(text).notices[0].message
    assert message.endswith(f"so it is searched as a word. For its dates write date:{meant}." if meant else "source, date.")


def test_signs_that_fold_to_nothing_are_no_words() -> None:
    assert show(parse("\u200b \u0301 ™ tank").tree) == "tank"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-02", "2023-02-01", "2023-02-28"),
        (">2024-12-31", "2025-01-01", None),
        ("2024-8", "2024-08-01", "2024-08-31"),
        ("> August 2024", "2024-09-01", None),
        ("1 June 2024 .. August\n2024", "2024-06-01", "2024-08-31"),
        (">=2024-12", "2024-12-01", None),
        ("<2024", None, "2023-12-31"),
        ("2024-08-10...2024-08-12", "2024-08-10", "2024-08-12"),
        ("2024-08..2024-08-15", "2024-08-01", "2024-08-15"),
    ],
)
def test_dates_name_whole_days(text: str, first: str | None, last: str | None) -> None:
    assert read_dates(text) == DateRange(first, last)


NO_DATES = ("", "24", "2024-13", "2024-02-30", "..", "2024..x", "0000", "２０２４", "08/09/2024", "August", ">", ">9999", "<0001")


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_dates(text) is None
