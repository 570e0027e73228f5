"""Serve with gunicorn: one worker process a core, a few threads each, so that a slow reader never holds up the others."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from archive.settings import Settings


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
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 60,
            "keepalive": 5,
            # gunicorn's own limit would answer a long address before our page can help; ours is LONGEST_ADDRESS in web/asking.py.
            # To the parser of gunicorn_h1c 0 means a megabyte; without that package it would mean no limit, so it must be there.
            "limit_request_line": 0,
            "http_parser": "fast",
            "loglevel": "warning",
            "proc_name": "convoy",
            "when_ready": announce,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application."""
        return self.make_app()


def announce(arbiter: object) -> None:
    """Print the address once the port is open."""
    print(f"Convoy is at http://{arbiter.address[0][0]}:{arbiter.address[0][1]}", flush=True)  # type: ignore[attr-defined]


def serve(make_app: Callable[[], Flask], settings: Settings) -> None:
    """Serve until stopped."""
    Server(make_app, settings).run()
