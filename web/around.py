"""What stands around an article on its page: its neighbours in the result the reader came from, and articles like it."""

from __future__ import annotations

from functools import partial

from flask import Flask

from search.beside import beside
from search.service import Service
from search.similar import similar


def register(app: Flask, service: Service) -> None:
    """Give the templates of `app` what they ask for beside the article itself."""
    app.jinja_env.globals.update(beside=partial(beside, service), similar=partial(similar, service))
