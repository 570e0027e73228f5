"""The oracle: every article looked at for every search. Slow, in memory, and short enough to be seen to be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise, product

from rapidfuzz.distance import OSA

from archive.facets import NONE
from archive.sentences import sentences
from search.analysis import folded, stems
from search.engines import LIVE, Found, IndexDocument, Search
from search.engines.counting import Joins, by_count, facet_counts
from search.engines.plan import (
    LEAD,
    WEIGHTS,
    Alike,
    All,
    Days,
    Every,
    First,
    Keys,
    Least,
    Plan,
    Some,
    Starts,
    Stems,
    Times,
    Together,
    Value,
    Without,
    day,
    filters_of,
    freed_facets,
    plan_of,
)
from search.tree import TEXT_FIELDS


class ScanEngine:
    """An engine over a dictionary; its relevance is how many of the stems asked for occur, weighted by field."""

    def __init__(self) -> None:
        self._documents: dict[int, IndexDocument] = {}
        self._mark = ""

    @contextmanager
    def writing(self) -> Iterator[ScanWriter]:
        """Open a writer on a copy that takes the place of the documents when the block ends."""
        writer = ScanWriter(dict(self._documents), self._mark)
        yield writer
        self._documents, self._mark = writer.documents, writer.text

    def search(self, search: Search) -> Found:
        """Answer one search by looking at every document."""
        plan = plan_of(search.query)
        standing = [document for document in self._documents.values() if stands(document, search.edition)]
        read = [document for document in standing if matches(document, plan)]
        found = [document for document in read if matches(document, All(filters_of(search)))]
        ranking = All((plan, *map(plan_of, search.hints)))
        found.sort(key=lambda document: rank(document, search.sort, ranking), reverse=True)
        first: dict[str | int, int] = {}
        for document in found:
            first.setdefault(unit(document, search), document.key)
        counts = {}
        for facet, limit in search.counts.items():
            kept = [document for document in read if matches(document, All(filters_of(search, freed=facet)))]
            # Sets: what counts is counted once for each value of each of its articles.
            held = {(unit(document, search), value) for document in kept for value in values(document, facet)}
            counted = Counter(value for _, value in held)
            within = Counter(value for one, value in held if one in first)
            joins = Joins(len(first), within) if facet in freed_facets(search) else None
            total = len({unit(document, search) for document in kept})
            counts[facet] = facet_counts(counted, limit=limit, wanted=search.wanted.get(facet, ()), total=total, joins=joins)
        length = {"month": 7, "day": 10}.get(search.dates)
        return Found(
            total=len(first),
            keys=tuple(first.values())[search.offset : search.offset + search.size],
            counts=counts,
            dates=Counter(document.date[:length] for document in found) if length else {},
            articles=len(found),
        )

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Count the words of every standing document."""
        beginning = "".join(folded(prefix))
        standing = (document for document in self._documents.values() if document.retired == LIVE)
        counted = Counter(word for document in standing for word in {w for name in TEXT_FIELDS for w in words(document, name)})
        return tuple(sorted(((w, n) for w, n in counted.items() if w.startswith(beginning)), key=by_count)[:limit])

    def count(self) -> int:
        """Return how many documents there are."""
        return len(self._documents)

    def mark(self) -> str:
        """Return the mark last left."""
        return self._mark

    def close(self) -> None:
        """Forget every document."""
        self._documents = {}


class ScanWriter:
    """A writing block over a dictionary of documents."""

    def __init__(self, documents: dict[int, IndexDocument], text: str) -> None:
        self.documents = documents
        self.text = text

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace documents."""
        self.documents |= {document.key: document for document in documents}

    def delete(self, keys: Iterable[int]) -> None:
        """Remove documents."""
        for key in keys:
            self.documents.pop(key, None)

    def clear(self) -> None:
        """Remove every document."""
        self.documents.clear()

    def mark(self, text: str) -> None:
        """Leave a text."""
        self.text = text


def stands(document: IndexDocument, edition: int | None) -> bool:
    """Tell whether a version stands in an edition, or stands now."""
    return document.retired == LIVE if edition is None else document.added <= edition < document.retired


def unit(document: IndexDocument, search: Search) -> str | int:
    """Return what a document is counted as: its story or, where it has none or stories do not matter, itself."""
    return (search.stories and document.story) or document.key


def matches(document: IndexDocument, plan: Plan) -> bool:
    """Tell whether a document matches a plan."""
    match plan:
        case Every():
            return True
        case All(plans):
            return all(matches(document, inner) for inner in plans)
        case Some(plans):
            return any(matches(document, inner) for inner in plans)
        case Least(plans, least):
            return sum(matches(document, inner) for inner in plans) >= least
        case First(inner, _) | Times(inner, _):
            return matches(document, inner)
        case Without(inner):
            return not matches(document, inner)
        case Value(facet, id_):
            return id_ in values(document, facet)
        case Keys(keys):
            return document.key in keys
        case Days(first, last):
            return first <= day(document.date) <= last
        case Stems(fields, asked, gap):
            return any(near(stems(getattr(document, name)), asked, gap) for name in fields)
        case Together(fields, asked):
            return any(set(asked) <= set(one) for name in fields for one in stems_by_sentence(getattr(document, name)))
        case Starts(fields, asked):
            return any(begins(words(document, name), asked) for name in fields)
        case Alike(fields, word, edits):
            return any(OSA.distance(word, other) <= edits for name in fields for other in words(document, name))


def near(text: Sequence[str], asked: Sequence[str], gap: int) -> bool:
    """Tell whether the words asked for occur in order with at most `gap` others in between."""
    places = ([place for place, word in enumerate(text) if word == one] for one in asked)
    paths = (path for path in product(*places) if all(a < b for a, b in pairwise(path)))
    return any(path[-1] - path[0] + 1 - len(asked) <= gap for path in paths)


def begins(text: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether the words asked for stand somewhere next to each other, the last one perhaps going on."""
    size = len(asked)
    runs = (text[place : place + size] for place in range(len(text) - size + 1))
    return any(run[:-1] == list(asked[:-1]) and run[-1].startswith(asked[-1]) for run in runs)


def words(document: IndexDocument, name: str) -> list[str]:
    """Return the folded words of a text field."""
    return folded(getattr(document, name))


def stems_by_sentence(text: str) -> list[list[str]]:
    """Return the stems of each sentence of a text."""
    return [stems(text[start:end]) for start, end in sentences(text)]


def values(document: IndexDocument, facet: str) -> set[str]:
    """Return the ids of a document in a facet, NONE where it has none."""
    return set(document.facets.get(facet, ())) or {NONE}


def rank(document: IndexDocument, sort: str, plan: Plan) -> tuple[float, int]:
    """Return what a sort orders by, highest first."""
    if sort == "relevance":
        return score(document, plan), document.key
    date = day(document.date)
    return (-date if sort == "oldest" and date else date if sort == "newest" else -float("inf")), document.key


def score(document: IndexDocument, plan: Plan) -> float:
    """Return the weighted number of fields in which stems asked for occur."""
    match plan:
        case All(plans) | Some(plans) | Least(plans, _):
            return sum(score(document, inner) for inner in plans)
        case Times(inner, factor):
            return score(document, inner) * factor
        case First(inner, first):
            return score(document, inner) + LEAD * matches(document, first)
        case Stems(fields, asked, gap):
            return sum(WEIGHTS[name] for name in fields if near(stems(getattr(document, name)), asked, gap))
        case Together(fields):
            return sum(WEIGHTS[name] for name in fields if matches(document, Together((name,), plan.stems)))
        case _:
            return 0.0
