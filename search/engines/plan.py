"""What engines compile: the query tree with its words analysed, its fields resolved and its filters joined to it.

Rules that hold for every engine are written here once: a word that analyses to nothing says nothing (it is left out of the
tree; a tree of nothing else matches everything), several tokens must stand next to each other, digits are never altered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import comb

from archive.facets import FACET_NAMES, NONE
from search.analysis import folded, stems
from search.engines import Filter, Search
from search.tree import (
    TEXT_FIELDS,
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    DateRange,
    Everything,
    FacetIs,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Phrase,
    Preferring,
    Prefix,
    SameSentence,
    Weighted,
    Word,
)

WEIGHTS = {"title": 1.5, "standfirst": 1.0, "body": 1.0}
"""How much a word counts in each text field. Short fields count for more as it is: BM25 goes by a field's own length and rarity."""

LEAD = 1000.0
"""What `First` adds to the score of what comes first: more than words alone can earn."""

MOST_EDITS = 2
MOST_PLACINGS = 101
"""Ways of placing the words of a Near: a distance that allows more is lowered, so that one search does bounded work."""

LAST_DAY = 99_999_999

REMEMBERED = 4096
"""Nodes of words whose plans are remembered: one answer plans a word a dozen times."""


@dataclass(frozen=True)
class Stems:
    """Stems in order in one of the fields, with at most `gap` other words in between altogether."""

    fields: tuple[str, ...]
    stems: tuple[str, ...]
    gap: int = 0


@dataclass(frozen=True)
class Together:
    """Different stems, two or more, in one sentence of one of the fields."""

    fields: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Starts:
    """Folded words next to each other in one of the fields; of the last one only the beginning is given."""

    fields: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """A folded word within `edits` insertions, deletions, replacements or swaps of neighbours (no letter edited twice)."""

    fields: tuple[str, ...]
    word: str
    edits: int


@dataclass(frozen=True)
class Days:
    """Published between two days, both as the number YYYYMMDD."""

    first: int
    last: int


@dataclass(frozen=True)
class Value:
    """Has this id in this facet; NONE stands for no value."""

    facet: str
    id: str


@dataclass(frozen=True)
class Keys:
    """Is one of these versions."""

    keys: tuple[int, ...]


@dataclass(frozen=True)
class Every:
    """Matches every version."""


@dataclass(frozen=True)
class Without:
    """Matches what `plan` does not."""

    plan: Plan


@dataclass(frozen=True)
class All:
    """Matches where every plan matches; without any, every version."""

    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True)
class Some:
    """Matches where at least one plan matches; without any, nothing."""

    plans: tuple[Plan, ...] = ()


@dataclass(frozen=True)
class Least:
    """Matches where `least` of the plans match or more: more than one and fewer than all of them."""

    plans: tuple[Plan, ...]
    least: int


@dataclass(frozen=True)
class First:
    """Matches what `plan` does; what `first` matches too scores LEAD more."""

    plan: Plan
    first: Plan


@dataclass(frozen=True)
class Times:
    """Matches what `plan` does; its words score `factor` times as much."""

    plan: Plan
    factor: float


Plan = Stems | Together | Starts | Alike | Days | Value | Keys | Every | Without | All | Some | Least | First | Times


def plan_of(node: Node) -> Plan:
    """Return the plan of a query tree."""
    plan = planned(node, TEXT_FIELDS)
    return Every() if plan is None else plan


def filters_of(search: Search, *, freed: str = "") -> tuple[Plan, ...]:
    """Return the plans of the filters of a search; the facet named by `freed` without its `any` choices."""
    return tuple(chain.from_iterable(filter_plans(chosen, freed=chosen.facet == freed) for chosen in search.filters))


def freed_facets(search: Search) -> tuple[str, ...]:
    """Return the facets to be counted without their own `any` choices."""
    chosen = {given.facet for given in search.filters if given.any}
    return tuple(facet for facet in search.counts if facet in chosen)


def filter_plans(chosen: Filter, *, freed: bool) -> Iterable[Plan]:
    """Yield one plan for each condition of a filter."""
    yield from (value(chosen.facet, choice) for choice in chosen.all)
    if chosen.any and not freed:
        yield Some(tuple(value(chosen.facet, choice) for choice in chosen.any))
    yield from (Without(value(chosen.facet, choice)) for choice in chosen.none_of)
    if chosen.missing:
        yield value(chosen.facet, NONE)


def planned(node: Node, fields: tuple[str, ...]) -> Plan | None:
    """Return the plan of a node whose words are looked for in these fields, None where it says nothing."""
    match node:
        case Everything():
            return Every()
        case Nothing():
            return Some()
        case Word() | Phrase() | Near() | SameSentence() | Prefix() | Fuzzy():
            return words_planned(node, fields)
        case Field(name, inner):
            return planned(inner, tuple(field for field in TEXT_FIELDS if field == name))
        case FacetIs(facet, choice):
            return value(facet, choice)
        case DateRange(start, end):
            return Days(day(start) if start else 1, day(end) if end else LAST_DAY)
        case Among(keys):
            return Keys(keys)
        case Not(inner):
            plan = planned(inner, fields)
            return None if plan is None else Without(plan)
        case AllOf(nodes):
            return joined(All, nodes, fields)
        case AnyOf(nodes):
            return joined(Some, nodes, fields)
        case AtLeast(nodes, least):
            return several(nodes, least, fields)
        case Preferring(inner, first):
            plan, preferred = planned(inner, fields), planned(first, fields)
            return plan if plan is None or preferred is None else First(plan, preferred)
        case Weighted(inner, factor):
            plan = planned(inner, fields)
            return None if plan is None else Times(plan, factor)


def joined(kind: type[All] | type[Some], nodes: tuple[Node, ...], fields: tuple[str, ...]) -> Plan | None:
    """Return the plans of several nodes as one, without those that say nothing; None where none says anything.

    What is repeated is looked for once and counts as often as it is there.
    """
    times = Counter(plan for plan in (planned(node, fields) for node in nodes) if plan is not None)
    plans = tuple(Times(plan, often) if often > 1 else plan for plan, often in times.items())
    if nodes and not plans:
        return None
    return plans[0] if len(plans) == 1 else kind(plans)


def several(nodes: tuple[Node, ...], least: int, fields: tuple[str, ...]) -> Plan | None:
    """Return the plan that at least so many nodes match; those that say nothing are left out and `least` never exceeds the rest."""
    plans = tuple(plan for plan in (planned(node, fields) for node in nodes) if plan is not None)
    if least <= 1 or len(plans) <= 1:
        return joined(Some, nodes, fields)
    return Least(plans, least) if least < len(plans) else All(plans)


@lru_cache(REMEMBERED)
def words_planned(node: Word | Phrase | Near | SameSentence | Prefix | Fuzzy, fields: tuple[str, ...]) -> Plan | None:
    """Return the plan of a node that holds words, None where its text holds none."""
    found = tuple(stems(node.text))
    if not found:
        return None
    match node:
        case Near(_, distance):
            return Stems(fields, found, widest(len(found), distance))
        case SameSentence():
            different = tuple(dict.fromkeys(found))
            return Together(fields, different) if len(different) > 1 else Stems(fields, different)
        case Prefix(text):
            return Starts(fields, tuple(folded(text)))
        case Fuzzy(text, edits) if len(found) == 1 and not found[0].isdigit() and edits > 0:
            return Alike(fields, folded(text)[0], min(edits, MOST_EDITS))
        case _:
            return Stems(fields, found)


def widest(words: int, distance: int) -> int:
    """Return the distance at which so many words are looked for: as asked, or the largest within MOST_PLACINGS."""
    if words == 1 or distance <= 0:
        return 0
    within = (gap for gap in range(min(distance, MOST_PLACINGS), 0, -1) if comb(gap + words - 1, gap) <= MOST_PLACINGS)
    return next(within, 0)


def ranks(plan: Plan) -> bool:
    """Tell whether a plan holds words, without which all that it finds is equally relevant."""
    match plan:
        case All(plans) | Some(plans) | Least(plans, _):
            return any(map(ranks, plans))
        case First():
            return True
        case Times(inner, _):
            return ranks(inner)
        case Stems() | Together() | Starts() | Alike():
            return True
        case _:
            return False


def value(facet: str, choice: str) -> Plan:
    """Return the plan of a facet value; an unknown facet matches nothing."""
    return Value(facet, choice) if facet in FACET_NAMES else Some()


def day(date: str) -> int:
    """Return a date `YYYY-MM-DD` as the number YYYYMMDD, 0 for an empty one."""
    return int(date.replace("-", "")) if date else 0
