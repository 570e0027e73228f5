"""How pages say things: counts, dates, titles, and marked text cut into pieces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote, urlsplit

from flask import Flask

from archive.wording import counted
from search.dates import whole
from search.lexemes import without_strays
from search.periods import named
from search.request import DISTINCTIVE, PAGE_SIZE, SearchRequest
from search.result import Choice, FacetList, FacetValue, ResultPage, Value

ORDER_LABELS = {"count": "Most articles", "name": "A–Z", DISTINCTIVE: "Distinctive", "region": "By region"}
HELP = (
    ("patriot lithuania", "both words; most of many words will do"),
    ("Who sent howitzers to Ukraine?", "a question, answered by the articles that fit best"),
    ('"air defence"', "these words side by side, as written"),
    ("patriot OR himars", "either"),
    ("patriot -drone", "the first without the second"),
    ("(patriot OR himars) -(drone OR tank)", "brackets keep things together"),
    ("lithuan*", "words that begin so"),
    ("zelensky~", "words that differ by a letter (~2: by two)"),
    ('"patriot ukraine"~5', "in this order, at most five words in between"),
    ('"patriot lithuania"~s', "in one sentence"),
    ("title:patriot", "only in the title (or standfirst:, body:)"),
    ('country:"south korea"', "labelled with a country, under any name"),
    ("person:zelenskiy", "a person, in any spelling"),
    ("equipment:shorad", "equipment, by any name"),
    ("source:reuters", "an outlet"),
    ("date:2024-08", "published then"),
    ("date:2024-06..2024-08", "published between; date:>2024 for after"),
)
"""What the page shows behind the question mark: (query, what it finds)."""

FEW_YEARS, MANY_YEARS = 8, 20
"""How many years at most are named under the bars: on a phone, and where there is room."""


def register(app: Flask) -> None:
    """Give the templates of `app` the functions of this module, and keep blank lines out of their output."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        chosen_first=chosen_first,
        quoted=quoted,
        counted=counted,
        grouped=grouped,
        day=day,
        short_day=short_day,
        pieces=pieces,
        domain=domain,
        safe_address=safe_address,
        tall=tall,
        without_strays=without_strays,
    )
    app.jinja_env.globals.update(
        HELP=[(query, SearchRequest(query=query).url(), told) for query, told in HELP],
        ORDER_LABELS=ORDER_LABELS,
        total=total,
        page_title=page_title,
        in_words=in_words,
        examples=examples,
        dropped=dropped,
        opened=opened,
        year_named=year_named,
        PAGE_SIZE=PAGE_SIZE,
    )


def grouped(number: int) -> str:
    """Return `1,234`."""
    return f"{number:,}"


@lru_cache(20_000)
def quoted(value: str) -> str:
    """Return an id as it stands in the path of an address."""
    return quote(value)


def day(value: str) -> str:
    """Return `2024-08-14` as `14 August 2024`; what is no date comes back as it is."""
    return named(value) if whole(value) else value


@lru_cache(4096)
def short_day(value: str) -> str:
    """Return `2024-08-14` as `14 Aug 2024`."""
    number, _, rest = day(value).partition(" ")
    month, _, year = rest.partition(" ")
    return f"{number} {month[:3]} {year}" if year else value


def tall(count: int, most: int) -> int:
    """Return how tall a bar stands of 100; any article at all is seen."""
    return max(round(100 * count / most), 3) if count else 0


def year_named(place: int, number: int) -> str:
    """Return the class of the year under one of a number of bars: `at`, `at wide` where only room shows it, or empty for none."""
    wide = -(-number // MANY_YEARS)
    narrow = wide * -(-number // (wide * FEW_YEARS))
    return "" if place % wide else "at wide" if place % narrow else "at"


def pieces(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a text at its marks into (piece, marked) pairs that join to the text again."""
    at = 0
    for start, end in marks:
        if at < start:
            yield text[at:start], False
        if max(at, start) < end:
            yield text[max(at, start) : end], True
        at = max(at, end)
    if text[at:]:
        yield text[at:], False


def safe_address(address: str) -> str:
    """Return a web address that may be linked to, or nothing: articles bring addresses nobody has checked."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def domain(address: str) -> str:
    """Return the host of a checked address without `www.`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def chosen_first(values: Sequence[Value]) -> Sequence[Value]:
    """Return the values of an article, those first that the search has chosen."""
    return sorted(values, key=lambda value: not value.selected) if any(value.selected for value in values) else values


def page_title(page: ResultPage) -> str:
    """Return what the window is called: the search in words, how many articles, the product."""
    if page.request.empty and page.page == 1:
        return "Convoy: news about defence and military aid, searchable"
    where = [f"page {page.page}"] if 1 < page.page <= page.pages else []
    return " · ".join([in_words(page), total(page), *where, "Convoy"]).removeprefix(" · ")


def total(page: ResultPage) -> str:
    """Return how much was found: `11 stories`, or `12 articles` where articles are counted or each is a story of its own."""
    folded = page.request.counted == "stories" and page.articles > page.total
    return counted(page.total, "story", "stories") if folded else counted(page.total)


def in_words(page: ResultPage) -> str:
    """Return what a page of results answers in words."""
    return searched(page.request.query, page.choices)


def searched(query: str, choices: Iterable[Choice]) -> str:
    """Return a search in words, empty where nothing is asked for: `“drone”, Lithuania or Latvia, no person found, from 2024`."""
    parts = [f"“{query}”"] if query else []
    for choice in choices:
        if choice.mode == "or":
            parts[-1] += f" {choice.label}"
        else:
            parts.append(f"no {choice.heading.lower()} found" if choice.mode == "none" else choice.label)
    return ", ".join(parts)


def examples(page: ResultPage, most: int = 4) -> list[tuple[str, str]]:
    """Return (words, address) of searches that surely find something: two frequent values that one article on the page has."""
    frequent = {(facet.name, value.value) for facet in page.facets for value in branches(facet.values)}
    found: dict[str, str] = {}
    for hit in page.hits:
        firsts = [next(((name, value) for value in values if (name, value.value) in frequent), None) for name, values in hit.facets]
        pair = [first for first in reversed(firsts) if first][:2]
        if len(pair) == 2 and len(found) < most:
            frequent -= {(name, value.value) for name, value in pair}
            (name, value), (other_name, other) = pair
            found[f"{value.label} + {other.label}"] = page.request.toggle(name, value.value).toggle(other_name, other.value).url()
    return list(found.items())


def branches(values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    """Yield values and all that is narrower."""
    for value in values:
        yield value
        yield from branches(value.children)


def dropped(page: ResultPage) -> list[tuple[str, str]]:
    """Return (what, address) of the same search with one part less, for a search that found nothing."""
    words = [(f"the words “{page.request.query}”", page.request.without_query().url())] if page.request.query else []
    return words + [(f"{choice.heading.lower()} {choice.alone}", choice.url) for choice in page.choices]


def opened(value: FacetValue) -> bool:
    """Tell whether a branch of a tree holds a selected value below its top."""
    return any(narrower.selected for narrower in branches(value.children))


def initials(facet: FacetList) -> list[tuple[str, list[FacetValue]]]:
    """Group values that are ordered by name under their first letter, accents off; digits and signs under `#`."""
    return [(letter, list(values)) for letter, values in groupby(facet.values, key=lambda value: initial(value.label))]


def initial(label: str) -> str:
    """Return the letter a label is filed under."""
    first = unicodedata.normalize("NFKD", label)[:1].upper()
    return first if first.isalpha() else "#"
