"""From the address at hand to an answer: what it asks for, what of it could not be read, what to do when nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import request as http
from werkzeug.exceptions import RequestURITooLarge

from search.request import LONGEST_QUERY, SORTS, SearchRequest, clean, read_date, read_number
from search.result import Notice, ResultPage
from web.ports import Service

LONGEST_ADDRESS = 64 * 1024
"""Bytes of query string read at most: 10,000 letters of any script fit, percent-encoded."""


def read_request() -> SearchRequest:
    """Read the search from the address of the HTTP request at hand. An address over LONGEST_ADDRESS raises 414."""
    if len(http.query_string) > LONGEST_ADDRESS:
        raise RequestURITooLarge("This address is too long to be read. Search for fewer words, or choose fewer values.")
    return SearchRequest.from_pairs(http.args.items(multi=True))


def answer(service: Service) -> ResultPage:
    """Answer the address at hand, with a notice for each part of it that was not understood."""
    asked = read_request()
    page = service.run(asked)
    return replace(page, notices=(*misread(asked), *page.notices))


def misread(asked: SearchRequest) -> Iterator[Notice]:
    """Say which given values were passed over, and what they should look like."""
    given = {key: clean(value) for key, value in http.args.items(multi=True)}
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
    if given.get("sort") and given["sort"] not in SORTS:
        yield Notice(f"There is no order “{shortened(given['sort'])}”. Sort by {', '.join(SORTS[:-1])} or {SORTS[-1]}.")


def shortened(value: str) -> str:
    """Return a value at a length that fits into a sentence."""
    return value if len(value) <= 40 else value[:39] + "…"
