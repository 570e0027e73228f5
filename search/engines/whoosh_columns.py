"""The numbers and facet values of one generation of a Whoosh index in memory, as roaring bitmaps over document numbers.

Whoosh's own grouping visits every hit in Python; here a facet value's count is the size of the intersection of two bitmaps.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from heapq import nlargest
from itertools import chain
from pathlib import Path

from pyroaring import BitMap

from archive.facets import FACET_NAMES
from search.engines import LIVE
from search.engines.counting import dates_counted
from search.engines.folder import write
from search.engines.plan import LAST_DAY
from search.engines.stories import Folded, Report, Stories
from search.engines.whoosh_index import Reader, Row, stored_rows, stored_words
from search.tree import TEXT_FIELDS

SAVED = "convoy-columns-{}.json"

WORTH = 6
"""Looking up one hit's values one by one costs about a sixth of intersecting one bitmap (docs/engines.md)."""


class Ordered:
    """A column of numbers that answers which documents lie between two of them."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(pairs)
        self._numbers = [number for number, _ in ordered]
        self._documents = [document for _, document in ordered]

    def between(self, first: int, last: int) -> BitMap:
        """Return the documents whose number is at least `first` and at most `last`."""
        return BitMap(self._documents[bisect_left(self._numbers, first) : bisect_right(self._numbers, last)])


class FacetColumn:
    """The values of one facet both ways: documents of a value, values of a document."""

    def __init__(self, pairs: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        self._values = dict(pairs)
        documents: dict[str, list[int]] = defaultdict(list)
        for document, values in self._values.items():
            for value in values:
                documents[value].append(document)
        self._documents = {value: BitMap(found) for value, found in documents.items()}
        self._mean = sum(map(len, self._documents.values())) / max(len(self._values), 1)

    def having(self, value: str) -> BitMap:
        """Return the documents that have a value."""
        return self._documents.get(value, BitMap())

    def counted(self, found: BitMap) -> Mapping[str, int]:
        """Count the values of the documents found, by whichever way is less work."""
        if len(found) * self._mean < len(self._documents) * WORTH:
            return Counter(chain.from_iterable(map(self._values.__getitem__, found)))
        return {value: found.intersection_cardinality(documents) for value, documents in self._documents.items()}


class Columns:
    """Everything but the postings: rows by document number, and the words of each text field with how many documents hold them."""

    def __init__(self, rows: Mapping[int, Row], words: Mapping[str, Mapping[str, int]]) -> None:
        self.rows = rows
        self.words = words
        self.everything = BitMap(rows.keys())
        self.facets = {
            facet: FacetColumn((document, tuple(row.values[place])) for document, row in rows.items())
            for place, facet in enumerate(FACET_NAMES)
        }
        self.days = Ordered((row.day, document) for document, row in rows.items())
        self._added = Ordered((row.added, document) for document, row in rows.items())
        self._retired = Ordered((row.retired, document) for document, row in rows.items())
        self.live = self._retired.between(LIVE, LIVE)
        self.lengths = {
            field: {document: row.lengths[place] for document, row in rows.items()} for place, field in enumerate(TEXT_FIELDS)
        }

    @cached_property
    def _documents(self) -> dict[int, int]:
        return {row.key: document for document, row in self.rows.items()}

    def having(self, keys: Iterable[int]) -> BitMap:
        """Return the versions with these keys."""
        return BitMap(self._documents[key] for key in keys if key in self._documents)

    def standing(self, edition: int | None) -> BitMap:
        """Return the versions that stand in an edition, or now."""
        if edition is None:
            return self.live
        return self._added.between(0, edition) & self._retired.between(edition + 1, LIVE)

    @cached_property
    def sharing(self) -> BitMap:
        """Return the versions that share their story."""
        return BitMap(document for document, row in self.rows.items() if row.story)

    @cached_property
    def stories(self) -> Stories:
        """Return what is known of the versions that share their story."""
        rows = map(self.rows.__getitem__, self.sharing)
        return Stories(Report(row.key, row.story, row.day, dict(zip(FACET_NAMES, row.values, strict=True))) for row in rows)

    def folded(self, found: BitMap) -> Folded:
        """Fold the versions found into their stories."""
        return self.stories.fold(self.rows[document].key for document in found & self.sharing)

    def dates(self, found: BitMap, by: str) -> dict[str, int]:
        """Count documents by month or day, undated ones under the empty string."""
        part = 100 if by == "month" else 1
        return dates_counted(Counter(self.rows[document].day // part for document in found), by)

    def ordered(self, found: BitMap, sort: str, end: int) -> list[int]:
        """Return the first `end` keys found, newest or oldest first, undated last, then the highest key."""
        flip = -1 if sort == "oldest" else 1

        def place(row: Row) -> tuple[int, int]:
            return (row.day * flip if row.day else -LAST_DAY - 1), row.key

        return [row.key for row in nlargest(end, map(self.rows.__getitem__, found), key=place)]


def load(folder: Path, generation: int, reader: Reader) -> Columns:
    """Return the columns of a generation: as the writer saved them, or read from the index where it was killed before it did."""
    try:
        saved = json.loads((folder / SAVED.format(generation)).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Columns(dict(stored_rows(reader)), stored_words(reader))
    return Columns({document: Row(*row) for document, *row in saved["rows"]}, saved["words"])


def save(folder: Path, generation: int, reader: Reader) -> None:
    """Save the columns of a generation beside the index and remove those of earlier ones."""
    rows = [[document, *row] for document, row in stored_rows(reader)]
    name = SAVED.format(generation)
    write(folder / name, json.dumps({"rows": rows, "words": stored_words(reader)}, ensure_ascii=False, separators=(",", ":")))
    for other in folder.glob(SAVED.format("*")):
        if int(other.stem.rpartition("-")[2]) < generation:
            other.unlink(missing_ok=True)
