"""Dates in words: a day, a month or a year by its name, and what lies from one to another."""

from __future__ import annotations

from calendar import month_name

from search.dates import whole

YEAR, MONTH = len("2024"), len("2024-08")


def named(text: str) -> str:
    """Return `2024-08-14` as `14 August 2024`, `2024-08` as `August 2024`."""
    year, month, day = text[:4], text[5:7], text[8:]
    return " ".join(part for part in (day.lstrip("0"), month_name[int(month)] if month else "", year) if part)


def period(start: str, end: str) -> str:
    """Say what lies from one date to another, one of them perhaps empty: `from 2024`, `August 2024`, `August to October 2024`.

    The same days are called the same however they were written: a year, month or day meant as a whole is named as such.
    """
    first, last = whole(start), whole(end)
    begin, until = widest(first[0] if first else "", last[1] if last else "")
    if begin and until:
        return named(begin) if begin == until else f"{unshared(named(begin), named(until))} to {named(until)}"
    return f"from {named(begin)}" if begin else f"until {named(until)}" if until else ""


def widest(first: str, last: str) -> tuple[str, str]:
    """Return a first and a last day as the years, else the months, that begin and end with them; an empty one stays empty."""
    for length in (YEAR, MONTH):
        begin, until = whole(first[:length]), whole(last[:length])
        if (begin is None or begin[0] == first) and (until is None or until[1] == last):
            return first[:length], last[:length]
    return first, last


def unshared(words: str, others: str) -> str:
    """Return words without those at their end that others end with too: of `1 August 2024`, before `9 August 2024`, `1`."""
    left, right = words.split(), others.split()
    while len(left) > 1 and left[-1] == right[-1]:
        left.pop()
        right.pop()
    return " ".join(left)
