"""One article's persons: full names gathered into persons, and the surnames that stand for them later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import OSA

from archive.gazetteers.person import FAMILY_NAME_FIRST, Person
from archive.gazetteers.person_names import NICKNAME, PARTICLES, SUFFIXES, slug_of

FORMS = 32
"""At most so many persons with one surname, and forms of one name, are compared: keeps long lists of names linear."""

REMEMBERED = 1 << 14
"""So many names' words are remembered."""

LONG_ENOUGH = 6
"""A given name of at least so many letters may differ in one letter and still be the same, misspelt."""


class Full(NamedTuple):
    """A full name in the text: its place, its comparable words, and whom the gazetteer knows by it."""

    start: int
    end: int
    key: tuple[str, ...]
    person: Person | None
    rule: str


class Individual(NamedTuple):
    """One person of an article: the longest key, whom the gazetteer knows, every full name by place, a label and an id.

    Someone no gazetteer knows has the label's words for an id.
    """

    key: tuple[str, ...]
    person: Person | None
    names: tuple[Full, ...]
    label: str
    slug: str

    def answers(self) -> Sequence[tuple[str, int]]:
        """Return the single words that name this person, and how well: 3 surname, 2 another part of the surname, 1 given name."""
        return words_of(self.key, bool(self.person and self.person.country in FAMILY_NAME_FIRST))


@lru_cache(REMEMBERED)
def words_of(key: tuple[str, ...], family_first: bool) -> Sequence[tuple[str, int]]:
    """Return the words of a name by which a person is called, each with how well it means the person."""
    words = bare(key)
    family = 0 if family_first else len(words) - 1
    ranks = ((word, 3 if number == family else 2 if number else 1) for number, word in enumerate(words))
    return tuple([(word, rank) for word, rank in ranks if len(word) > 1])


def gather(text: str, names: Iterable[Full]) -> tuple[Individual, ...]:
    """Gather full names into individuals: those of one gazetteer line, then those whose words agree."""
    groups: list[list[Full]] = []
    by_person: dict[str, list[Full]] = {}
    by_key: dict[tuple[str, ...], list[Full]] = {}
    by_word: dict[str, list[list[Full]]] = {}
    for name in sorted(names, key=lambda name: (name.person is None, -len(name.key), name.start)):
        group = by_person.get(name.person.slug) if name.person else by_key.get(name.key) or fitting(name, by_word)
        if group is None:
            group = []
            groups.append(group)
        group.append(name)
        if name.person:
            by_person[name.person.slug] = group
        if by_key.setdefault(name.key, group) is group and len(group) <= FORMS:
            for word in name.key:
                by_word.setdefault(word, []).append(group)
    return tuple(individual(text, group) for group in groups)


def fitting(name: Full, by_word: Mapping[str, Sequence[list[Full]]]) -> list[Full] | None:
    """Return the first group with a name that agrees; names that agree share a word."""
    groups = (group for word in name.key for group in by_word.get(word, ())[:FORMS])
    return next((group for group in groups if any(agree(name.key, other.key) for other in group[:FORMS])), None)


def individual(text: str, group: Sequence[Full]) -> Individual:
    """Make the individual of a group of names; the first of them has the most words."""
    first = group[0]
    label = first.person.label if first.person else fullest(text, group)
    slug = first.person.slug if first.person else slug_of(label)
    names = sorted(group, key=attrgetter("start")) if len(group) > 1 else group
    return Individual(first.key, first.person, tuple(names), label, slug)


def fullest(text: str, group: Sequence[Full]) -> str:
    """Return the fullest form of a name on the page, in small letters where there is one, without a nickname."""
    best = max(group, key=lambda name: (not text[name.start : name.end].isupper(), len(name.key), -name.start))
    return " ".join(NICKNAME.sub("", text[best.start : best.end]).split())


def agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two full names in one article mean the same person. Suffixes and middle initials must not differ."""
    if suffix(left) != suffix(right):
        return False
    short, long = sorted((bare(left), bare(right)), key=len)
    if len(short) < 2:
        return False
    if len(short) == len(long) and sorted(short) == sorted(long):
        return True
    if len(short) == 2 and short[1] == long[-1] and short[0] == "".join([word[0] for word in long[:-1]]):
        return True
    if short == long[-len(short) :] or (len(short) == len(long) == 2 and slip_of_surname(short, long)):
        return True
    if short[0] in PARTICLES and short[1:] == long[1 - len(short) :]:
        return True
    if not same_given(short[0], long[0]):
        return False
    if short[-1] == long[-1]:
        return all(any(same_middle(word, other) for other in long[1:-1]) for word in short[1:-1])
    return short[0] == long[0] and short[-1] in long[1:-1] and len(short[-1]) > 1


def suffix(key: tuple[str, ...]) -> str:
    """Return the suffix of a name, empty where there is none."""
    return next((word for word in key if word in SUFFIXES), "")


def bare(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words without suffixes."""
    return tuple(word for word in key if word not in SUFFIXES)


def same_given(left: str, right: str) -> bool:
    """Tell whether two given names may be one: equal, an initial, or a slip of one letter in a long name."""
    if left == right or ((len(left) == 1 or len(right) == 1) and left[:1] == right[:1]):
        return True
    return min(len(left), len(right)) >= LONG_ENOUGH and OSA.distance(left, right, score_cutoff=1) <= 1


def slip_of_surname(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names have one given name and long surnames that differ in one letter: Gaidam and Geidam."""
    if left[0] != right[0] or len(left[0]) < 2 or min(len(left[1]), len(right[1])) < LONG_ENOUGH:
        return False
    return left[1][0] == right[1][0] and OSA.distance(left[1], right[1], score_cutoff=1) <= 1


def same_middle(left: str, right: str) -> bool:
    """Tell whether two middle names agree: equal, or one is the other's initial."""
    return left == right or (min(len(left), len(right)) == 1 and left[:1] == right[:1])


Answering = Mapping[str, Sequence[tuple[int, Individual]]]


def answering(individuals: Iterable[Individual]) -> Answering:
    """Return, for every single word, whom of an article it may mean and how well."""
    found: dict[str, list[tuple[int, Individual]]] = {}
    for individual in individuals:
        for word, rank in individual.answers():
            found.setdefault(word, []).append((rank, individual))
    return found


def nearest(ranked: Sequence[tuple[int, Individual]], place: int) -> Individual | None:
    """Return whom a word means: the best answer; of equals the one named last before the place, else the first after it."""
    if len(ranked) < 2:
        return ranked[0][1] if ranked else None
    best = max(rank for rank, _ in ranked)
    equals = [individual for rank, individual in ranked if rank == best]
    if best == 1 and len(equals) > 1:
        return None
    return equals[0] if len(equals) == 1 else min(equals, key=lambda individual: distance(individual, place))


def distance(individual: Individual, place: int) -> tuple[bool, int]:
    """Rank an individual by where it was named: before the place first, then by how near."""
    before = bisect_right(individual.names, place, key=lambda name: name.start)
    return (not before, place - individual.names[before - 1].start if before else individual.names[0].start)
