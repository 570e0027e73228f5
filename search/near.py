"""What loose words come close to without meaning the same: words of search/words/near.csv, a country's words, holders of offices.

They find nothing: articles that hold them, too, only come further up (search/relevance.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice

from archive.gazetteers import Gazetteer
from archive.gazetteers.country import CountryGazetteer
from archive.gazetteers.person import FAMILY_NAME_FIRST, Person, PersonGazetteer
from search.analysis import stems
from search.same import SameWords

LONGEST_RUN = 4
"""Words side by side that are looked up together."""

MOST_NEAR = 6
"""Words that one expression brings."""

RECENT = 2014
"""Whoever left an office before is not meant by it."""

OFFICES = {
    "leader": ("president of", "prime minister of", "chancellor of", "leader of", "king of"),
    "president": ("president of",),
    "premier": ("prime minister of",),
    "prime minister": ("prime minister of",),
    "chancellor": ("chancellor of",),
    "king": ("king of",),
    "foreign minister": ("foreign minister of", "foreign secretary of", "secretary of state of"),
    "foreign secretary": ("foreign secretary of", "foreign minister of"),
    "defence minister": ("defence minister of", "defence secretary of", "secretary of defense of"),
    "defence secretary": ("defence secretary of", "secretary of defense of"),
    "defence chief": ("defence minister of", "defence secretary of", "secretary of defense of"),
}
"""What an office is called → how the office of a person begins who holds it."""

ALIKE = {"defense": "defence", "pm": "prime minister"}
Stems = tuple[str, ...]


class Nearby:
    """Answers for the loose words of one query at a time; holds the words of countries and the holders of offices."""

    def __init__(self, same: SameWords, gazetteers: Mapping[str, Gazetteer]) -> None:
        self._same = same
        self._countries: dict[Stems, str] = {}
        self._forms: dict[str, dict[str, None]] = defaultdict(dict)
        self._people: dict[str, list[Person]] = defaultdict(list)
        countries, people = gazetteers.get("country"), gazetteers.get("person")
        if isinstance(countries, CountryGazetteer):
            for form in countries.forms:
                self._countries.setdefault(tuple(stems(form.text)), form.value)
            for country in countries.countries.values():
                self._forms[country.id][country.label] = None
            for form in countries.forms:
                if form.kind == "adjective" and len(self._forms[form.value]) == 1:
                    self._forms[form.value][form.text] = None
        if isinstance(people, PersonGazetteer):
            for person in people.people:
                self._people[person.country].append(person)

    def of(self, texts: Sequence[str], known: Container[tuple[str, ...]]) -> Iterator[str]:
        """Yield the words near a query's loose ones, but those whose stems are known."""
        words = [word for text in texts for word in text.split()]
        for start in range(len(words)):
            for size in range(1, min(LONGEST_RUN, len(words) - start) + 1):
                found = (word for word in self._near(words[start : start + size]) if tuple(stems(word)) not in known)
                yield from islice(dict.fromkeys(found), MOST_NEAR)

    def _near(self, run: Sequence[str]) -> Iterator[str]:
        """Yield what comes close to some words side by side."""
        text = " ".join(run)
        yield from self._same.near(text)
        country = self._countries.get(tuple(stems(text)))
        if country:
            yield from self._forms[country]
        for parted in range(1, len(run)):
            country = self._countries.get(tuple(stems(" ".join(run[:parted]))))
            if country:
                yield from self._holders(country, " ".join(ALIKE.get(word.lower(), word.lower()) for word in run[parted:]))

    def _holders(self, country: str, office: str) -> Iterator[str]:
        """Yield the surnames of those who hold or lately held an office of a country."""
        for person in self._people[country] if office in OFFICES else ():
            title = person.office.lower()
            if title.startswith(OFFICES[office]) and lately(title):
                words = person.label.split()
                yield words[0 if person.country in FAMILY_NAME_FIRST else -1]


def lately(office: str) -> bool:
    """Tell whether an office with its years, `president of france 2017–`, was held after RECENT."""
    years = re.findall(r"(\d{4})(–?)(?!\d)", office.partition(";")[0])
    return any(after or int(year) > RECENT for year, after in years)
