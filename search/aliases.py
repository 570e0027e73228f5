"""The other ways to write what a few words mean beyond doubt: spellings, names of persons, countries and systems, terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.gazetteers import Gazetteer
from archive.gazetteers.country import CountryGazetteer
from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.person import FAMILY_NAME_FIRST, Person, PersonGazetteer
from archive.gazetteers.person_names import name_words
from search.analysis import folded, stems
from search.near import Nearby
from search.same import SameWords
from search.tree import FacetIs

MOST_OTHERS = 12
"""Other ways that one expression is looked for in, at most."""

REMEMBERED = 8192
"""Expressions whose other ways are remembered: what searches are made of comes again and again."""

LONGEST_NAME = 4
"""Words side by side that are looked up as one name of a value."""

SHORTEST_COUNTRY = 4
"""Letters of a country's name from which on it is taken for one in lower case too: not `car` or `us`."""


@dataclass(frozen=True)
class Others:
    """Other ways to write an expression: `kind` is spelling, term, person, country or equipment."""

    kind: str
    words: tuple[str, ...]


class Aliases:
    """Answers for one expression at a time; holds each system's and each country's names by id."""

    def __init__(self, same: SameWords, gazetteers: Mapping[str, Gazetteer]) -> None:
        self._same = same
        self.nearby = Nearby(same, gazetteers)
        self._person = gazetteers.get("person")
        self._country = gazetteers.get("country")
        self._equipment = gazetteers.get("equipment")
        self._names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self._remembered = lru_cache(REMEMBERED)(self._others)
        if isinstance(self._equipment, EquipmentGazetteer):
            for system in self._equipment.systems.values():
                self._names["equipment", system.id][system.label] = None
            for name in self._equipment.names:
                if name.value in self._equipment.systems and not name.guards:
                    self._names["equipment", name.value][name.text] = None
        if isinstance(self._country, CountryGazetteer):
            for country in self._country.countries.values():
                self._names["country", country.id][country.label] = None
            for form in self._country.forms:
                if form.kind == "name" and not form.guards and len(form.text) >= SHORTEST_COUNTRY:
                    self._names["country", form.value][form.text] = None

    def others(self, text: str) -> Others | None:
        """Return the other ways to write a text, at most MOST_OTHERS, none that only adds words to it; None where there is none."""
        return self._remembered(text)

    def named(self, words: Sequence[str]) -> Iterator[FacetIs]:
        """Yield what words side by side are the name of, the longest runs first: values of facets that are meant beyond doubt."""
        at = 0
        while at < len(words):
            runs = (words[at : at + size] for size in range(min(LONGEST_NAME, len(words) - at), 0, -1))
            found, size = next(((values, len(run)) for run in runs if (values := self._values(" ".join(run)))), ((), 1))
            yield from found
            at += size

    def _values(self, text: str) -> tuple[FacetIs, ...]:
        """Return the one country, the one person and the one kind of equipment that a text is a name of, if any."""
        kinds = [("person", self._person), ("equipment", self._equipment)]
        kinds += [("country", self._country)] if len(text) >= SHORTEST_COUNTRY else []
        known = [(kind, gazetteer.resolve(text)) for kind, gazetteer in kinds if gazetteer]
        return tuple(FacetIs(kind, ids[0]) for kind, ids in known if len(ids) == 1)

    def _others(self, text: str) -> Others | None:
        found = [(kind, word) for kind, word in self._found(text) if stems(word)]
        known = [stems(text)]
        kept: list[str] = []
        kinds: list[str] = []
        for kind, word in found:
            words = stems(word)
            if len(kept) < MOST_OTHERS and not any(holds(words, other) for other in known):
                known.append(words)
                kept.append(word)
                kinds.append(kind)
        return Others(kinds[0], tuple(kept)) if kept else None

    def _found(self, text: str) -> Iterator[tuple[str, str]]:
        if not any(word.isalpha() for word in folded(text)):
            return
        for group in self._same.groups(text):
            yield from ((group.kind, word) for word in group.words)
        yield from (("person", name) for name in self._person_names(text))
        yield from self._named("country", self._country, text) if len(text) >= SHORTEST_COUNTRY else ()
        yield from self._named("equipment", self._equipment, text)

    def _person_names(self, text: str) -> Iterator[str]:
        """Yield the spellings of a person's full name, or of a surname that means one person only."""
        if not isinstance(self._person, PersonGazetteer):
            return
        words = name_words(text)
        if len(words) == 1:
            person = self._person.meant_alone(words[0])
            if person:
                yield from dict.fromkeys(surname(name, person) for name in person.names)
        elif len(people := self._person.named(text)) == 1:
            yield from people[0].names

    def _named(self, kind: str, gazetteer: Gazetteer | None, text: str) -> Iterator[tuple[str, str]]:
        """Yield the names of the one country or system a text names; adjectives, capitals and kinds of equipment are none."""
        ids = gazetteer.resolve(text) if gazetteer else ()
        names = self._names.get((kind, ids[0]), {}) if len(ids) == 1 else {}
        if kind == "country" and not any(stems(name) == stems(text) for name in names):
            return
        yield from ((kind, name) for name in names)


def surname(name: str, person: Person) -> str:
    """Return the surname in one of a person's names as it is written there."""
    words = name.removesuffix(" Jr.").split()
    return words[0 if person.country in FAMILY_NAME_FIRST else -1]


def holds(words: list[str], part: list[str]) -> bool:
    """Tell whether words hold a part in a row."""
    return any(words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1))
