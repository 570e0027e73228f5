"""The small lists of words."""

from __future__ import annotations

import csv

import pytest

from search.analysis import stems
from search.near import LONGEST_RUN
from search.same import DATA, ONE_WAY, load

ROWS = list(csv.DictReader((DATA / "same.csv").read_text(encoding="utf-8").splitlines()))


def test_every_group_is_of_a_known_kind_and_says_two_things_or_more_once() -> None:
    for row in ROWS:
        words = row["words"].split(";")
        assert row["kind"] in ("spelling", "term", "form", ONE_WAY), row
        assert len({tuple(stems(word)) for word in words}) >= 2, row
        assert len(set(words)) == len(words), row
        assert all(stems(word) for word in words), row
    assert len({row["words"] for row in ROWS}) == len(ROWS)


def test_every_row_of_near_words_names_one_expression_and_others_once() -> None:
    # What is longer than the runs of a query that are looked up would be there for nothing.
    rows = [line.split(";") for line in (DATA / "near.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len({row[0] for row in rows}) == len(rows)
    for row in rows:
        keys = [tuple(stems(words)) for words in row]
        assert len(row) > 1, row
        assert all(keys), row
        assert len(set(row)) == len(row), row
        assert len(row[0].split()) <= LONGEST_RUN, row


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("authors", "authorise"),
        ("finals", "finalise"),
        ("nations", "nationalise"),
        ("armed", "weapons"),
        ("journalist", "reporter"),
        ("aid", "adviser"),
        ("adviser", "aide"),
        ("weapons", "arms"),
        ("drone", "UAS"),
        ("offence", "offense"),
        ("retake", "liberate"),
        ("wilful", "willful"),
    ],
)
def test_words_that_share_a_stem_by_chance_do_not_bring_each_other(text: str, other: str) -> None:
    assert other not in [word for group in load().groups(text) for word in group.words]


def test_an_artillery_piece_may_be_a_howitzer_and_not_the_other_way_round() -> None:
    assert "howitzer" in [word for group in load().groups("artillery pieces") for word in group.words]
    assert load().groups("howitzers") == ()


def test_a_vow_comes_close_to_a_pledge_and_is_none() -> None:
    assert load().groups("vowed") == load().groups("pledges") == ()
    assert "pledge" in load().near("vows")
    assert "vow" in load().near("pledge")


@pytest.mark.parametrize(("text", "other"), [("reporters", "journalist"), ("finalized", "finalise"), ("arms", "weapons")])
def test_one_way_and_inflected_words_find_the_others(text: str, other: str) -> None:
    assert other in [word for group in load().groups(text) for word in group.words]


@pytest.mark.parametrize("word", ["who", "What", "did", "the", "A", "how"])
def test_question_words_are_fillers(word: str) -> None:
    assert load().is_filler(word)


@pytest.mark.parametrize("word", ["WHO", "IT", "US", "us", "AM", "tank", "155", "not"])
def test_what_says_something_is_none(word: str) -> None:
    assert not load().is_filler(word)
