"""How a request is understood: its words read, corrected, expanded, and loosened where too few articles hold all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from search.aliases import Aliases
from search.engines import Search
from search.engines.current import CurrentIndex
from search.expansion import Expander, Expansion, key_of
from search.fallback import FEW, Loose, in_a_row, is_question, loosened, without_fillers
from search.lexemes import QueryNotice, without_strays
from search.query import Parsed, parse
from search.relevance import Articles, Hinter
from search.request import RELAXED, SearchRequest
from search.same import SameWords
from search.spelling import Correction, Speller, corrected
from search.terms import Names
from search.tree import AllOf, Among, AnyOf, DateRange, Everything, Field, Node, Not, Prefix, Weighted, Word

RARE = 2
"""A word that so few articles hold may be a misspelt one."""

MOST_CHECKED = 8
"""Words of one query whose spelling is looked at."""


Count = Callable[[Node], int]
"""How many articles a tree matches in the edition asked for."""


@dataclass(frozen=True)
class Reading:
    """A request as it was understood.

    `tree` is what is searched; `request` names the state the reading led to in its address; `loose` are the words that may be
    missing in what is shown, None where all of them must be there; `all` counts the articles that hold all of them (dates
    heeded, other filters not); `nearest` are the versions that come nearest to what it says, by their keys, where some may be
    missing, and `beyond` those of them that lack too many.
    """

    request: SearchRequest
    tree: Node
    parts: Loose
    notices: tuple[QueryNotice, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    passed_over: tuple[str, ...] = ()
    loose: Loose | None = None
    all: int = 0
    correction: Correction | None = None
    beginning: str = ""
    nearest: tuple[int, ...] = ()
    beyond: tuple[int, ...] = ()


Near = Callable[[Reading, int], tuple[int, ...]]
"""A reading and an edition → the keys of the versions that come nearest to what it says there, whatever their words."""


def nowhere(reading: Reading, edition: int) -> tuple[int, ...]:
    """Return that nothing is near, as where meaning is not heeded."""
    return ()


@dataclass(frozen=True)
class Reader:
    """Reads requests against an index. `names` resolve what stands after a field; `articles` fetches the articles found."""

    index: CurrentIndex
    names: Mapping[str, Names]
    aliases: Aliases
    same: SameWords
    articles: Articles
    near: Near
    speller: Speller = field(init=False)
    hinter: Hinter = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "speller", Speller(self.index))
        object.__setattr__(self, "hinter", Hinter(self.index, self.articles, self.same, self.aliases.nearby, self.aliases.named))

    def read(self, request: SearchRequest) -> Reading:
        """Return the reading of a request. The same words, dates and edition are always read alike, whatever facets are chosen."""
        return self._read(request) if request.query else Reading(request, Everything(), Loose((), ()))

    def _read(self, request: SearchRequest) -> Reading:
        count = self.counter(request)
        return self.settled(self.expanded(request, count), count)

    def settled(self, reading: Reading, count: Count) -> Reading:
        """Return the reading that the one of all words leads to: content with most of them, its last one begun, or respelt."""
        request = reading.request
        if reading.all >= FEW:
            return self.relaxed(reading, request)
        if not reading.all and (begun := self.begun(request, count)):
            return begun
        pairs = self.misspelt(reading, count)
        if pairs:
            reading = self.respelt(reading, pairs, count)
        return self.relaxed(reading, request)

    def expanded(self, request: SearchRequest, count: Count) -> Reading:
        """Return the reading that insists on all words."""
        return self.counted(self.uncounted(request, count), count)

    def counted(self, reading: Reading, count: Count) -> Reading:
        """Return a reading with the number of the articles that hold all its words."""
        return replace(reading, all=count(with_dates(reading.tree, reading.request)))

    def uncounted(self, request: SearchRequest, count: Count) -> Reading:
        """Return the reading that insists on all words, whether or not they may be misspelt and without counting who holds them."""
        parsed = self.parse(request)
        tree, passed = without_fillers(parsed.tree, self.same)
        expander = Expander(self.aliases, count, request.plain)
        tree = expander.expand(tree)
        loose = loosened(tree, in_a_row(parsed.tree), asked=is_question(request.query, passed))
        return Reading(request, tree, loose, parsed.notices, tuple(expander.found), passed)

    def part(self, request: SearchRequest, known: Reading, count: Count) -> Reading | None:
        """Return what a request is read as from which parts of a known one, that found nothing, were left out.

        `all` may be too low. None where the request finds nothing either: it asks for no less of the same words.
        """
        if not request.query:
            return self.read(request)
        reading = self.uncounted(request, count)
        fewer = set(reading.parts.words) <= set(known.parts.words) and set(reading.parts.rest) <= set(known.parts.rest)
        if fewer and known.all >= max(FEW, reading.parts.few):
            return self.relaxed(replace(reading, all=known.all), request)
        if request.words == "all":
            return reading
        narrower = (request.filters, request.start, request.end) == (known.request.filters, known.request.start, known.request.end)
        covered = narrower and known.loose is not None and known.loose.covers(reading.parts)
        if (covered or request.words == "most") and self.stays(reading, count):
            return None if covered else self.relaxed(reading, request)
        return self.settled(self.counted(reading, count), count)

    def stays(self, reading: Reading, count: Count) -> bool:
        """Tell whether a reading keeps its words however few articles hold them all: none begun, none respelt."""
        return not self.may_begin(reading.request, count) and not self.misspelt(reading, count)

    def misspelt(self, reading: Reading, count: Count) -> tuple[tuple[str, str], ...]:
        """Return the words of a reading that may be misspelt, each with what may be meant."""

        def often(word: str) -> int:
            return count(Word(word))

        sure = tuple(part for part in reading.parts.words if not any(often(word) <= RARE for word in single_words(part)))
        beside = (lambda word: count(AllOf((*sure, Word(word))))) if sure else often
        return corrected(self.doubtful(reading), often, beside, self.speller, rare=RARE)

    def parse(self, request: SearchRequest) -> Parsed:
        """Read the request's words as they are written."""
        return parse(request.query, names=self.names)

    def begun(self, request: SearchRequest, count: Count) -> Reading | None:
        """Return the reading of the last word as the beginning of one, where it is nowhere a word of its own."""
        if not self.may_begin(request, count):
            return None
        reading = self.expanded(replace(request, query=request.query + "*"), count)
        return self.relaxed(replace(reading, beginning=last_of(request.query)), reading.request)

    def may_begin(self, request: SearchRequest, count: Count) -> bool:
        """Tell whether the last word is nowhere a word of its own, but the beginning of one, and is not to be taken as written."""
        last = last_of(request.query)
        written = request.words == "all" or key_of(last) in request.plain or not unfinished(request.query)
        return not written and not self.same.is_filler(last.lower()) and not count(Word(last)) and bool(count(Prefix(last)))

    def respelt(self, reading: Reading, pairs: tuple[tuple[str, str], ...], count: Count) -> Reading:
        """Return the reading of the corrected query where the words in doubt are nowhere to be found; else propose it."""
        request = reading.request
        written = without_strays(request.query)
        query = replaced(written, pairs)
        nowhere = tuple(pair for pair in pairs if not count(Word(pair[0])))
        if not nowhere or request.words == "all":
            return replace(reading, correction=Correction(query, pairs, applied=False))
        query = replaced(written, nowhere)
        better = self.expanded(replace(request, query=query), count)
        return replace(better, request=request, notices=reading.notices, correction=Correction(query, nowhere, applied=True))

    def search(self, reading: Reading) -> Search:
        """Return the search of a reading, the hints for its order by relevance included."""
        tree, request = with_dates(reading.tree, reading.request), reading.request
        search = Search(query=tree, edition=request.edition, sort=request.order)
        if request.order != "relevance":
            return search
        return replace(search, hints=self.hinter.hints(reading.parts, search, request.query))

    def relaxed(self, reading: Reading, request: SearchRequest) -> Reading:
        """Return the reading that is content with most words, where few articles hold all, or of a question, and nobody insists."""
        few = reading.all < reading.parts.few or reading.parts.question or request.words in RELAXED
        if request.words == "all" or not few or not reading.parts.can_lack:
            return reading
        loose, edition = reading.parts, request.edition or self.index.edition()
        nearest = self.near(reading, edition)
        beyond = self.among(AllOf((Not(loose.most()), Among(nearest))), edition, len(nearest)) if nearest else ()
        words = request.words or ("near" if beyond else "most")
        loose = replace(loose, near=beyond if words == "near" else ())
        settled = reading.request.with_words_settled(words)
        return replace(reading, tree=loose.most(), loose=loose, request=settled, nearest=nearest, beyond=beyond)

    def among(self, node: Node, edition: int, most: int) -> tuple[int, ...]:
        """Return the keys of what a tree matches in an edition, `most` at most."""
        return self.index.search(Search(query=node, edition=edition, sort="newest", size=most)).keys

    def doubtful(self, reading: Reading) -> list[str]:
        """Return the loose words of a query that may be misspelt, in order, those taken as written left out."""
        words = dict.fromkeys(word for part in reading.parts.words for word in single_words(part))
        return [word for word in words if key_of(word) not in reading.request.plain][:MOST_CHECKED]

    def counter(self, request: SearchRequest) -> Count:
        """Return what counts as `count` does for one request, each tree once."""
        return lru_cache(256)(lambda node: self.count(node, request))

    def count(self, node: Node, request: SearchRequest) -> int:
        """Return how many articles a tree matches in the edition asked for."""
        return self.index.search(Search(query=node, edition=request.edition, size=0)).total


def with_dates(tree: Node, request: SearchRequest) -> Node:
    """Return the tree narrowed to the request's dates."""
    if not (request.start or request.end):
        return tree
    dates = DateRange(request.first_day(), request.last_day())
    return dates if tree == Everything() else AllOf((tree, dates))


def last_of(query: str) -> str:
    """Return what stands behind the last space of a query."""
    return query.rpartition(" ")[2]


def unfinished(query: str) -> bool:
    """Tell whether the last word of a search may be the beginning of a longer one."""
    last = last_of(query)
    return len(last) > 1 and last[-2:].isalnum() and ":" not in last and query.count('"') % 2 == 0


def single_words(node: Node) -> Iterator[str]:
    """Yield the words of loose words as typed, without the other ways to write them; an expanded one is spelt well enough."""
    match node:
        case Word(text):
            yield text
        case Field(_, inner) | Weighted(inner, _):
            yield from single_words(inner)
        case AllOf(nodes):
            for inner in nodes:
                yield from single_words(inner)
        case AnyOf() | Not():
            return


def replaced(query: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Return a query with words replaced."""
    for typed, meant in pairs:
        query = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, query)
    return query
