"""Tantivy behind the engine port: embedded, many reading processes, one writing process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypedDict

from tantivy import FieldType, IndexWriter, Occur, Query, Schema, Searcher

from archive.errors import BadRequest, Unavailable
from archive.facets import FACET_NAMES, NONE
from search.analysis import folded
from search.engines import FacetCounts, Found, IndexDocument, Search
from search.engines.counting import facet_counts, most_frequent
from search.engines.folder import BUSY, CURE, prepare, read_mark, stamp, write_mark
from search.engines.plan import filters_of, freed_facets, plan_of
from search.engines.tantivy_index import SCHEMA, build, document_of, open_index
from search.engines.tantivy_page import hits, page
from search.engines.tantivy_query import FOLDED, any_field_has, every, query_of, scoreless, value_query
from search.tree import TEXT_FIELDS

HEAP = 120_000_000
"""Bytes the writer may hold before it writes a segment."""

FEW = 1000
"""Up to so many hits, or values, all are asked for; of a wide facet above it, those that occur twice, and how many occur once."""

TOO_MANY = "Too many words begin like the last one of a compound such as F-1*. Write more of its letters."
"""Tantivy looks through at most 16,384 of them."""

ALL = 1 << 30
"""More than any result holds."""


class Bucket(TypedDict):
    """One value of a terms aggregation."""

    key: str | float
    doc_count: int


class Aggregation(TypedDict, total=False):
    """What Tantivy answers: `buckets` for a terms aggregation, `value` for a number."""

    buckets: list[Bucket]
    value: float


class Generation(NamedTuple):
    """One finished state of the index: what `meta.json` was, the searcher, whether it holds retired versions, and `wide` facets.

    A wide facet has more different values than are worth turning into text for every search.
    """

    seen: tuple[int, int, int]
    searcher: Searcher
    retired: bool
    wide: frozenset[str]


class TantivyEngine:
    """An index in a folder. `threads` and `heap` (bytes) are the writer's; every further thread makes further segments."""

    def __init__(self, folder: Path, *, threads: int = 1, heap: int = HEAP) -> None:
        self._folder = prepare(folder, stamp("tantivy", version("tantivy"), SCHEMA), build)
        self._threads, self._heap = threads, heap
        with readable(self._folder):
            self._index = open_index(self._folder)
            self._now: Generation | None = self._newest()

    @contextmanager
    def writing(self) -> Iterator[TantivyWriter]:
        """Open the one writer; a second one, in any process, raises Unavailable."""
        inner = self._locked()
        try:
            writer = TantivyWriter(inner, self._index.schema, empty=self._generation().searcher.num_docs == 0)
            yield writer
            self._commit(inner, writer)
        except BaseException:
            inner.rollback()
            raise
        finally:
            inner.wait_merging_threads()

    def search(self, search: Search) -> Found:
        """Answer one search: one pass for the page, one for all counts, one more for each facet filtered by `any`."""
        now, schema = self._generation(), self._index.schema
        with readable(self._folder):
            query = whole_query(schema, search, now.retired)
            total, keys = page(now.searcher, hinted(schema, query, search), search)
            counter = Counter(now, schema, search, total)
            freed = freed_facets(search)
            counts = counter.facets(query, [facet for facet in search.counts if facet not in freed])
            for facet in freed:
                counts |= counter.facets(whole_query(schema, search, now.retired, freed=facet), [facet])
            return Found(total, keys, counts, months_of(now.searcher, query) if search.months else {})

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words of the standing versions, looked at in order of the most articles they could be in."""
        now, schema = self._generation(), self._index.schema
        live = standing(schema, None, now.retired)
        most: dict[str, int] = {}
        for field in TEXT_FIELDS:
            for word, count in now.searcher.terms_with_prefix(FOLDED[field], "".join(folded(prefix))):
                most[word] = most.get(word, 0) + count
        return most_frequent(most, lambda word: hits(now.searcher, together(any_field_has(schema, word), live)), limit)

    def count(self) -> int:
        """Return how many documents the index holds."""
        return int(self._generation().searcher.num_docs)

    def mark(self) -> str:
        """Return the mark left by the last block that left one."""
        return read_mark(self._folder)

    def close(self) -> None:
        """Let go of the searcher and its mapped files."""
        self._now = None

    def _locked(self) -> IndexWriter:
        with readable(self._folder):
            try:
                return self._index.writer(self._heap, self._threads)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                raise Unavailable(BUSY) from error

    def _commit(self, inner: IndexWriter, writer: TantivyWriter) -> None:
        if writer.cleared:
            write_mark(self._folder, "")
        inner.commit()
        if writer.text is not None:
            write_mark(self._folder, writer.text)

    def _generation(self) -> Generation:
        """Return the newest finished state; `meta.json` is replaced by every commit, so looking at it costs one stat."""
        with readable(self._folder):
            if self._now is None or self._now.seen != seen(self._folder):
                self._now = self._newest()
            return self._now

    def _newest(self) -> Generation:
        looked = seen(self._folder)
        self._index.reload()
        searcher = self._index.searcher()
        return Generation(looked, searcher, searcher.doc_freq("gone", 1) > 0, wide_facets(searcher))


class Counter:
    """The facet counts of one search over `total` hits."""

    def __init__(self, now: Generation, schema: Schema, search: Search, total: int) -> None:
        self._searcher, self._schema, self._search = now.searcher, schema, search
        self._rarer = now.wide if total > FEW else frozenset()

    def facets(self, query: Query, facets: Iterable[str]) -> dict[str, FacetCounts]:
        """Count several facets over what a query matches, in one pass where what it returns is enough."""
        asked = {facet: terms(facet, 2 if facet in self._rarer else 1) for facet in facets}
        asked |= {f"{facet} values": {"value_count": {"field": facet}} for facet in self._rarer & asked.keys()}
        answer = aggregate(self._searcher, query, asked)
        return {facet: self._facet(query, facet, answer[facet], answer.get(f"{facet} values")) for facet in facets}

    def _facet(self, query: Query, facet: str, found: Aggregation, values: Aggregation | None) -> FacetCounts:
        """Complete the counts of one facet; `values` tells, where rare ones were left out, how many its documents hold in all."""
        counted, limit, wanted = counts_of(found), self._search.counts[facet], self._search.wanted.get(facet, ())
        once = int(values["value"]) - sum(counted.values()) if values else 0
        if once and len(counted) <= limit:
            counted, once = counts_of(aggregate(self._searcher, query, {facet: terms(facet, 1)})[facet]), 0
        if once:
            looked_up = {value: self._articles(query, facet, value) for value in {*wanted, NONE} - counted.keys()}
            counted, once = counted | looked_up, once - sum(looked_up.values())
        return facet_counts(counted, limit=limit, wanted=wanted, beyond=once)

    def _articles(self, query: Query, facet: str, value: str) -> int:
        return hits(self._searcher, together(query, [value_query(self._schema, facet, value)]))


class TantivyWriter:
    """The verbs of one writing block."""

    def __init__(self, inner: IndexWriter, schema: Schema, *, empty: bool) -> None:
        self._inner, self._schema, self._empty = inner, schema, empty
        self._put: set[int] = set()
        self.cleared = False
        self.text: str | None = None

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; what cannot be there yet is not looked for."""
        for document in documents:
            if not self._empty or document.key in self._put:
                self._inner.delete_documents_by_term("key", document.key)
            self._put.add(document.key)
            self._inner.add_document(document_of(document, self._schema))

    def delete(self, keys: Iterable[int]) -> None:
        """Remove documents by key."""
        for key in keys:
            self._inner.delete_documents_by_term("key", key)

    def clear(self) -> None:
        """Remove every document; Tantivy's own delete_all_documents would leave those of this block."""
        self._inner.delete_documents_by_query(Query.all_query())
        self._empty, self._put, self.cleared = True, set(), True

    def mark(self, text: str) -> None:
        """Leave a text, written after the documents."""
        self.text = text


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Turn what Tantivy raises on missing or damaged files into Unavailable, and on too wide a search into BadRequest."""
    try:
        yield
    except (ValueError, OSError) as error:
        if "max expansions" in str(error):
            raise BadRequest(TOO_MANY) from error
        raise Unavailable(f"The search index in {folder} is damaged or gone. {CURE}") from error


def wide_facets(searcher: Searcher) -> frozenset[str]:
    """Return the facets with more than about FEW different values in the whole index."""
    answer = aggregate(searcher, every(), {facet: {"cardinality": {"field": facet}} for facet in FACET_NAMES})
    return frozenset(facet for facet in FACET_NAMES if answer[facet]["value"] > FEW)


def seen(folder: Path) -> tuple[int, int, int]:
    """Return what tells one commit from the next."""
    now = os.stat(folder / "meta.json")
    return now.st_mtime_ns, now.st_ino, now.st_size


def whole_query(schema: Schema, search: Search, retired: bool, *, freed: str = "") -> Query:
    """Return query, filters and edition as one, only the query scoring."""
    conditions = [query_of(schema, plan) for plan in filters_of(search, freed=freed)]
    return together(query_of(schema, plan_of(search.query)), [*conditions, *standing(schema, search.edition, retired)])


def hinted(schema: Schema, query: Query, search: Search) -> Query:
    """Return the query with what changes its order by relevance, and nothing else of it."""
    if search.sort != "relevance" or not search.size or not search.hints:
        return query
    hints = [(Occur.Should, query_of(schema, plan_of(hint))) for hint in search.hints]
    return Query.boolean_query([(Occur.Must, query), *hints])


def standing(schema: Schema, edition: int | None, retired: bool) -> list[Query]:
    """Return what picks the versions of an edition, nothing where all that is there stands now."""
    number = FieldType.Unsigned
    if edition is not None:
        return [
            Query.range_query(schema, "added", number, upper_bound=edition),
            Query.range_query(schema, "retired", number, lower_bound=edition, include_lower=False),
        ]
    gone = Query.boolean_query([(Occur.Must, every()), (Occur.MustNot, Query.term_query(schema, "gone", 1))])
    return [gone] if retired else []


def together(query: Query, conditions: list[Query]) -> Query:
    """Return a query under conditions that do not change its scores."""
    if not conditions:
        return query
    return Query.boolean_query([(Occur.Must, part) for part in (query, *map(scoreless, conditions))])


def aggregate(searcher: Searcher, query: Query, asked: dict[str, object]) -> dict[str, Aggregation]:
    """Run several aggregations in one pass over what a query matches."""
    return searcher.aggregate(query, asked) if asked else {}


def terms(field: str, least: int) -> object:
    """Return the aggregation that counts every value of a field that occurs in `least` documents or more, exactly."""
    return {"terms": {"field": field, "size": ALL, "segment_size": ALL, "min_doc_count": least}}


def counts_of(found: Aggregation) -> dict[str, int]:
    """Return a terms aggregation of a text field as counts by value."""
    return {str(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}


def months_of(searcher: Searcher, query: Query) -> dict[str, int]:
    """Return articles per `YYYY-MM`, undated ones under the empty string, in order."""
    buckets = aggregate(searcher, query, {"month": terms("month", 1)})["month"]["buckets"]
    articles = {int(bucket["key"]): bucket["doc_count"] for bucket in buckets}
    return {f"{month // 100:04d}-{month % 100:02d}" if month else "": articles[month] for month in sorted(articles)}
