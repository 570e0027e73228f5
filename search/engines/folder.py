"""The folder an embedded index lives in: made in one step, with a stamp that says what made it and a mark the indexer leaves."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from archive.errors import Unavailable
from archive.facets import FACET_NAMES
from search.analysis import ANALYSIS_VERSION

STAMP = "convoy-stamp.json"
MARK = "convoy-mark.txt"
CURE = "Run: python -m indexer reindex"
UNREADABLE = "There is no readable search index in {where}. " + CURE
BUSY = "Another indexer is running on this archive. Wait until it has finished, then try again."


def stamp(engine: str, version: str, schema: int) -> dict[str, object]:
    """Return what an index depends on: the engine and its version, our schema and analysis, and the declared facets."""
    return {"engine": engine, "version": version, "schema": schema, "analysis": ANALYSIS_VERSION, "facets": list(FACET_NAMES)}


def prepare(folder: Path, expected: dict[str, object], build: Callable[[Path], object]) -> Path:
    """Return the folder with symbolic links followed, holding an index made by `build` if it was missing or empty.

    Raises Unavailable where the folder holds something else or an index with another stamp.
    """
    folder = folder.resolve()
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        make(folder, expected, build)
    check(folder, expected)
    return folder


def make(folder: Path, expected: dict[str, object], build: Callable[[Path], object]) -> None:
    """Build an empty index beside the folder and rename it into place; where another process was first, its index stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        build(aside)
        write(aside / STAMP, json.dumps(expected))
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError:
        if not (folder / STAMP).exists():
            raise
    finally:
        rmtree(aside, ignore_errors=True)


def check(folder: Path, expected: dict[str, object]) -> None:
    """Raise Unavailable unless the folder carries the stamp expected."""
    try:
        found = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unavailable(UNREADABLE.format(where=folder)) from error
    compare(found, expected, where=folder)


def compare(found: object, expected: dict[str, object], *, where: object) -> None:
    """Raise Unavailable, naming what differs, unless a stamp is the one expected."""
    if found != expected:
        changed = differences(found, expected)
        raise Unavailable(f"The search index in {where} was made by another version ({changed}). {CURE}")


def differences(found: object, expected: dict[str, object]) -> str:
    """Name the parts of a stamp that differ."""
    given = found if isinstance(found, dict) else {}
    return ", ".join(key for key, part in expected.items() if given.get(key) != part) or "stamp"


def read_mark(folder: Path) -> str:
    """Return the mark last left in the folder, empty where there is none; an answer asks for it many times."""
    path = f"{folder}/{MARK}"
    try:
        return text_of(path, seen(path))
    except FileNotFoundError:
        return ""


def seen(path: str) -> tuple[int, int, int]:
    """Return what tells one file from the next that is put in its place."""
    now = os.stat(path)
    return now.st_mtime_ns, now.st_ino, now.st_size


@lru_cache(maxsize=64)
def text_of(path: str, _seen: tuple[int, int, int]) -> str:
    """Return the text of a small file that is always replaced, never written to; `_seen` is part of the key only."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def write_mark(folder: Path, mark: str) -> None:
    """Leave a mark in the folder in one step."""
    write(folder / MARK, mark)


def write(path: Path, text: str) -> None:
    """Write a small file so that a crash leaves the old one or the new one."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
