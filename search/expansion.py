"""Tree × aliases → tree that also finds the other ways to write its names and words, and an account of each.

All ways count as the one word they stand for: a rare spelling is no sign that an article fits better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log

from search.aliases import Aliases
from search.analysis import folded
from search.tree import AllOf, AnyOf, Everything, Field, Node, Phrase, Weighted, Word, joined

MOST_EXPANSIONS = 12
LONGEST_RUN = 5
"""Words side by side that may be one expression."""


@dataclass(frozen=True)
class Expansion:
    """One expression of a query that is looked for in other ways too, or would be were it not switched `off`."""

    text: str
    kind: str
    others: tuple[str, ...]
    off: bool = False


@dataclass
class Expander:
    """Expands the trees of one request. `count` says how many articles hold a node; `plain` are the keys switched off.

    What stands between quotation marks or after a minus is left as it was written.
    """

    aliases: Aliases
    count: Callable[[Node], int]
    plain: tuple[str, ...] = ()
    found: list[Expansion] = field(default_factory=list)

    def expand(self, node: Node) -> Node:
        """Return a tree that matches all that `node` does and the other ways to write it."""
        match node:
            case Word():
                return self.run((node,)) or node
            case AllOf(nodes):
                return joined(AllOf, self.side_by_side(nodes)) or node
            case AnyOf(nodes):
                return AnyOf(tuple(map(self.expand, nodes)))
            case Field(name, inner):
                return Field(name, self.expand(inner))
            case _:
                return node

    def side_by_side(self, nodes: tuple[Node, ...]) -> Iterator[Node]:
        """Yield nodes with the longest known runs of words among them expanded."""
        at = 0
        while at < len(nodes):
            for size in range(min(LONGEST_RUN, len(nodes) - at), 1, -1):
                words = tuple(node for node in nodes[at : at + size] if isinstance(node, Word))
                run = self.run(words) if len(words) == size else None
                if run:
                    yield run
                    break
            else:
                yield self.expand(nodes[at])
                size = 1
            at += size

    def run(self, words: tuple[Word, ...]) -> Node | None:
        """Return one node for words that have other ways to be written, None where they have none that occurs."""
        text = " ".join(word.text for word in words)
        known = self.aliases.others(text) if len(self.found) < MOST_EXPANSIONS else None
        nodes = {other: node for other in known.words if self.count(node := node_of(other))} if known else {}
        if not known or not nodes:
            return None
        off = key_of(text) in self.plain
        expansion = Expansion(text, known.kind, tuple(nodes), off)
        if expansion not in self.found:
            self.found.append(expansion)
        same = words[0] if len(words) == 1 else AllOf(words)
        return same if off else self.as_one((same, *nodes.values()))

    def as_one(self, ways: tuple[Node, ...]) -> Node:
        """Return several ways to write a thing as one node, each weighted so that it counts as all of them together would."""
        every = self.count(Everything())
        rarity = log(1 + every / max(1, self.count(AnyOf(ways))))
        factors = (rarity / log(1 + every / max(1, self.count(way))) for way in ways)
        return AnyOf(tuple(Weighted(way, round(factor, 2) or 0.01) for way, factor in zip(ways, factors, strict=True)))


def node_of(words: str) -> Node:
    """Return one way to write something as a tree."""
    return Phrase(words) if " " in words else Word(words)


def key_of(text: str) -> str:
    """Return how an address names an expression that is to be taken as written."""
    return " ".join(folded(text))
