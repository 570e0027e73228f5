"""When too few articles hold all the words: those that hold most of them follow, and each says which it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model import Article
from search.highlights import Highlighter
from search.same import SameWords
from search.tree import AllOf, Among, AnyOf, AtLeast, Field, Fuzzy, Node, Phrase, Preferring, Prefix, Weighted, Word, joined

FEW, FEW_LONG = 5, 20
"""Fewer articles than these are too few, for a query of LONG loose words or more: most of the words will do then."""

ASKED = 4
"""Loose words from which on a question is answered by the articles that fit best, whether or not others hold all its words."""

LONG = 5
"""Loose words from which on single ones say little."""

TEXT = 6
"""Loose words from which on a query is a text rather than what someone would expect in a title: any of them will do."""

PASSAGE = 20
"""Loose words from which on a query is a passage pasted: what is between quotation marks was quoted there, and is loose too."""

ENOUGH = 2
INTERROGATIVES = frozenset(("who", "whom", "whose", "what", "when", "where", "which", "why", "how"))


@dataclass(frozen=True)
class Loose:
    """A query's loose words, which may be missing, and the rest, which may not: quoted phrases, exclusions, values, dates.

    `typed` are all words in the order typed, fillers too, where the query is nothing but words; `asked`: it is a whole question;
    `near`: versions that hold too few of its words and are let in since they come close to what it says, by their keys.
    """

    words: tuple[Node, ...]
    rest: tuple[Node, ...]
    typed: tuple[str, ...] = ()
    asked: bool = False
    near: tuple[int, ...] = ()

    @property
    def least(self) -> int:
        """Return how many of the words an article must hold: half of two (none beside a phrase), ENOUGH of more, one of a text."""
        count = len(self.words)
        if count >= TEXT:
            return 1
        return count // 2 if count <= ENOUGH else ENOUGH

    @property
    def question(self) -> bool:
        """Tell whether it is a question of enough words that no article need hold them all."""
        return self.asked and len(self.words) >= ASKED

    @property
    def long(self) -> bool:
        """Tell whether there are so many words that single ones say little."""
        return len(self.words) >= LONG

    @property
    def few(self) -> int:
        """Return how many articles with all the words are enough not to look for others."""
        return FEW_LONG if self.long else FEW

    @property
    def can_lack(self) -> bool:
        """Tell whether there is a word that can be done without."""
        return len(self.words) > 1 or (len(self.words) == 1 and any(map(says_words, self.rest)))

    def covers(self, other: Loose) -> bool:
        """Tell whether what holds all, or as many as need be, of another query's words holds as many as need be of these."""
        fewer = set(other.words) <= set(self.words) and set(self.rest) <= set(other.rest)
        return fewer and min(other.least, len(other.words)) >= self.least

    def most(self) -> Node:
        """Return the tree of articles that hold most of the words, or come close to what they say; those with all of them first.

        Not of a question or of many words: an article that holds them all is a long one rather than the right one.
        """
        every = joined(AllOf, self.words) or AllOf(())
        some: tuple[Node, ...] = (AtLeast(self.words, self.least),) if self.least else ()
        some = (AnyOf((*some, Among(self.near))),) if some and self.near else some
        tree = joined(AllOf, (*some, *self.rest)) or every
        return tree if self.question or self.long else Preferring(tree, every)


def loosened(tree: Node, typed: tuple[str, ...] = (), *, asked: bool = False) -> Loose:
    """Return what of a tree may be missing and what may not; `typed` as in Loose."""
    parts = tree.nodes if isinstance(tree, AllOf) else (tree,)
    # What is repeated is one word that counts as often as it is there.
    parts = tuple(Weighted(part, often) if often > 1 and is_loose(part) else part for part, often in Counter(parts).items())
    words = tuple(part for part in parts if is_loose(part))
    if len(words) >= PASSAGE:
        words = tuple(part for part in parts if is_loose(part) or isinstance(part, Phrase))
    return Loose(words, tuple(part for part in parts if part not in words), typed, asked)


def in_a_row(tree: Node) -> tuple[str, ...]:
    """Return the words of a tree in order, none where there is more in it than words."""
    texts = tuple(map(said, tree.nodes)) if isinstance(tree, AllOf) else ()
    return texts if all(texts) else ()


def is_question(query: str, passed_over: tuple[str, ...]) -> bool:
    """Tell whether a query, of which some words were passed over, is a whole question.

    Without its mark it begins with such a word and has an interrogative: radiation knows not where borders are is none.
    """
    if query.rstrip().endswith("?"):
        return True
    begins = query.split()[:1] == list(passed_over[:1])
    return begins and any(word.lower() in INTERROGATIVES for word in passed_over)


def is_loose(node: Node) -> bool:
    """Tell whether a node is words that were not quoted."""
    match node:
        case Word() | Prefix() | Fuzzy():
            return True
        case Field(_, inner) | Weighted(inner, _):
            return is_loose(inner)
        case AnyOf(nodes) | AllOf(nodes):
            return bool(nodes) and is_loose(nodes[0])
        case _:
            return False


def says_words(node: Node) -> bool:
    """Tell whether a node looks for words at all."""
    return bool(Highlighter(node).terms)


def without_fillers(tree: Node, same: SameWords) -> tuple[Node, tuple[str, ...]]:
    """Return a tree without the question words and fillers in it, and which they were; a query of nothing else keeps them."""
    if not isinstance(tree, AllOf):
        return tree, ()
    passed = tuple(node for node in tree.nodes if isinstance(node, Word) and same.is_filler(node.text))
    kept = joined(AllOf, (node for node in tree.nodes if node not in passed))
    if kept is None or not any(map(says_words, kept.nodes if isinstance(kept, AllOf) else (kept,))):
        return tree, ()
    return kept, tuple(dict.fromkeys(word.text for word in passed))


class Lacks:
    """Says which loose words an article does not hold; `near` are the versions let in. `highlighter` is that of the whole query."""

    def __init__(self, loose: Loose, highlighter: Highlighter) -> None:
        self.near = frozenset(loose.near)
        self._highlighter = highlighter
        self._ways = tuple((said(word), tuple(ways_of(word, highlighter))) for word in loose.words)

    def of(self, article: Article) -> tuple[str, ...]:
        """Return the words missing in an article, as they were typed."""
        found = {hit.term for hit in self._highlighter.hits(article)}
        return tuple(text for text, ways in self._ways if not any(all(found & part for part in way) for way in ways))


def ways_of(node: Node, highlighter: Highlighter) -> Iterator[tuple[frozenset[int], ...]]:
    """Yield the ways to hold loose words: the parts that must all be there, each as numbers of terms of which any will do."""
    match node:
        case AnyOf(nodes):
            for inner in nodes:
                yield from ways_of(inner, highlighter)
        case Weighted(inner, _):
            yield from ways_of(inner, highlighter)
        case AllOf(nodes):
            yield tuple(map(highlighter.numbers, nodes))
        case _:
            yield (highlighter.numbers(node),)


def said(node: Node) -> str:
    """Return loose words as they were typed."""
    match node:
        case Word(text) | Phrase(text) | Prefix(text) | Fuzzy(text):
            return text
        case Field(_, inner) | Weighted(inner, _):
            return said(inner)
        case AllOf(nodes):
            return " ".join(map(said, nodes))
        case AnyOf(nodes):
            return said(nodes[0])
        case _:
            return ""
