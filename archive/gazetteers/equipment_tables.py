"""The data files on equipment as frozen rows: types, systems, names, guards, families, heads and links.

SOURCES.md in the data folder says where the facts come from and what each column means.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILES = ("types", "systems", "forms", "guards", "patterns", "heads", "links", "spellings")

NOTHING = "none"
"""The value of phrases that are no equipment though a part of them could be: think tank, bomb shelter."""

LIST = "list"
"""The test of a guard that only holds words for other guards, which name it as `@its-id`."""

WORD_TESTS = ("before", "not-before", "after", "not-after", "near", "not-near", "article", "not-person", LIST)
"""The guard tests that look for words; `archive.gazetteers` only names them, the finder carries them out."""

SHAPE_TESTS = ("upper", "lower", "not-lower")
"""The guard tests that look at how the name itself is written."""

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
    """A named system: `maker` is the ISO2 code of the country that makes it (SU: made in the Soviet Union), `type` its parent."""

    id: str
    type: str
    label: str
    maker: str


@dataclass(frozen=True)
class Name:
    """One way to write an id. Names of systems are `cased`; every guard must hold where one stands. `line` is its data line."""

    text: str
    value: str
    guards: tuple[str, ...]
    cased: bool
    line: str

    @property
    def rule(self) -> str:
        """Return the file and the name: what a mention cites, the same wherever in the file the line stands."""
        return f"{self.line.partition(' ')[0]}: {self.text}"


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

    @property
    def rule(self) -> str:
        """Return the file and the words a designation begins with: what a mention cites."""
        return f"patterns.csv: {' '.join(self.heads)}"


@dataclass(frozen=True)
class Head:
    """Nouns that, right behind a name of `kind`, belong to it; `value` is what they add (empty: nothing)."""

    kind: str
    words: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Link:
    """`first` for `second` means `value`: ammunition for howitzers is artillery ammunition."""

    first: str
    second: str
    value: str


def read_rows(folder: Path) -> Rows:
    """Read the data files of a folder; a missing file raises FileNotFoundError."""
    return {name: tuple(read_csv(folder / f"{name}.csv")) for name in FILES}


def read_csv(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the lines of a data file; empty cells are empty strings."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            yield {column: value or "" for column, value in row.items()}


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


def guards_of(rows: Iterable[Mapping[str, str]]) -> Iterator[Guard]:
    """Yield the guards."""
    for row in rows:
        yield Guard(row["id"], row["test"], split(row["words"], "|"), row["trap"])


def patterns_of(rows: Iterable[Mapping[str, str]]) -> Iterator[Pattern]:
    """Yield the families of designations."""
    for line, row in enumerate(rows, 2):
        yield Pattern(split(row["heads"], " "), row["regex"], row["value"], split(row["guard"], " "), f"patterns.csv line {line}")


def split(cell: str, mark: str) -> tuple[str, ...]:
    """Return the parts of a cell, without empty ones."""
    return tuple(part.strip() for part in cell.split(mark) if part.strip())
