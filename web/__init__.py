"""From URL to page: register() hangs the routes, headers and error pages on a Flask app."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from htmx_flask import Htmx

from web import asking, errors, escaping, headers, pages, words
from web.ports import Service

ROOT = Path(__file__).resolve().parent.parent
LARGEST_BODY = 64 * 1024


def register(app: Flask, service: Service) -> None:
    """Make `app` answer with the archive behind `service`. Call once, before the first request."""
    Htmx(app)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it, its base class does not
    escaping.register(app)
    words.register(app)
    asking.register(app, service)
    headers.register(app, ROOT / "static")
    errors.register(app)
    app.register_blueprint(pages.blueprint(service, ROOT / "templates"))
