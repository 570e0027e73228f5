"""Crews: processes that batches of articles are handed to, those of this machine or those of a Dask cluster."""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Protocol, TypeVar

from archive.errors import Unavailable
from archive.settings import Settings

Item = TypeVar("Item")
Result = TypeVar("Result")

NO_SCHEDULER = "No Dask scheduler answers at {} (CONVOY_DASK). Start one, or unset CONVOY_DASK."
STRANGERS = (
    "The Dask cluster does not have the code of Convoy. "
    "Start its scheduler and workers in Convoy's own folder: python -m dask scheduler, python -m dask worker."
)
NO_DASK = "CONVOY_DASK names a Dask cluster, and Dask is not installed. Run: pip install -r requirements-dask.txt"


@dataclass(frozen=True)
class Workforce:
    """Who extracts: `jobs` processes here, or the Dask cluster whose scheduler is at `dask`, where that is not empty."""

    jobs: int = 1
    dask: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Workforce:
        """Return what the settings ask for."""
        return cls(settings.jobs or settings.cores, settings.dask)


class Crew(Protocol):
    """Hands out work to `size` processes. A Future fails with one of `deaths` where the process that had it is gone."""

    size: int
    deaths: tuple[type[Exception], ...]

    def submit(self, work: Callable[[Sequence[Item]], Sequence[Result]], batch: Sequence[Item]) -> Future[Sequence[Result]]:
        """Hand out a batch."""

    def replace(self) -> None:
        """Put others in the place of processes that died; when this returns, what they had has failed."""

    def close(self, *, at_once: bool = False) -> None:
        """Let everybody go: when they are done, or at once."""


def open_crew(workforce: Workforce) -> Crew:
    """Return a crew that is ready to work."""
    return DaskCrew(workforce.dask) if workforce.dask else LocalCrew(workforce.jobs)


class LocalCrew:
    """Processes of this machine."""

    deaths: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def __init__(self, size: int) -> None:
        self.size = size
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.size, mp_context=get_context("spawn"), initializer=start_worker)

    def submit(self, work: Callable[[Sequence[Item]], Sequence[Result]], batch: Sequence[Item]) -> Future[Sequence[Result]]:
        """Hand out a batch. A pool whose process died takes no more work: the Future fails then as that of the dead one does."""
        try:
            return self._pool.submit(work, batch)
        except BrokenProcessPool as died:
            failed: Future[Sequence[Result]] = Future()
            failed.set_exception(died)
            return failed

    def replace(self) -> None:
        """Start a new pool: one process's death ends the whole of the old one."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._start()

    def close(self, *, at_once: bool = False) -> None:
        """End the pool. What the workers are at is lost at once: waiting for it would only make Ctrl-C slow."""
        if at_once:
            for worker in active_children():
                worker.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)


class DaskCrew:
    """The workers of a Dask cluster. A batch whose worker dies is given to others by the cluster itself, before it fails here."""

    deaths: tuple[type[Exception], ...]

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ModuleNotFoundError as missing:
            raise Unavailable(NO_DASK) from missing
        self.deaths = (KilledWorker,)
        # What goes wrong is said by us, in one line; Dask would add pages.
        logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
        try:
            self._client = Client(address, timeout=5, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as trouble:
            raise Unavailable(NO_SCHEDULER.format(address)) from trouble
        self.size = sum(self._client.nthreads().values())
        if not self.size:
            self._client.close()
            raise Unavailable(
                f"The Dask cluster at {address} has no workers. Start some: python -m dask worker {address} --nthreads 1"
            )
        self._executor: Executor = self._client.get_executor(pure=False)
        try:
            self._executor.submit(ready).result()
        except (RuntimeError, ImportError) as stranger:
            self.close(at_once=True)
            raise Unavailable(STRANGERS) from stranger

    def submit(self, work: Callable[[Sequence[Item]], Sequence[Result]], batch: Sequence[Item]) -> Future[Sequence[Result]]:
        """Hand out a batch."""
        return self._executor.submit(work, batch)

    def replace(self) -> None:
        """Leave it to the cluster: whoever tends its workers starts others."""

    def close(self, *, at_once: bool = False) -> None:
        """Part from the cluster, which goes on without us; what we had handed out is dropped."""
        self._executor.shutdown(wait=not at_once)
        self._client.close()


def ready() -> None:
    """Be found: a scheduler or worker that does not have this code cannot do even this."""


ROUND = 100_000
"""So many new objects let a worker look for garbage: its finders have more parts than that, which all stay, and to go through them
again and again took a tenth of its time."""


def start_worker() -> None:
    """Leave Ctrl-C to the parent, end with it however it ends, and keep numeric libraries to the one core this worker has."""
    gc.set_threshold(ROUND)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = "1"


def end_with_parent() -> None:
    """Wait until the parent is gone, then end this process."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
