"""Which edition of the archive a page shows, and what it says of one asked for."""

from __future__ import annotations

from functools import partial

from flask import Flask

from archive.model import Edition
from search.request import SearchRequest
from search.service import Service


def register(app: Flask, service: Service) -> None:
    """Give the templates of `app` what they say of editions."""
    app.jinja_env.globals.update(
        edition_newest=partial(edition_newest, service),
        edition_shown=partial(edition_shown, service),
        edition_pinned=partial(edition_pinned, service),
    )


def edition_newest(service: Service) -> int:
    """Return the number of the newest edition, 0 before the first; pages that need no index ask for it."""
    return service.store.newest


def edition_shown(service: Service, request: SearchRequest) -> int:
    """Return the number of the edition that a request is answered from."""
    return service.current(request).edition or service.index.edition()


def edition_pinned(service: Service, request: SearchRequest) -> Edition | None:
    """Return the edition that a request is pinned to, None where it is answered from the archive as it stands."""
    number = service.current(request).edition
    return None if number is None else service.store.edition(number)
