"""Plain text: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive.model import RawArticle
from archive.settings import Settings
from indexer.readers.decoding import decode
from indexer.readers.opening import read_whole


def read(path: Path, settings: Settings) -> Iterator[RawArticle]:
    """Yield the file's one article; its parts are told apart by cleaning."""
    text = decode(read_whole(path, settings.largest_article), str(path))
    yield RawArticle(path, str(path), text)
