"""What can be wrong in the data files on equipment, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from archive.gazetteers import Problem
from archive.gazetteers.equipment_tables import (
    LIST,
    NOTHING,
    SHAPE_TESTS,
    WORD_TESTS,
    Guard,
    Name,
    Rows,
    form_names,
    guards_of,
    patterns_of,
    split,
    system_names,
)
from archive.gazetteers.equipment_words import key, spelled_out, words

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

COUNTRY = re.compile(r"[A-Z]{2}")


def problems(rows: Rows) -> Iterator[Problem]:
    """Yield everything wrong in the rows: bad or repeated ids, unknown parents and guards, names that collide without a guard."""
    yield from id_problems(rows)
    yield from parent_problems(rows)
    yield from type_problems(rows)
    yield from name_problems(rows)
    yield from guard_problems(rows)
    yield from value_problems(rows)
    yield from pattern_problems(rows)


def at(file: str, line: int, message: str) -> Problem:
    """Return a problem at a line of a file."""
    return Problem(f"equipment/{file}.csv line {line}", message)


def id_problems(rows: Rows) -> Iterator[Problem]:
    """Yield ids that are no slug or stand twice, in one file or in two."""
    seen: dict[str, str] = {NOTHING: "reserved"}
    for file in ("types", "systems"):
        for line, row in enumerate(rows[file], 2):
            if not ID.fullmatch(row["id"]):
                yield at(file, line, f"id {row['id']!r} is not small letters and digits joined by hyphens")
            if row["id"] in seen:
                yield at(file, line, f"id {row['id']!r} is also at {seen[row['id']]}")
            seen[row["id"]] = f"{file}.csv line {line}"


def parent_problems(rows: Rows) -> Iterator[Problem]:
    """Yield types under an unknown category and systems of an unknown type or maker."""
    categories = {row["id"] for row in rows["types"] if not row["parent"]}
    for line, row in enumerate(rows["types"], 2):
        if row["parent"] and row["parent"] not in categories:
            yield at("types", line, f"parent {row['parent']!r} is no category")
    known = {row["id"] for row in rows["types"]}
    for line, row in enumerate(rows["systems"], 2):
        if row["type"] not in known:
            yield at("systems", line, f"type {row['type']!r} is unknown")
        if not COUNTRY.fullmatch(row["maker"]):
            yield at("systems", line, f"maker {row['maker']!r} is not a two-letter country code")


def type_problems(rows: Rows) -> Iterator[Problem]:
    """Yield types without a label or without one plain sentence of explanation."""
    for line, row in enumerate(rows["types"], 2):
        if not row["label"]:
            yield at("types", line, "has no label")
        if not row["explanation"].endswith(".") or ". " in row["explanation"]:
            yield at("types", line, "explanation is not one sentence")


def name_problems(rows: Rows) -> Iterator[Problem]:
    """Yield names that stand twice for one id, and names of two ids of which more than the last has no guard."""
    spellings = {row["variant"]: row["canonical"] for row in rows["spellings"]}
    by_key: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in (*system_names(rows["systems"]), *form_names(rows["forms"])):
        if not name.text.strip("~ "):
            yield Problem(f"equipment/{name.line}", "has an empty name")
            continue
        for spelling in spelled_out(name.text):
            by_key[key(spelling, spellings)].append(name)
    for names in by_key.values():
        yield from collisions(names)


def collisions(names: list[Name]) -> Iterator[Problem]:
    """Yield what is wrong between names that are written alike."""
    for index, name in enumerate(names[1:], 1):
        for other in names[:index]:
            if (other.value, other.guards, words(other.text)) == (name.value, name.guards, words(name.text)):
                yield Problem(f"equipment/{name.line}", f"{name.text!r} is already at {other.line}")
            elif other.value != name.value and not other.guards:
                yield Problem(f"equipment/{name.line}", f"{name.text!r} also names {other.value} at {other.line}, without a guard")


def guard_problems(rows: Rows) -> Iterator[Problem]:
    """Yield guards with an unknown test, without words or trap, unknown to those who name them or used by nobody."""
    guards = {guard.id: guard for guard in guards_of(rows["guards"])}
    for line, guard in enumerate(guards.values(), 2):
        if guard.test not in (*WORD_TESTS, *SHAPE_TESTS):
            yield at("guards", line, f"test {guard.test!r} is unknown")
        if guard.test in WORD_TESTS and not guard.words:
            yield at("guards", line, f"guard {guard.id!r} has no words")
        if guard.test != LIST and not guard.trap:
            yield at("guards", line, f"guard {guard.id!r} has no trap sentence")
    used = dict(guards_named(rows, guards))
    yield from (Problem(f"equipment/{where}", f"guard {name!r} is unknown") for name, where in used.items() if name not in guards)
    yield from (Problem("equipment/guards.csv", f"guard {name!r} is never used") for name in guards if name not in used)


def guards_named(rows: Rows, guards: Mapping[str, Guard]) -> Iterator[tuple[str, str]]:
    """Yield every guard named by a name, a family or another guard, and where."""
    for name in (*system_names(rows["systems"]), *form_names(rows["forms"])):
        yield from ((guard, name.line) for guard in name.guards)
    for pattern in patterns_of(rows["patterns"]):
        yield from ((guard, pattern.line) for guard in pattern.guards)
    for guard in guards.values():
        yield from ((word[1:], f"guards.csv, guard {guard.id}") for word in guard.words if word.startswith("@"))


def value_problems(rows: Rows) -> Iterator[Problem]:
    """Yield forms, families, heads and links that name an unknown id."""
    kinds = {row["id"] for row in rows["types"]}
    known = {*kinds, *(row["id"] for row in rows["systems"])}
    columns = {"forms": {"value": {*known, NOTHING}}, "patterns": {"value": kinds}, "heads": {"kind": known, "value": {*kinds, ""}}}
    columns["links"] = dict.fromkeys(("first", "second", "value"), kinds)
    for file, allowed in columns.items():
        yield from unknown(file, rows[file], allowed)


def unknown(file: str, rows: Iterable[Mapping[str, str]], allowed: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Yield the cells of a file whose id is not allowed there."""
    for line, row in enumerate(rows, 2):
        for column, ids in allowed.items():
            if row[column] not in ids:
                yield at(file, line, f"{column} {row[column]!r} is unknown")


def pattern_problems(rows: Rows) -> Iterator[Problem]:
    """Yield families whose regular expression cannot be read or that begin with no word, and heads without words."""
    for line, row in enumerate(rows["patterns"], 2):
        try:
            re.compile(row["regex"])
        except re.error as error:
            yield at("patterns", line, f"regular expression cannot be read: {error}")
        if not split(row["heads"], " "):
            yield at("patterns", line, "has no head")
    yield from (at("heads", line, "has no words") for line, row in enumerate(rows["heads"], 2) if not split(row["words"], "|"))
