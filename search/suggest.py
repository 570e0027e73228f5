"""Suggestions while someone types: persons, countries, equipment and outlets under any of their names, then words from titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice

from archive.facets import FACET_NAMES
from archive.gazetteers import Gazetteer
from archive.gazetteers.country import CountryGazetteer
from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.person import PersonGazetteer
from archive.store import Store
from search import outlets
from search.analysis import folded
from search.engines import FacetCounts, Search
from search.engines.current import CurrentIndex
from search.namebook import Begun, NameBook, Value
from search.request import SearchRequest
from search.result import Suggestion
from search.same import SameWords
from search.tree import AllOf, Field, Node, Prefix, Word

SHORTEST = 2
"""Letters from which on there are suggestions; those from titles need one more."""

MOST = 8
MOST_TITLES = 4
MOST_WORDS = 4
"""Words at the end of what is typed that may be the beginning of one name."""

MOST_LOOKED_AT = 3000
"""Names with one beginning that are weighed."""

LABEL = 10
"""How many times more a value counts that is found by its label than by another name."""

LONGER = 3
"""Words of a title that complete a query, at most."""


@dataclass
class Suggester:
    """Suggests from one index; the names of what it holds are gathered once an edition."""

    store: Store
    index: CurrentIndex
    gazetteers: Mapping[str, Gazetteer]
    same: SameWords
    edition: int = -1
    gathered: NameBook = field(default_factory=lambda: NameBook.of({}))

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return up to MOST values that the end of the query may name, then up to MOST_TITLES longer queries."""
        if len("".join(folded(request.query))) < SHORTEST:
            return ()
        return (*self.values(request), *self.longer(request))

    def values(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return the values whose names begin like the last words of a query, as many of them as any name begins like."""
        words, book = folded(request.query), self.book()
        for number in range(min(MOST_WORDS, len(words)), 0, -1):
            start = " ".join(words[-number:])
            found = best_begun(book, start) if len(start) >= SHORTEST else ()
            best = nlargest(MOST, found, key=lambda begun: worth(book, begun))
            if best:
                return tuple(self.value(request, number, book, begun) for begun in best)
        return ()

    def value(self, request: SearchRequest, number: int, book: NameBook, begun: Begun) -> Suggestion:
        """Return one value as the request without the words that named it and with the value chosen."""
        facet, value, label = book.facet(begun.value), book.ids[begun.value], book.label(begun.value)
        rest = request.with_query(without_last(request.query, number))
        chosen = rest if rest.mode(facet, value) in ("all", "any") else rest.toggle(facet, value, rest.adds(facet))
        name = book.written[begun.name]
        other = "" if folded(name) == folded(label) else name
        return Suggestion(facet, label, other, book.counts[begun.value], chosen.query, chosen.url())

    def longer(self, request: SearchRequest) -> Iterator[Suggestion]:
        """Yield longer queries from the titles of articles that have all the words, the last one perhaps unfinished."""
        typed = folded(request.query)
        if not request.query[-1:].isalnum() or len(typed[-1]) <= SHORTEST or any(sign in request.query for sign in '":()*~'):
            return
        nodes: tuple[Node, ...] = (*map(Word, typed[:-1]), Prefix(typed[-1]))
        # By day: a beginning scores every title alike, and ties would all be fetched to be put in order.
        search = Search(query=Field("title", AllOf(nodes)), sort="newest", size=MOST_TITLES + 2, edition=request.edition)
        keys = self.index.search(search).keys
        versions = self.store.versions(keys, mentions=False)
        head = without_last(request.query, 1)
        given: set[str] = {" ".join(typed)}
        for key in keys:
            words = self.completion(versions[key].article.title, typed) if key in versions else ""
            query = f"{head} {words}".strip()
            if words and " ".join(folded(query)) not in given and len(given) <= MOST_TITLES:
                given.add(" ".join(folded(query)))
                yield Suggestion("query", query, "", None, query, request.with_query(query).url())

    def completion(self, title: str, typed: list[str]) -> str:
        """Return the words of a title from the one that begins like the last word typed on, as far as they say something."""
        words = [word.strip("‘’“”\"'()[],;:.!?|–—-") for word in title.split()]
        plain = [" ".join(folded(word)) for word in words]
        places = [place for place, word in enumerate(plain) if word.startswith(typed[-1])]
        behind = [place for place in places if place and typed[:-1] and plain[place - 1] == typed[-2]]
        if not places:
            return ""
        first = (behind or places)[0]
        kept = [word for word in words[first : first + LONGER] if word]
        while len(kept) > 1 and (self.same.is_filler(kept[-1].lower()) or not kept[-1].isalnum()):
            kept.pop()
        return " ".join(kept)

    def unknown(self, facet: str, values: Iterable[str]) -> set[str]:
        """Return those values that the newest articles do not have, of which not all names are known."""
        book = self.book()
        return {value for value in values if not book.holds(facet, value)}

    def called(self, facet: str, start: str) -> set[str]:
        """Return the values of a facet that have a name of which some words begin so (folded)."""
        book = self.book()
        values = book.facets.get(facet, range(0))
        return {book.ids[begun.value] for begun in book.begun(start) if begun.value in values}

    def book(self) -> NameBook:
        """Return the names of all values that the newest articles have, gathered anew after an edition."""
        edition = self.index.edition()
        if self.edition != edition:
            counted = self.index.search(Search(counts=dict.fromkeys(FACET_NAMES, 1 << 20), size=0)).counts
            self.gathered = NameBook.of({facet: self.named(facet, counted[facet]) for facet in FACET_NAMES})
            self.edition = edition
        return self.gathered

    def named(self, facet: str, counted: FacetCounts) -> Iterator[Value]:
        """Yield the values counted in a facet, by id, under their labels and all other names."""
        brought, gazetteer = dict(self.store.entities(facet)), self.gazetteers.get(facet)
        others: dict[str, list[str]] = defaultdict(list)
        for value, name in aliases_of(gazetteer) if gazetteer else ():
            others[value].append(name)
        if facet == "source":
            brought = {value: outlets.shown(value, label) for value, label in brought.items()}
            others.update({value: list(outlets.usual(value)) for value in brought})
        for value, count in sorted(counted.values):
            label = (gazetteer and gazetteer.label(value)) or brought.get(value, value)
            # Of names that go on alike from some word on, the shortest begins with it: America, not United States of America.
            further = sorted(others[value], key=len) if value in others else ()
            yield Value(value, count, tuple(dict.fromkeys((label, *further))))


def best_begun(book: NameBook, start: str) -> Iterable[Begun]:
    """Return of each value the best of its names of which some words begin so."""
    found: dict[int, Begun] = {}
    for begun in islice(book.begun(start), MOST_LOOKED_AT):
        if begun.value not in found or worth(book, begun) > worth(book, found[begun.value]):
            found[begun.value] = begun
    return found.values()


def worth(book: NameBook, begun: Begun) -> tuple[bool, int]:
    """Return what suggestions are ordered by: a name given in full first, then the count, which a label multiplies."""
    return begun.whole, book.counts[begun.value] * (LABEL if begun.name == book.firsts[begun.value] else 1)


def aliases_of(gazetteer: Gazetteer) -> Iterable[tuple[str, str]]:
    """Return the names a gazetteer knows as (value, name) pairs."""
    match gazetteer:
        case PersonGazetteer():
            return ((person.slug, name) for person in gazetteer.people for name in person.names)
        case CountryGazetteer():
            return ((form.value, form.text) for form in gazetteer.forms if form.kind in ("name", "adjective", "people", "capital"))
        case EquipmentGazetteer():
            return ((name.value, name.text.replace("~", " ")) for name in gazetteer.names)
        case _:
            return ()


def from_each_word(name: str) -> Iterator[str]:
    """Yield a name folded, from each of its words on: `volodymyr zelensky`, `zelensky`."""
    words = folded(name)
    for start in range(len(words)):
        yield " ".join(words[start:])


def without_last(query: str, number: int) -> str:
    """Return a query without its last words, so many of which are folded ones."""
    parts = query.split()
    while parts and number > 0:
        number -= len(folded(parts.pop()))
    return " ".join(parts)
