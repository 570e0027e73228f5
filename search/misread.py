"""What of an address or a command's words was not understood, said to whoever wrote it: a page answers all the same, a file not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from archive.errors import BadRequest
from archive.facets import FACET_NAMES
from search.dates import ambiguity, read_date
from search.render import told
from search.request import (
    COUNTS,
    DISTINCTIVE,
    KEYS,
    LAST_PAGE,
    LONGEST_QUERY,
    MOST_CHOICES,
    SORTS,
    WORDS,
    SearchRequest,
    clean,
    read_number,
)
from search.result import Link, Notice

MOST_UNKNOWN = 3
"""Unknown parts of an address that are named one by one."""

TRACKERS = re.compile(r"utm_.*|(?:fb|g|dc|y|tw|tt)clid|msclkid|[gw]braid|gclsrc|igsh(?:id)?|mc_[ce]id|mkt_tok|_ga|_gl|_hsenc|_hsmi")
"""Keys that mailings and social networks add to every link; they ask nothing of an archive."""

MODES = ("any", "not", "none")
BASES = tuple(key for key in KEYS if "." not in key)
ONCE = tuple(key for key in BASES if key not in (*FACET_NAMES, "plain"))

Pairs = Iterable[tuple[str, str]]


def misread(asked: SearchRequest, pairs: Pairs, own: Collection[str] = ()) -> Iterator[Notice]:
    """Say what of an address was not understood and what it should look like; `own` are keys a page has beside the search's."""
    given = list(pairs)
    yield from unread(given, own)
    page = read_number(clean(dict(given).get("page", "")), default=1) or 1
    if page > LAST_PAGE:
        yield Notice(f"There is no page {page:,}: pages end at {LAST_PAGE}.")
    if (asked.first_day() or "") > (asked.last_day() or "9"):
        swapped = asked.with_dates(asked.end, asked.start).url()
        yield Notice("The first date is after the last.", links=(Link("Swap them", swapped),))


def check(pairs: Pairs, doubts: Iterable[Notice]) -> None:
    """Raise BadRequest where a search was not understood whole: a file that says other than was asked is worse than none."""
    notices = [*unread(list(pairs), ()), *doubts]
    if notices:
        said = " ".join(told(notice) for notice in notices)
        raise BadRequest(f"{said} There is a file only of a search that was understood whole: please correct the address.")


def unread(pairs: list[tuple[str, str]], own: Collection[str]) -> Iterator[Notice]:
    """Say which given parts were passed over."""
    yield from strangers(pairs, own)
    every = [(key, clean(value)) for key, value in pairs]
    given = {key: value for key, value in every if value and key not in own}
    for key in ONCE:
        if len({value for other, value in every if other == key and key in given}) > 1:
            yield Notice(f"“{key}” was given more than once: the last one counts.")
    if len(given.get("q", "")) > LONGEST_QUERY:
        yield Notice(f"The search was too long: only its first {LONGEST_QUERY:,} characters were used.")
    yield from choices_passed_over(every)
    for key, name in (("from", "first"), ("to", "last")):
        if key in given and not read_date(given[key]):
            yield misdated(name, given[key])
    for key in ("page", "edition"):
        if key in given and read_number(given[key], default=None) is None:
            yield Notice(f"The {key} “{shortened(given[key])}” is not a number.")
    if given.get("words", WORDS[0]) not in WORDS:
        yield Notice(f"“words={shortened(given['words'])}” was not understood. It may be {' or '.join(WORDS)}.")
    if given.get("count", COUNTS[0]) not in COUNTS:
        yield Notice(f"“{shortened(given['count'])}” are not counted. Count {' or '.join(COUNTS)}.")
    if given.get("sort", SORTS[0]) not in SORTS:
        yield Notice(f"There is no order “{shortened(given['sort'])}”. Sort by {', '.join(SORTS[:-1])} or {SORTS[-1]}.")
    if given.get("order", DISTINCTIVE) != DISTINCTIVE:
        yield Notice(f"There is no order of values “{shortened(given['order'])}”. They come by count, or {DISTINCTIVE} ones first.")


def misdated(name: str, value: str) -> Notice:
    """Say why a date was not understood."""
    days = ambiguity(value)
    if days:
        return Notice(f"The {name} date “{shortened(value)}” may be {' or '.join(days)}. Write it so.")
    return Notice(f"The {name} date “{shortened(value)}” was not understood. Write 2024, 2024-08, 2024-08-14 or August 2024.")


def choices_passed_over(given: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """Say where more values of a facet were chosen than are heeded, or `none` of it is something else than 1."""
    chosen: dict[str, set[str]] = {}
    for key, value in given:
        if value and key.partition(".")[0] in FACET_NAMES:
            chosen.setdefault(key, set()).add(value)
    for key, values in chosen.items():
        if key.endswith(".none") and "1" not in values:
            yield Notice(f"“{key}={shortened(min(values))}” was not understood. Write {key}=1 for articles without any.")
        elif len(values) > MOST_CHOICES and key in KEYS:
            yield Notice(f"At most {MOST_CHOICES} values of “{key}” are heeded; {len(values):,} were given.")


def strangers(pairs: list[tuple[str, str]], own: Collection[str]) -> Iterator[Notice]:
    """Name the parts with keys there are not, and what may be meant."""
    unknown = [place for place, (key, value) in enumerate(pairs) if not expected(key, own) and clean(key + value)]
    for place in unknown[:MOST_UNKNOWN]:
        key, value = (clean(part) for part in pairs[place])
        said = f"“{shortened(f'{key}={value}' if value else key)}” was not understood."
        right = meant(key, value)
        if right:
            others = SearchRequest.from_pairs([*pairs[:place], (right, value), *pairs[place + 1 :]])
            so = f"{right}={shortened(value)}"
            yield Notice(f"{said} Is {so} meant?", links=(Link(f"Search with {so}", others.url()),))
        else:
            yield Notice(f"{said} {known(key)}")
    if len(unknown) > MOST_UNKNOWN:
        yield Notice(f"{len(unknown) - MOST_UNKNOWN:,} further parts of the address were not understood.")


def expected(key: str, own: Collection[str]) -> bool:
    """Tell whether a key is one of a search or of the page itself, or one that says nothing."""
    return key in KEYS or key in own or bool(TRACKERS.fullmatch(key))


def meant(key: str, value: str) -> str:
    """Return the key that one there is not comes close to, if the value makes sense there; else nothing."""
    base, dot, mode = key.lower().partition(".")
    near = closest(base, BASES)
    if dot:
        near = f"{near}.{fitting}" if near in FACET_NAMES and (fitting := closest(mode, MODES)) else ""
    plain = SearchRequest(query="x")
    return near if near and SearchRequest.from_pairs([("q", "x"), (near, value)]) != plain else ""


def closest(word: str, among: Collection[str]) -> str:
    """Return the word that another one is most like, empty where there is none."""
    return next(iter(get_close_matches(word[:40], among, 1)), "")


def known(key: str) -> str:
    """Say which keys there are, of a facet where one begins with its name."""
    facet = closest(key.lower().partition(".")[0], FACET_NAMES) if "." in key else ""
    if facet:
        return f"Write {facet}, {', '.join(f'{facet}.{mode}' for mode in MODES[:-1])} or {facet}.{MODES[-1]}."
    return f"An address may have {', '.join(BASES[:-1])} and {BASES[-1]}."


def shortened(value: str) -> str:
    """Return a value at a length that fits into a sentence."""
    return value if len(value) <= 40 else value[:39] + "…"
