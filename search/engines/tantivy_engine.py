"""Tantivy behind the engine port: embedded, many reading processes, one writing process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tantivy import FieldType, IndexWriter, Occur, Query, Schema, Searcher

from archive.errors import BadRequest, Unavailable
from search.analysis import folded
from search.engines import FacetCounts, Filter, Found, IndexDocument, Search
from search.engines.counting import most_frequent
from search.engines.folder import BUSY, CURE, prepare, read_mark, seen, stamp, write_mark
from search.engines.plan import Keys, filters_of, freed_facets, plan_of
from search.engines.stories import UNFOLDED, Folded
from search.engines.tantivy_counts import Counter
from search.engines.tantivy_index import SCHEMA, build, document_of, open_index
from search.engines.tantivy_page import first, hits, page
from search.engines.tantivy_query import FOLDED, every, laborious, narrowed, query_of, together
from search.engines.tantivy_stories import Sharing
from search.engines.tantivy_values import Values
from search.engines.tantivy_whole import Whole
from search.tree import TEXT_FIELDS, Node, matching

HEAP = 120_000_000
"""Bytes the writer may hold before it writes a segment."""

REMEMBERED = 4096
"""Counts that are remembered while the index stays as it is: the same names and words are asked for over and over."""

TOO_MANY = "Too many words begin like the last one of a compound such as F-1*. Write more of its letters."
"""Tantivy looks through at most 16,384 of them."""


class Generation(NamedTuple):
    """One finished state of the index: what `meta.json` was, the searcher, whether it holds retired versions.

    `values` are the ids its facets are counted by. `sharing` folds stories. `whole` counts all that stands, once; `total` counts
    what a search finds, of which nothing else is asked.
    """

    seen: tuple[int, int, int]
    searcher: Searcher
    retired: bool
    values: Values
    sharing: Sharing
    whole: Callable[[], Whole]
    total: Callable[[Counted], Found]


class Counted(NamedTuple):
    """What of a search decides how much it finds."""

    query: Node
    filters: tuple[Filter, ...]
    edition: int | None
    stories: bool

    @classmethod
    def of(cls, search: Search) -> Counted:
        """Take it out of a search."""
        return cls(matching(search.query), search.filters, search.edition, search.stories)


class TantivyEngine:
    """An index in a folder. `threads` and `heap` (bytes) are the writer's; every further thread makes further segments."""

    def __init__(self, folder: Path, *, threads: int = 1, heap: int = HEAP) -> None:
        self._folder = prepare(folder, stamp("tantivy", version("tantivy"), SCHEMA), build)
        self._meta = str(self._folder / "meta.json")
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
        """Answer one search: one pass for the page, one for all counts, one more for each facet filtered by `any`.

        What is most of the index is counted by what it leaves out.
        """
        now, schema = self._generation(), self._index.schema
        with readable(self._folder):
            if not (search.size or search.counts or search.dates):
                return now.total(Counted.of(search))
            query = whole_query(schema, search, now.retired)
            ranked = hinted(schema, query, search)
            found = first(now.searcher, ranked, search)
            again = query_of(schema, Keys(found.keys)) if found.all and laborious(plan_of(search.query)) else query
            folded, counts, dates = self._counted(now, again, search, found.articles)
            keys = page(now.searcher, ranked, search, found, folded)
            return Found(found.articles - folded.spare, keys, counts, dates, found.articles)

    def _counted(
        self, now: Generation, query: Query, search: Search, articles: int
    ) -> tuple[Folded, dict[str, FacetCounts], dict[str, int]]:
        schema = self._index.schema
        freed = {facet: whole_query(schema, search, now.retired, freed=facet) for facet in freed_facets(search)}
        if search.edition is None and not freed and 2 * articles > now.searcher.num_docs and (search.counts or search.dates):
            folded = now.sharing.fold(now.searcher, query) if search.stories else UNFOLDED
            return folded, *now.whole().counted(now.searcher, query, live(schema, now.retired), search, articles, folded)
        return Counter(now.searcher, schema, search, now.values, now.sharing).counted(query, articles, freed)

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words, each by the field in which most documents hold it."""
        searcher, beginning = self._generation().searcher, "".join(folded(prefix))
        # The most frequent of all are among the most frequent of the field that has most of each.
        return most_frequent((searcher.terms_with_prefix(FOLDED[field], beginning, limit=limit) for field in TEXT_FIELDS), limit)

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
            if self._now is None or self._now.seen != seen(self._meta):
                self._now = self._newest()
            return self._now

    def _newest(self) -> Generation:
        looked = seen(self._meta)
        self._index.reload()
        searcher = self._index.searcher()
        schema = self._index.schema
        retired = searcher.doc_freq("gone", 1) > 0
        sharing = Sharing.read(schema, searcher)
        values = Values(searcher)
        whole = cache(partial(Whole.read, searcher, live(schema, retired), values))
        articles = lru_cache(REMEMBERED)(partial(articles_of, schema, searcher, retired))
        total = lru_cache(REMEMBERED)(partial(total_of, schema, searcher, sharing, retired, articles))
        return Generation(looked, searcher, retired, values, sharing, whole, total)


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


def articles_of(schema: Schema, searcher: Searcher, retired: bool, asked: Counted) -> int:
    """Count the articles found."""
    return hits(searcher, query_of_counted(schema, retired, asked))


def total_of(
    schema: Schema, searcher: Searcher, sharing: Sharing, retired: bool, articles_of: Callable[[Counted], int], asked: Counted
) -> Found:
    """Count what is found; the articles, which words are read by, are remembered for whoever asks for the stories after them."""
    articles = articles_of(asked._replace(stories=False))
    if not (asked.stories and articles > 1 and sharing.stories):
        return Found(articles, (), {}, {}, articles)
    spare = sharing.spare(searcher, query_of_counted(schema, retired, asked))
    return Found(articles - spare, (), {}, {}, articles)


def query_of_counted(schema: Schema, retired: bool, asked: Counted) -> Query:
    """Return the query whose hits are counted."""
    return whole_query(schema, Search(asked.query, asked.filters, asked.edition), retired)


def whole_query(schema: Schema, search: Search, retired: bool, *, freed: str = "") -> Query:
    """Return query, filters and edition as one, only the query scoring."""
    plan = narrowed(plan_of(search.query), filters_of(search, freed=freed))
    return together(query_of(schema, plan), standing(schema, search.edition, retired))


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
    return [live(schema, retired)] if retired else []


def live(schema: Schema, retired: bool) -> Query:
    """Return what matches the versions that stand now."""
    if not retired:
        return every()
    return Query.boolean_query([(Occur.Must, every()), (Occur.MustNot, Query.term_query(schema, "gone", 1))])
