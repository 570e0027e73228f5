"""Suggestions while someone types: persons, countries, equipment and outlets under any of their names, then words from titles."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice, takewhile

from archive.facets import FACET_NAMES
from archive.gazetteers import Gazetteer
from archive.gazetteers.country import CountryGazetteer
from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.person import PersonGazetteer
from archive.store import Store
from search.analysis import folded
from search.engines import Search
from search.engines.current import CurrentIndex
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

Named = tuple[str, str, str, str]
"""Folded name from one of its words on, facet, value, name as written."""


@dataclass
class Suggester:
    """Suggests from one index; the names of what it holds are gathered once an edition."""

    store: Store
    index: CurrentIndex
    gazetteers: Mapping[str, Gazetteer]
    same: SameWords
    edition: int = -1
    names: list[Named] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return up to MOST values that the end of the query may name, then up to MOST_TITLES longer queries."""
        if len("".join(folded(request.query))) < SHORTEST:
            return ()
        self.refresh()
        return (*self.values(request), *self.longer(request))

    def values(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return the values whose names begin like the last words of a query, as many of them as any name begins like."""
        words = folded(request.query)
        for number in range(min(MOST_WORDS, len(words)), 0, -1):
            start = " ".join(words[-number:])
            found = self.beginning(start) if len(start) >= SHORTEST else ()
            best = nlargest(MOST, found, key=lambda named: self.worth(named, start))
            if best:
                return tuple(self.value(request, number, facet, value, name) for _, facet, value, name in best)
        return ()

    def value(self, request: SearchRequest, number: int, facet: str, value: str, name: str) -> Suggestion:
        """Return one value as the request without the words that named it and with the value chosen."""
        label = self.labels[facet, value]
        rest = request.with_query(without_last(request.query, number))
        chosen = rest if rest.mode(facet, value) in ("all", "any") else rest.toggle(facet, value, rest.adds(facet))
        other = "" if folded(name) == folded(label) else name
        return Suggestion(facet, label, other, self.counts[facet, value], chosen.query, chosen.url())

    def worth(self, named: Named, start: str) -> tuple[bool, int]:
        """Return what suggestions are ordered by: a name given in full first, then the count, which a label multiplies."""
        begun, facet, value, name = named
        return begun == start, self.counts[facet, value] * (LABEL if name == self.labels[facet, value] else 1)

    def beginning(self, start: str) -> Iterable[Named]:
        """Return the best name beginning so of each value that has one."""
        found: dict[tuple[str, str], Named] = {}
        first = bisect_left(self.names, (start,))
        for named in islice(self.names, first, first + MOST_LOOKED_AT):
            if not named[0].startswith(start):
                break
            key = named[1], named[2]
            if key not in found or self.worth(named, start) > self.worth(found[key], start):
                found[key] = named
        return found.values()

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
        self.refresh()
        return {value for value in values if (facet, value) not in self.labels}

    def called(self, facet: str, start: str) -> set[str]:
        """Return the values of a facet that have a name of which some words begin so (folded)."""
        self.refresh()
        following = islice(self.names, bisect_left(self.names, (start,)), None)
        named = takewhile(lambda name: name[0].startswith(start), following)
        return {value for _, kind, value, _ in named if kind == facet}

    def refresh(self) -> None:
        """Gather names anew after an edition."""
        if self.edition != self.index.edition():
            self.gather()

    def gather(self) -> None:
        """Gather names, labels and counts of all values that the newest articles have."""
        edition = self.index.edition()
        counted = self.index.search(Search(counts=dict.fromkeys(FACET_NAMES, 1 << 20), size=0)).counts
        counts = {(facet, value): count for facet in FACET_NAMES for value, count in counted[facet].values}
        labels: dict[tuple[str, str], str] = {}
        for facet in FACET_NAMES:
            brought, gazetteer = dict(self.store.entities(facet)), self.gazetteers.get(facet)
            for value in (value for one, value in counts if one == facet):
                labels[facet, value] = (gazetteer and gazetteer.label(value)) or brought.get(value, value)
        known = {(folded_name, *key, name) for key, name in self.all_names(labels) for folded_name in from_each_word(name)}
        self.edition, self.counts, self.labels, self.names = edition, counts, labels, sorted(known)

    def all_names(self, labels: Mapping[tuple[str, str], str]) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield every name of the values there are."""
        yield from labels.items()
        aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        for facet, gazetteer in self.gazetteers.items():
            for value, name in aliases_of(gazetteer):
                if (facet, value) in labels:
                    aliases[facet, value].add(name)
        for key, names in aliases.items():
            yield from ((key, name) for name in names)


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
