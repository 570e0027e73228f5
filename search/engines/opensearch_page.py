"""Asking a cluster: never for less than the whole answer, and past the first hits at one point in time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, TypedDict, cast
from zlib import crc32

from archive.errors import Unavailable
from search.engines import Search
from search.engines.opensearch_client import PARTIAL, Json, OpenSearch
from search.engines.opensearch_counts import HIDDEN, Aggregation, Group
from search.engines.stories import Folded

WINDOW = 10_000
"""Hits a cluster returns at once; what lies beyond is walked to at one point in time."""

POINT = {"keep_alive": "2m"}
"""How long a point in time is kept after the last request about it."""

WHOLE = {"allow_partial_search_results": "false", "search_type": "dfs_query_then_fetch", "filter_path": HIDDEN}
"""Counts and scores over all parts of the index, or an error."""


class Hit(TypedDict):
    """One hit: what it is sorted by, its key at the end."""

    sort: list[float | str]
    fields: Mapping[str, list[str | int]]


class Shards(TypedDict):
    """How many parts the index has, and how many of them answered."""

    total: int
    successful: int


class Total(TypedDict):
    """How many documents match."""

    value: int


class Hits(TypedDict):
    """A page of hits."""

    total: Total
    hits: list[Hit]


class Answer(TypedDict):
    """What is read of an answer."""

    timed_out: bool
    _shards: Shards
    hits: Hits
    aggregations: Mapping[str, Mapping[str, Aggregation]]


class Page(NamedTuple):
    """What a search found: how many articles, the keys of the page, and the groups of counts."""

    articles: int
    keys: tuple[int, ...]
    groups: Mapping[str, Group]


class Asker:
    """Sends searches to one index."""

    def __init__(self, client: OpenSearch, index: str) -> None:
        self._client, self._index = client, index

    def ask(self, body: Json) -> Answer:
        """Send one search. The same one always goes to the same copies of the index: their scores may differ a little."""
        copies = f"convoy{crc32(json.dumps(body['query']).encode())}"
        return whole(self._client.search(body=body, index=self._index, params={**WHOLE, "preference": copies}))

    def page(self, search: Search, body: Json, folded: Folded) -> Page:
        """Return the page a search asks for, of each story found one."""
        if not folded.spare or search.size == 0:
            return self._page(search.offset, search.size, body)
        # So many that the page is full even if all the articles to be left out come before it.
        everything = search.offset + search.size + folded.spare
        answer, hits = self.first(everything, body, beyond=search.offset)
        return page_of(answer, folded.page(tuple(map(key_of, hits)), search))

    def _page(self, offset: int, size: int, body: Json) -> Page:
        if offset + size <= WINDOW or size == 0:
            answer = self.ask({**body, "from": offset if size else 0, "size": size})
            return page_of(answer, map(key_of, answer["hits"]["hits"]))
        answer, hits = self.first(offset + size, body, beyond=offset)
        return page_of(answer, map(key_of, hits[offset : offset + size]))

    def all(self, body: Json) -> list[Hit]:
        """Return every hit."""
        answer = self.ask({**body, "size": WINDOW})
        total, hits = answer["hits"]["total"]["value"], answer["hits"]["hits"]
        return hits if total == len(hits) else self.first(total, body)[1]

    def first(self, count: int, body: Json, *, beyond: int = 0) -> tuple[Answer, list[Hit]]:
        """Return an answer and its first hits; only one window of them where there are no more than `beyond` altogether."""
        if count <= WINDOW:
            answer = self.ask({**body, "size": count})
            return answer, answer["hits"]["hits"]
        with self._point() as point:
            first = answer = self._at(point, {**body, "size": WINDOW})
            total, found = first["hits"]["total"]["value"], [*first["hits"]["hits"]]
            while beyond < total and len(found) < min(count, total) and answer["hits"]["hits"]:
                after = answer["hits"]["hits"][-1]["sort"]
                answer = self._at(point, {**body, "size": WINDOW, "search_after": after, "aggs": {}})
                found += answer["hits"]["hits"]
        return first, found

    def _at(self, point: str, body: Json) -> Answer:
        return whole(self._client.search(body={**body, "pit": {"id": point, **POINT}}, params=WHOLE))

    @contextmanager
    def _point(self) -> Iterator[str]:
        point = self._client.create_pit(index=self._index, params={**POINT, "allow_partial_pit_creation": "false"})["pit_id"]
        try:
            yield point
        finally:
            self._client.delete_pit(body={"pit_id": [point]})


def whole(answer: Answer) -> Answer:
    """Return an answer that is complete, or raise Unavailable."""
    if answer["timed_out"] or answer["_shards"]["successful"] < answer["_shards"]["total"]:
        raise Unavailable(PARTIAL)
    return answer


def page_of(answer: Answer, keys: Iterable[int]) -> Page:
    """Return a page with the counts of an answer."""
    return Page(answer["hits"]["total"]["value"], tuple(keys), groups_of(answer))


def groups_of(answer: Answer) -> dict[str, Group]:
    """Return the groups of counts of an answer."""
    return {name: Group(cast(int, group["doc_count"]), group) for name, group in answer.get("aggregations", {}).items()}


def key_of(hit: Hit) -> int:
    """Return the key of a hit."""
    return int(hit["sort"][-1])
