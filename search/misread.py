"""What of an address or a command's words was passed over, said to whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.request import COUNTS, DISTINCTIVE, LONGEST_QUERY, SORTS, SearchRequest, clean, read_date, read_number
from search.result import Notice


def misread(asked: SearchRequest, pairs: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """Say which given values were passed over, and what they should look like."""
    given = {key: clean(value) for key, value in pairs}
    if len(given.get("q", "")) > LONGEST_QUERY:
        yield Notice(f"The search was too long: only its first {LONGEST_QUERY:,} characters were used.")
    for key, name in (("from", "first"), ("to", "last")):
        if given.get(key) and not read_date(given[key]):
            yield Notice(f"The {name} date “{shortened(given[key])}” was not understood. Write 2024, 2024-08 or 2024-08-14.")
    if (asked.first_day() or "") > (asked.last_day() or "9"):
        yield Notice("The first date is after the last.", asked.with_dates(asked.end, asked.start).url(), "Swap them")
    for key in ("page", "edition"):
        if given.get(key) and read_number(given[key], default=None) is None:
            yield Notice(f"The {key} “{shortened(given[key])}” is not a number and was passed over.")
    if given.get("count") and given["count"] not in COUNTS:
        yield Notice(f"“{shortened(given['count'])}” are not counted. Count {' or '.join(COUNTS)}.")
    if given.get("sort") and given["sort"] not in SORTS:
        yield Notice(f"There is no order “{shortened(given['sort'])}”. Sort by {', '.join(SORTS[:-1])} or {SORTS[-1]}.")
    if given.get("order") and given["order"] != DISTINCTIVE:
        yield Notice(f"There is no order of values “{shortened(given['order'])}”. They come by count, or {DISTINCTIVE} ones first.")


def shortened(value: str) -> str:
    """Return a value at a length that fits into a sentence."""
    return value if len(value) <= 40 else value[:39] + "…"
