"""Publication dates: a day and a time read from words that state nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LONGEST = 120
EARLIEST, LATEST = 1800, 2100

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

CHANGED = ("updated", "last updated", "modified", "last modified")
LEAD = r"(?:(?:first |last )?(?:published|updated|posted|modified|created|released|issued|date|on)(?: on| at)?\s?:?\s)*"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s)?"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"
ZONE = r"(?:\s?(?:z|utc|gmt|[ecmp][sd]?t|bst|cest|eest|eet|ist|msk)?\s?(?:[+-]\d{2}:?\d{2})?(?:\s\([^()]{1,30}\))?)?"
CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?P<half>[ap]\.?m\.?)?" + ZONE
GAP = r"\s?(?:[-–—|·•,]|at)?\s?"

FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{LEAD}{WEEKDAY}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:(?:t|{GAP}){CLOCK})?",
        rf"{LEAD}(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:t(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?:\d{{2}})?{ZONE})?",
        rf"{LEAD}{WEEKDAY}{MONTH}\s{DAY},?\s{YEAR}(?:{GAP}{CLOCK})?",
        rf"{LEAD}{WEEKDAY}{DAY}(?:\sof)?[\s-]{MONTH},?[\s-]{YEAR}(?:{GAP}{CLOCK})?",
        rf"{LEAD}{WEEKDAY}(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?P=mark){YEAR}(?:{GAP}{CLOCK})?",
        rf"{LEAD}{CLOCK}{GAP}(?:on\s)?{WEEKDAY}{DAY}\s{MONTH},?\s{YEAR}",
        rf"{LEAD}{CLOCK}{GAP}(?:on\s)?{WEEKDAY}{MONTH}\s{DAY},?\s{YEAR}",
    )
)
"""Each form of a date, for lower-case text with single spaces; every repetition is bounded."""

FOUR_DIGITS = re.compile(r"\d{4}")
"""What every form holds, and few lines."""

IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)")


@dataclass(frozen=True)
class Moment:
    """A day as `YYYY-MM-DD` and, where stated, the clock time there and then as `HH:MM`; `updated` marks that of a change."""

    date: str
    time: str = ""
    updated: bool = False


def read_moment(text: str) -> Moment | None:
    """Return the moment that the whole of a text states, or None.

    Read are ISO 8601, RFC 2822, `Aug 14, 2024 - 07:36`, `14 August 2024`, `14.08.2024`, with a weekday or `Published:` before them.
    Not read are dates without a day, numbers of seconds, and `03/04/2024`, which is two different days.
    """
    if len(text) > LONGEST or not FOUR_DIGITS.search(text):
        return None
    plain = " ".join(text.lower().split())
    for form in FORMS:
        if found := form.fullmatch(plain):
            return moment_of(found)
    return None


def moment_of(found: re.Match[str]) -> Moment | None:
    """Return the moment in a matched form, or None where there is no such day."""
    parts = found.groupdict()
    if "first" in parts:
        days = set(days_of(int(parts["year"]), int(parts["first"]), int(parts["second"]), parts["mark"]))
        day = days.pop() if len(days) == 1 else ""
    else:
        month = parts["month"]
        day = checked_day(int(parts["year"]), MONTHS.get(month) or int(month), int(parts["day"]))
    return Moment(day, clock(parts), found[0].startswith(CHANGED)) if day else None


def days_of(year: int, first: int, second: int, mark: str) -> Iterator[str]:
    """Yield the days that two numbers and a year can mean; after a point the second is always the month."""
    orders = [(second, first)] if mark == "." else [(second, first), (first, second)]
    yield from filter(None, (checked_day(year, month, day) for month, day in orders))


def checked_day(year: int, month: int, day: int) -> str:
    """Return a day as `YYYY-MM-DD`, or nothing where the calendar has no such day or no newspaper can be of it."""
    try:
        return date(year, month, day).isoformat() if EARLIEST <= year <= LATEST else ""
    except ValueError:
        return ""


def clock(parts: dict[str, str | None]) -> str:
    """Return the time of day as `HH:MM`, or nothing where none is stated; midnight is how programs write that."""
    hour, minute, half = (parts.get(name) or "" for name in ("hour", "minute", "half"))
    if not hour or int(hour) > 23 or int(minute) > 59:
        return ""
    told = f"{int(hour) % 12 + 12 * half.startswith('p') if half else int(hour):02d}:{minute}"
    return "" if told == "00:00" else told


def day_in_address(url: str) -> str:
    """Return the day that the path of an address states, as newspapers do (`/2024/08/14/`, `/2024/aug/14/`), or nothing."""
    found = IN_ADDRESS.search(url)
    if not found:
        return ""
    month = MONTHS.get(found[2]) or (int(found[2]) if found[2].isdigit() else 0)
    return checked_day(int(found[1]), month, int(found[3]))
