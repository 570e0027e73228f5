"""When a query says in words when something was published: the same search with dates in the place of these words, as an offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.dates import NUMBERS, following, read_date, whole
from search.lexemes import cut_up
from search.periods import MONTH, period
from search.request import SearchRequest
from search.result import Link, Notice

WITHIN = ("in", "on", "of", "during", "for", "from", "between", "throughout", "within", "dated")
SINCE, UNTIL, AFTER, BEFORE = ("since",), ("until", "till", "by"), ("after",), ("before",)
LEADS = "|".join((*WITHIN, *SINCE, *UNTIL, *AFTER, *BEFORE))
NAME = rf"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\b\.?"
DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)[0-9]{2}"
NAMED = re.compile(
    rf"(?<!\S)(?:(?P<lead>{LEADS})\s+)?(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?"
    rf"(?P<date>(?:{DAY}\s+(?:of\s+)?)?{NAME}(?:\s+{DAY})?,?\s+{YEAR}|{YEAR}-[0-9]{{2}}(?:-[0-9]{{2}})?)(?=[\s.,;:?!]*(?:\s|$))",
    re.IGNORECASE,
)
"""A month or a day with its year, and the word before it that says how it is meant."""

JOINED = re.compile(r"\s*(?:and|to|-|–)?\s*", re.IGNORECASE)
"""What may stand between the first and the last of two dates."""

OPERATORS = ("or", "and", "open", "close", "stray")
HIDDEN = "\0"


@dataclass(frozen=True)
class When:
    """Days that a query names, from its character `at` up to, not including, `end`; either of them may be open (empty)."""

    start: str
    last: str
    at: int
    end: int


def when(request: SearchRequest) -> tuple[Notice, ...]:
    """Offer a search narrowed to the dates that its words name, where it is not narrowed to any."""
    text = request.query
    found = tuple(dates_in(loose(text))) if not (request.start or request.end) else ()
    if not found or len(found) > 2 or (len(found) == 2 and not JOINED.fullmatch(text[found[0].end : found[1].at])):
        return ()
    first, last = found[0], found[-1]
    if first.start > (last.last or "9"):
        return ()
    rest = f"{text[: first.at].rstrip()} {text[last.end :].lstrip()}".strip()
    rest = re.sub(r"\s+(?=[?.,;!])", "", rest) if any(letter.isalnum() for letter in rest) else ""
    narrowed = request.with_query(rest).with_dates(first.start, last.last)
    return (Notice(f"Published {told(first.start, last.last)}?", (Link(label(first.start, last.last), narrowed.url()),)),)


def loose(text: str) -> str:
    """Return a query with what is no loose word hidden: phrases, what follows a field or a minus; empty where there is OR."""
    pieces = list(cut_up(text))
    if any(piece.kind in OPERATORS or (piece.kind == "field" and piece.text.lower() == "date:") for piece in pieces):
        return ""
    shown = list(text)
    for before, piece in zip([None, *pieces], pieces, strict=False):
        bound = before is not None and before.kind in ("field", "not")
        if piece.kind != "word" or bound:
            shown[piece.start : piece.end] = HIDDEN * (piece.end - piece.start)
    return "".join(shown)


def dates_in(text: str) -> Iterator[When]:
    """Yield the dates that a text names with their years, as far as the calendar has them."""
    for found in NAMED.finditer(text):
        date, lead = read_date(" ".join(found["date"].split())), (found["lead"] or "").lower()
        days = whole(date)
        if days is None:
            continue
        start = "" if lead in (*UNTIL, *BEFORE) else date
        last = "" if lead in (*SINCE, *AFTER) else date
        if lead in AFTER:
            start = following(days[1], 1) or ""
        if lead in BEFORE:
            last = following(days[0], -1) or ""
        yield When(start, last, found.start(), found.end())


def told(start: str, last: str) -> str:
    """Return dates as a sentence has them: in August 2024, on 14 August 2024, June to August 2024, from or until one."""
    lead = "" if start != last else "on " if len(start) > MONTH else "in "
    return lead + period(start, last)


def label(start: str, last: str) -> str:
    """Return what the offer is called."""
    return f"Search that {'day' if len(start) > MONTH else 'month'}" if start == last else "Search these dates"
