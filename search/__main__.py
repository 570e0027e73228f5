"""Search in a terminal: python -m search "patriot -drone" country=LT sort=newest [--json]."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from archive.errors import BadRequest, ConvoyError, Unavailable
from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Store
from search.engines.current import CurrentIndex
from search.render import as_json, as_text
from search.request import SearchRequest
from search.service import Service


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one search; return 0, or 2 with one line when it cannot be answered."""
    options = parser().parse_args(arguments)
    try:
        request = request_of(options.query, options.filters)
        page = open_service(Settings.from_environment()).run(request)
    except ConvoyError as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    try:
        print(json.dumps(as_json(page), ensure_ascii=False, indent=2) if options.json else as_text(page), flush=True)
    except BrokenPipeError:
        # Whoever reads has seen enough, as `head` does; the interpreter must not complain about it when it closes the stream.
        sys.stdout = None
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="python -m search", description="Search a Convoy archive in the terminal.")
    top.add_argument("query", help='words, "phrases", -exclusions; empty for everything')
    top.add_argument("filters", nargs="*", metavar="KEY=VALUE", help="as in the address: country=LT from=2024-08 page=2")
    top.add_argument("--json", action="store_true", help="print the answer as JSON, in the shape of /api/search")
    return top


def request_of(query: str, filters: Sequence[str]) -> SearchRequest:
    """Build the request a page with these pairs in its address would have."""
    unreadable = next((text for text in filters if "=" not in text), None)
    if unreadable is not None:
        raise BadRequest(f"{unreadable!r} is not a filter. Write KEY=VALUE, as in country=LT, or quote the whole query.")
    pairs = [(key, value) for key, _, value in (text.partition("=") for text in filters)]
    return SearchRequest.from_pairs([("q", query), *pairs])


def open_service(settings: Settings) -> Service:
    """Open the archive that the settings name."""
    if not (settings.home / "archive.sqlite").exists():
        raise Unavailable(f"There is no archive in {settings.home}. Run: python -m indexer ingest PATH")
    return Service(Store(settings.home), CurrentIndex(settings.home, settings.engine), load_gazetteers())


if __name__ == "__main__":
    sys.exit(main())
