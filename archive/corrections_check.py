"""What is wrong in corrections.csv, row by row, each with its cure. One bad row stops the command: rows build on one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.corrections import ACTIONS, EVERYWHERE, FILE_NAME, Correction, Corrections, match_key, read_rows, stamp_of
from archive.errors import BadRequest
from archive.gazetteers import Gazetteer, Problem

SHOWN = 20
FACETS = ("country", "person", "equipment")
OF_PERSONS = ("merge", "split")
UNUSED: Mapping[str, tuple[str, ...]] = {
    "merge": ("name", "article"),
    "split": (),
    "alias": ("other", "article"),
    "drop": ("other",),
    "add": ("other",),
}
"""The columns an action leaves empty."""


def load(home: Path, gazetteers: Mapping[str, Gazetteer]) -> Corrections:
    """Read the corrections of an archive. Any bad row raises BadRequest naming them all, before anything is written.

    Nothing is applied by halves: a merge and a split may depend on one another, and ids once shown stay in people's links.
    """
    rows, problems = read(home, gazetteers)
    if problems:
        lines = [f"  {problem.where}: {problem.message}" for problem in problems[:SHOWN]]
        more = [f"  and {len(problems) - SHOWN} more; python -m indexer check lists all"] if len(problems) > SHOWN else []
        head = f"{home / FILE_NAME} cannot be applied, so nothing was changed. Mend these rows and run the command again:"
        raise BadRequest("\n".join((head, *lines, *more)))
    return rows


def read(home: Path, gazetteers: Mapping[str, Gazetteer]) -> tuple[Corrections, tuple[Problem, ...]]:
    """Return the corrections of an archive and everything wrong in them."""
    rows, unreadable = read_rows(home / FILE_NAME)
    corrections = Corrections(tuple(without_star(row) for row in rows), stamp_of(rows))
    wrong = (Problem(f"{FILE_NAME} line {row.line}", message) for row in rows for message in row_problems(row, gazetteers))
    apart = (Problem(f"{FILE_NAME} line {row.line}", message) for row, message in together(corrections))
    return corrections, (*unreadable, *wrong, *apart)


def without_star(row: Correction) -> Correction:
    """Return a row as it is applied: no articles mean all of them."""
    return replace(row, articles=()) if row.articles == (EVERYWHERE,) else row


def row_problems(row: Correction, gazetteers: Mapping[str, Gazetteer]) -> Iterator[str]:
    """Yield what is wrong with one row by itself."""
    if row.action not in ACTIONS:
        yield f"there is no action {row.action!r}: write one of {', '.join(ACTIONS)}"
        return
    if not row.reason:
        yield "the reason is missing: say in a sentence why, it is shown to readers"
    if not is_day(row.date):
        yield f"the date {row.date!r} is not one: write the day of the decision as 2026-03-31"
    if row.action in OF_PERSONS and row.facet != "person":
        yield f"only persons can be {'merged' if row.action == 'merge' else 'split'}: the facet must be person"
    elif row.facet not in FACETS:
        yield f"the facet {row.facet!r} cannot be corrected: write one of {', '.join(FACETS)}"
    else:
        yield from value_problems(row, gazetteers)
        yield from column_problems(row)


def is_day(text: str) -> bool:
    """Tell whether a text is a day, `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def value_problems(row: Correction, gazetteers: Mapping[str, Gazetteer]) -> Iterator[str]:
    """Yield what is wrong with a row's ids. Persons may be anyone; countries and equipment are those of the gazetteers."""
    if not row.value:
        yield "the value is missing: write its id, as it stands in the address of a search"
    elif row.facet != "person" and gazetteers[row.facet].label(row.value) is None:
        meant = gazetteers[row.facet].resolve(row.value)
        cure = f"its id is {' or '.join(meant)}" if meant else "write its id, as it stands in the address of a search"
        yield f"there is no {row.facet} {row.value!r}: {cure}"


def column_problems(row: Correction) -> Iterator[str]:
    """Yield the columns a row misses, or fills for nothing."""
    given = {"name": row.name, "other": row.other, "article": " ".join(row.articles)}
    for column in UNUSED[row.action]:
        if given[column]:
            yield f"{row.action} has no use for {column}: leave it empty"
    if row.action in OF_PERSONS and not row.other:
        yield f"other is missing: write the id or name of the person the mentions {row.action} into"
    if row.action == "alias" and len(row.name) < 2:
        yield "the name is missing: write the spelling as it stands in the articles"
    if row.action in ("split", "drop") and not (row.name or row.articles):
        star = f", or {EVERYWHERE} under article to drop it from all of them" if row.action == "drop" else ""
        yield f"neither name nor article is given: write the spelling that is meant, or the articles{star}"
    if row.action == "add" and not row.articles:
        yield "the article is missing: write its id, or the address of its page"
    if EVERYWHERE in row.articles and (row.action != "drop" or len(row.articles) > 1 or row.name):
        yield f"{EVERYWHERE} under article goes only with drop, alone and without a name"


def together(corrections: Corrections) -> Iterator[tuple[Correction, str]]:
    """Yield the rows that repeat or contradict others, or do nothing."""
    seen: dict[str, Correction] = {}
    for row in corrections.rows:
        if row.id in seen:
            yield row, f"repeats line {seen[row.id].line}: delete one of them"
        seen.setdefault(row.id, row)
    yield from merge_problems(corrections)
    for row in corrections.of("split"):
        if row.other and corrections.current("person", row.value) == corrections.current("person", row.other):
            yield row, f"{row.value} and {row.other} are one person here, by the merges of this file: give other a new name"
    yield from alias_problems(corrections)
    yield from contradictions(corrections)


def merge_problems(corrections: Corrections) -> Iterator[tuple[Correction, str]]:
    """Yield merges into two persons at once and merges that run in a circle."""
    owners: dict[str, Correction] = {}
    for row in corrections.of("merge"):
        first = owners.setdefault(row.value, row)
        if first.other != row.other:
            yield row, f"{row.value} is merged into {first.other} on line {first.line}: merge {first.other} and {row.other} instead"
    for row in owners.values():
        if corrections.current("person", row.value) in {step.value for step in corrections.path(row.value)}:
            yield row, f"{row.value} is merged into itself in the end: delete the row that leads back"


def alias_problems(corrections: Corrections) -> Iterator[tuple[Correction, str]]:
    """Yield aliases that stand for two values: the same words in any facet, or spellings the search box cannot tell apart."""
    owners: dict[tuple[str, str], Correction] = {}
    for row in corrections.of("alias"):
        keys = (("", row.name), (row.facet, match_key(row.facet, row.name)))
        first = next((owners[key] for key in keys if key in owners), row)
        owners.update({key: first for key in keys if key not in owners})
        if (first.facet, first.value) != (row.facet, row.value) and row.name:
            yield row, f"{row.name!r} means {first.value} on line {first.line} already: give it one value"


def contradictions(corrections: Corrections) -> Iterator[tuple[Correction, str]]:
    """Yield what is added to an article on one line and dropped from it on another."""
    added = {(row.facet, row.value, article): row for row in corrections.of("add") for article in row.articles}
    for row in corrections.of("drop"):
        for article in row.articles if not row.name else ():
            if other := added.get((row.facet, row.value, article)):
                yield row, f"{row.value} is added to {article} on line {other.line}: delete one of the two"
