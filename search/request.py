"""URL pairs ⇄ SearchRequest. The permalink grammar lives here and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from archive.facets import FACET_NAMES, SINGLE
from search.analysis import folded
from search.dates import read_date
from search.engines import Filter

DISTINCTIVE = "distinctive"
"""The order of facet values that asks what a result has more of than the archive; without it they come by count."""

SORTS = ("relevance", "newest", "oldest")
MODES = ("all", "any", "not")
RELAXED = ("most", "near")
WORDS = ("all", *RELAXED)
"""Insist on all words, or be content with most of them, or also with what comes near; without a choice, few results decide."""

COUNTS = ("stories", "articles")
"""What a result lists and counts, the default first."""

MOST_PLAIN = 20
PAGE_SIZE = 20
LAST_PAGE = 500
LONGEST_QUERY = 1000
MOST_CHOICES = 50

Pairs = tuple[tuple[str, str], ...]

FACET_KEYS = tuple(facet + mode for facet in FACET_NAMES for mode in ("", ".any", ".not", ".none"))
KEYS = {
    key: place
    for place, key in enumerate(("q", "plain", "words", *FACET_KEYS, "from", "to", "edition", "count", "sort", "order", "page"))
}
"""Every key of an address by its place in a canonical one."""

UNCHOSEN = {facet: Filter(facet) for facet in FACET_NAMES}


@dataclass(frozen=True)
class SearchRequest:
    """Everything that decides a result page; one state, one address.

    `filters` holds one Filter per facet with a choice, in declared order with values sorted. `start` and `end` are inclusive
    dates (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`) or empty. `sort` empty means the default: relevance where there is a query,
    newest where there is none. `plain` holds the expressions to be taken as written, folded and sorted; `words` is all or most (of
    the words must occur) or near (most, or it comes near in meaning), or empty: few results decide. Both belong to the query and go
    with it. `count` is articles, or empty: stories. `ranking` is DISTINCTIVE, or empty: values of facets come by count.
    """

    query: str = ""
    filters: tuple[Filter, ...] = ()
    start: str = ""
    end: str = ""
    edition: int | None = None
    sort: str = ""
    page: int = 1
    plain: tuple[str, ...] = ()
    words: str = ""
    count: str = ""
    ranking: str = ""

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> SearchRequest:
        """Read a request from URL pairs. Unknown keys are ignored, unreadable values fall back: every address has a meaning."""
        given = [(key, clean(value)) for key, value in pairs]
        last = dict(given)
        filters = (read_filter(facet, given) for facet in FACET_NAMES)
        query = last.get("q", "")[:LONGEST_QUERY].strip()
        sort = last.get("sort", "")
        return cls(
            query=query,
            filters=tuple(chosen for chosen in filters if chosen != UNCHOSEN[chosen.facet]),
            start=read_date(last.get("from", "")),
            end=read_date(last.get("to", "")),
            edition=read_number(last.get("edition", ""), default=None),
            sort=sort if sort in SORTS and sort != default_sort(query) and (query or sort != "relevance") else "",
            page=min(read_number(last.get("page", ""), default=1) or 1, LAST_PAGE),
            plain=read_plain(value for key, value in given if key == "plain") if query else (),
            words=last["words"] if query and last.get("words") in WORDS else "",
            count=last["count"] if last.get("count") in COUNTS[1:] else "",
            ranking=DISTINCTIVE if last.get("order") == DISTINCTIVE else "",
        )

    def to_pairs(self) -> Pairs:
        """Return the canonical pairs: q, plain, words, facets in declared order, from, to, edition, count, sort, order, page."""
        return self._pairs

    @cached_property
    def _pairs(self) -> Pairs:
        pairs = [("q", self.query)] if self.query else []
        pairs += [("plain", text) for text in self.plain]
        pairs += [("words", self.words)] if self.words else []
        for chosen in self.filters:
            pairs += [(chosen.facet, value) for value in chosen.all]
            pairs += [(f"{chosen.facet}.any", value) for value in chosen.any]
            pairs += [(f"{chosen.facet}.not", value) for value in chosen.none_of]
            pairs += [(f"{chosen.facet}.none", "1")] if chosen.missing else []
        pairs += [("from", self.start)] if self.start else []
        pairs += [("to", self.end)] if self.end else []
        pairs += [("edition", str(self.edition))] if self.edition is not None else []
        pairs += [("count", self.count)] if self.count else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("order", self.ranking)] if self.ranking else []
        pairs += [("page", str(self.page))] if self.page != 1 else []
        return tuple(pairs)

    def url(self, path: str = "/") -> str:
        """Return the canonical address of this state under `path`."""
        return path + self._written

    @cached_property
    def _written(self) -> str:
        return "?" + "&".join(map(written, self._pairs)) if self._pairs else ""

    def _around(self, first: str, last: str) -> tuple[list[str], list[str]]:
        """Return what an address on page 1 has before the keys from one to another, and what after them."""
        before = [written(pair) for pair in self._pairs if KEYS[pair[0]] < KEYS[first]]
        return before, [written(pair) for pair in self._pairs if KEYS[last] < KEYS[pair[0]] < KEYS["page"]]

    @property
    def order(self) -> str:
        """Return the sort in force."""
        return self.sort or default_sort(self.query)

    @property
    def counted(self) -> str:
        """Return what is listed and counted: stories or articles."""
        return self.count or COUNTS[0]

    @property
    def empty(self) -> bool:
        """Tell whether nothing is asked for: no query, no filter, no dates."""
        return not (self.query or self.filters or self.start or self.end)

    def filter(self, facet: str) -> Filter:
        """Return the choices in one facet, an empty Filter where there are none."""
        for chosen in self.filters:
            if chosen.facet == facet:
                return chosen
        return UNCHOSEN.get(facet) or Filter(facet)

    def toggle(self, facet: str, value: str, mode: str = "all") -> SearchRequest:
        """Return the request with one value of a facet added in a mode, or removed where it is there already; on page 1."""
        chosen = self.filter(facet)
        if mode == "any":
            return self.with_filter(replace(chosen, any=toggled(chosen.any, value)))
        if mode == "not":
            return self.with_filter(replace(chosen, none_of=toggled(chosen.none_of, value)))
        return self.with_filter(replace(chosen, all=toggled(chosen.all, value)))

    def mode(self, facet: str, value: str) -> str:
        """Return how a value is chosen: all, any or not; empty where it is not."""
        chosen = self.filter(facet)
        given = (("all", chosen.all), ("any", chosen.any), ("not", chosen.none_of))
        return next((mode for mode, values in given if value in values), "") if chosen is not UNCHOSEN.get(facet) else ""

    def adds(self, facet: str) -> str:
        """Return the mode in which a further value of a facet is added: any where that is chosen, or an article has one value."""
        chosen = self.filter(facet)
        return "any" if chosen.any or (facet in SINGLE and not chosen.all) else "all"

    def with_mode(self, facet: str, mode: str) -> SearchRequest:
        """Return the request with all wanted values of a facet in one mode, all or any; on page 1."""
        chosen = self.filter(facet)
        wanted = tuple(sorted({*chosen.all, *chosen.any}))
        moved = replace(chosen, all=wanted, any=()) if mode == "all" else replace(chosen, all=(), any=wanted)
        return self.with_filter(moved)

    def adder(self, facet: str, mode: str = "all") -> Callable[[str], str]:
        """Return a function from a value to the address of `toggle(facet, value, mode)`; made once, it is cheap for many values."""
        name = facet if mode == "all" else f"{facet}.{mode}"
        chosen = {value for key, value in self._pairs if key == name}
        before, after = self._around(name, name)

        def among_others(value: str) -> str:
            return address_of([*before, *(written((name, other)) for other in sorted(chosen ^ {value})), *after])

        if chosen:
            return among_others
        start, end = address_of([*before, f"{name}="]), "".join(f"&{one}" for one in after)
        return lambda value: start + encode(value) + end

    def missing_url(self, facet: str) -> str:
        """Return the address of `toggle_missing(facet)`."""
        return self.toggle_missing(facet).url() if self.filter(facet).any else self.adder(facet, "none")("1")

    def dater(self) -> Callable[[str, str], str]:
        """Return a function from two dates, each written well or empty, to the address of `with_dates`; cheap for many of them."""
        before, after = self._around("from", "to")

        def address(start: str, end: str) -> str:
            dates = [f"{key}={date}" for key, date in (("from", start), ("to", end)) if date]
            return address_of([*before, *dates, *after])

        return address

    def toggle_missing(self, facet: str) -> SearchRequest:
        """Return the request with `none` of a facet switched; on page 1. It takes the place of `any` choices, which rule it out."""
        chosen = self.filter(facet)
        return self.with_filter(replace(chosen, missing=not chosen.missing, any=chosen.any if chosen.missing else ()))

    def with_filter(self, changed: Filter) -> SearchRequest:
        """Return the request with one facet's choices replaced; on page 1."""
        others = {chosen.facet: chosen for chosen in self.filters} | {changed.facet: changed}
        kept = (others[facet] for facet in FACET_NAMES if facet in others)
        return replace(self, filters=tuple(chosen for chosen in kept if chosen != UNCHOSEN[chosen.facet]), page=1)

    def with_dates(self, start: str, end: str) -> SearchRequest:
        """Return the request with other dates; on page 1."""
        return replace(self, start=read_date(start), end=read_date(end), page=1)

    def with_sort(self, sort: str) -> SearchRequest:
        """Return the request in another order; on page 1."""
        return replace(self, sort="" if sort == default_sort(self.query) else sort, page=1)

    def with_ranking(self, ranking: str) -> SearchRequest:
        """Return the request with the values of facets in another order, on the same page."""
        return replace(self, ranking=ranking) if ranking != self.ranking else self

    def with_counted(self, what: str) -> SearchRequest:
        """Return the request that lists and counts stories, or articles; on page 1."""
        return replace(self, count="" if what == COUNTS[0] else what, page=1)

    def with_page(self, page: int) -> SearchRequest:
        """Return the request on another page."""
        return replace(self, page=page) if page != self.page else self

    def without_query(self) -> SearchRequest:
        """Return the request without its words; on page 1."""
        sort = "" if self.sort in ("relevance", "newest") else self.sort
        return replace(self, query="", plain=(), words="", sort=sort, page=1)

    def with_query(self, query: str) -> SearchRequest:
        """Return the request with other words, to be read afresh; on page 1."""
        return replace(self, query=query, plain=(), words="", page=1) if query else self.without_query()

    def with_words(self, words: str) -> SearchRequest:
        """Return the request with another state of the words; on page 1."""
        return replace(self, words=words, page=1)

    def with_words_settled(self, words: str) -> SearchRequest:
        """Return the request with a state of the words that few results led to, on the same page."""
        return replace(self, words=words)

    def toggle_plain(self, text: str) -> SearchRequest:
        """Return the request with an expression taken as written, or no longer; on page 1."""
        return replace(self, plain=read_plain(toggled(self.plain, text)), page=1)

    def cleared(self) -> SearchRequest:
        """Return the request with its words and edition only: no filters, no dates; on page 1."""
        return replace(self, filters=(), start="", end="", page=1)

    def first_day(self) -> str | None:
        """Return the first day asked for as `YYYY-MM-DD`, or None."""
        return (self.start + "-01-01"[len(self.start) - 4 :])[:10] if self.start else None

    def last_day(self) -> str | None:
        """Return the last day asked for as `YYYY-MM-DD`, or None. A month's last day is written as 31: dates compare as text."""
        return (self.end + "-12-31"[len(self.end) - 4 :])[:10] if self.end else None


def read_filter(facet: str, pairs: Iterable[tuple[str, str]]) -> Filter:
    """Collect the choices in one facet from URL pairs: at most MOST_CHOICES a mode, sorted, once each."""
    values: dict[str, set[str]] = {"": set(), ".any": set(), ".not": set(), ".none": set()}
    own = [(key.removeprefix(facet), value) for key, value in pairs if value and key.startswith(facet)]
    if not own:
        return UNCHOSEN[facet]
    for mode, value in own:
        if mode in values:
            values[mode].add(value)
    kept = {mode: tuple(sorted(chosen)[:MOST_CHOICES]) for mode, chosen in values.items()}
    return Filter(facet, all=kept[""], any=kept[".any"], none_of=kept[".not"], missing="1" in values[".none"])


def read_plain(texts: Iterable[str]) -> tuple[str, ...]:
    """Return expressions as they are compared: folded, sorted, once each, at most MOST_PLAIN."""
    return tuple(sorted({" ".join(folded(text[:LONGEST_QUERY])) for text in texts} - {""})[:MOST_PLAIN])


def toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    """Return the values sorted, with one added, or removed where it was there."""
    return tuple(sorted(set(values) ^ {value}))


def clean(value: str) -> str:
    """Return a URL value as NFC text, control and invisible characters turned to spaces, runs of space collapsed."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split())
    text = unicodedata.normalize("NFC", value)
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join(text.split())


def read_number(value: str, *, default: int | None) -> int | None:
    """Return a positive whole number of at most nine digits, else the default."""
    readable = value.isascii() and value.isdigit() and len(value) <= 9 and int(value) > 0
    return int(value) if readable else default


def default_sort(query: str) -> str:
    """Return the order used when none is chosen."""
    return "relevance" if query else "newest"


def address_of(written: list[str]) -> str:
    """Return the address of the search page with pairs as they stand in it."""
    return "/?" + "&".join(written) if written else "/"


def written(pair: tuple[str, str]) -> str:
    """Return a pair as it stands in an address."""
    return f"{pair[0]}={encode(pair[1])}"


@lru_cache(maxsize=20_000)
def encode(value: str) -> str:
    """Percent-encode a value for a query string, keeping it readable: spaces as +; colon, slash, comma and asterisk as they are."""
    return quote_plus(value, safe=":/,*", encoding="utf-8", errors="replace")
