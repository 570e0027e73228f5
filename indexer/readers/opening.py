"""The bytes of a file: decompressed, and never more of them than a limit."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO

from archive.errors import RefusedFile

DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)
"""What reading a broken or falsely named .gz file raises."""


class Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes of another, so that a small bomb stays small."""

    def __init__(self, inner: BinaryIO, limit: int, where: str) -> None:
        self.inner = inner
        self.left = limit
        self.limit = limit
        self.where = where

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed names its private WriteableBuffer
        """Fill the buffer; raise RefusedFile once the limit is passed."""
        block = self.inner.read(min(len(buffer), self.left + 1))
        self.left -= len(block)
        if self.left < 0:
            raise RefusedFile(self.where, over(self.limit, "CONVOY_LARGEST_FILE"))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        """Close the stream underneath too."""
        self.inner.close()
        super().close()


def over(limit: int, setting: str = "CONVOY_LARGEST_ARTICLE") -> str:
    """Return the reason given for a file or document of more than `limit` bytes, with the setting that moves the limit."""
    return f"over the size limit of {limit / 1_000_000:g} MB, which {setting} sets"


def is_compressed(path: Path) -> bool:
    """Say whether a file's name claims gzip."""
    return path.suffix.lower() == ".gz"


def open_stream(path: Path) -> BinaryIO:
    """Open a file for reading its bytes, decompressed."""
    return io.BufferedReader(gzip.open(path)) if is_compressed(path) else path.open("rb")


def open_bounded(path: Path, limit: int) -> BinaryIO:
    """Open a file for reading its bytes, decompressed; RefusedFile is raised when more than `limit` are read."""
    return io.BufferedReader(Bounded(open_stream(path), limit, str(path)), 1 << 16)


def read_whole(path: Path, limit: int) -> bytes:
    """Return all bytes of a file, decompressed; raise RefusedFile where it is empty or has more than `limit`."""
    with open_stream(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedFile(str(path), over(limit))
    if not data.strip():
        raise RefusedFile(str(path), "empty")
    return data
