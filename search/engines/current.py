"""Which index is in use: a pointer that is switched in one step, so that searches go on while another index is built aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from archive.errors import Unavailable
from archive.settings import Cluster
from search.engines import NO_CLUSTER, ON_CLUSTER, Engine, Found, Search, open_engine

NO_INDEX = (
    "There is nothing to search with {engine} yet. Run: python -m indexer ingest PATH "
    "(or, if the articles were read before: python -m indexer reindex --engine {engine})"
)


class Places(Protocol):
    """Where the numbered indices of one engine are, and which of them is in use."""

    def in_use(self) -> int:
        """Return the number of the index in use, 0 where there is none."""

    def numbers(self) -> list[int]:
        """Return the numbers of all indices there are, unfinished ones among them."""

    def open(self, number: int) -> Engine:
        """Open an index."""

    def build(self, number: int) -> Engine:
        """Make an index that nobody searches yet, to be filled in one block."""

    def use(self, number: int) -> None:
        """Make an index the one in use, in one step."""

    def remove(self, number: int) -> None:
        """Remove an index."""


class Folders:
    """Indices that are folders `home/index/<engine>-<number>`; the symbolic link `home/index/<engine>` leads to the one in use."""

    def __init__(self, home: Path, engine: str) -> None:
        self._engine = engine
        self._folder = home / "index"
        # Looked at by every search: a text is quicker than a path.
        self._pointer = str(self._folder / engine)

    def in_use(self) -> int:
        """Read the link."""
        try:
            return self._number(os.readlink(self._pointer))
        except FileNotFoundError:
            return 0

    def numbers(self) -> list[int]:
        """Return the numbers of the folders."""
        return sorted(filter(None, (self._number(path.name) for path in self._folder.glob(f"{self._engine}-*"))))

    def open(self, number: int) -> Engine:
        """Open the index in a folder."""
        return open_engine(self._engine, self._path(number))

    def build(self, number: int) -> Engine:
        """Make the folder and an index in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self.open(number)

    def use(self, number: int) -> None:
        """Replace the link."""
        fresh = self._folder / f"{self._engine}.switching"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(self._path(number).name)
        fresh.replace(self._pointer)

    def remove(self, number: int) -> None:
        """Remove a folder."""
        shutil.rmtree(self._path(number))

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._engine}-{number}"

    def _number(self, name: str) -> int:
        digits = name.removeprefix(f"{self._engine}-")
        return int(digits) if digits.isdigit() else 0


class CurrentIndex:
    """The index that the pointer of an engine names at this moment. Only an engine on a cluster asks for `cluster`."""

    def __init__(self, home: Path, name: str, cluster: Cluster = NO_CLUSTER) -> None:
        self.name = name
        self._places = places(home, name, cluster)
        self._number = 0
        self._engine: Engine | None = None

    def engine(self) -> Engine:
        """Return the engine on the index in use, opened again after a switch; Unavailable where there is none."""
        number = self._places.in_use()
        if not number:
            raise Unavailable(NO_INDEX.format(engine=self.name))
        if self._engine is None or number != self._number:
            # The engine of the index before is let go, not closed: another thread may be in the middle of a search on it.
            self._engine, self._number = self._places.open(number), number
        return self._engine

    def search(self, search: Search) -> Found:
        """Answer one search on the index in use."""
        return self.engine().search(search)

    def edition(self) -> int:
        """Return the newest edition the index in use holds, 0 for none."""
        return int(self.engine().mark() or 0)

    @contextmanager
    def building(self) -> Iterator[Engine]:
        """Build an index aside during a block and switch to it at its end; an exception leaves the index in use alone."""
        number = max(self._places.numbers(), default=0) + 1
        engine = self._places.build(number)
        try:
            yield engine
        except BaseException:
            engine.close()
            self._places.remove(number)
            raise
        engine.close()
        self._switch(number)

    def _switch(self, number: int) -> None:
        previous = self._places.in_use()
        self._places.use(number)
        # The index before stays for searches that are under way on it; older ones, and what a killed build left, go.
        for other in self._places.numbers():
            if other not in (number, previous):
                self._places.remove(other)


def places(home: Path, name: str, cluster: Cluster) -> Places:
    """Return where an engine's indices are."""
    if name not in ON_CLUSTER:
        return Folders(home, name)
    from search.engines.opensearch_places import ClusterIndices  # its library is loaded only where it is needed

    return ClusterIndices(home, cluster)
