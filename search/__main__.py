"""Search in a terminal: python -m search "patriot -drone" country=LT sort=newest [--json] [--export FILE]."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from archive.errors import BadRequest, ConvoyError, Unavailable
from archive.settings import Settings
from archive.store import STORAGE_ERRORS, storage_trouble
from archive.wording import counted
from search.exports import EXPORTS
from search.listing import listing
from search.misread import check, misread
from search.opening import open_service
from search.render import as_json, as_text
from search.request import SearchRequest
from search.service import Service

SUFFIXES = tuple(f".{kind.suffix}" for kind in EXPORTS)
LONGEST_FIRST = sorted(EXPORTS, key=lambda kind: -len(kind.suffix))


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one search; return 0, or 2 with one line when it cannot be answered."""
    options = parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        pairs = pairs_of(options.query, options.filters)
        request, service = SearchRequest.from_pairs(pairs), opened(settings)
        if options.export:
            check(pairs, service.doubts(request))
            return export(service, request, options.export, settings.address)
        page = service.run(request)
        page = replace(page, notices=(*misread(request, pairs), *page.notices))
    except ConvoyError as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    except STORAGE_ERRORS as error:
        print(f"convoy: {storage_trouble(error)}", file=sys.stderr)
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
    top.add_argument("--export", type=Path, metavar="FILE", help=f"write every article found to a file: {', '.join(SUFFIXES)}")
    top.add_argument("--json", action="store_true", help="print the answer as JSON, in the shape of /api/search")
    return top


def pairs_of(query: str, filters: Sequence[str]) -> list[tuple[str, str]]:
    """Return the command's words as the pairs of an address."""
    unreadable = next((text for text in filters if "=" not in text), None)
    if unreadable is not None:
        raise BadRequest(f"{unreadable!r} is not a filter. Write KEY=VALUE, as in country=LT, or quote the whole query.")
    return [("q", query), *((key, value) for key, _, value in (text.partition("=") for text in filters))]


def export(service: Service, request: SearchRequest, path: Path, base: str) -> int:
    """Write what /export.… answers to a file, which appears under its name only when it is whole."""
    kind = next((kind for kind in LONGEST_FIRST if path.name.endswith(f".{kind.suffix}")), None)
    if kind is None:
        raise BadRequest(f"The name of a file to export to ends with one of {', '.join(SUFFIXES)}, which says how it is written.")
    found = listing(service, request)
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(kind.write(found, base))
        unfinished.replace(path)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror}.") from error
    print(f"{counted(found.total)} · edition {found.edition} · {path}", file=sys.stderr)
    return 0


def opened(settings: Settings) -> Service:
    """Open the archive that the settings name, which must be there."""
    if not (settings.home / "archive.sqlite").exists():
        raise Unavailable(f"There is no archive in {settings.home}. Run: python -m indexer ingest PATH")
    return open_service(settings)


if __name__ == "__main__":
    sys.exit(main())
