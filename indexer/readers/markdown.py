"""Markdown with front matter: one article a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from archive.errors import RefusedFile
from archive.model import RawArticle
from archive.settings import Settings
from indexer.readers.decoding import decode
from indexer.readers.opening import read_whole

FENCE = "---"
LONGEST_FRONT_MATTER = 64_000


class PlainLoader(yaml.BaseLoader):
    """A YAML loader to which every value is a string, so that dates and `no` stay as written; aliases are refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node; an alias, which could multiply without end, raises."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not taken")
        return super().compose_node(parent, index)


def read(path: Path, settings: Settings) -> Iterator[RawArticle]:
    """Yield the file's one article: its parts from the front matter, its text without the marks of Markdown."""
    where = str(path)
    matter, body = split(decode(read_whole(path, settings.largest_article), where), where)
    heading, text = plain(body)
    if not text.strip():
        raise RefusedFile(where, "no text")
    yield RawArticle(
        path,
        where,
        text,
        title=matter.get("title", "") or heading,
        standfirst=first_of(matter, "standfirst", "description", "summary", "subtitle"),
        author=first_of(matter, "author", "authors"),
        date=matter.get("date", ""),
        source=first_of(matter, "source", "outlet"),
        url=first_of(matter, "url", "canonical_url", "link"),
        language=first_of(matter, "language", "lang"),
        external_id=matter.get("id", ""),
    )


def first_of(matter: Mapping[str, str], *keys: str) -> str:
    """Return the first value that is stated under one of some keys."""
    return next((matter[key] for key in keys if matter.get(key)), "")


def split(text: str, where: str) -> tuple[Mapping[str, str], str]:
    """Return the front matter and what follows it; raise RefusedFile where the front matter is no YAML mapping."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].rstrip() != FENCE:
        return {}, text
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() in (FENCE, "...")), 0)
    if not end:
        return {}, text
    return front_matter("".join(lines[1:end]), where), "".join(lines[end + 1 :])


def front_matter(text: str, where: str) -> Mapping[str, str]:
    """Return the keys, in lower case, and values of front matter; lists of words are joined by commas."""
    if len(text) > LONGEST_FRONT_MATTER:
        raise RefusedFile(where, f"front matter over {LONGEST_FRONT_MATTER:,} characters")
    try:
        stated = yaml.load(text, Loader=PlainLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise RefusedFile(where, f"bad front matter: {yaml_reason(error)}") from None
    if not stated:
        return {}
    if not isinstance(stated, dict):
        raise RefusedFile(where, "bad front matter: not a list of keys and values")
    return {key.lower(): joined(value) for key, value in stated.items() if isinstance(key, str)}


def yaml_reason(error: Exception) -> str:
    """Return what is wrong with some YAML, in a few words."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem:
        place = f" in its line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return f"{error.problem}{place}"
    return str(error) if isinstance(error, yaml.YAMLError) else "nested too deeply"


def joined(value: object) -> str:
    """Return a value of front matter as text; what is neither words nor a list of words gives nothing."""
    if isinstance(value, list):
        return ", ".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def plain(markdown: str) -> tuple[str, str]:
    """Return the first heading where the text opens with one, and the text: a line of plain words for each block."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    opens_with_heading = len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    heading = words(tokens[1].children or ()) if opens_with_heading else ""
    blocks = [block_text(token) for token in (tokens[3:] if opens_with_heading else tokens)]
    return heading, "\n\n".join(block for block in blocks if block)


def block_text(token: Token) -> str:
    """Return the words of a block token, nothing for marks, rules and raw HTML."""
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    return words(token.children or ()) if token.type == "inline" else ""


def words(tokens: Sequence[Token]) -> str:
    """Return the words of a line without emphasis, link addresses, images and HTML tags."""
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content if token.type in ("text", "code_inline") else ""
        for token in tokens
    ).strip()
