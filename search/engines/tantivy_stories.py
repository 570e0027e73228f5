"""What a Tantivy index keeps of the versions that share their story, and which of them a query matches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Schema, Searcher

from search.engines import IndexDocument
from search.engines.plan import day
from search.engines.stories import UNFOLDED, Folded, Report, Stories
from search.engines.tantivy_query import scoreless

SHARER = "sharer"
"""The column that holds the keys of versions that share their story, and nothing of others."""


def report_of(document: IndexDocument, values: Mapping[str, Sequence[str]]) -> bytes:
    """Return a version that shares its story as it is stored."""
    return json.dumps([document.key, document.story, day(document.date), values], ensure_ascii=False).encode()


@dataclass(frozen=True)
class Sharing:
    """The versions of one state of an index that share their story; `chosen` matches them."""

    stories: Stories
    chosen: Query

    @classmethod
    def read(cls, schema: Schema, searcher: Searcher) -> Sharing:
        """Read what is stored of them."""
        chosen = Query.term_query(schema, "shared", 1)
        return cls(Stories(reports(searcher, chosen)), chosen)

    def fold(self, searcher: Searcher, query: Query) -> Folded:
        """Fold what a query matches."""
        return self.stories.fold(self._found(searcher, query)) if self.stories else UNFOLDED

    def spare(self, searcher: Searcher, query: Query) -> int:
        """Return how many more articles a query matches than stories."""
        return self.stories.spare(self._found(searcher, query)) if self.stories else 0

    def _found(self, searcher: Searcher, query: Query) -> list[int]:
        both = Query.boolean_query([(Occur.Must, scoreless(query)), (Occur.Must, scoreless(self.chosen))])
        found = searcher.search(both, limit=len(self.stories), order_by_field="key")
        return [key for key, _ in found.hits]


def reports(searcher: Searcher, chosen: Query) -> Iterator[Report]:
    """Yield the stored reports."""
    count = searcher.doc_freq("shared", 1)
    for _, address in searcher.search(chosen, limit=max(1, count)).hits:
        yield Report(*json.loads(bytes(searcher.doc(address)["report"][0])))
