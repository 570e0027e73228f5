"""What can be wrong in the country data files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from archive.gazetteers import Problem

KINDS = ("name", "part", "adjective", "people", "metonym", "prefix", "capital")
"""State; constituent country, its adjective and people; adjective; people; seat of government; half a compound; capital."""

REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
VERDICTS = ("keep", "drop")
SCOPES = ("here", "document", "person", "otherwise")
LANGUAGES = ("de", "es", "fr", "lt", "native", "pl", "ru", "uk")

Row = Mapping[str, str]
Rows = Mapping[str, tuple[Row, ...]]


def problems(rows: Rows) -> Iterator[Problem]:
    """Yield everything wrong: bad and unknown ids, duplicates, collisions without guard, guards that cannot be read."""
    yield from wrong_ids(rows)
    yield from wrong_words(rows)
    yield from duplicates(rows)
    yield from collisions(rows["forms"])
    yield from wrong_guards(rows)


def wrong_ids(rows: Rows) -> Iterator[Problem]:
    """Yield ids that are no ISO codes, are not declared, or have no name in the text table."""
    known = {row["iso2"] for row in rows["countries"]}
    for line, row in numbered(rows["countries"]):
        if not re.fullmatch("[A-Z]{2}", row["iso2"]):
            yield problem("countries", line, f"{row['iso2']!r} is no ISO 3166-1 alpha-2 code")
    for file in ("forms", "names", "codes"):
        for line, row in numbered(rows[file]):
            if row["iso2"] not in known:
                yield problem(file, line, f"unknown country {row['iso2']!r}")
    named = {row["iso2"] for row in rows["forms"] if row["kind"] == "name"}
    for line, row in numbered(rows["countries"]):
        if row["iso2"] not in named:
            yield problem("countries", line, f"{row['iso2']} has no form of kind name")


def wrong_words(rows: Rows) -> Iterator[Problem]:
    """Yield cells that hold none of the words their column allows, or nothing."""
    allowed = (("countries", "region", REGIONS), ("forms", "kind", KINDS), ("names", "language", LANGUAGES),
               ("guards", "verdict", VERDICTS), ("guards", "scope", SCOPES))  # fmt: skip
    for file, column, words in allowed:
        for line, row in numbered(rows[file]):
            if row[column] not in words:
                yield problem(file, line, f"{column} {row[column]!r} is none of {', '.join(words)}")
    for file, column in (("countries", "label"), ("forms", "form"), ("decoys", "form"), ("decoys", "reason"), ("guards", "why")):
        for line, row in numbered(rows[file]):
            if not row[column] or row[column] != row[column].strip():
                yield problem(file, line, f"{column} is empty or has spaces around it")


def duplicates(rows: Rows) -> Iterator[Problem]:
    """Yield lines that say again what an earlier line said."""
    keys = (("countries", ("iso2",)), ("countries", ("label",)), ("forms", ("iso2", "form")), ("decoys", ("form",)),
            ("words", ("group", "word")), ("names", ("iso2", "language", "name")), ("codes", ("code",)))  # fmt: skip
    for file, columns in keys:
        seen: dict[tuple[str, ...], int] = {}
        for line, row in numbered(rows[file]):
            key = tuple(row[column] for column in columns)
            if key in seen:
                yield problem(file, line, f"{' '.join(key)} stands in line {seen[key]} already")
            seen.setdefault(key, line)


def collisions(forms: tuple[Row, ...]) -> Iterator[Problem]:
    """Yield forms of several countries that no guard tells apart."""
    owners: dict[str, set[str]] = defaultdict(set)
    for row in forms:
        owners[row["form"]].add(row["iso2"])
    for line, row in numbered(forms):
        if len(owners[row["form"]]) > 1 and not row["guard"]:
            others = ", ".join(sorted(owners[row["form"]] - {row["iso2"]}))
            yield problem("forms", line, f"{row['form']} is a form of {others} too and has no guard")


def wrong_guards(rows: Rows) -> Iterator[Problem]:
    """Yield forms with unknown guards, guards without forms, decoys that are forms, patterns that cannot be read."""
    guards = {row["guard"] for row in rows["guards"]}
    used = {guard for row in rows["forms"] for guard in row["guard"].split()}
    groups = {row["group"] for row in rows["words"]}
    texts = {row["form"] for row in rows["forms"]}
    yield from idle_words(rows)
    for line, row in numbered(rows["forms"]):
        for guard in row["guard"].split():
            if guard not in guards:
                yield problem("forms", line, f"unknown guard {guard!r}")
    yield from wrong_decoys(rows["decoys"], texts)
    for line, row in numbered(rows["guards"]):
        if row["guard"] not in used:
            yield problem("guards", line, f"no form has the guard {row['guard']!r}")
        yield from (problem("guards", line, message) for message in wrong_pattern(row, groups))


def idle_words(rows: Rows) -> Iterator[Problem]:
    """Yield words of groups that no guard refers to."""
    needed = {group for row in rows["guards"] for group in re.findall(r"@(\w+)", row["pattern"])}
    for line, row in numbered(rows["words"]):
        if row["group"] not in needed:
            yield problem("words", line, f"no guard refers to @{row['group']}")


def wrong_decoys(decoys: tuple[Row, ...], texts: set[str]) -> Iterator[Problem]:
    """Yield decoys that are forms, or that hide none."""
    for line, row in numbered(decoys):
        if row["form"] in texts:
            yield problem("decoys", line, f"{row['form']} is a form too")
        elif not hides(row["form"], texts):
            yield problem("decoys", line, f"{row['form']} holds no form")


def wrong_pattern(row: Row, groups: set[str]) -> Iterator[str]:
    """Yield what keeps a guard's pattern from being read."""
    pattern = row["pattern"]
    for group in re.findall(r"@(\w+)", pattern):
        if group not in groups:
            yield f"unknown group of words @{group}"
    places = {"here": 1, "person": 1}.get(row["scope"], 0)
    if pattern.count("~") != places:
        yield f"a pattern of scope {row['scope']} has {places} ~"
    for part in re.sub(r"@\w+", "x", pattern).split("~"):
        try:
            re.compile(part)
        except re.error as error:
            yield f"pattern cannot be read: {error}"


def hides(decoy: str, texts: set[str]) -> bool:
    """Tell whether a form stands in a decoy as whole words."""
    places = [place for place in range(len(decoy) + 1) if not (decoy[:place][-1:].isalnum() and decoy[place : place + 1].isalnum())]
    return any(decoy[start:end] in texts for start, end in combinations(places, 2))


def numbered(rows: tuple[Row, ...]) -> Iterator[tuple[int, Row]]:
    """Yield rows with their line in the file, the header being line 1."""
    return iter(enumerate(rows, start=2))


def problem(file: str, line: int, message: str) -> Problem:
    """Return a problem in one line of one file."""
    return Problem(f"country/{file}.csv line {line}", message)
