"""The gazetteers: names as reviewed data, one loader a facet. `load()` in country, person and equipment reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Problem:
    """Something wrong in a data file: `where` is `person/people.csv line 12`."""

    where: str
    message: str


class Gazetteer(Protocol):
    """What every gazetteer can say to the rest of the house."""

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where the gazetteer does not know it."""

    def parents(self, value: str) -> tuple[str, ...]:
        """Return the ids an id rolls up to, nearest first; empty where there are none."""

    def group(self, value: str) -> str:
        """Return the id of the group an id is in, as a country is in a region; empty where there is none."""

    def members(self, value: str) -> tuple[str, ...]:
        """Return the ids in a group; empty where an id is no group's."""

    def explanation(self, value: str) -> str:
        """Return a short plain account of what an id stands for, empty where there is none."""

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name in any known spelling, script or case; empty where none is known."""

    def current(self, value: str) -> str:
        """Return the id that now stands for an id that was merged or renamed, else the id itself."""

    def check(self) -> tuple[Problem, ...]:
        """Return everything wrong in the data files."""
