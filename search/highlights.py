"""Find in an article the words a query asks for, exactly as the engines find them.

Only words that begin like a word asked for are analysed: an article of 3,000 words costs as little as one of 300.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import OSA

from archive.model import Article
from search.analysis import LETTER, LONGEST, WORD, aligned, analysed
from search.engines.plan import Alike, All, First, Least, Plan, Some, Starts, Stems, Times, Together, plan_of
from search.tree import Node

Span = tuple[int, int]

WHOLE_WORD = re.compile(rf"(?<![{LETTER}])(?<![{LETTER}]')[{LETTER}]+(?:'[{LETTER}]+)*|(?<![0-9])[0-9]+")
"""As `analysis.WORD`, but only where a word begins."""


class Hit(NamedTuple):
    """Where a term of the query stands in a text; `term` is its number in the query."""

    start: int
    end: int
    term: int


class Fit(dict[str, bool]):
    """Which words, spelt as in `plain` lower-case text, are the one asked for: asked once a word, then remembered."""

    def __init__(self, test: Callable[[str, str], bool]) -> None:
        """Take the test, of stem and folded form."""
        super().__init__()
        self.test = test

    def __missing__(self, word: str) -> bool:
        self[word] = fits = self.test(*analysed(word))
        return fits


@dataclass(frozen=True)
class Term:
    """Words asked for, in order, with at most `gap` others in between, in one of some fields.

    `beginning` is what each word begins with that can be the first of them; empty where nothing is known of it.
    """

    fields: tuple[str, ...]
    beginning: str
    fits: tuple[Fit, ...]
    gap: int = 0


class Highlighter:
    """Marks the words of one query. Excluded words are never marked, a field's words only in that field."""

    def __init__(self, tree: Node) -> None:
        """Make ready to mark the words of a query tree."""
        self.leaves = tuple(dict.fromkeys(wanted(plan_of(tree))))
        self.terms = tuple(map(term_of, self.leaves))
        self._last: tuple[Article, list[Hit]] | None = None

    def numbers(self, tree: Node) -> frozenset[int]:
        """Return the numbers of the terms that a part of the query consists of."""
        return frozenset(self.leaves.index(leaf) for leaf in wanted(plan_of(tree)) if leaf in self.leaves)

    def hits(self, article: Article) -> list[Hit]:
        """Return where the query's words stand, as offsets into `article.text`, in order. They may overlap."""
        # Title, snippets and missing words of one article are asked for one after the other.
        if self._last and self._last[0] is article:
            return self._last[1]
        found: list[Hit] = []
        for field, start, text in parts(article):
            found += sorted(Hit(start + left, start + right, number) for left, right, number in self.hits_in(text, field))
        self._last = article, found
        return found

    def hits_in(self, text: str, field: str) -> Iterator[Hit]:
        """Yield where the query's words stand in one text field."""
        terms = [(number, term) for number, term in enumerate(self.terms) if field in term.fields]
        if not terms:
            return
        ready, origin = aligned(text)
        lowered = ready.lower()
        inside = tuple(apostrophed(lowered))
        initials = {lowered[start] for start in inside}
        for number, term in terms:
            for start, end in spans(lowered, term, inside) if may_hold(lowered, term, initials) else ():
                yield Hit(origin[start], origin[end], number)

    def marks(self, article: Article) -> tuple[Span, ...]:
        """Return the stretches of `article.text` to be marked: in order, without overlap."""
        return merged(self.hits(article))

    def title_marks(self, article: Article) -> tuple[Span, ...]:
        """Return the stretches of the title to be marked."""
        return merged(hit for hit in self.hits(article) if hit.start < len(article.title))


def wanted(plan: Plan) -> Iterator[Stems | Starts | Alike]:
    """Yield the words a plan asks for, leaving out those it excludes."""
    match plan:
        case All(plans) | Some(plans) | Least(plans, _):
            yield from chain.from_iterable(map(wanted, plans))
        case First(inner, preferred):
            yield from chain(wanted(inner), wanted(preferred))
        case Times(inner, _):
            yield from wanted(inner)
        case Together(fields, stems):
            yield from (Stems(fields, (stem,)) for stem in stems)
        case Stems() | Starts() | Alike():
            yield plan
        case _:
            return


def term_of(plan: Stems | Starts | Alike) -> Term:
    """Return what a plan asks for, ready to be looked for."""
    match plan:
        case Stems(fields, stems, gap):
            return Term(fields, root(stems[0]), tuple(map(stemmed, stems)), gap)
        case Starts(fields, words):
            begun = Fit(lambda _, folded: folded.startswith(words[-1]))
            return Term(fields, words[0], (*map(spelt, words[:-1]), begun))
        case Alike(fields, word, edits):
            return Term(fields, "", (Fit(lambda _, folded: abs(len(folded) - len(word)) <= edits >= OSA.distance(folded, word)),))


def stemmed(wanted: str) -> Fit:
    """Return the test for words with a stem."""
    return Fit(lambda stem, _: stem == wanted)


def spelt(wanted: str) -> Fit:
    """Return the test for words with a folded form."""
    return Fit(lambda _, folded: folded == wanted)


def root(stem: str) -> str:
    """Return what every word of a Snowball stem begins with.

    It is the stem itself but for a letter put in the place of others at its end: happy and happi, skies and sky, dying and
    die, sensibility and sensibl.
    """
    changed = 2 if stem.endswith("ie") else 1 if stem.endswith(("i", "y", "e", "bl")) else 0
    return stem[: max(1, len(stem) - changed)]


def parts(article: Article) -> Iterator[tuple[str, int, str]]:
    """Yield the text fields of an article: name, offset into `article.text`, text."""
    start = 0
    for name, text in (("title", article.title), ("standfirst", article.standfirst), ("body", article.body)):
        if text:
            yield name, start, text
            start += len(text) + len("\n\n")


def merged(hits: Iterable[Hit]) -> tuple[Span, ...]:
    """Return the stretches that hits in order cover; those that overlap become one."""
    found: list[Span] = []
    for start, end, _ in hits:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def may_hold(text: str, term: Term, initials: Container[str]) -> bool:
    """Tell whether it is worth looking for a term in a text: most words of a query and their other spellings are not in it.

    `initials` are the first letters of its words with an apostrophe inside.
    """
    return not term.beginning or term.beginning in text or term.beginning[0] in initials


def spans(text: str, term: Term, inside: Sequence[int]) -> Iterator[Span]:
    """Yield the stretches of `plain`, lower-case text that a term matches: words side by side as one, words apart each.

    `inside` are the offsets of words with an apostrophe inside.
    """
    fits, alone = term.fits[0], len(term.fits) == 1
    for first in words_from(text, term.beginning, inside) if term.beginning else words_fitting(text, fits):
        if not fits[first[0]]:
            continue
        if alone:
            yield first.span()
            continue
        run = [first.span(), *following(text, first.end(), term)]
        if len(run) == len(term.fits):
            yield from run if term.gap else [(run[0][0], run[-1][1])]


def following(text: str, start: int, term: Term) -> Iterator[Span]:
    """Yield the second and later words of a term as far as they are there, with at most its gap before and between them."""
    place, gap = 1, term.gap
    for word in WORD.finditer(text, start):
        if word.end() - word.start() > LONGEST:
            continue
        if term.fits[place][word[0]]:
            yield word.span()
            place += 1
        else:
            gap -= 1
        if gap < 0 or place == len(term.fits):
            return


def words_from(text: str, beginning: str, inside: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the words of `plain`, lower-case text that begin with some letters or digits, apostrophes aside: o'brien for obrien."""
    others = [at for at in inside if text[at] == beginning[0] and not text.startswith(beginning, at)] if inside else []
    for at in [*places(text, beginning), *others]:
        word = WHOLE_WORD.match(text, at)
        if word and word.end() - at <= LONGEST:
            yield word


def words_fitting(text: str, fit: Fit) -> Iterator[re.Match[str]]:
    """Yield the words of a text that fit, whatever they begin with."""
    for word in {word for word in set(WORD.findall(text)) if len(word) <= LONGEST and fit[word]}:
        whole = (WHOLE_WORD.match(text, at) for at in places(text, word))
        yield from (match for match in whole if match and match[0] == word)


def places(text: str, wanted: str) -> Iterator[int]:
    """Yield the offsets at which a string stands in a text."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def apostrophed(text: str) -> Iterator[int]:
    """Yield where words with an apostrophe inside begin, each apostrophe for itself."""
    for at in places(text, "'"):
        start = at
        while start and (text[start - 1].isalpha() or text[start - 1] > "\x7f"):
            start -= 1
        yield start
