"""Equipment in three levels, category, type and named system, with every name each is known by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from anyascii import anyascii

from archive.gazetteers import Problem
from archive.gazetteers.equipment_check import problems
from archive.gazetteers.equipment_tables import (
    NOTHING,
    Guard,
    Head,
    Kind,
    Link,
    Name,
    Pattern,
    Rows,
    System,
    form_names,
    guards_of,
    patterns_of,
    read_rows,
    split,
    system_names,
)
from archive.gazetteers.equipment_words import key, variants

DATA = Path(__file__).parent / "data" / "equipment"


class EquipmentGazetteer:
    """The three levels and all their names. Fulfils the Gazetteer protocol; its tables never change once built."""

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
        return self._parents.get(value, ())

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        kinds = {value: (kind.parent,) if kind.parent else () for value, kind in self.kinds.items()}
        return {**kinds, **{value: (system.type, *kinds.get(system.type, ())) for value, system in self.systems.items()}}

    def type_of(self, value: str) -> str:
        """Return the type (or category) id of a system; the id of a type or category is its own."""
        return self.systems[value].type if value in self.systems else value

    def group(self, value: str) -> str:
        """Return nothing: kinds form a tree, not groups."""
        return ""

    def members(self, value: str) -> tuple[str, ...]:
        """Return nothing: kinds form a tree, not groups."""
        return ()

    def explanation(self, value: str) -> str:
        """Return one plain sentence that says what a type or category is; for a system, its type's."""
        kind = self.kinds.get(self.type_of(value))
        return kind.explanation if kind else ""

    def current(self, value: str) -> str:
        """Return the id itself: no id of this gazetteer has been merged or renamed yet."""
        return value

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name, in any spelling, case or script: ids, labels, forms and names of systems."""
        return self.lookup.get(self.folded(name)) or tuple(dict.fromkeys(self.families(name.strip())))

    def check(self) -> tuple[Problem, ...]:
        """Return everything wrong in the data files."""
        return tuple(problems(self.rows))

    def families(self, name: str) -> Iterator[str]:
        """Yield the types whose families of designations a name belongs to: 155mm, Su-24MR."""
        yield from (value for matches, value in self._families if matches(name))

    def folded(self, name: str) -> str:
        """Return a name as plain small letters in canonical spelling, run together: hyphens and spaces do not matter."""
        return "".join(key(anyascii(name), self.spellings))

    @cached_property
    def lookup(self) -> Mapping[str, tuple[str, ...]]:
        """The ids by every folded name."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for text, value in self.spoken():
            found[self.folded(text)][value] = None
        return {text: tuple(ids) for text, ids in found.items() if text}

    def spoken(self) -> Iterator[tuple[str, str]]:
        """Yield every text a person may type for an id, with the id: types first, then systems and their names."""
        for value in (*self.kinds, *self.systems):
            label = self.label(value) or value
            yield from ((text, value) for text in (value, label, label.partition(" (")[0]))
        for name in self.names:
            if name.value != NOTHING:
                yield from ((spelling, name.value) for spelling in variants(name.text))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every name of every system and every generic form, in the order of the data files."""
        return (*system_names(self.rows["systems"]), *form_names(self.rows["forms"]))

    @cached_property
    def guards(self) -> Mapping[str, Guard]:
        """The guards by id."""
        return {guard.id: guard for guard in guards_of(self.rows["guards"])}

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The families of designations."""
        return tuple(patterns_of(self.rows["patterns"]))

    @cached_property
    def _families(self) -> tuple[tuple[Callable[[str], object], str], ...]:
        return tuple((re.compile(pattern.regex, re.IGNORECASE).fullmatch, pattern.value) for pattern in self.patterns)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """The nouns that belong to the name before them."""
        return tuple(Head(row["kind"], split(row["words"], "|"), row["value"]) for row in self.rows["heads"])

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """What ammunition or missiles `for` something are."""
        return tuple(Link(row["first"], row["second"], row["value"]) for row in self.rows["links"])


@cache
def load() -> EquipmentGazetteer:
    """Load the gazetteer of the project."""
    return EquipmentGazetteer(read_rows(DATA))
