"""Writing to a cluster: documents in bulk, sent again with growing pauses where the cluster is busy or a node is going."""

from __future__ import annotations

import fcntl
import json
import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from archive.errors import Unavailable
from archive.settings import Cluster
from search.engines import IndexDocument
from search.engines.folder import BUSY
from search.engines.opensearch_client import OpenSearch, SSLError, TransportError, Unreachable, answering
from search.engines.opensearch_index import fields_of

LARGEST = 4_000_000
"""Bytes of one bulk request."""

UNDER_WAY = 2
"""Bulk requests sent while the next one is made ready."""

PAUSES = (0.2, 0.5, 1, 2, 4, 8, 16, 30)
"""Seconds before a bulk request that was not taken is sent again: a minute altogether, in which a lost node is replaced."""

PASSING = frozenset({429, 502, 503, 504})
"""What is answered by a cluster that is busy, or in the middle of replacing a node."""

TIRED = "The search cluster did not take what was written within a minute. See that it is well, then run the same command again."


class Operation(NamedTuple):
    """One document to be put or deleted, as the lines of a bulk request."""

    action: str
    source: str = ""

    @property
    def lines(self) -> str:
        """Return the lines."""
        return f"{self.action}\n{self.source}\n" if self.source else f"{self.action}\n"


class Bulk:
    """Sends operations to one index, some requests at a time. `finish` returns when all of them have been taken."""

    def __init__(self, client: OpenSearch, cluster: Cluster, index: str) -> None:
        self._client, self._cluster, self._index = client, cluster, index
        self._pool = ThreadPoolExecutor(UNDER_WAY, thread_name_prefix="bulk")
        self._sent: deque[Future[None]] = deque()
        self._waiting: list[Operation] = []
        self._size = 0

    def add(self, operation: Operation) -> None:
        """Send an operation with the next request; raises what went wrong with an earlier one."""
        self._waiting.append(operation)
        self._size += len(operation.action) + len(operation.source)
        if self._size >= LARGEST:
            self._send()

    def finish(self) -> None:
        """Send what is left and wait for all of it."""
        if self._waiting:
            self._send()
        while self._sent:
            self._sent.popleft().result()

    def close(self) -> None:
        """Let go of the threads; what was not sent yet is not."""
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        while len(self._sent) >= UNDER_WAY:
            self._sent.popleft().result()
        self._sent.append(self._pool.submit(self._persist, self._waiting))
        self._waiting, self._size = [], 0

    def _persist(self, operations: list[Operation]) -> None:
        """Send operations until all of them are taken, those that were not again after a pause."""
        for pause in (*PAUSES, None):
            with answering(self._cluster, self._index):
                operations = self._refused(operations)
            if not operations:
                return
            if pause is not None:
                time.sleep(pause)
        raise Unavailable(TIRED)

    def _refused(self, operations: list[Operation]) -> list[Operation]:
        """Send operations once; return those that may be taken later."""
        try:
            answer = self._client.bulk(body="".join(operation.lines for operation in operations), index=self._index)
        except SSLError:
            raise
        except Unreachable:
            return operations
        except TransportError as error:
            if error.status_code in PASSING:
                return operations
            raise
        results = [next(iter(item.values())) for item in answer["items"]]
        for result in results:
            if "error" in result and result["status"] not in (*PASSING, 409):
                raise Unavailable(f"The search cluster refused a document: {result['error'].get('reason', result['error'])}.")
        return [one for one, result in zip(operations, results, strict=True) if result["status"] in PASSING]


class BlockWriter:
    """The verbs of one writing block. Documents wait in a file until the block ends: the last word on a key counts."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self._places: dict[int, int | None] = {}
        self.cleared = False
        self.text: str | None = None

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add or replace documents."""
        for document in documents:
            self._places[document.key] = self._spool.tell()
            pickle.dump(putting(document), self._spool)

    def delete(self, keys: Iterable[int]) -> None:
        """Remove documents by key."""
        self._places |= dict.fromkeys(keys)

    def clear(self) -> None:
        """Remove every document."""
        self._places, self.cleared = {}, True

    def mark(self, text: str) -> None:
        """Leave a text, written after the documents."""
        self.text = text

    def operations(self) -> Iterator[Operation]:
        """Yield what is to be done, once a key."""
        for key, place in self._places.items():
            if place is None:
                yield deleting(key)
            else:
                self._spool.seek(place)
                yield pickle.load(self._spool)


class AsideWriter:
    """The verbs of the block that fills an index nobody searches yet: documents are sent as they come.

    Each carries the number of its place in the block as its version, so that the last word on a key counts in whatever order the
    requests arrive.
    """

    def __init__(self, bulk: Bulk) -> None:
        self._bulk = bulk
        self._number = 0
        self.text: str | None = None

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Send documents."""
        for document in documents:
            self._number += 1
            self._bulk.add(putting(document, self._number))

    def delete(self, keys: Iterable[int]) -> None:
        """Send deletions."""
        for key in keys:
            self._number += 1
            self._bulk.add(deleting(key, self._number))

    def clear(self) -> None:
        """Refuse: an index that is built aside begins empty."""
        raise Unavailable("An index that is being built is not cleared; build another.")

    def mark(self, text: str) -> None:
        """Leave a text, written after the documents."""
        self.text = text


def putting(document: IndexDocument, number: int = 0) -> Operation:
    """Return the operation that puts a document."""
    source = json.dumps(fields_of(document), ensure_ascii=False, separators=(",", ":"))
    return Operation(action("index", document.key, number), source)


def deleting(key: int, number: int = 0) -> Operation:
    """Return the operation that removes a document."""
    return Operation(action("delete", key, number))


def action(verb: str, key: int, number: int) -> str:
    """Return the first line of an operation; with a number, an older version than what is there is refused."""
    version = {"version": number, "version_type": "external_gte"} if number else {}
    return json.dumps({verb: {"_id": str(key), **version}})


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of the one writer, which a killed process lets go of; Unavailable where another one holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unavailable(BUSY) from error
        yield
