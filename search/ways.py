"""Ways out of a search that found nothing: what each of its parts finds alone, and the rest without it, or without two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, islice
from urllib.parse import parse_qsl

from search.engines import Filter
from search.expansion import key_of
from search.fallback import said
from search.reading import Reading
from search.request import RELAXED, SearchRequest
from search.result import Choice, Way

MOST_WAYS = 10
"""Words, and filters, whose counts are given; of more words any one says little, and they are one part together."""

MOST_PAIRS = 6
"""Pairs of parts that are tried, those that find least alone first."""

CHOICES = ("all", "any", "none_of")

Total = Callable[[SearchRequest], int]
"""How many articles a request shows."""


@dataclass(frozen=True)
class Part:
    """A part of a search: a loose word, all of them where they are `many`, or else what `alone` asks for, a filter or a date."""

    label: str
    alone: SearchRequest
    word: str = ""
    many: bool = False

    def left_out(self, request: SearchRequest) -> SearchRequest:
        """Return a request without this part."""
        if self.many:
            return request.without_query()
        if not self.word:
            return lessened(request, self.alone)
        rest = request.with_query(left_out(request.query, self.word))
        # What comes near to fewer words is something else: it is neither counted nor shown.
        return rest.with_words("most") if rest.query and request.words in RELAXED else rest


def ways(reading: Reading, chosen: Sequence[Choice], total: Total) -> Iterator[Way]:
    """Yield the parts of a search of two parts or more: loose words first, then filters and dates, MOST_WAYS at most.

    Where leaving out any one of them finds nothing, the best two to leave out follow, if two are enough.
    """
    request, parts = reading.request, tuple(parts_of(reading, chosen))
    if len(parts) < 2:
        return
    single = [way((part,), total(part.alone), without(request, (part,)), total) for part in parts]
    yield from single
    if len(parts) > 2 and not any(one.without for one in single):
        scarce = sorted(range(len(parts)), key=lambda number: single[number].alone)
        pairs = [(parts[one], parts[other]) for one, other in islice(combinations(scarce, 2), MOST_PAIRS)]
        best = max(pairs, key=lambda pair: total(without(request, pair)))
        both = without(request, tuple(part for part in parts if part not in best)).with_words("all")
        found = way(best, total(both), without(request, best), total)
        yield from (found,) if found.without else ()


def parts_of(reading: Reading, chosen: Sequence[Choice]) -> Iterator[Part]:
    """Yield the loose words of a search, then its filters and dates."""
    request = reading.request
    words = [text for text in map(said, reading.parts.words) if text]
    if len(words) > MOST_WAYS:
        yield Part(f"The text of {len(words)} words", replace(request, filters=(), start="", end="", page=1), many=True)
    for word in words if len(words) <= MOST_WAYS else ():
        yield Part(f"“{word}”", SearchRequest(query=word, edition=request.edition, words="all"), word)
    for choice in chosen[:MOST_WAYS]:
        rest = SearchRequest.from_pairs(parse_qsl(choice.url.partition("?")[2]))
        yield Part(f"{choice.heading}: {choice.alone}", difference(request, rest))


def without(request: SearchRequest, parts: Sequence[Part]) -> SearchRequest:
    """Return a request without some of its parts."""
    return reduce(lambda whole, part: part.left_out(whole), parts, request)


def way(parts: Sequence[Part], alone: int, rest: SearchRequest, total: Total) -> Way:
    """Return the way that leaves out some parts; `alone` is how much they find by themselves."""
    return Way(" and ".join(part.label for part in parts), alone, total(rest), rest.url(), len(parts) > 1)


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


def lessened(whole: SearchRequest, gone: SearchRequest) -> SearchRequest:
    """Return a request without the one filter or date that another one is for."""
    for chosen in gone.filters:
        whole = whole.with_filter(fewer(whole.filter(chosen.facet), chosen))
    return whole.with_dates("" if gone.start else whole.start, "" if gone.end else whole.end)


def fewer(whole: Filter, rest: Filter) -> Filter:
    """Return the choices of a filter that another one lacks."""
    left = {name: tuple(value for value in getattr(whole, name) if value not in getattr(rest, name)) for name in CHOICES}
    missing = whole.missing and not rest.missing
    return Filter(whole.facet, all=left["all"], any=left["any"], none_of=left["none_of"], missing=missing)
