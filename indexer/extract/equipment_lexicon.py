"""The names of the equipment gazetteer in shapes that are fast to look up: words, a tree of names, families, heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.equipment_tables import Name, Pattern
from archive.gazetteers.equipment_words import LOOKALIKES, variants, words
from indexer.extract.equipment_guards import alternatives

LONG = 4
"""From this length on a word of a cased name may be written with a capital only (Himars, Nasams); shorter ones as they are."""

BEHIND = r"[\s\u2010-\u2014'’\"”-]{1,3}"
"""What may stand between a name and the noun that belongs to it."""

GAP = re.compile(BEHIND)
BEGINNING = 2
"""So many letters tell of most words that they are no such noun; no noun has fewer."""

NEVER = "(?!)"


class Entry(NamedTuple):
    """One name as it is looked for: its words as written, the id it means and the guards it needs."""

    value: str
    words: tuple[str, ...]
    guards: tuple[str, ...]
    cased: bool
    rule: str

    def begins(self, piece: str) -> bool:
        """Tell whether a piece of a text has the capitals of this name's first word."""
        return not self.cased or has_capitals_of(self.words[0], piece)

    def spelled(self, pieces: Sequence[str]) -> bool:
        """Tell whether pieces of a text have the capitals of this name, or capitals only."""
        return all(map(has_capitals_of, self.words, pieces))


@dataclass
class Node:
    """A place in the tree of names: the names that end here and the words that lead on."""

    names: list[Entry] = field(default_factory=list)
    following: dict[str, Node] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Yield the names that end here or further on."""
        yield from self.names
        for node in self.following.values():
            yield from node.entries()


@dataclass(frozen=True)
class Family:
    """A pattern ready to match at a place of a text."""

    regex: re.Pattern[str]
    entry: Entry


class Opening(NamedTuple):
    """How names go on behind a word they begin with: `alone`, it is enough for one; else one of `seconds` comes next.

    `families` are the designations that begin with it, which their patterns tell.
    """

    alone: bool
    seconds: frozenset[str]
    families: Sequence[Family] = ()

    def leads_on(self, second: str | None, text: str, start: int) -> bool:
        """Tell whether a name can stand where the word stands in a text, `second` being the next word or number there."""
        return self.alone or second in self.seconds or any(family.regex.match(text, start) for family in self.families)


@dataclass(frozen=True)
class Nouns:
    """The nouns that belong to a name before them: one group of `regex` for each of `values`; the letters they begin with."""

    regex: re.Pattern[str]
    values: Sequence[str]
    beginnings: frozenset[str]

    def match(self, text: str, start: int) -> tuple[int, str] | None:
        """Return where the noun behind a name that ends at an offset ends and what it adds, or None where there is none."""
        gap = GAP.match(text, start)
        if not gap or text[gap.end() : gap.end() + BEGINNING].casefold() not in self.beginnings:
            return None
        match = self.regex.match(text, start)
        return (match.end(), self.values[match.lastindex - 1]) if match and match.lastindex else None


class Lexicon:
    """What the finder looks names up in; built once from the gazetteer."""

    def __init__(self, gazetteer: EquipmentGazetteer) -> None:
        self.spellings = gazetteer.spellings
        self.written: list[str] = []
        self.root = Node()
        for name in gazetteer.names:
            self.add(name)
        self.patterns = self.families(gazetteer.patterns)
        self.canonical = self.known((*self.written, *self.spellings))
        self.type_of = gazetteer.type_of
        self.kinds = {head.kind for head in gazetteer.heads}.union(system.type for system in gazetteer.systems.values())
        self.behind = cache(partial(nouns_of, gazetteer))
        self.openings = dict(self.opened())

    def noun(self, value: str, text: str, start: int) -> tuple[int, str] | None:
        """Return where the noun behind a name of this id ends and what it adds; the id's own nouns come before its type's."""
        kind = value if value in self.kinds else self.type_of(value)
        return self.behind(kind).match(text, start) if kind in self.kinds else None

    def add(self, name: Name) -> None:
        """Put a name into the tree in every spelling it stands for."""
        for spelling in variants(name.text):
            written = words(spelling)
            entry = Entry(name.value, written, name.guards, name.cased, name.rule)
            node = self.root
            for word in self.learn(written):
                following = node.following.get(word)
                if following is None:
                    following = node.following[word] = Node()
                node = following
            if entry not in node.names:
                node.names.append(entry)

    def learn(self, written: Sequence[str]) -> list[str]:
        """Return the canonical words of words as written, and note these."""
        self.written += written
        return [self.spellings.get(lower, lower) for lower in map(str.lower, written)]

    def known(self, written: Iterable[str]) -> dict[str, str]:
        """Return the canonical words by words in small letters, with a capital and in capitals.

        Where two words have the same capitals, as with the Turkish dotless i, the one that stands last is meant.
        """
        found: dict[str, str] = {}
        # Each word once, by where it stands last: the data files repeat most of them.
        for word in reversed(dict.fromkeys(reversed((*written,)))):
            lower = word.lower()
            found.update(dict.fromkeys(shapes(word), self.spellings.get(lower, lower)))
        return found

    def opened(self) -> Iterator[tuple[str, Opening]]:
        """Yield each word a name or family can begin with, as written, with how they go on."""
        written: defaultdict[str, list[str]] = defaultdict(list)
        for piece, canonical in self.canonical.items():
            written[canonical].append(piece)
        for word in {*self.root.following, *self.patterns}:
            entries = tuple(self.root.following[word].entries()) if word in self.root.following else ()
            for piece in written[word]:
                begun = [entry for entry in entries if entry.begins(piece)]
                families = () if piece.islower() else self.patterns.get(word, ())
                if families or begun:
                    seconds = {self.canonical[entry.words[1]] for entry in begun if len(entry.words) > 1}
                    following = frozenset(other for second in seconds for other in written[second])
                    yield piece, Opening(any(len(entry.words) == 1 for entry in begun), following, families)

    def families(self, patterns: Iterable[Pattern]) -> Mapping[str, Sequence[Family]]:
        """Return the patterns by the word they begin with."""
        found: dict[str, list[Family]] = defaultdict(list)
        for pattern in patterns:
            entry = Entry(pattern.value, (), pattern.guards, True, pattern.rule)
            for head in self.learn(pattern.heads):
                found[head].append(Family(re.compile(pattern.regex), entry))
        return found


def shapes(word: str) -> Iterator[str]:
    """Yield a word as it may be written: as it is, in small letters, with a capital, in capitals, with Cyrillic lookalikes."""
    capitals = word.upper()
    yield from (word, word.lower(), word[:1].upper() + word[1:], word.lower().capitalize(), capitals, capitals[:-1] + word[-1:])
    if len(word) <= LONG and word.isascii() and not word.isdigit():
        yield capitals.translate(LOOKALIKES)


def has_capitals_of(word: str, piece: str) -> bool:
    """Tell whether a piece is written like a word of a name: the same, in capitals, or with a capital where that is enough."""
    if piece == word or piece.isupper() or not word[:1].isupper():
        return True
    return len(word) >= LONG and piece[:1].isupper()


def nouns_of(gazetteer: EquipmentGazetteer, kind: str) -> Nouns:
    """Return the nouns of an id and those it rolls up to, longest first; later rows of the data win over earlier ones."""
    family = {kind, *gazetteer.parents(kind)}
    values = {phrase: head.value for head in gazetteer.heads if head.kind in family for phrase in head.words}
    phrases = sorted(values, key=len, reverse=True)
    regex = "|".join(f"({alternatives((phrase,))})" for phrase in phrases)
    beginnings = frozenset(phrase[:BEGINNING].casefold() for phrase in phrases)
    return Nouns(re.compile(f"{BEHIND}(?:{regex or NEVER})"), tuple(values[phrase] for phrase in phrases), beginnings)
