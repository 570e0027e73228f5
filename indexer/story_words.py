"""An article as it is compared with others: its words, their runs of five, the day it is from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

RUN = 5
"""Words of a shingle."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class StoryArticle:
    """What is asked of an article: its id, its words, its date (YYYY-MM-DD or empty) and its outlet."""

    key: str
    title: str
    body: str
    date: str = ""
    source: str = ""


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return WORD.findall(text.lower())


FEW_WORDS = frozenset(
    words_of(
        "a about after against amid an and are as at be been but by for from has have he her his in into is it its of on or "
        "over s says that the their they this to was were while who will with"
    )
)
"""Words of a headline that tell nothing about what it is about."""


def headline_of(title: str) -> frozenset[str]:
    """Return the words of a headline that say something."""
    return frozenset(words_of(title)) - FEW_WORDS


def shingles(words: Sequence[str]) -> list[str]:
    """Return every run of five words, in order; a shorter text is one run."""
    return [" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))]


def day_of(date: str) -> int:
    """Return the number of a day given as YYYY-MM-DD, or 0 where there is none."""
    try:
        return datetime.date.fromisoformat(date[:10]).toordinal()
    except ValueError:
        return 0
