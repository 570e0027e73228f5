"""JSON lines: one article a line, read line by line in constant memory."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.errors import RefusedFile
from archive.model import RawArticle, Refusal
from archive.settings import Settings
from indexer.readers.decoding import decode, marked_encoding
from indexer.readers.opening import open_bounded, over
from indexer.readers.record import article_of

STANDARD_INPUT = Path("standard input")


def read(path: Path, settings: Settings) -> Iterator[RawArticle | Refusal]:
    """Yield an article or a refusal for each line that is not blank."""
    with open_bounded(path, settings.largest_file) as stream:
        yield from read_lines(stream, settings, path)


def read_lines(stream: BinaryIO, settings: Settings, path: Path = STANDARD_INPUT) -> Iterator[RawArticle | Refusal]:
    """Yield an article or a refusal for each line of an open stream that is not blank; `path` names it in messages."""
    empty = True
    for number, line in enumerate(lines_of(stream, line_limit(settings)), start=1):
        where = f"{path} line {number}"
        if line is None:
            yield Refusal(where, over(settings.largest_article))
        elif line.strip():
            yield parse(line, number, path, settings)
        empty = empty and line is not None and not line.strip()
    if empty:
        yield Refusal(str(path), "empty")


def parse(line: bytes, number: int, path: Path, settings: Settings) -> RawArticle | Refusal:
    """Return the article that a line holds, or why it holds none."""
    where = f"{path} line {number}"
    try:
        return article_of(json.loads(decode(line, where).strip()), path, where, settings)
    except RefusedFile as refused:
        return Refusal(refused.where, refused.reason)
    except (ValueError, RecursionError) as error:
        return Refusal(str(path), f"bad JSON at line {number}: {explained(error)}")


def explained(error: Exception) -> str:
    """Return what is wrong with some JSON, in a few words."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if not isinstance(error, json.JSONDecodeError):
        return "a number with too many digits"
    return f"{error.msg.removesuffix(' at')} at character {error.colno}"


def line_limit(settings: Settings) -> int:
    """Return how many bytes a line may have: every character of an article may be escaped in six."""
    return 6 * settings.largest_article + 100_000


def lines_of(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream, and None for one of more than `limit` bytes, of which no more is kept."""
    start = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    wide = marked_encoding(start) not in ("", "utf-8-sig")
    read_line = recoded(stream, marked_encoding(start)) if wide else stream.readline
    while line := read_line(limit):
        too_long = False
        while len(line) >= limit and not line.endswith(b"\n"):
            too_long = True
            line = read_line(limit)
        yield None if too_long else line


def recoded(stream: BinaryIO, encoding: str) -> Callable[[int], bytes]:
    """Return a function that reads one line of a UTF-16 or UTF-32 stream and gives it as UTF-8."""
    characters = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
    return lambda limit: characters.readline(limit).encode()
