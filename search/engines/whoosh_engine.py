"""Whoosh behind the engine port: pure Python. Whoosh keeps words and commits; facets, filters and order are bitmaps of ours."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from pyroaring import BitMap
from whoosh.index import IndexError as IndexDamaged
from whoosh.index import LockError
from whoosh.reading import CorruptIndexError
from whoosh.writing import CLEAR

from archive.errors import Unavailable
from search.analysis import folded
from search.engines import FacetCounts, Found, IndexDocument, Search
from search.engines.counting import Joins, facet_counts, most_frequent
from search.engines.folder import BUSY, CURE, prepare, read_mark, stamp, write_mark
from search.engines.plan import Plan, filters_of, freed_facets, plan_of
from search.engines.stories import UNFOLDED, Folded
from search.engines.whoosh_columns import Columns, load, save
from search.engines.whoosh_index import SCHEMA, Writer, build, fields_of, newest, open_index
from search.engines.whoosh_match import Matcher
from search.tree import TEXT_FIELDS

DAMAGE = (OSError, EOFError, ValueError, KeyError, pickle.UnpicklingError, IndexDamaged, CorruptIndexError)
"""What Whoosh raises on missing or damaged files."""


class Generation(NamedTuple):
    """One finished state of the index in memory; `seen` is when its folder last changed."""

    seen: int
    number: int
    columns: Columns
    matcher: Matcher


class WhooshEngine:
    """An index in a folder. `memory` (megabytes) is what the writer may use before it sorts on disk."""

    def __init__(self, folder: Path, *, memory: int = 128) -> None:
        self._folder = prepare(folder, stamp("whoosh", version("whoosh3"), SCHEMA), build)
        self._memory = memory
        with readable(self._folder):
            self._index = open_index(self._folder)
            self._now: Generation | None = self._newest()

    @contextmanager
    def writing(self) -> Iterator[WhooshWriter]:
        """Open the one writer; a second one, in any process, raises Unavailable."""
        try:
            inner = self._index.writer(limitmb=self._memory)
        except LockError as error:
            raise Unavailable(BUSY) from error
        with TemporaryFile() as spool:
            writer = WhooshWriter(spool)
            try:
                yield writer
                self._commit(inner, writer)
            except BaseException:
                if not inner.is_closed:
                    inner.cancel()
                raise

    def search(self, search: Search) -> Found:
        """Answer one search; everything that matches is one bitmap, each count an intersection."""
        now, plan = self._generation(), plan_of(search.query)
        with readable(self._folder):
            read = now.columns.standing(search.edition) & now.matcher.found(plan)
            found = self._filtered(now, read, filters_of(search))
            folded = now.columns.folded(found) if search.stories else UNFOLDED
            counts = self._counts(now, read, found, search, folded)
            keys = folded.page(self._first(now, plan, found, search, folded.spare), search)
            dates = now.columns.dates(found, search.dates) if search.dates else {}
            return Found(len(found) - folded.spare, keys, counts, dates, len(found))

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words, each by the field in which most documents hold it."""
        now, beginning = self._generation(), "".join(folded(prefix))
        words = now.columns.words
        return most_frequent(
            ([(word, words[field][word]) for word in now.matcher.beginning(field, beginning)] for field in TEXT_FIELDS), limit
        )

    def count(self) -> int:
        """Return how many documents the index holds."""
        return len(self._generation().columns.everything)

    def mark(self) -> str:
        """Return the mark left by the last block that left one."""
        return read_mark(self._folder)

    def close(self) -> None:
        """Let go of the reader and everything in memory."""
        self._now = None

    def _commit(self, inner: Writer, writer: WhooshWriter) -> None:
        if writer.cleared:
            write_mark(self._folder, "")
        else:
            for document, row in self._generation().columns.rows.items():
                if row.key in writer.places:
                    inner.delete_document(document)
        for fields in writer.documents():
            inner.add_document(**fields)
        inner.commit(mergetype=CLEAR if writer.cleared else None)
        save(self._folder, *newest(self._index))
        if writer.text is not None:
            write_mark(self._folder, writer.text)

    def _counts(self, now: Generation, read: BitMap, found: BitMap, search: Search, folded: Folded) -> dict[str, FacetCounts]:
        """Count over `found`; a facet filtered by `any` over what was `read`, filtered without that choice."""
        freed = {facet: self._filtered(now, read, filters_of(search, freed=facet)) for facet in freed_facets(search)}
        counts = {}
        for facet, limit in search.counts.items():
            column, over = now.columns.facets[facet], freed.get(facet, found)
            fold, joins = folded, None
            if facet in freed:
                fold = now.columns.folded(over) if search.stories else UNFOLDED
                within = now.columns.stories.within(facet, column.counted(found), folded, fold)
                joins = Joins(len(found) - folded.spare, within)
            counts[facet] = facet_counts(
                fold.less(facet, column.counted(over)),
                limit=limit,
                wanted=search.wanted.get(facet, ()),
                total=len(over) - fold.spare,
                joins=joins,
            )
        return counts

    @staticmethod
    def _filtered(now: Generation, read: BitMap, plans: tuple[Plan, ...]) -> BitMap:
        return BitMap.intersection(read, *map(now.matcher.found, plans))

    @staticmethod
    def _first(now: Generation, plan: Plan, found: BitMap, search: Search, spare: int) -> list[int]:
        """Return the first keys found, as many as the page asked for can need."""
        end = search.offset + search.size + spare
        if search.size == 0:
            return []
        if search.sort == "relevance":
            return now.matcher.ranked((plan, *map(plan_of, search.hints)), found, end)
        return now.columns.ordered(found, search.sort, end)

    def _generation(self) -> Generation:
        """Return the newest finished state; only when the folder has changed is it looked for."""
        with readable(self._folder):
            seen = os.stat(self._folder).st_mtime_ns
            if self._now is None or (self._now.seen != seen and self._now.number != self._index.latest_generation()):
                self._now = self._newest()
            elif self._now.seen != seen:
                self._now = self._now._replace(seen=seen)
            return self._now

    def _newest(self) -> Generation:
        seen = os.stat(self._folder).st_mtime_ns
        number, reader = newest(self._index)
        columns = load(self._folder, number, reader)
        return Generation(seen, number, columns, Matcher(reader, columns))


class WhooshWriter:
    """The verbs of one writing block. Documents wait in a file, analysed, until the block ends: the last word on a key counts."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self.places: dict[int, int | None] = {}
        self.cleared = False
        self.text: str | None = None

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace documents."""
        for document in documents:
            self.places[document.key] = self._spool.tell()
            pickle.dump(fields_of(document), self._spool)

    def delete(self, keys: Iterable[int]) -> None:
        """Remove documents by key."""
        self.places |= dict.fromkeys(keys)

    def clear(self) -> None:
        """Remove every document."""
        self.places, self.cleared = {}, True

    def mark(self, text: str) -> None:
        """Leave a text, written after the documents."""
        self.text = text

    def documents(self) -> Iterator[dict[str, object]]:
        """Yield the fields of the documents to be added."""
        for place in self.places.values():
            if place is not None:
                self._spool.seek(place)
                yield pickle.load(self._spool)


@contextmanager
def readable(folder: Path) -> Iterator[None]:
    """Turn what Whoosh raises on missing or damaged files into Unavailable."""
    try:
        yield
    except DAMAGE as error:
        raise Unavailable(f"The search index in {folder} is damaged or gone. {CURE}") from error
