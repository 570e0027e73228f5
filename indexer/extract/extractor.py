"""From an article's text to its mentions: the finders, in order, and how their findings are reconciled."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

import archive.gazetteers
from archive.facets import FACETS
from archive.gazetteers import country, equipment, person
from archive.model import Article, Mention, Span
from indexer.extract.country import CountryFinder
from indexer.extract.country_text import INVISIBLE
from indexer.extract.equipment import EquipmentFinder
from indexer.extract.foreign import foreign
from indexer.extract.person import PersonFinder

EXTRACTION_VERSION = 7
"""Raised with every change to a finder's code that changes values; data files speak for themselves."""


NOBODY = (-1, -1)
"""A place before all others."""


Reading = tuple[str, Sequence[Span]]
"""An article's text and the spans the language model gave for it, none without it."""


class Visible(NamedTuple):
    """A text and its spans without marks nobody sees (soft hyphens, marks of direction): they may stand inside a name.

    `origin` is the place of every character in the text it comes from, empty where nothing was left out.
    """

    text: str
    spans: Sequence[Span]
    origin: Sequence[int]


class Extractor:
    """All finders over the gazetteers of the project. Pure: the same text and spans give the same mentions."""

    def __init__(self) -> None:
        self.countries = CountryFinder(country.load())
        self.equipment = EquipmentFinder(equipment.load())
        self.persons = PersonFinder(person.load())

    def find(self, text: str, spans: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the mentions in an article's text, by offset; `spans` are the language model's persons, empty without it."""
        return self.find_all([(text, spans)])[0]

    def find_all(self, readings: Sequence[Reading]) -> list[tuple[Mention, ...]]:
        """Return the mentions in each of some texts.

        A finder goes through all of them before the next one does: what it works with stays near the processor.
        """
        seen = [visible(text, spans) for text, spans in readings]
        countries = [self.countries.find(text, spans) for text, spans, _ in seen]
        equipment = [self.equipment.find(text, spans) for text, spans, _ in seen]
        found = [self.reconciled(*row) for row in zip(seen, countries, equipment, strict=True)]
        return [
            tuple(in_place(mention, text, origin) for mention in mentions) if origin else mentions
            for (text, _), (_, _, origin), mentions in zip(readings, seen, found, strict=True)
        ]

    def reconciled(self, seen: Visible, countries: Sequence[Mention], equipment: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions in a text whose countries and equipment are found: these, its persons, and no two of one word."""
        taken = (*countries, *equipment)
        persons = self.persons.find(seen.text, seen.spans, taken)
        kept = outside(taken, persons) if persons else taken
        return tuple(sorted((*kept, *persons), key=attrgetter("start", "end", "facet")))


def visible(text: str, spans: Sequence[Span]) -> Visible:
    """Return a text as names are looked for in it."""
    if not INVISIBLE.search(foreign(text)):
        return Visible(text, spans, ())
    origin = [place for place, letter in enumerate(text) if not INVISIBLE.match(letter)]
    moved = [Span(bisect_left(origin, span.start), bisect_left(origin, span.end)) for span in spans]
    return Visible(INVISIBLE.sub("", text), [span for span in moved if span.start < span.end], origin)


def in_place(mention: Mention, text: str, origin: Sequence[int]) -> Mention:
    """Return a mention at its place in the text it comes from; `origin` gives the place there of every character."""
    start, end = origin[mention.start], origin[mention.end - 1] + 1
    return mention._replace(surface=text[start:end], start=start, end=end)


def outside(mentions: Iterable[Mention], persons: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions that are no part of a person's name: not Chad in Chad Wolf, Abrams in Creighton Abrams."""
    names = sorted([NOBODY, *((person.start, person.end) for person in persons)])
    starts = [start for start, _ in names]
    return (mention for mention in mentions if mention.end > names[bisect_right(starts, mention.start) - 1][1])


def values_of(article: Article, mentions: Iterable[Mention]) -> Mapping[str, tuple[str, ...]]:
    """Return the distinct values of every facet, the most mentioned first; the outlet comes from the article itself."""
    found: dict[str, Counter[str]] = {facet.name: Counter() for facet in FACETS}
    for mention in sorted(mentions, key=attrgetter("start")):
        found[mention.facet][mention.value] += 1
    if article.source:
        found["source"][source_id(article.source)] += 1
    # Of values mentioned equally often, Counter puts the one met first ahead.
    return {facet: tuple(value for value, _ in values.most_common()) for facet, values in found.items()}


def source_id(source: str) -> str:
    """Return the stable id of an outlet: its folded name, words joined by hyphens, dots kept."""
    folded = "".join(letter if letter.isalnum() or letter == "." else " " for letter in anyascii(source).lower())
    return "-".join(folded.split()) or "unknown"


@cache
def extraction_stamp() -> str:
    """Return a fingerprint of everything that decides values besides the text: the data files and EXTRACTION_VERSION."""
    folder = Path(archive.gazetteers.__file__).parent / "data"
    digest = hashlib.sha256(str(EXTRACTION_VERSION).encode())
    for path in sorted(folder.rglob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
