"""The names of outlets: those the articles bring, made readable, and the usual ones of search/words/outlets.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.store import Store
from search.analysis import folded
from search.same import DATA

SMALL = frozenset(("and", "for", "in", "of", "on", "the"))


@dataclass(frozen=True)
class Known:
    """What is known of an outlet beforehand: how it is shown, empty where as its articles say, and what else it is called."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outlets:
    """Resolves what a person writes after `source:`: an id, any name, or the host's first part (`guardian` for theguardian.com)."""

    store: Store

    def label(self, value: str) -> str | None:
        """Return an outlet's label, or None where there is no such outlet."""
        return labels(self.store, {value}).get(value)

    def current(self, value: str, edition: int | None = None) -> str:
        """Return the id itself: outlets are neither merged nor renamed."""
        return value

    def resolve(self, name: str, edition: int | None = None) -> tuple[str, ...]:
        """Return the ids of the outlets a name may mean."""
        wanted = squeezed(name)
        outlets = self.store.entities("source") if wanted else ()
        return tuple(value for value, label in outlets if wanted in map(squeezed, called(value, label)))


def labels(store: Store, values: set[str]) -> dict[str, str]:
    """Return what readers call outlets, by id; those without articles are left out."""
    return {value: shown(value, label) for value, label in store.labels("source", values).items()}


def shown(value: str, label: str) -> str:
    """Return what readers call an outlet whose articles name it so: `Department of Defense` for department_of_defense."""
    if value in known() and known()[value].label:
        return known()[value].label
    if "_" not in label or not label.islower():
        return label
    return " ".join(word if word in SMALL and place else word.capitalize() for place, word in enumerate(label.split("_")))


def called(value: str, label: str) -> Iterator[str]:
    """Yield what an outlet goes by: its id, what its articles call it, what readers do, its usual names, its host's first part."""
    yield from (value, label, shown(value, label), value.partition(".")[0])
    yield from usual(value)


def usual(value: str) -> tuple[str, ...]:
    """Return the names an outlet is known by beforehand."""
    return known()[value].names if value in known() else ()


@lru_cache(20_000)
def squeezed(name: str) -> str:
    """Return a name's letters and digits folded, without a leading The: equal for `The Guardian` and `theguardian`."""
    return "".join(folded(name)).removeprefix("the")


@cache
def known() -> Mapping[str, Known]:
    """Read the list once a process."""
    with (DATA / "outlets.csv").open(encoding="utf-8", newline="") as file:
        return {row["outlet"]: Known(row["label"], tuple(filter(None, row["names"].split(";")))) for row in csv.DictReader(file)}
