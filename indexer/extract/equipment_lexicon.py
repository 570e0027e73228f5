"""The names of the equipment gazetteer in the shapes that are fast to look up: a table of words, a tree of names, families, heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.gazetteers.equipment import EquipmentGazetteer, Head, Name, Pattern, variants
from archive.gazetteers.equipment_words import LOOKALIKES, words
from indexer.extract.equipment_guards import alternatives

LONG = 4
"""From this length on a word of a cased name may be written with a capital only (Himars, Nasams); shorter ones as they are."""


@dataclass(frozen=True)
class Entry:
    """One name as it is looked for: its words as written, the id it means and the guards it needs."""

    value: str
    words: tuple[str, ...]
    guards: tuple[str, ...]
    cased: bool
    line: str

    def spelled(self, pieces: Sequence[str]) -> bool:
        """Tell whether pieces of a text have the capitals of this name, or capitals only."""
        return all(map(has_capitals_of, self.words, pieces))


@dataclass
class Node:
    """A place in the tree of names: the names that end here and the words that lead on."""

    names: list[Entry] = field(default_factory=list)
    following: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """A pattern ready to match at a place of a text."""

    regex: re.Pattern[str]
    entry: Entry


class Lexicon:
    """What the finder looks names up in; built once from the gazetteer."""

    def __init__(self, gazetteer: EquipmentGazetteer) -> None:
        self.spellings = gazetteer.spellings
        self.canonical: dict[str, str] = {}
        self.root = Node()
        for name in gazetteer.names:
            self.add(name)
        self.patterns = self.families(gazetteer.patterns)
        self.heads = heads(gazetteer)
        self.type_of = gazetteer.type_of
        self.learn(self.spellings)
        self.starts = frozenset((*self.root.following, *self.patterns))

    def heads_of(self, value: str) -> Sequence[tuple[re.Pattern[str], str]]:
        """Return the nouns that belong to a name of this id: its own, else those of its type."""
        return self.heads.get(value) or self.heads[self.type_of(value)]

    def add(self, name: Name) -> None:
        """Put a name into the tree in every spelling it stands for."""
        for spelling in variants(name.text):
            written = words(spelling)
            entry = Entry(name.value, written, name.guards, name.cased, name.line)
            node = self.root
            for word in self.learn(written):
                node = node.following.setdefault(word, Node())
            if entry not in node.names:
                node.names.append(entry)

    def learn(self, written: Iterable[str]) -> list[str]:
        """Return the canonical words of words as written, and know them in small letters, with a capital and in capitals."""
        found = []
        for word in written:
            lower = word.lower()
            canonical = self.spellings.get(lower, lower)
            for shape in {word, lower, word[:1].upper() + word[1:], lower.capitalize(), word.upper(), f"{word[:-1].upper()}{word[-1:]}"}:
                self.canonical[shape] = canonical
                if len(shape) <= LONG and shape.isupper() and shape.isascii():
                    self.canonical.setdefault(shape.translate(LOOKALIKES), canonical)
            found.append(canonical)
        return found

    def families(self, patterns: Iterable[Pattern]) -> Mapping[str, Sequence[Family]]:
        """Return the patterns by the word they begin with."""
        found: dict[str, list[Family]] = defaultdict(list)
        for pattern in patterns:
            entry = Entry(pattern.value, (), pattern.guards, True, pattern.line)
            for head in self.learn(pattern.heads):
                found[head].append(Family(re.compile(pattern.regex), entry))
        return found


def has_capitals_of(word: str, piece: str) -> bool:
    """Tell whether a piece is written like a word of a name: the same, in capitals, or with a capital where that is enough."""
    if piece == word or piece.isupper() or not word[:1].isupper():
        return True
    return len(word) >= LONG and piece[:1].isupper()


def heads(gazetteer: EquipmentGazetteer) -> Mapping[str, Sequence[tuple[re.Pattern[str], str]]]:
    """Return for every type and category the nouns that belong to a name before them, most words first."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    own = {head.kind for head in gazetteer.heads if head.kind in gazetteer.systems}
    for kind in (*gazetteer.kinds, *own):
        family = {kind, *gazetteer.parents(kind)}
        rows = [head for head in gazetteer.heads if head.kind in family]
        found[kind] = [(re.compile(rf"[\s\u2010-\u2014'’\"”-]{{1,3}}{alternatives((phrase,))}"), head.value) for phrase, head in phrases(rows)]
    return found


def phrases(rows: Iterable[Head]) -> Iterator[tuple[str, Head]]:
    """Yield the phrases of some rows, the longest first; rows of the data that stand later win over earlier ones."""
    pairs = list({phrase: (phrase, head) for head in rows for phrase in head.words}.values())
    yield from sorted(pairs, key=lambda pair: -len(pair[0]))
