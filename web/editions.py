"""Which edition of the archive a page shows."""

from __future__ import annotations

from functools import partial

from flask import Flask

from search.request import SearchRequest
from search.service import Service


def register(app: Flask, service: Service) -> None:
    """Give the templates of `app` what they say of editions."""
    app.jinja_env.globals.update(edition_shown=partial(edition_shown, service))


def edition_shown(service: Service, request: SearchRequest) -> int:
    """Return the number of the edition that a request is answered from."""
    return service.current(request).edition or service.index.edition()
