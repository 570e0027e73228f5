"""Dates in words: what is meant as a whole is named as such, and no two spans of days share a name."""

from __future__ import annotations

from itertools import product

import pytest

from search.dates import whole
from search.periods import period


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("", "", ""),
        ("2024", "", "from 2024"),
        ("2024-01-01", "", "from 2024"),
        ("2024-08-14", "", "from 14 August 2024"),
        ("", "2024", "until 2024"),
        ("", "2024-08", "until August 2024"),
        ("2024", "2024", "2024"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-02-01", "2023-02-27", "1 to 27 February 2023"),
        ("2024-08-14", "2024-08-14", "14 August 2024"),
        ("2024-08", "2024-10", "August to October 2024"),
        ("2023-11", "2024-02", "November 2023 to February 2024"),
        ("2022", "2024", "2022 to 2024"),
        ("2022", "2024-08", "January 2022 to August 2024"),
        ("2024-08-28", "2024-09-02", "28 August to 2 September 2024"),
        ("2023-08-01", "2024-08-01", "1 August 2023 to 1 August 2024"),
        ("2024-08", "2024-06", "August to June 2024"),
    ],
)
def test_a_period_is_said_as_people_say_it(start: str, end: str, words: str) -> None:
    assert period(start, end) == words


def test_the_same_days_share_their_words_and_no_others_do() -> None:
    texts = (
        "",
        "2023",
        "2024",
        "2024-01",
        "2024-02",
        "2024-12",
        "2024-01-01",
        "2024-01-31",
        "2024-02-01",
        "2024-02-29",
        "2024-12-31",
    )
    spans: dict[str, set[tuple[str, str]]] = {}
    for start, end in product(texts, texts):
        first, last = whole(start), whole(end)
        spans.setdefault(period(start, end), set()).add((first[0] if first else "", last[1] if last else ""))
    assert all(len(days) == 1 for days in spans.values()), spans
    assert len(set.union(*spans.values())) == len(spans)
