"""The corrections an archive's keeper has written down: corrections.csv as nouns. docs/corrections.md is the grammar."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archive.gazetteers import Gazetteer, Problem
from archive.gazetteers.person_names import fold, merge_key, slug_of

FILE_NAME = "corrections.csv"
COLUMNS = ("action", "facet", "value", "name", "other", "article", "reason", "date")
ACTIONS = ("merge", "split", "alias", "drop", "add")
EVERYWHERE = "*"
"""What `article` holds where a drop is meant for every article."""
RULE = "correction of "
"""What stands in the rule of a mention that a correction gave or moved, and in no other."""


@dataclass(frozen=True)
class Correction:
    """One row of corrections.csv. `value` and `other` are ids; `articles` are article ids, empty for all of them.

    `label` is what readers call the person of a new id; `id` a fingerprint of what the row does, whatever its reason and date.
    """

    action: str
    facet: str
    value: str
    name: str
    other: str
    articles: tuple[str, ...]
    reason: str
    date: str
    line: int
    label: str = ""
    id: str = ""

    @property
    def rule(self) -> str:
        """Return how a mention says that this row decided: stable when lines are put in above it."""
        return f"{RULE}{self.date}: {self.reason}"

    @property
    def target(self) -> str:
        """Return the id the row gives: `other` where it moves mentions, else `value`."""
        return self.other or self.value

    def holds_for(self, article: str) -> bool:
        """Tell whether the row is meant for an article."""
        return not self.articles or article in self.articles


@dataclass(frozen=True)
class Corrections:
    """Every correction in force, in file order. `stamp` changes whenever the file says something else."""

    rows: tuple[Correction, ...] = ()
    stamp: str = ""

    def of(self, action: str) -> tuple[Correction, ...]:
        """Return the rows of one action."""
        return tuple(row for row in self.rows if row.action == action)

    @cached_property
    def merges(self) -> Mapping[str, Correction]:
        """Every merge by the person it merges away."""
        return {row.value: row for row in self.of("merge")}

    def path(self, person: str) -> tuple[Correction, ...]:
        """Return the merges that lead from a person to the one who stands for them; a circle ends where it began."""
        steps: list[Correction] = []
        while person in self.merges and self.merges[person] not in steps:
            steps.append(self.merges[person])
            person = steps[-1].other
        return tuple(steps)

    def current(self, facet: str, value: str) -> str:
        """Return the id that stands for a value once the merges are applied."""
        steps = self.path(value) if facet == "person" else ()
        return steps[-1].other if steps else value


def match_key(facet: str, name: str) -> str:
    """Return the key under which the search box looks for a name given by a correction."""
    return merge_key(name) if facet == "person" else fold(name)


def read_rows(path: Path) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Read a file's rows and what is wrong with its form: encoding, header, cells. A file that is not there has no rows."""
    if not path.exists():
        return (), ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (), (Problem(path.name, f"byte {error.start} is not UTF-8: save the file as “CSV UTF-8”"),)
    if "\0" in text:
        return (), (Problem(path.name, "there are zero bytes in it: save the file as “CSV UTF-8”"),)
    return parsed(text, path.name)


def parsed(text: str, name: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Return the rows of a text in CSV; a header with semicolons and no comma is read as some spreadsheets write it."""
    lines = text.splitlines(keepends=True)
    header = next(iter(lines), "")
    reader = csv.DictReader(lines, delimiter=";" if ";" in header and "," not in header else ",")
    given = [column.strip().lower() for column in reader.fieldnames or ()]
    if sorted(given) != sorted(COLUMNS):
        found = ",".join(given) or "missing"
        return (), (Problem(f"{name} line 1", f"the columns must be {','.join(COLUMNS)}; here they are {found}"),)
    reader.fieldnames = given
    rows: list[Correction] = []
    problems: list[Problem] = []
    try:
        for cells in reader:
            shape = misshapen(cells)
            if shape:
                problems.append(Problem(f"{name} line {reader.line_num}", shape))
            elif any(cells.values()) and not cells["action"].lstrip().startswith("#"):
                rows.append(row_of(cells, reader.line_num))
    except csv.Error as error:
        cure = f"cannot be read as CSV ({error}): look for a lone quotation mark"
        problems.append(Problem(f"{name} line {reader.line_num}", cure))
    return tuple(rows), tuple(problems)


def misshapen(cells: Mapping[str | None, str | list[str] | None]) -> str:
    """Say what is wrong with the number of cells in a row, or nothing."""
    if None in cells:
        return "has more cells than the header: put text that holds a comma in quotation marks"
    if None in cells.values():
        return "has fewer cells than the header: keep the commas of empty cells"
    return ""


def row_of(cells: Mapping[str, str], line: int) -> Correction:
    """Build a correction from its cells. A person may be written by name: the id is made from it, and it is the label."""
    cell = {column: " ".join(cells[column].split()) for column in COLUMNS}
    facet = cell["facet"].lower()
    value, other = (person_id(cell[column]) if facet == "person" else cell[column] for column in ("value", "other"))
    target = cell["other"] or cell["value"]
    articles = tuple(article_id(word) for word in cell["article"].split())
    does = (cell["action"].lower(), facet, value, cell["name"], other, articles)
    digest = hashlib.sha256(repr(does).encode()).hexdigest()[:16]
    label = target if target != person_id(target) else target.replace("-", " ").title()
    return Correction(*does, cell["reason"], cell["date"], line, label, digest)


def person_id(written: str) -> str:
    """Return a person's id, written as an id or as a name."""
    return slug_of(written)


def article_id(written: str) -> str:
    """Return an article's id, written as an id or copied as the address of its page."""
    return written.rpartition("/articles/")[2].partition("?")[0]


def stamp_of(rows: Iterable[Correction]) -> str:
    """Return a fingerprint of everything the rows say, where they stand aside."""
    digest = hashlib.sha256()
    empty = True
    for row in rows:
        empty = False
        digest.update(f"{row.id}\x1f{row.label}\x1f{row.reason}\x1f{row.date}\n".encode())
    return "" if empty else digest.hexdigest()[:16]


def new_persons(corrections: Corrections, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Yield the (id, label) of the persons that corrections name and the gazetteer does not know."""
    for row in corrections.rows:
        if row.facet == "person" and row.action != "drop" and gazetteer.label(row.target) is None:
            yield row.target, row.label
