"""Ways out of a search that found nothing: what each of its parts finds alone, and what the rest finds without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import parse_qsl

from search.engines import Filter
from search.expansion import key_of
from search.fallback import said
from search.reading import Reading
from search.request import SearchRequest
from search.result import Choice, Way

MOST_WAYS = 10
"""Words, and filters, whose counts are given."""

CHOICES = ("all", "any", "none_of")

Total = Callable[[SearchRequest], int]
"""How many articles a request shows."""


def ways(reading: Reading, chosen: Sequence[Choice], total: Total) -> Iterator[Way]:
    """Yield the parts of a search of two parts or more: loose words first, then filters and dates, MOST_WAYS of each at most."""
    request, words = reading.request, [text for text in map(said, reading.parts.words) if text]
    if len(words) + len(chosen) < 2:
        return
    for word in words[:MOST_WAYS]:
        rest = request.with_query(left_out(request.query, word))
        yield Way(f"“{word}”", total(SearchRequest(query=word, edition=request.edition, words="all")), total(rest), rest.url())
    for choice in chosen[:MOST_WAYS]:
        rest = SearchRequest.from_pairs(parse_qsl(choice.url.partition("?")[2]))
        yield Way(f"{choice.heading}: {choice.label}", total(difference(request, rest)), total(rest), choice.url)


def left_out(query: str, word: str) -> str:
    """Return a query without a word or a few words side by side."""
    gone = key_of(word).split()
    return " ".join(part for part in query.split() if key_of(part) != " ".join(gone) and key_of(part) not in gone)


def difference(whole: SearchRequest, rest: SearchRequest) -> SearchRequest:
    """Return a request for nothing but the one filter or date by which a request differs from the rest of it."""
    filters = tuple(fewer(chosen, rest.filter(chosen.facet)) for chosen in whole.filters if chosen != rest.filter(chosen.facet))
    start = whole.start if whole.start != rest.start else ""
    end = whole.end if whole.end != rest.end else ""
    return SearchRequest(filters=filters, start=start, end=end, edition=whole.edition)


def fewer(whole: Filter, rest: Filter) -> Filter:
    """Return the choices of a filter that another one lacks."""
    left = {name: tuple(value for value in getattr(whole, name) if value not in getattr(rest, name)) for name in CHOICES}
    missing = whole.missing and not rest.missing
    return Filter(whole.facet, all=left["all"], any=left["any"], none_of=left["none_of"], missing=missing)
