"""Words that mean the same, and words that say nothing in a question: small reviewed lists in search/words."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

from search.analysis import folded, stems

DATA = Path(__file__).parent / "words"
ONE_WAY = "one-way"


@dataclass(frozen=True)
class Group:
    """Ways to write one thing: `kind` is spelling (defence, defense), form (sent, send) or term (drone, UAV).

    ONE_WAY: the first finds the rest and none of them finds it, as it means more (artillery piece: howitzer) or its stem is that of
    another word (reporter: report).
    """

    kind: str
    words: tuple[str, ...]


class SameWords:
    """The groups by the stems of their words, the words near a first one, and the fillers."""

    def __init__(self, groups: Iterable[Group], fillers: Iterable[str], near: Iterable[tuple[str, ...]] = ()) -> None:
        self._groups: dict[tuple[str, ...], list[tuple[str, Group]]] = defaultdict(list)
        for group in groups:
            for words in group.words[:1] if group.kind == ONE_WAY else group.words:
                self._groups[tuple(stems(words))].append((words, group))
        self._near: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for row in near:
            self._near[tuple(stems(row[0]))].append(row)
        self._fillers = frozenset(fillers)

    def groups(self, text: str) -> tuple[Group, ...]:
        """Return the groups that a word or a few words belong to, in any inflection."""
        listed = self._groups.get(tuple(stems(text)), ())
        return tuple(dict.fromkeys(group for words, group in listed if inflects(text, words)))

    def near(self, text: str) -> tuple[str, ...]:
        """Return the words that come close to a word or a few words, in any inflection, without meaning the same."""
        listed = self._near.get(tuple(stems(text)), ())
        return tuple(dict.fromkeys(other for row in listed if inflects(text, row[0]) for other in row[1:]))

    def is_filler(self, word: str) -> bool:
        """Tell whether a word as typed carries no weight; WHO and IT in capitals do."""
        plain = word.replace("’", "'").removesuffix("'s")
        return plain in self._fillers or (plain[1:].islower() and plain.lower() in self._fillers) or plain in ("A", "I")


def inflects(text: str, words: str) -> bool:
    """Tell whether a text of the same stems inflects some words: `authors` is no form of `authorize`, `armed` none of `arms`."""
    typed, listed = folded(text), folded(words)
    return len(listed) > 1 or typed[0].startswith(listed[0].rstrip("ey"))


@cache
def load() -> SameWords:
    """Read the lists once a process."""
    with (DATA / "same.csv").open(encoding="utf-8", newline="") as file:
        groups = [Group(row["kind"], tuple(row["words"].split(";"))) for row in csv.DictReader(file)]
    lines = (DATA / "fillers.txt").read_text(encoding="utf-8").splitlines()
    near = (tuple(map(intern, line.split(";"))) for line in (DATA / "near.csv").read_text(encoding="utf-8").splitlines()[1:])
    return SameWords(groups, (line for line in lines if not line.startswith("#")), near)
