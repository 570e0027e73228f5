"""The gazetteer of persons: people.csv with aliases, redirects.csv for merged ids, and the words that are part of no name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import OSA

from archive.gazetteers import Problem
from archive.gazetteers.person_names import DATA, SUFFIXES, merge_key, name_key, name_words, skeleton, without_middle

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WIKIDATA = re.compile(r"(Q[1-9]\d*)?")
LONG_SURNAME = 7
"""Letters of a surname's skeleton from which on a slip of one letter is told from another name."""

RELATIVE = re.compile(r"(?:Son|Daughter|Wife|Sister|Brother) of ")
"""An office of this kind: the person is called by the given name where a text says whose son or wife it is."""

ALONE = ("", "yes", "always")
Value = TypeVar("Value")
Words = Mapping[str, frozenset[str]]
"""The words of each kind in words.csv, as they are written in a text."""


@dataclass(frozen=True)
class Person:
    """One line of people.csv. `alone`: the surname by itself means this person, `always` even beside a namesake."""

    slug: str
    label: str
    wikidata: str
    country: str
    office: str
    aliases: tuple[str, ...]
    alone: str
    line: int

    @property
    def names(self) -> tuple[str, ...]:
        """Return the label and every alias."""
        return (self.label, *self.aliases)


@dataclass(frozen=True)
class Redirect:
    """One line of redirects.csv: an old id and the one that now stands for it."""

    old: str
    new: str
    date: str
    reason: str
    line: int


class PersonGazetteer:
    """Persons known by name. Fulfils the Gazetteer protocol; the finder asks it for keys besides."""

    def __init__(self, people: Iterable[Person], redirects: Iterable[Redirect], words: Words, nobody: Iterable[str]) -> None:
        self.people = tuple(people)
        self.redirects = tuple(redirects)
        self.words = words
        self.nobody = frozenset(map(merge_key, nobody))
        self.by_slug = {person.slug: person for person in self.people}
        self.moved = {redirect.old: redirect.new for redirect in self.redirects}
        self.by_key = grouped((merge_key(name), person) for person in self.people for name in person.names)
        self.by_last = grouped((name_key(name)[-1], (name_key(name), person)) for person in self.people for name in person.names)
        self.namesakes = frozenset(namesakes(self.people))
        self.by_surname = grouped((skeleton(family_name(person.label, person.country)), person) for person in self.people)
        self.relatives = grouped((name_key(person.label)[0], person) for person in self.people if RELATIVE.match(person.office))
        self.alone = {word: person for person in self.people for word in words_alone(person)}
        slavic = ((skeleton(word), person) for word, person in self.alone.items() if person.country in CYRILLIC)
        self.alone_by_skeleton = unique(slavic)

    def label(self, value: str) -> str | None:
        """Return a person's usual English name, or None where the gazetteer does not know the id."""
        person = self.by_slug.get(self.current(value))
        return person.label if person else None

    def group(self, value: str) -> str:
        """Return nothing: persons form no groups."""
        return ""

    def members(self, value: str) -> tuple[str, ...]:
        """Return nothing: persons form no groups."""
        return ()

    def explanation(self, value: str) -> str:
        """Return the office a person is known for, with its years."""
        person = self.by_slug.get(self.current(value))
        return person.office if person else ""

    def parents(self, value: str) -> tuple[str, ...]:
        """Return nothing: persons form no tree."""
        return ()

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids of those a full name or a surname may mean, the best known first; titles before it are no part of it."""
        typed = name.split()
        while typed:
            people = self.meant(" ".join(typed))
            if people or typed[0].title() not in self.words.get("title", ()):
                return tuple(dict.fromkeys(person.slug for person in people))
            typed = typed[1:]
        return ()

    def meant(self, name: str) -> tuple[Person, ...]:
        """Return those whom a full name means, else those who are called by a word alone."""
        word = "".join(name_words(name))
        full = self.named(name)
        if full and len(name_words(name)) > 1:
            return full
        known = self.meant_alone(word)
        return (*full, *((known,) if known else ()), *self.by_surname.get(skeleton(word), ()))

    def named(self, name: str) -> tuple[Person, ...]:
        """Return those a full name means; initials and patronymics in the middle count only where they tell namesakes apart."""
        key = name_key(name)
        if len(key) < 3 or merge_key(name) in self.by_key or (key[0], key[-1]) in self.namesakes:
            return self.by_key.get(merge_key(name), ())
        return self.by_key.get(merge_key(without_middle(name)), ())

    def meant_alone(self, word: str) -> Person | None:
        """Return the person a single folded word means by itself."""
        return self.alone.get(word) or self.alone_by_skeleton.get(skeleton(word))

    def misspelt(self, key: tuple[str, ...]) -> Person | None:
        """Return the one person whose long surname a full name that nobody has misses by a letter: Kartopolov, Stotlenberg.

        `key` is the name's; the given name and the surname's first letter are right, and no `a` at the end makes it a woman's.
        """
        given, surname = (key[0], key[-1]) if len(key) == 2 else ("", "")
        if len(surname) < LONG_SURNAME or len(given) < 2:
            return None
        near = {found for part in shortened(surname) for found in self._shortened.get(f"{given} {part}", ())}
        people = {person for other, person in near if is_slip(surname, other)}
        return people.pop() if len(people) == 1 else None

    @cached_property
    def _shortened(self) -> Mapping[str, tuple[tuple[str, Person], ...]]:
        """Known long surnames, and whose they are, by given name and what is left of them without any one letter."""
        long = (
            (key, person)
            for pairs in self.by_last.values()
            for key, person in pairs
            if len(key) == 2 and len(key[1]) >= LONG_SURNAME
        )
        return grouped((f"{key[0]} {part}", (key[1], person)) for key, person in long for part in shortened(key[1]))

    def current(self, value: str) -> str:
        """Return the id that now stands for an id, following redirects; a loop gives the id itself."""
        seen = {value}
        now = value
        while now in self.moved:
            now = self.moved[now]
            if now in seen:
                return value
            seen.add(now)
        return now

    def check(self) -> tuple[Problem, ...]:
        """Return duplicates, colliding aliases, bad ids and broken redirects."""
        return (*people_problems(self.people), *collisions(self.people), *redirect_problems(self))


def words_alone(person: Person) -> Iterator[str]:
    """Yield the words that each mean this person: one-word aliases and, where the line says so, the surname in every spelling."""
    family = family_name(person.label, person.country)
    for name in person.names:
        words = name_words(name)
        if len(words) == 1:
            yield words[0]
        elif person.alone and family_name(name, person.country)[0] == family[0]:
            yield family_name(name, person.country)


def family_name(name: str, country: str) -> str:
    """Return the folded word of a name that is used alone: the last, or the first where family names come first."""
    words = [word for word in name_words(name) if word not in SUFFIXES]
    return words[0 if country in FAMILY_NAME_FIRST else -1]


CYRILLIC = ("UA", "RU", "BY", "KZ", "BG", "RS")
"""Countries whose names reach English in many spellings, so that a surname alone may be matched by its skeleton."""

FAMILY_NAME_FIRST = ("CN", "KR", "KP", "TW")
"""Countries whose people stand in people.csv with the family name first."""


def shortened(word: str) -> Iterator[str]:
    """Yield a word, and the word without each of its letters: two words that differ by one letter have one of these in common."""
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}


def is_slip(left: str, right: str) -> bool:
    """Tell whether two surnames differ by one letter, missing, added, changed or moved by one place, but not the first."""
    if left[0] != right[0] or left.endswith("a") != right.endswith("a"):
        return False
    return OSA.distance(left, right, score_cutoff=1) == 1


def grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """Gather the distinct values of each key, in order."""
    found: dict[str, dict[Value, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}


def namesakes(people: Iterable[Person]) -> Iterator[tuple[str, str]]:
    """Yield the (given name, last word) that two persons share: only their middle names tell them apart."""
    owners: dict[tuple[str, str], Person] = {}
    for person in people:
        for name in person.names:
            key = name_key(name)
            if owners.setdefault((key[0], key[-1]), person) is not person:
                yield key[0], key[-1]


def unique(pairs: Iterable[tuple[str, Person]]) -> dict[str, Person]:
    """Return the person of each key that leads to one person only."""
    return {key: people[0] for key, people in grouped(pairs).items() if len(people) == 1}


def people_problems(people: tuple[Person, ...]) -> Iterator[Problem]:
    """Yield what is wrong with single lines and ids that occur twice."""
    slugs: dict[str, int] = {}
    items: dict[str, int] = {}
    for person in people:
        where = f"person/people.csv line {person.line}"
        if not SLUG.fullmatch(person.slug):
            yield Problem(where, f"bad id {person.slug!r}: lower-case ASCII words joined by hyphens")
        if not WIKIDATA.fullmatch(person.wikidata):
            yield Problem(where, f"bad Wikidata id {person.wikidata!r}")
        if person.alone not in ALONE:
            yield Problem(where, f"surname_alone is {person.alone!r}: leave empty, or write yes or always")
        if person.slug in slugs:
            yield Problem(where, f"the id {person.slug} stands on line {slugs[person.slug]} already")
        if person.wikidata and person.wikidata in items:
            yield Problem(where, f"{person.wikidata} stands on line {items[person.wikidata]} already")
        slugs.setdefault(person.slug, person.line)
        items.setdefault(person.wikidata, person.line)


def collisions(people: tuple[Person, ...]) -> Iterator[Problem]:
    """Yield names and surnames alone that mean two persons."""
    for kind, keys in (("name", lambda person: {merge_key(name) for name in person.names}), ("surname alone", words_alone)):
        owners: dict[str, Person] = {}
        for person in people:
            for key in keys(person):
                other = owners.setdefault(key, person)
                if other is not person:
                    where = f"person/people.csv line {person.line}"
                    yield Problem(where, f"the {kind} {key!r} of {person.slug} also means {other.slug}")


def redirect_problems(gazetteer: PersonGazetteer) -> Iterator[Problem]:
    """Yield redirects that lead nowhere, start at a standing id, repeat one another or run in a circle."""
    seen: set[str] = set()
    for redirect in gazetteer.redirects:
        where = f"person/redirects.csv line {redirect.line}"
        if redirect.old in seen:
            yield Problem(where, f"{redirect.old} is redirected twice")
        seen.add(redirect.old)
        if redirect.old in gazetteer.by_slug:
            yield Problem(where, f"{redirect.old} still stands in people.csv")
        target = gazetteer.current(redirect.old)
        if target == redirect.old:
            yield Problem(where, f"{redirect.old} leads in a circle")
        elif target not in gazetteer.by_slug:
            yield Problem(where, f"{redirect.old} leads to {target}, which is not in people.csv")


def read_people(path: Path) -> Iterator[Person]:
    """Yield the lines of people.csv."""
    for line, row in rows(path):
        aliases = tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip())
        yield Person(row["slug"], row["label"], row["wikidata"], row["country"], row["office"], aliases, row["surname_alone"], line)


def read_redirects(path: Path) -> Iterator[Redirect]:
    """Yield the lines of redirects.csv."""
    for line, row in rows(path):
        yield Redirect(row["old"], row["new"], row["date"], row["reason"], line)


def read_words(path: Path) -> Words:
    """Return the words of each kind of words.csv."""
    found: dict[str, set[str]] = {}
    for _, row in rows(path):
        found.setdefault(row["kind"], set()).update(row["words"].split())
    return {kind: frozenset(words) for kind, words in found.items()}


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a data file with their line numbers."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


@cache
def load() -> PersonGazetteer:
    """Read the gazetteer of persons once a process."""
    return read(DATA)


def read(folder: Path) -> PersonGazetteer:
    """Read a gazetteer of persons from a folder of data files."""
    return PersonGazetteer(
        read_people(folder / "people.csv"),
        read_redirects(folder / "redirects.csv"),
        read_words(folder / "words.csv"),
        (row["name"] for _, row in rows(folder / "not_persons.csv")),
    )
