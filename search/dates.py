"""Dates as people write them: `2024-08`, August 2024, 14.08.2024; in a query also `2024-06..2024-08`, `>2024`, `<=2024-08-14`."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from search.tree import DateRange

RANGE = re.compile(r"(.*?)\.\.+(.*)")
COMPARED = re.compile(r"(>=|<=|>|<|=)?(.+)")
MONTHS = month_name[1:]
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})(?:\s+[0-9]{{1,2}}(?:st|nd|rd|th)?\b,?)?\s+((?:19|20)[0-9]{{2}})\b", re.IGNORECASE)

ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?", re.ASCII)
MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII)
DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})", re.ASCII)
EITHER = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
WORD = r"(?P<word>[a-z]{3,9})\.?"
IN_WORDS = tuple(
    re.compile(form + r",?\s+(?P<year>\d{4})", re.ASCII | re.IGNORECASE)
    for form in (WORD, rf"{DAY}\s+(?:of\s+)?{WORD}", rf"{WORD}\s+{DAY}")
)
NUMBERS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name} | {"sept": 9}
"""Every name and short form of a month → its number."""


def read_date(text: str) -> str:
    """Return a year, month or day as YYYY, YYYY-MM or YYYY-MM-DD, from any way to write it that can mean one only; else empty."""
    if ISO.fullmatch(text):
        return real(text)
    for form in (YEAR_FIRST, MONTH_FIRST, DOTTED, *IN_WORDS):
        if found := form.fullmatch(text):
            parts = found.groupdict()
            month = NUMBERS.get(parts["word"].lower(), 0) if "word" in parts else int(parts["month"])
            return iso(int(parts["year"]), month, parts.get("day"))
    found = EITHER.fullmatch(text)
    ways = ways_to_read(found) if found else ()
    return ways[0] if len(ways) == 1 else ""


def ambiguity(text: str) -> tuple[str, ...]:
    """Return the days that a text may mean where it may mean two: 08/09/2024 with the day first, and with the month first."""
    found = EITHER.fullmatch(text)
    ways = ways_to_read(found) if found else ()
    return ways if len(ways) > 1 else ()


def ways_to_read(found: re.Match[str]) -> tuple[str, ...]:
    """Return the days that two numbers and a year may mean."""
    ways = (iso(int(found[3]), int(found[2]), found[1]), iso(int(found[3]), int(found[1]), found[2]))
    return tuple(dict.fromkeys(way for way in ways if way))


def iso(year: int, month: int, day: str | None) -> str:
    """Return a month or a day as `YYYY-MM` or `YYYY-MM-DD`, empty where there is none such."""
    return real(f"{year:04}-{month:02}" + (f"-{int(day):02}" if day else ""))


def real(text: str) -> str:
    """Return a date written as YYYY, YYYY-MM or YYYY-MM-DD, or empty where the calendar has none such."""
    try:
        date.fromisoformat((text + "-01-01"[len(text) - 4 :])[:10])
    except ValueError:
        return ""
    return text


def months(text: str) -> Iterator[DateRange]:
    """Yield the months of a year that a text names in words: `18 May 2022`, `May 18, 2022`, `may 2022`."""
    for found in MONTH.finditer(text):
        year, month = int(found[2]), MONTHS.index(found[1].capitalize()) + 1
        yield DateRange(f"{year}-{month:02}-01", f"{year}-{month:02}-{monthrange(year, month)[1]}")


def read_dates(text: str) -> DateRange | None:
    """Return the days a text names, or None where it names none. A year or month stands for all its days."""
    text = " ".join(text.split())
    if spread := RANGE.fullmatch(text):
        return read_spread(spread[1], spread[2])
    compared = COMPARED.fullmatch(text)
    days = whole(read_date(compared[2].strip())) if compared else None
    if compared is None or days is None:
        return None
    first, last = days
    match compared[1]:
        case ">":
            after = following(last, 1)
            return DateRange(after, None) if after else None
        case "<":
            before = following(first, -1)
            return DateRange(None, before) if before else None
        case ">=":
            return DateRange(first, None)
        case "<=":
            return DateRange(None, last)
    return DateRange(first, last)


def read_spread(start: str, end: str) -> DateRange | None:
    """Return the days from one date to another, either of them left out; dates the wrong way round are turned."""
    first, last = whole(read_date(start.strip())), whole(read_date(end.strip()))
    if (start and not first) or (end and not last) or not (first or last):
        return None
    if first and last and first[0] > last[1]:
        first, last = last, first
    return DateRange(first[0] if first else None, last[1] if last else None)


def whole(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a year, a month or a day as `YYYY-MM-DD`; None where there is no such date."""
    if not ISO.fullmatch(text) or not real(text):
        return None
    if len(text) == len("2024"):
        return f"{text}-01-01", f"{text}-12-31"
    if len(text) == len("2024-08"):
        return f"{text}-01", f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text, text


def following(day: str, step: int) -> str | None:
    """Return the day `step` days later; None where the calendar ends."""
    try:
        return (date.fromisoformat(day) + timedelta(days=step)).isoformat()
    except OverflowError:
        return None
