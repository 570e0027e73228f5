"""Serve with gunicorn: one worker process a core, a few threads each, so that a slow reader never holds up the others."""

from __future__ import annotations

import ctypes
import gc
import socket
import time
from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from archive.errors import BadRequest
from archive.settings import Settings
from search.engines import ON_CLUSTER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_LINE = 8190
"""Bytes of a request's first line that gunicorn reads at most; it allows no more, other than no limit at all."""


FIRST = ("/", "/?q=convoy")
"""What a worker asks itself before anyone else does: what all of the archive is made up of, and a word."""


THREADS = 4
"""Of a worker: so many readers it sends to at once."""

TURNS = 2
"""Answers a worker makes at once: while one waits for the index or the disk, the other has the interpreter.

More of them hand it to each other up to a hundred times a page, which costs a tenth of their time, and half where cores are idle.
"""

PAUSE = 0.002
"""Seconds for which a worker that took a connection leaves others to its neighbours, which would else stand idle beside it."""

GARBAGE = 10_000
"""Objects made, less those gone, after which the collector looks for more to clear away: a page makes a few thousand.

Every 700, which is what it does by itself, costs 3 % of a page.
"""

ARENAS = -8
"""What the C library calls the number of its heaps (M_ARENA_MAX of malloc.h)."""


class AddressTooLong(LimitRequestLine):  # type: ignore[misc]  # gunicorn is untyped
    """An address that never reaches our pages, explained as they would."""

    def __str__(self) -> str:
        """Return what gunicorn shows."""
        return f"This address is longer than {LONGEST_LINE:,} bytes. A search takes up to 1,000 characters: please shorten it."


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's worker with threads, with our words for an address that is too long; it takes one connection at a time."""

    resumes = 0.0
    """When, on the monotonic clock, it takes connections again."""

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless a neighbour was quicker, and for PAUSE no other."""
        taken = self.nr_conns
        super().accept(listener)
        if self.nr_conns > taken:
            self.resumes = time.monotonic() + PAUSE
            self.set_accept_enabled(False)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or stop to take connections; the former not yet during a pause."""
        super().set_accept_enabled(enabled and time.monotonic() >= self.resumes)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for something to do, no longer than a pause lasts."""
        left = self.resumes - time.monotonic()
        super().wait_for_and_dispatch_events(min(timeout, left) if left > 0 else timeout)

    def handle_error(self, req: object, client: object, addr: object, exc: BaseException) -> None:
        """Answer a request that could not be read."""
        super().handle_error(req, client, addr, AddressTooLong(0, 0) if isinstance(exc, LimitRequestLine) else exc)


class InTurn:
    """A WSGI application of which at most `most` requests are answered at once. What is sent piece by piece takes no turn."""

    def __init__(self, app: WSGIApplication, most: int) -> None:
        self.app = app
        self.turns = BoundedSemaphore(most)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request when its turn comes."""
        with self.turns:
            return self.app(environ, start_response)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn with its options from our settings; the app is made in each worker, after the fork."""

    def __init__(self, make_app: Callable[[], Flask], settings: Settings) -> None:
        self.make_app = make_app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        options = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers or self.settings.cores,
            "worker_class": "web.server.Worker",
            "threads": THREADS,
            "timeout": 60,
            "keepalive": 5,
            "limit_request_line": LONGEST_LINE,
            "loglevel": "warning",
            "proc_name": "convoy",
            "when_ready": announce,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> InTurn:
        """Make the application, ready for its first reader."""
        # What is read now stays: for the collector to look through it again and again is a tenth of the time to the first answer.
        gc.disable()
        # Who waits for a cluster leaves the interpreter to all others.
        return InTurn(ready(self.make_app()), THREADS if self.settings.engine in ON_CLUSTER else TURNS)


def ready(app: Flask) -> Flask:
    """Return an application that has read what every answer needs, which the garbage collector passes by from now on.

    One look of the collector through all of it would hold a reader up for longer than most pages take.
    """
    for address in FIRST:
        app.test_client().get(address)
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()
    return app


def share_heap() -> None:
    """Let the threads of each process share one heap of the C library, where that is glibc: each with its own holds 13 MB more."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(ARENAS, 1)


def announce(arbiter: object) -> None:
    """Print the address once the port is open."""
    print(f"Convoy is at http://{arbiter.address[0][0]}:{arbiter.address[0][1]}", flush=True)  # type: ignore[attr-defined]


def check_address(settings: Settings) -> None:
    """Raise BadRequest, with the cure, where gunicorn would retry for seconds and then give up."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host} port {settings.port}"
            raise BadRequest(f"Cannot listen on {where}: {error.strerror}. Set CONVOY_PORT to a free port.") from error


def serve(make_app: Callable[[], Flask], settings: Settings) -> None:
    """Serve until stopped; BadRequest where the address cannot be listened on."""
    check_address(settings)
    share_heap()
    Server(make_app, settings).run()
