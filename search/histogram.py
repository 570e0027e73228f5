"""From articles per month or day to the bars above a result: years, months or days, each with its exact count and its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from search.dates import whole
from search.periods import named
from search.request import SearchRequest
from search.result import Bar, Bars, Histogram, Link

MOST_DAYS = 62
"""Days asked for, at most, that are shown each by itself: two months."""

MOST_MONTHS = 48
MOST_YEARS = 200
"""Beyond so many years only those with articles are shown."""

LENGTHS = {"year": 4, "month": 7, "day": 10}
WIDER = {"year": "", "month": "year", "day": "month"}


def counted_by(request: SearchRequest) -> str:
    """Return what the articles of a request are to be counted by: days where its dates are close together, else months."""
    first, last = request.first_day(), real_day(request.last_day())
    if not first or not last:
        return "month"
    return "day" if (last - date.fromisoformat(first)).days < MOST_DAYS else "month"


def histogram(request: SearchRequest, counted: Mapping[str, int], by: str) -> Histogram | None:
    """Return the bars of a result from its articles by month or day (`by`), undated ones under an empty text; None without any."""
    if not counted:
        return None
    dated = {text: count for text, count in counted.items() if text}
    unit, shown = spread(request, dated, by) if dated else ("year", [])
    length = LENGTHS[unit]
    summed: Counter[str] = Counter()
    for text, count in dated.items():
        summed[text[:length]] += count
    draw = partial(bar, request, request.dater())
    bars = (draw(text, summed[text]) for text in shown)
    return Histogram(unit, tuple(grouped(draw, bars, WIDER[unit])), counted.get("", 0), tuple(wider(request, unit)), dated)


def spread(request: SearchRequest, dated: Mapping[str, int], by: str) -> tuple[str, list[str]]:
    """Return the unit of the bars and what they stand for, empty ones in between; bounds that were asked for are shown in full."""
    first, last = min(dated), max(dated)
    start, end = request.first_day(), request.last_day()
    if by == "day" and start and end:
        return "day", list(days(start, end))
    for shown in (months(start[:7] if start else first, end[:7] if end else last), months(first, last)):
        if len(shown) <= MOST_MONTHS:
            return "month", [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in shown]
    years = [f"{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1)]
    return "year", years if len(years) <= MOST_YEARS else sorted({text[:4] for text in dated})


def months(first: str, last: str) -> range:
    """Return every month from one to another, both `YYYY-MM`, as months since the year 0."""
    start, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return range(start, end + 1)


def days(first: str, last: str) -> Iterator[str]:
    """Yield every day from one to another; the last may be the 31st of any month."""
    start, end = date.fromisoformat(first), real_day(last)
    for number in range((end - start).days + 1 if end else 0):
        yield (start + timedelta(number)).isoformat()


def real_day(text: str | None) -> date | None:
    """Return a day as a date; a month's 31st is its last, whatever its length."""
    if not text:
        return None
    last = whole(text[:7])
    return date.fromisoformat(min(text, last[1] if last else text))


def bar(request: SearchRequest, address: Callable[[str, str], str], text: str, count: int) -> Bar:
    """Return one bar: what part of the asked dates it stands for, and the request narrowed to that, whose address is made."""
    first, last = whole(text) or ("", "")
    start = request.start if (request.first_day() or "") > first else text
    end = request.end if (request.last_day() or "9") < last else text
    return Bar(text, start, end, named(text), count, address(start, end))


def grouped(draw: Callable[[str, int], Bar], bars: Iterable[Bar], unit: str) -> Iterator[Bars]:
    """Yield bars under the next wider unit, each group with its own bar; without a wider one all together."""
    length = LENGTHS.get(unit, 0)
    for text, some in groupby(bars, key=lambda one: one.text[:length]):
        inside = tuple(some)
        yield Bars(draw(text, sum(one.count for one in inside)) if unit else None, inside)


def wider(request: SearchRequest, unit: str) -> Iterator[Link]:
    """Yield the way out of the dates asked for: all of them, the year, the month, as far as these hold what is asked for."""
    first, last = request.first_day(), request.last_day()
    if not (first or last):
        return
    yield Link("All dates", request.with_dates("", "").url())
    for length in LENGTHS.values():
        if first and last and first[:length] == last[:length] and (length < LENGTHS["day"] or unit == "day"):
            text = first[:length]
            yield Link(named(text), request.with_dates(text, text).url(), (request.start, request.end) == (text, text))
