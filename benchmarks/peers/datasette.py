"""Datasette's table page over HTTP, on the database of benchmarks.peers.fts5: full text search, facets of JSON arrays, months."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.peers import COUNTED, PAGE
from benchmarks.peers.fts5 import FILE, build_tables
from benchmarks.questions import Question
from benchmarks.serving import fetch, free_port, start, stop
from search.engines import IndexDocument

LIMITS = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000, "suggest_facets": "off"}
"""Time enough to count everything, and nothing done that is not asked for."""

TOTAL = re.compile(r"([\d,]+) rows?\b")


class Datasette:
    """A Datasette server with one database."""

    built = "sqlite"
    version = f"Datasette {version('datasette')}"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        settings = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
        command = [sys.executable, "-m", "datasette", "serve", str(folder / FILE), "--port", str(port), *settings]
        self.server = start(command, port, "/-/versions.json")
        self.connection = HTTPConnection("127.0.0.1", port)

    @staticmethod
    def build(documents: Iterator[IndexDocument], folder: Path) -> None:
        """Index documents."""
        build_tables(documents, folder / FILE)

    def ask(self, question: Question) -> int:
        """Load the page."""
        pairs = [("_search", " ".join(question.words)), ("_size", str(PAGE)), ("_facet", "month")]
        pairs += [("_facet_array", facet) for facet in COUNTED]
        pairs += [("source" if facet == "source" else f"{facet}__arraycontains", value) for facet, value in question.filters]
        pairs += [("date__gte", question.start), ("date__lte", question.end)] if question.start else []
        body = fetch(self.connection, f"/articles/articles?{urlencode(pairs)}")
        found = TOTAL.search(body.decode())
        return int(found[1].replace(",", "")) if found else 0

    def close(self) -> None:
        """Stop the server."""
        self.connection.close()
        stop(self.server)
