"""JSON: one object, a list of objects, or objects one after another, parsed as they are read."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.errors import RefusedFile
from archive.model import RawArticle, Refusal
from archive.settings import Settings
from indexer.readers.decoding import marked_encoding
from indexer.readers.jsonl import explained, line_limit
from indexer.readers.opening import open_bounded, over
from indexer.readers.record import Json, article_of

BLOCK = 1 << 16
LONGEST_TOKEN = 16
"""Characters of the longest word or escape that parsing takes or leaves as a whole, rounded up."""

DECODER = json.JSONDecoder()
BETWEEN = re.compile(r"[\s,\[\]]*")
"""What may stand between the values of a list."""


def read(path: Path, settings: Settings) -> Iterator[RawArticle | Refusal]:
    """Yield an article or a refusal for each object. What follows broken JSON cannot be told apart and is not read."""
    found = False
    with open_bounded(path, settings.largest_file) as stream:
        for value, line in Values(characters(stream, path), path, line_limit(settings)):
            found = True
            yield checked(value, path, f"{path} line {line}", settings)
    if not found:
        yield Refusal(str(path), "empty")


def checked(value: Json, path: Path, where: str, settings: Settings) -> RawArticle | Refusal:
    """Return the article a value states, or why it states none."""
    try:
        return article_of(value, path, where, settings)
    except RefusedFile as refused:
        return Refusal(refused.where, refused.reason)


def characters(stream: BinaryIO, path: Path) -> Iterator[str]:
    """Yield the characters of a stream, block by block: UTF-8, or what its byte order mark says."""
    block = stream.read(BLOCK)
    decoder = codecs.getincrementaldecoder(marked_encoding(block) or "utf-8")()
    try:
        while block:
            yield decoder.decode(block)
            block = stream.read(BLOCK)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise RefusedFile(str(path), "undecodable: JSON must be UTF-8") from None


class Values:
    """The values of a list, or the values in a row, each with the line it starts on; holds little more than one of them."""

    def __init__(self, blocks: Iterator[str], path: Path, limit: int) -> None:
        self.blocks = blocks
        self.path = path
        self.limit = limit
        self.text = ""
        self.at = 0
        self.line = 1
        self.finished = False
        self.open = 0
        self.comma = False

    def __iter__(self) -> Iterator[tuple[Json, int]]:
        """Yield each value with its line; raise RefusedFile at the first that is broken."""
        while self.skip_between():
            value, end = self.next_value()
            yield value, self.line
            self.advance(end)
            self.comma = False

    def advance(self, end: int) -> None:
        """Move to `end`, counting lines."""
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def skip_between(self) -> bool:
        """Move to the beginning of the next value; say whether there is one, or raise RefusedFile where one was to follow."""
        while True:
            between = BETWEEN.match(self.text, self.at)
            marks = between[0] if between else ""
            self.open += marks.count("[") - marks.count("]")
            self.comma = marks.rstrip().endswith(",") if marks.strip() else self.comma
            self.advance(self.at + len(marks))
            if self.at < len(self.text):
                return True
            if self.finished:
                if self.open > 0 or self.comma:
                    missing = "a list without its ]" if self.open > 0 else "a comma"
                    raise RefusedFile(
                        str(self.path), f"cut off at line {self.line}: it ends with {missing}; what stands before was read"
                    )
                return False
            self.extend(1)

    def extend(self, wanted: int) -> None:
        """Drop what was dealt with and read on until at least `wanted` characters are at hand, or all."""
        parts = [self.text[self.at :]]
        have = len(parts[0])
        while have < wanted and not self.finished:
            block = next(self.blocks, None)
            self.finished = block is None
            parts.append(block or "")
            have += len(parts[-1])
        self.text, self.at = "".join(parts), 0

    def next_value(self) -> tuple[Json, int]:
        """Return the value that begins here and where it ends, reading twice as far each time it seems cut off."""
        while True:
            try:
                return DECODER.raw_decode(self.text, self.at)
            except RecursionError as error:
                raise RefusedFile(str(self.path), f"bad JSON at line {self.line}: {explained(error)}; read no further") from None
            except ValueError as error:
                have = len(self.text) - self.at
                if self.finished or not seems_cut_off(error, len(self.text)):
                    raise self.broken(error) from None
                if have > self.limit:
                    raise RefusedFile(f"{self.path} line {self.line}", f"{over(self.limit)}; read no further") from None
                self.extend(2 * have + BLOCK)

    def broken(self, error: ValueError) -> RefusedFile:
        """Return the refusal of what cannot be parsed."""
        position = error.pos if isinstance(error, json.JSONDecodeError) else self.at
        line = self.line + self.text.count("\n", self.at, position)
        return RefusedFile(str(self.path), f"bad JSON at line {line}: {explained(error)}; read no further")


def seems_cut_off(error: ValueError, length: int) -> bool:
    """Say whether more text might mend a parsing error: it struck at the end of the text, or in a string without one."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.pos > length - LONGEST_TOKEN or error.msg.startswith("Unterminated string")
