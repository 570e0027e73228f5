"""Equipment as reviewed data: categories, types, named systems, their names and the guards of ambiguous ones.

Files under data/equipment: types.csv, systems.csv, forms.csv, guards.csv, patterns.csv, heads.csv, links.csv, spellings.csv.
SOURCES.md beside them says where the facts come from and what each column means.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from archive.gazetteers import Problem
from archive.gazetteers.equipment_words import key, plurals, spelled_out, words

DATA = Path(__file__).parent / "data" / "equipment"

FILES = ("types", "systems", "forms", "guards", "patterns", "heads", "links", "spellings")

NOTHING = "none"
"""The value of phrases that are no equipment though a part of them could be: think tank, bomb shelter."""

Rows = Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True)
class Kind:
    """A category (no parent) or a type of equipment, with the words shown as its tooltip and its place in two registers."""

    id: str
    parent: str
    label: str
    explanation: str
    un_register: str
    sipri: str


@dataclass(frozen=True)
class System:
    """A named system: `maker` is the ISO2 code of the country that makes it, `type` the id it rolls up to."""

    id: str
    type: str
    label: str
    maker: str


@dataclass(frozen=True)
class Name:
    """One way to write an id. Names of systems are `cased`; every guard must hold where the name stands. `line` is its data line."""

    text: str
    value: str
    guards: tuple[str, ...]
    cased: bool
    line: str


@dataclass(frozen=True)
class Guard:
    """One test that decides whether an ambiguous name means equipment; `trap` is a sentence in which it does not."""

    id: str
    test: str
    words: tuple[str, ...]
    trap: str


@dataclass(frozen=True)
class Pattern:
    """A family of designations: tried where a word of `heads` stands."""

    heads: tuple[str, ...]
    regex: str
    value: str
    guards: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Head:
    """Nouns that, right behind a name of `kind`, belong to it; `value` replaces the type (empty: it stays)."""

    kind: str
    words: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Link:
    """`first` for `second` means `value`: ammunition for howitzers is artillery ammunition."""

    first: str
    second: str
    value: str


class EquipmentGazetteer:
    """The three levels and all their names. Fulfils the Gazetteer protocol; immutable once built."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.kinds = {row["id"]: Kind(**row) for row in rows["types"]}
        self.systems = {row["id"]: System(row["id"], row["type"], row["label"], row["maker"]) for row in rows["systems"]}
        self.spellings = {row["variant"]: row["canonical"] for row in rows["spellings"]}

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where it is unknown."""
        found = self.systems.get(value) or self.kinds.get(value)
        return found.label if found else None

    def parents(self, value: str) -> tuple[str, ...]:
        """Return the ids an id rolls up to: for a system its type and category, for a type its category."""
        if value in self.systems:
            kind = self.systems[value].type
            return (kind, *self.parents(kind))
        parent = self.kinds[value].parent if value in self.kinds else ""
        return (parent,) if parent else ()

    def type_of(self, value: str) -> str:
        """Return the type (or category) id of a system; the id of a type or category is its own."""
        return self.systems[value].type if value in self.systems else value

    def explanation(self, value: str) -> str:
        """Return one plain sentence that says what a type or category is; for a system, its type's."""
        kind = self.kinds.get(self.type_of(value))
        return kind.explanation if kind else ""

    def current(self, value: str) -> str:
        """Return the id itself: no id of this gazetteer has been merged or renamed yet."""
        return value

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name, in any spelling or case: ids, labels, forms and names of systems."""
        return tuple(self.lookup.get("".join(key(name, self.spellings)), ()))

    def check(self) -> tuple[Problem, ...]:
        """Return everything wrong in the data files."""
        from archive.gazetteers.equipment_check import problems

        return tuple(problems(self))

    @cached_property
    def lookup(self) -> Mapping[str, tuple[str, ...]]:
        """Every name by its words run together, so that hyphens and spaces do not matter."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for identified in (*self.kinds.values(), *self.systems.values()):
            for text in (identified.id, identified.label, identified.label.partition(" (")[0]):
                found["".join(key(text, self.spellings))][identified.id] = None
        for name in self.names:
            for spelling in variants(name.text) if name.value != NOTHING else ():
                found["".join(key(spelling, self.spellings))][name.value] = None
        return {text: tuple(ids) for text, ids in found.items() if text}

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every name of every system and every generic form, in the order of the data files."""
        return (*system_names(self.rows["systems"]), *form_names(self.rows["forms"]))

    @cached_property
    def guards(self) -> Mapping[str, Guard]:
        """The guards by id."""
        return {row["id"]: Guard(row["id"], row["test"], split(row["words"], "|"), row["trap"]) for row in self.rows["guards"]}

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The families of designations."""
        return tuple(
            Pattern(tuple(row["heads"].split()), row["regex"], row["value"], tuple(row["guard"].split()), f"patterns.csv line {line}")
            for line, row in enumerate(self.rows["patterns"], 2)
        )

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """The nouns that belong to the name before them."""
        return tuple(Head(row["kind"], split(row["words"], "|"), row["value"]) for row in self.rows["heads"])

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What ammunition, missiles or parts `for` something are."""
        return tuple(Link(row["first"], row["second"], row["value"]) for row in self.rows["links"])


def system_names(rows: Iterable[Mapping[str, str]]) -> Iterator[Name]:
    """Yield the names of the systems: `names` stand alone, `weak` ones need every guard of the row."""
    for line, row in enumerate(rows, 2):
        where = f"systems.csv line {line}"
        for text in split(row["names"], ";"):
            yield Name(text, row["id"], (), True, where)
        for text in split(row["weak"], ";"):
            yield Name(text, row["id"], tuple(row["guard"].split()), True, where)


def form_names(rows: Iterable[Mapping[str, str]]) -> Iterator[Name]:
    """Yield the generic forms."""
    for line, row in enumerate(rows, 2):
        yield Name(row["form"], row["value"], tuple(row["guard"].split()), False, f"forms.csv line {line}")


def variants(text: str) -> Iterator[str]:
    """Yield a name in every spelling it stands for: together or apart, one or many."""
    for spelling in spelled_out(text):
        yield spelling
        parts = words(spelling)
        stem = spelling[: len(spelling) - len(parts[-1])] if parts and spelling.endswith(parts[-1]) else ""
        if stem or len(parts) == 1:
            for plural in plurals(parts[-1]):
                yield f"{stem}{plural}"


def split(cell: str, mark: str) -> tuple[str, ...]:
    """Return the parts of a cell, without empty ones."""
    return tuple(part.strip() for part in cell.split(mark) if part.strip())


def read_rows(folder: Path) -> Rows:
    """Read the data files of a folder; a missing file raises FileNotFoundError."""
    return {name: tuple(read_csv(folder / f"{name}.csv")) for name in FILES}


def read_csv(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the lines of a data file; empty cells are empty strings."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            yield {column: value or "" for column, value in row.items()}


@cache
def load() -> EquipmentGazetteer:
    """Load the gazetteer of the project."""
    return EquipmentGazetteer(read_rows(DATA))
