"""Asking a cluster: never for less than the whole answer, and past the first hits at one point in time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, TypedDict
from zlib import crc32

from archive.errors import Unavailable
from search.engines import Search
from search.engines.opensearch_client import PARTIAL, Json, OpenSearch
from search.engines.opensearch_counts import HIDDEN, Group

WINDOW = 10_000
"""Hits a cluster returns at once; what lies beyond is walked to at one point in time."""

POINT = {"keep_alive": "2m"}
"""How long a point in time is kept after the last request about it."""

WHOLE = {"allow_partial_search_results": "false", "search_type": "dfs_query_then_fetch", "filter_path": HIDDEN}
"""Counts and scores over all parts of the index, or an error."""


class Hit(TypedDict):
    """One hit: what it is sorted by, its key at the end."""

    sort: list[float | str]


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
    aggregations: Mapping[str, Group]


class Page(NamedTuple):
    """What a search found: how many, the keys of the page, and the groups of counts."""

    total: int
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

    def page(self, search: Search, body: Json) -> Page:
        """Return the page a search asks for."""
        end = search.offset + search.size
        if search.size and end > WINDOW:
            return self._walk(search.offset, end, body)
        answer = self.ask({**body, "from": search.offset if search.size else 0, "size": search.size})
        return Page(answer["hits"]["total"]["value"], keys(answer), answer.get("aggregations", {}))

    def _walk(self, offset: int, end: int, body: Json) -> Page:
        """Return a page beyond what the cluster returns at once: hits are read in order from the first on, a window at a time."""
        found: list[int] = []
        with self._point() as point:
            first = answer = self._at(point, {**body, "size": WINDOW})
            total = first["hits"]["total"]["value"]
            found += keys(answer)
            while offset < total and len(found) < min(end, total) and answer["hits"]["hits"]:
                after = answer["hits"]["hits"][-1]["sort"]
                answer = self._at(point, {**body, "size": WINDOW, "search_after": after, "aggs": {}})
                found += keys(answer)
        return Page(total, tuple(found[offset:end]), first.get("aggregations", {}))

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


def keys(answer: Answer) -> tuple[int, ...]:
    """Return the keys of the hits."""
    return tuple(int(hit["sort"][-1]) for hit in answer["hits"]["hits"])
