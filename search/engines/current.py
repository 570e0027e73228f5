"""Which index is in use: a pointer that is switched in one step, so that searches go on while another index is built aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import Unavailable
from search.engines import Engine, Found, Search, open_engine

NO_INDEX = (
    "There is nothing to search with {engine} yet. Run: python -m indexer ingest PATH "
    "(or, if the articles were read before: python -m indexer reindex --engine {engine})"
)


class CurrentIndex:
    """The index the pointer names at this moment. `home/index/<engine>` is the pointer, a symbolic link to the folder in use."""

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self.folder = home / "index"
        self.pointer = self.folder / name
        self._target = ""
        self._engine: Engine | None = None

    def exists(self) -> bool:
        """Tell whether there is an index to use."""
        return self.pointer.is_dir()

    def engine(self) -> Engine:
        """Return the engine on the index in use, opened again after a switch; Unavailable where there is none."""
        try:
            target = os.readlink(self.pointer)
        except FileNotFoundError:
            raise Unavailable(NO_INDEX.format(engine=self.name)) from None
        if self._engine is None or target != self._target:
            # The engine of the folder before is let go, not closed: another thread may be in the middle of a search on it.
            self._engine, self._target = open_engine(self.name, self.folder / target), target
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
        self.folder.mkdir(parents=True, exist_ok=True)
        before = sorted(self._numbers())
        target = f"{self.name}-{(before[-1] if before else 0) + 1}"
        engine = open_engine(self.name, self.folder / target)
        try:
            yield engine
        except BaseException:
            engine.close()
            shutil.rmtree(self.folder / target)
            raise
        engine.close()
        self._switch(target)

    def _switch(self, target: str) -> None:
        previous = os.readlink(self.pointer) if self.pointer.is_symlink() else ""
        fresh = self.folder / f"{self.name}.switching"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(self.pointer)
        # The folder before stays for searches that are under way on it; older ones, and what a killed build left, go.
        for number in self._numbers():
            if f"{self.name}-{number}" not in (target, previous):
                shutil.rmtree(self.folder / f"{self.name}-{number}")

    def _numbers(self) -> list[int]:
        names = (path.name.removeprefix(f"{self.name}-") for path in self.folder.glob(f"{self.name}-*"))
        return [int(name) for name in names if name.isdigit()]
