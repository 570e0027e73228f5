"""Finds the countries a text names: every form of the gazetteer at word boundaries, longest first, guarded."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.gazetteers.country import CountryGazetteer
from archive.model import Mention, Span
from indexer.extract.automaton import Automaton
from indexer.extract.country_guards import CountryGuards, Place, Step
from indexer.extract.country_text import plain

LONG_ENOUGH = 5
"""The shortest form taken from the end of a run-together word; shorter ones end too many other names."""


class Name(NamedTuple):
    """A form as it is looked for: whom it means, its guards and the rule its mentions give."""

    value: str
    label: str
    guards: tuple[str, ...]
    rule: str


class CountryFinder:
    """Finds country mentions in one pass over the text, in time linear in its length."""

    def __init__(self, gazetteer: CountryGazetteer) -> None:
        self._guards = CountryGuards(gazetteer.rules, gazetteer.words)
        self._automaton = automaton(gazetteer)

    def find(self, text: str, people: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the mentions in order of place; `people` are the language model's persons, in order, empty without it."""
        shown = plain(text)
        seen: dict[Step, bool] = {}
        starts = [person.start for person in people]
        found: list[Mention] = []
        for start, end, names in self._hits(shown.text.replace("\n", " ")):
            first, last = shown.span(start, end) if shown.ends else (start, end)
            asked = [name for name in names if name.guards and not self._guards.content(name.guards, shown.text, end)]
            if asked:
                place = Place(shown.text, start, end, bool(starts) and inside(first, last, people, starts))
                names = tuple([name for name in names if name not in asked or self._guards.keep(name.guards, place, seen)])
            if len(names) > 1:
                names = tuple({name.value: name for name in reversed(names)}.values())
            for name in names:
                found.append(Mention("country", name.value, name.label, text[first:last], first, last, name.rule))
        return tuple(found)

    def _hits(self, text: str) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
        """Yield leftmost longest forms that are whole words; a decoy has no names and hides what it covers."""
        longest: dict[int, tuple[int, tuple[Name, ...]]] = {}
        # A space on either side spares every form the question whether the text ends there.
        padded = f" {text} "
        for start, end, names in self._automaton.find(text):
            if (not padded[start].isalnum() or starts_inside(padded, start + 1, end - start)) and (
                not padded[end + 1].isalnum() or ends_word(padded, end + 1)
            ):
                longest[start] = (end, names)
        reached = 0
        for start in sorted(longest):
            end, names = longest[start]
            if start >= reached:
                reached = end
                yield start, end, names


def inside(start: int, end: int, people: Sequence[Span], starts: Sequence[int]) -> bool:
    """Tell whether a stretch is part of a longer person's name. `starts` are where the people start."""
    before = bisect_right(starts, start) - 1
    if before < 0:
        return False
    person = people[before]
    return end <= person.end and (person.start, person.end) != (start, end)


def starts_inside(text: str, start: int, length: int) -> bool:
    """Tell whether a form begins a part of a run-together word, at a change of case: StandWithUkraine."""
    return length >= LONG_ENOUGH and text[start - 1].islower() and text[start].isupper() and text[start + 1].islower()


def ends_word(text: str, end: int) -> bool:
    """Tell whether a form ends a word, ends in a sign itself (US$) or runs into a next word: UkraineAid, UKMinister."""
    if not text[end].isalnum() or not text[end - 1].isalnum():
        return True
    return text[end].isupper() and text[end + 1 : end + 2].islower()


def automaton(gazetteer: CountryGazetteer) -> Automaton[tuple[Name, ...]]:
    """Build the automaton of all forms and decoys, each as written, in capitals and without accents."""
    names: dict[str, tuple[Name, ...]] = {}
    for decoy in gazetteer.decoys:
        names.update(dict.fromkeys(spellings(decoy), ()))
    for form in gazetteer.forms:
        label = gazetteer.countries[form.value].label
        name = Name(form.value, label, form.guards, " ".join((form.kind, *form.guards)))
        for spelling in spellings(form.text):
            names[spelling] = (*names.get(spelling, ()), name)
    return Automaton(names)


def spellings(form: str) -> set[str]:
    """Return how a form is written in running text and headlines: as is and in capitals, with accents and without."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", form) if not unicodedata.combining(letter))
    return {form, form.upper(), bare, bare.upper()}
