"""Decides by the words around it whether a form means its country, by the rules of the gazetteer's guards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from re._parser import parse  # type: ignore[import-not-found]
from typing import NamedTuple

from archive.gazetteers.country import Rule
from indexer.extract.patterns import any_of

BEFORE = 80
AFTER = 120
"""How many characters around a form a rule sees: this keeps the work linear whatever the text."""


class Place(NamedTuple):
    """A form's place in a plain text. `in_person`: the language model has it inside a longer name of a person."""

    text: str
    start: int
    end: int
    in_person: bool


@dataclass(frozen=True)
class Step:
    """A rule ready to run; `before` and `after` are its pattern's halves, None where a half is empty.

    `reach` is how many characters in front of a form decide about `before`.
    """

    keep: bool
    scope: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    anywhere: re.Pattern[str] | None = None
    reach: int = BEFORE


class CountryGuards:
    """The guards of all forms, each compiled when it is first asked: a short run asks few of them."""

    def __init__(self, rules: Iterable[Rule], words: Mapping[str, Sequence[str]]) -> None:
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._rules[rule.guard].append(rule)
        self._groups = {group: alternatives(members) for group, members in words.items()}
        self._steps = cache(self._compiled)
        self._hint = cache(self._hinted)

    def _compiled(self, guard: str) -> tuple[Step, ...]:
        return tuple(joined(compiled(rule, self._groups) for rule in self._rules[guard]))

    def content(self, guards: tuple[str, ...], text: str, end: int) -> bool:
        """Tell whether what follows a form that ends at a place tells already that these guards let it pass."""
        hint = self._hint(guards)
        return hint is not None and hint.match(text, end, end + AFTER) is None

    def keep(self, guards: tuple[str, ...], place: Place, seen: dict[Step, bool]) -> bool:
        """Tell whether every guard lets a form pass. `seen` remembers, for one text, what was looked for in all of it."""
        return all(self._passes(guard, place, seen) for guard in guards)

    def _hinted(self, guards: tuple[str, ...]) -> re.Pattern[str] | None:
        """Return a pattern of what follows a form where any step of these guards applies; None where a step does not look there.

        Most forms stand before nothing of the kind, which one look tells for all steps.
        """
        steps = [step for guard in guards for step in self._steps(guard)]
        halves = [step.after.pattern for step in steps if step.after]
        return re.compile("|".join(halves)) if len(halves) == len(steps) else None

    def _passes(self, guard: str, place: Place, seen: dict[Step, bool]) -> bool:
        for step in self._steps(guard):
            if matches(step, place, seen):
                return step.keep
        return True


def matches(step: Step, place: Place, seen: dict[Step, bool]) -> bool:
    """Tell whether a step applies to a form at its place."""
    if step.scope == "person":
        return place.in_person
    if step.anywhere is not None:
        if step not in seen:
            seen[step] = step.anywhere.search(place.text) is not None
        return seen[step]
    if step.after is not None and step.after.match(place.text, place.end, place.end + AFTER) is None:
        return False
    return step.before is None or step.before.search(place.text[max(0, place.start - step.reach) : place.start]) is not None


def compiled(rule: Rule, groups: Mapping[str, str]) -> Step:
    """Compile a rule: its halves match whole words."""
    pattern = re.sub(r"@(\w+)", lambda match: groups[match[1]], rule.pattern)
    keep = rule.verdict == "keep"
    if rule.scope == "document":
        return Step(keep, rule.scope, anywhere=re.compile(pattern))
    if rule.scope != "here":
        return Step(keep, rule.scope)
    before, after = pattern.split("~")
    before = before.replace(" ", r"[ \n]")
    return Step(
        keep,
        rule.scope,
        before=re.compile(rf"(?<!\w)(?:{before})\Z") if before else None,
        after=re.compile(rf"(?:{after})(?!\w)") if after else None,
        reach=reach(before),
    )


def reach(before: str) -> int:
    """Return how many characters decide about what stands before a form: as many as it can have and the one in front of them."""
    # The parser of `re` alone knows how long a match can be; it is private, so a new Python must be tried with this.
    most: int = parse(before).getwidth()[1]
    return min(BEFORE, most + 1)


def joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps, those in a row made one that say the same of the same side: one search takes less time than several."""
    for (keep, side), alike in groupby(steps, key=lambda step: (step.keep, side_of(step))):
        same = tuple(alike)
        if side and len(same) > 1:
            pattern = re.compile("|".join(half.pattern for step in same for half in (step.before, step.after) if half))
            far = max(step.reach for step in same)
            yield Step(keep, "here", before=pattern, reach=far) if side == "before" else Step(keep, "here", after=pattern)
        else:
            yield from same


def side_of(step: Step) -> str:
    """Return which side alone a step looks at, empty where it looks at both or elsewhere."""
    if step.before is None:
        return "" if step.after is None else "after"
    return "before" if step.after is None else ""


def alternatives(words: Sequence[str]) -> str:
    """Return a pattern for any of some words, longest first."""
    return any_of(sorted(words, key=len, reverse=True), re.escape)
