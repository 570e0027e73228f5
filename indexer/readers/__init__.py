"""One reader for each input format, and the walk over files and folders that finds what to read.

READERS maps a suffix to the module that reads it, loaded when the first such file is met. Any may be followed by `.gz`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from archive.errors import RefusedFile
from archive.model import RawArticle, Refusal
from archive.settings import Settings
from indexer.readers.jsonl import read_lines
from indexer.readers.opening import DAMAGED, is_compressed, open_stream

__all__ = ["READERS", "Reader", "count", "read", "read_lines", "walk"]


class Reader(Protocol):
    """What a module of this package offers: one format."""

    def read(self, path: Path, settings: Settings) -> Iterator[RawArticle | Refusal]:
        """Yield what the file holds, in its order; raise RefusedFile where none of it can be read."""


READERS: Mapping[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".json": "json_",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}

TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
NOT_ARTICLES = frozenset({"README", "SOURCES", "LICENSE", "LICENCE", "COPYING", "NOTICE", "CHANGELOG", "CONTRIBUTING", "AUTHORS"})
"""Names, without suffix, of files that describe a folder: passed over there, read when the user names them."""


def read(path: Path, settings: Settings) -> Iterator[RawArticle | Refusal]:
    """Yield the documents of one file in order, and a refusal for each that cannot be read; never raises for bad input."""
    name = READERS.get(suffix_of(path))
    try:
        if name is None:
            yield unknown(path)
        elif not path.is_file():
            yield Refusal(str(path), "not a file")
        else:
            yield from cast(Reader, import_module(f"indexer.readers.{name}")).read(path, settings)
    except RefusedFile as refused:
        yield Refusal(refused.where, refused.reason)
    except DAMAGED as error:
        yield Refusal(str(path), f"damaged gzip data: {error}")
    except OSError as error:
        yield Refusal(str(path), f"cannot be opened: {error.strerror or error}")


def count(path: Path) -> int:
    """Return about how many documents a file holds, for a progress bar: the lines of JSON lines, else one."""
    if READERS.get(suffix_of(path)) != "jsonl" or not path.is_file():
        return 1
    try:
        with open_stream(path) as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) or 1
    except (OSError, *DAMAGED):
        return 1


def walk(paths: Sequence[Path]) -> Iterator[Path | Refusal]:
    """Yield the files to read, each once: those named, and those in folders sorted by name; refusals for the others.

    Hidden files and those in NOT_ARTICLES are passed over in folders. Links are followed, but no folder is entered twice.
    """
    seen: set[str] = set()
    for path in paths:
        for found in files_under(path, seen) if path.is_dir() else (path,):
            if isinstance(found, Refusal):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield checked(found)


def files_under(folder: Path, seen: set[str]) -> Iterator[Path | Refusal]:
    """Yield the files of a folder and the folders in it, sorted, without entering one that was seen."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(here.iterdir())
        except OSError as error:
            yield Refusal(str(here), f"cannot be opened: {error.strerror or error}")
            continue
        shown = [entry for entry in entries if not entry.name.startswith(".")]
        yield from (entry for entry in shown if not entry.is_dir() and bare_name(entry) not in NOT_ARTICLES)
        waiting += [entry for entry in reversed(shown) if entry.is_dir()]


def checked(path: Path) -> Path | Refusal:
    """Return a path that can be read, or the refusal that says why it cannot."""
    if not path.exists():
        return Refusal(str(path), "not there, or a link to nothing")
    if not path.is_file():
        return Refusal(str(path), "not a file")
    if suffix_of(path) in READERS:
        return path
    return unknown(path)


def unknown(path: Path) -> Refusal:
    """Return the refusal of a file that no reader takes; of a table with the way to put it into one that is."""
    cure = ". Write a table as one JSON object a line: docs/indexer.md says how" if suffix_of(path) in TABLES else ""
    return Refusal(str(path), f"unknown suffix; known are {', '.join(READERS)}, each also with .gz{cure}")


def suffix_of(path: Path) -> str:
    """Return the lower-case suffix that tells the format, looking through `.gz`."""
    return (path.with_suffix("") if is_compressed(path) else path).suffix.lower()


def bare_name(path: Path) -> str:
    """Return a file's name up to its first dot, in capitals."""
    return path.name.split(".")[0].upper()
