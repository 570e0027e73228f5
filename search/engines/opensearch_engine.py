"""OpenSearch behind the engine port: the index is on a cluster, many processes read it, one writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from uuid import uuid4

from archive.errors import Unavailable
from archive.settings import Cluster
from search.analysis import folded
from search.engines import FacetCounts, Found, Search
from search.engines.counting import Joins, facet_counts
from search.engines.opensearch_client import PARTIAL, Json, TransportError, answering, connect, says
from search.engines.opensearch_counts import Group, Share, Tally, by_value, dates_of, overflows, tally
from search.engines.opensearch_index import prepare, read_meta, write_mark
from search.engines.opensearch_page import Asker, Page, groups_of
from search.engines.opensearch_query import EVERYTHING, FOLDED, any_of
from search.engines.opensearch_request import FOUND, Request, standing
from search.engines.opensearch_stories import folded as folded_to_stories
from search.engines.opensearch_writer import AsideWriter, BlockWriter, Bulk, locked
from search.tree import TEXT_FIELDS

LOCK, ID = "opensearch.lock", "opensearch.id"

MOST_WORDS = 50_000
"""Words of the vocabulary returned at most."""

MORE = 4
"""Shares a facet is counted in where it has too many values for one, and how many times more where those are too large again."""


class OpenSearchEngine:
    """An index on a cluster. `home` holds its one writer's lock and the archive's id; `aside`: it is filled as documents come."""

    def __init__(self, cluster: Cluster, index: str, home: Path, *, aside: bool = False) -> None:
        self._client, self._cluster, self._index, self._lock, self._aside = connect(cluster), cluster, index, home / LOCK, aside
        self._asker = Asker(self._client, index)
        self._shares: dict[str, int] = {}
        with self._answering():
            prepare(self._client, cluster, index, owner_of(home))

    @contextmanager
    def writing(self) -> Iterator[BlockWriter | AsideWriter]:
        """Open the one writer; a second one, in any process on this archive, raises Unavailable."""
        with closing(Bulk(self._client, self._cluster, self._index)) as bulk:
            if self._aside:
                aside = AsideWriter(bulk)
                yield aside
                self._finish(bulk, aside.text)
            else:
                with locked(self._lock), TemporaryFile() as spool:
                    block = BlockWriter(spool)
                    yield block
                    self._commit(bulk, block)

    def search(self, search: Search) -> Found:
        """Answer one search: one request for the page and all counts; more only for facets with very many values and deep pages."""
        request = Request(search)
        with self._answering():
            if search.stories:
                request = folded_to_stories(self._asker, request)
            page = self._page(request)
            counts = {facet: self._counts(request, page, facet) for facet in search.counts}
        found = request.fold(FOUND)
        dates = dates_of(page.groups[FOUND], search.dates) if search.dates else {}
        return Found(page.articles - found.spare, page.keys, counts, dates, page.articles)

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return the most frequent words of the standing versions."""
        if limit < 1:
            return ()
        beginning = "".join(folded(prefix))
        chosen: Json = {"include": f"{beginning}.*"} if beginning else {}
        having = any_of([{"prefix": {FOLDED[field]: beginning}} for field in TEXT_FIELDS]) if beginning else EVERYTHING
        words = {"terms": {"field": "words", "size": min(limit, MOST_WORDS), "shard_size": MOST_WORDS, **chosen}}
        with self._answering():
            body = {
                "size": 0,
                "query": {"bool": {"filter": [having, *standing(None)]}},
                "aggs": {FOUND: {"filter": EVERYTHING, "aggs": {"words": words}}},
            }
            answer = self._asker.ask(body)
        return tuple(by_value(groups_of(answer)[FOUND].answers["words"]["buckets"]).items())

    def count(self) -> int:
        """Return how many documents the index holds."""
        with self._answering():
            # The cluster's own count leaves out what it cannot reach.
            return self._asker.ask({"query": EVERYTHING, "size": 0, "track_total_hits": True})["hits"]["total"]["value"]

    def mark(self) -> str:
        """Return the mark left by the last block that left one."""
        with self._answering():
            return str(read_meta(self._client, self._index).get("mark", ""))

    def close(self) -> None:
        """Do nothing: the connections belong to all engines on the cluster."""

    def _answering(self) -> AbstractContextManager[None]:
        return answering(self._cluster, self._index)

    def _page(self, request: Request) -> Page:
        """Return the page with the counts of those facets that have never had too many values for one aggregation."""
        narrow = [facet for facet in request.search.counts if facet not in self._shares]
        try:
            page = self._asker.page(request.search, request.body(narrow), request.fold(FOUND))
        except TransportError as error:
            if not narrow or not says(error, "too_many_buckets_exception"):
                raise
            self._shares |= dict.fromkeys(narrow, MORE)
            return self._page(request)
        self._shares |= {facet: MORE for facet in narrow if overflows(page.groups[request.group(facet)], facet)}
        return page

    def _counts(self, request: Request, page: Page, facet: str) -> FacetCounts:
        """Return the counts of one facet, of stories where the search is folded."""
        search, found, fold = request.search, request.fold(FOUND), request.fold(request.group(facet))
        counted, joins = self._tally(request, page.groups, facet), None
        if facet in request.freed():
            within = request.stories.within(facet, counted.within, found, fold)
            joins = Joins(page.articles - found.spare, within)
        return facet_counts(
            fold.less(facet, counted.counted),
            limit=search.counts[facet],
            wanted=search.wanted.get(facet, ()),
            total=counted.articles - fold.spare,
            joins=joins,
            beyond=counted.beyond,
        )

    def _tally(self, request: Request, groups: Mapping[str, Group], facet: str) -> Tally:
        """Return the tally of one facet, out of the answer or, where it is too wide for that, share by share."""
        if facet not in self._shares:
            return tally(groups[request.group(facet)], facet)
        whole, number = Tally(), 0
        while number < self._shares[facet]:
            body = {**request.body([facet], Share(number, self._shares[facet])), "size": 0}
            group = groups_of(self._asker.ask(body))[request.group(facet)]
            if overflows(group, facet):
                self._shares[facet] *= MORE
                whole, number = Tally(), 0
            else:
                whole, number = whole + tally(group, facet), number + 1
        return whole

    def _commit(self, bulk: Bulk, block: BlockWriter) -> None:
        """Send what waits. What a block before it left behind when it was killed half sent is sent again by the indexer."""
        with self._answering():
            if block.cleared:
                self._client.indices.refresh(index=self._index)
                write_mark(self._client, self._index, "")
                self._client.delete_by_query(index=self._index, body={"query": EVERYTHING}, params={"conflicts": "proceed"})
        for operation in block.operations():
            bulk.add(operation)
        self._finish(bulk, block.text)

    def _finish(self, bulk: Bulk, text: str | None) -> None:
        """Make what was sent visible, then leave the mark."""
        bulk.finish()
        with self._answering():
            if self._client.indices.refresh(index=self._index)["_shards"]["failed"]:
                raise Unavailable(PARTIAL)
            if text is not None:
                write_mark(self._client, self._index, text)


def opened(folder: Path, cluster: Cluster, *, aside: bool = False) -> OpenSearchEngine:
    """Open the index on a cluster that stands for a folder here; the folder itself is not made, only files beside it."""
    index = f"{cluster.index}.{folder.name.removeprefix('opensearch-')}"
    return OpenSearchEngine(cluster, index, folder.parent, aside=aside)


def owner_of(home: Path) -> str:
    """Return what the indices of the archive are known by, made up if there is nothing yet in the folder of its indices."""
    path, fresh = home / ID, home / f"{ID}.{uuid4().hex}"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh.write_text(uuid4().hex, encoding="ascii")
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text(encoding="ascii")
