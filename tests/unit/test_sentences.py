"""Where sentences of news texts end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sentences import sentence_around, sentences

NEWS = (
    "Gen. J. R. Smith met Lt. Col. Anna Kask in the U.S. on Jan. 5. They spoke of 2.5 million shells. “We need No. 1,” he said. "
    "“Now!” Will it come?\n\nKyiv, Aug. 14 – Mr. Bout returned... The end"
)
SENTENCES = (
    "Gen. J. R. Smith met Lt. Col. Anna Kask in the U.S. on Jan. 5.",
    "They spoke of 2.5 million shells.",
    "“We need No. 1,” he said.",
    "“Now!”",
    "Will it come?",
    "Kyiv, Aug. 14 – Mr. Bout returned...",
    "The end",
)


def test_a_news_text_is_cut_where_a_reader_would() -> None:
    assert tuple(NEWS[start:end] for start, end in sentences(NEWS)) == SENTENCES


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Poland sent tanks.", "Latvia sent boats."),
        ("He lives in the U.S.", "The talks go on."),
        ("The answer was no.", "Talks ended."),
        ("It was made by Rheinmetall Inc.", "The price is not known."),
        ("“We will fight.”", "President Zelenskyy left."),
        ("It happened in Aug.", "Rain fell."),
        ("They arrived (at last).", "Nobody knew."),
        ("What now?", "“Nothing.”"),
        ("A heading", "\n\nand a paragraph"),
        ("One", "\n \t\nTwo"),
    ],
)
def test_a_sentence_ends(before: str, after: str) -> None:
    text = f"{before} {after}"
    assert [text[start:end] for start, end in sentences(text)] == [before, after.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army took part.",
        "Sen. Roe and Rep. Doe agreed.",
        "See No. 5 and pp. 7 to 9.",
        "On Sept. 11 it began.",
        "Lockheed Martin Corp. makes it.",
        "George W. Bush and J. A. Smith spoke.",
        "“Stop!” he said.",
        "It costs 3.5 million.",
        "It began at 5 p.m. local time.",
        "one line\nand the next",
    ],
)
def test_a_sentence_goes_on(text: str) -> None:
    assert sentences(text) == ((0, len(text)),)


@given(st.text(alphabet="aB .!?\n\"'”1U.S", max_size=80))
def test_sentences_are_in_order_and_leave_out_only_space(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)


@given(st.lists(st.sampled_from([*NEWS.split(" "), "\n\n"]), min_size=1, max_size=40).map(" ".join))
def test_the_sentence_around_a_word_is_the_one_that_holds_it(text: str) -> None:
    for start, end in sentences(text):
        letters = [at for at in range(start, end) if text[at].isalnum()]
        assert all(sentence_around(text, at) == (start, end) for at in letters)


def test_a_sentence_without_end_is_cut_at_spaces_within_reach() -> None:
    text = "word " * 200
    start, end = sentence_around(text, 500, reach=100)
    assert text[start:end] == ("word " * 39).strip()
