"""The query tree: the only thing engines compile. Words are raw; analysis happens when a tree is compiled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TEXT_FIELDS = ("title", "standfirst", "body")
"""The analysed fields a word without a field is looked for in."""


@dataclass(frozen=True)
class Everything:
    """Matches every article."""


@dataclass(frozen=True)
class Nothing:
    """Matches no article."""


@dataclass(frozen=True)
class Word:
    """One word, analysed; where analysis gives several tokens they must stand next to each other."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words next to each other, in order, in one field."""

    text: str


@dataclass(frozen=True)
class Near:
    """Words in one field, in order, with at most `distance` other words in between altogether."""

    text: str
    distance: int


@dataclass(frozen=True)
class SameSentence:
    """Words in one sentence of one field, in any order."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """Words whose folded, unstemmed form begins with `text`."""

    text: str


@dataclass(frozen=True)
class Fuzzy:
    """Words whose folded, unstemmed form is within `distance` edits (1 or 2) of `text`."""

    text: str
    distance: int = 1


@dataclass(frozen=True)
class Field:
    """`node` looked for in one named text field only (title, standfirst or body)."""

    name: str
    node: Node


@dataclass(frozen=True)
class FacetIs:
    """The article has this value (an id) in this facet."""

    facet: str
    value: str


@dataclass(frozen=True)
class DateRange:
    """Published between two inclusive dates, `YYYY-MM-DD`; None leaves an end open. Undated articles never match."""

    start: str | None
    end: str | None


@dataclass(frozen=True)
class Not:
    """Matches what `node` does not."""

    node: Node


@dataclass(frozen=True)
class AllOf:
    """Matches where every node matches."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf:
    """Matches where at least one node matches."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class AtLeast:
    """Matches where `least` of the nodes match or more; fewer than one counts as one, more than there are as all of them."""

    nodes: tuple[Node, ...]
    least: int


@dataclass(frozen=True)
class Among:
    """Matches versions by their keys. No words lead here: the service asks so about articles it has in hand."""

    keys: tuple[int, ...]


@dataclass(frozen=True)
class Preferring:
    """Matches what `node` does; by relevance, what `first` matches too comes before all the rest."""

    node: Node
    first: Node


@dataclass(frozen=True)
class Weighted:
    """Matches what `node` does; its words count `factor` times as much for relevance."""

    node: Node
    factor: float


Node = (
    Everything
    | Nothing
    | Word
    | Phrase
    | Near
    | SameSentence
    | Prefix
    | Fuzzy
    | Field
    | FacetIs
    | DateRange
    | Not
    | AllOf
    | AnyOf
    | AtLeast
    | Among
    | Preferring
    | Weighted
)


def joined(group: type[AllOf] | type[AnyOf], nodes: Iterable[Node | None]) -> Node | None:
    """Return nodes as one node: None where there is none, a single one itself, groups of the same kind merged."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, group):
            kept += node.nodes
        elif node is not None:
            kept.append(node)
    if len(kept) > 1:
        return group(tuple(kept))
    return kept[0] if kept else None


def matching(node: Node) -> Node:
    """Return a tree that matches the same without what only changes its order, so that what is counted alike is the same tree."""
    match node:
        case Weighted(inner, _) | Preferring(inner, _):
            return matching(inner)
        case Field(name, inner):
            return Field(name, matching(inner))
        case Not(inner):
            return Not(matching(inner))
        case AllOf(nodes) | AnyOf(nodes):
            return type(node)(tuple(map(matching, nodes)))
        case AtLeast(nodes, least):
            return AtLeast(tuple(map(matching, nodes)), least)
        case _:
            return node


def show(node: Node) -> str:
    """Return a tree in the notation of docs/query.md: `all(patriot, not(any(drone, title:"air defence")))`."""
    match node:
        case Everything() | Nothing():
            return type(node).__name__.lower()
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Near(text, distance):
            return f'"{text}"~{distance}'
        case SameSentence(text):
            return f'"{text}"~s'
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text, distance):
            return f"{text}~{distance}"
        case Field(name, inner):
            return f"{name}:{show(inner)}"
        case FacetIs(facet, value):
            return f"{facet}={value}"
        case DateRange(start, end):
            return f"date={start or ''}..{end or ''}"
        case Not(inner):
            return f"not({show(inner)})"
        case AllOf(nodes):
            return f"all({', '.join(map(show, nodes))})"
        case AnyOf(nodes):
            return f"any({', '.join(map(show, nodes))})"
        case AtLeast(nodes, least):
            return f"{least}+({', '.join(map(show, nodes))})"
        case Among(keys):
            return f"keys({', '.join(map(str, keys))})"
        case Preferring(inner, first):
            return f"prefer({show(inner)}, {show(first)})"
        case Weighted(inner, factor):
            return f"{show(inner)}^{factor:g}"
