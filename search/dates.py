"""Dates as people write them in a query: `2024-08`, `2024-06..2024-08`, `>2024`, `<=2024-08-14`; months in words: August 2024."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from search.request import read_date
from search.tree import DateRange

RANGE = re.compile(r"([0-9-]*)\.\.+([0-9-]*)")
COMPARED = re.compile(r"(>=|<=|>|<|=)?\s*([0-9-]+)")
MONTHS = month_name[1:]
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})(?:\s+[0-9]{{1,2}}(?:st|nd|rd|th)?\b,?)?\s+((?:19|20)[0-9]{{2}})\b", re.IGNORECASE)


def months(text: str) -> Iterator[DateRange]:
    """Yield the months of a year that a text names in words: `18 May 2022`, `May 18, 2022`, `may 2022`."""
    for found in MONTH.finditer(text):
        year, month = int(found[2]), MONTHS.index(found[1].capitalize()) + 1
        yield DateRange(f"{year}-{month:02}-01", f"{year}-{month:02}-{monthrange(year, month)[1]}")


def read_dates(text: str) -> DateRange | None:
    """Return the days a text names, or None where it names none. A year or month stands for all its days."""
    if spread := RANGE.fullmatch(text):
        return read_spread(spread[1], spread[2])
    compared = COMPARED.fullmatch(text)
    days = whole(compared[2]) if compared else None
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
    first, last = whole(start), whole(end)
    if (start and not first) or (end and not last) or not (first or last):
        return None
    if first and last and first[0] > last[1]:
        first, last = last, first
    return DateRange(first[0] if first else None, last[1] if last else None)


def whole(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a year, a month or a day as `YYYY-MM-DD`; None where there is no such date."""
    if not read_date(text):
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
