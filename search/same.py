"""Words that mean the same, and words that say nothing in a question: small reviewed lists in search/words."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.analysis import stems

DATA = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Group:
    """Ways to write one thing: `kind` is spelling (defence, defense) or term (drone, UAV)."""

    kind: str
    words: tuple[str, ...]


class SameWords:
    """The groups by the stems of their words, and the fillers."""

    def __init__(self, groups: Iterable[Group], fillers: Iterable[str]) -> None:
        found: dict[tuple[str, ...], list[Group]] = defaultdict(list)
        for group in groups:
            for words in group.words:
                found[tuple(stems(words))].append(group)
        self._groups = {key: tuple(dict.fromkeys(some)) for key, some in found.items()}
        self._fillers = frozenset(fillers)

    def groups(self, text: str) -> tuple[Group, ...]:
        """Return the groups that a word or a few words belong to, in any inflection."""
        return self._groups.get(tuple(stems(text)), ())

    def is_filler(self, word: str) -> bool:
        """Tell whether a word as typed carries no weight; WHO and IT in capitals do."""
        plain = word.replace("’", "'").removesuffix("'s")
        return plain in self._fillers or (plain[1:].islower() and plain.lower() in self._fillers) or plain in ("A", "I")


@cache
def load() -> SameWords:
    """Read the lists once a process."""
    with (DATA / "same.csv").open(encoding="utf-8", newline="") as file:
        groups = [Group(row["kind"], tuple(row["words"].split(";"))) for row in csv.DictReader(file)]
    lines = (DATA / "fillers.txt").read_text(encoding="utf-8").splitlines()
    return SameWords(groups, (line for line in lines if not line.startswith("#")))
