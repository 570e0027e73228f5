"""One JSON object as an article: the keys it may have and what they must hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from archive.errors import RefusedFile
from archive.model import RawArticle
from archive.settings import Settings
from indexer.normalise import one_line
from indexer.readers.opening import over

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""Whatever JSON can hold."""

NAMES: Mapping[type, str] = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}


KEYS_SHOWN = 8
LONGEST_KEY_SHOWN = 40
SECONDS = range(1_000_000_000, 1_900_000_000)
"""Numbers that can only be seconds since 1970, of the years 2001 to 2030; later ones may be a year, month, day and hour."""


def article_of(record: Json, path: Path, where: str, settings: Settings) -> RawArticle:
    """Return the article that a JSON object states; raise RefusedFile where it is none.

    Keys: id, title, standfirst, author, date, source, url, language, text. Others are passed over, missing ones empty.
    """
    if not isinstance(record, dict):
        raise RefusedFile(where, f"{kind(record)}, where an article is an object")
    text = words(record, "text", where)
    if len(text.encode(errors="surrogatepass")) > settings.largest_article:
        raise RefusedFile(where, over(settings.largest_article))
    if not text.strip():
        raise RefusedFile(where, "no text" if "text" in record else f"no text: the key `text` is missing; it has {keys_of(record)}")
    return RawArticle(
        path,
        where,
        text,
        title=words(record, "title", where),
        standfirst=words(record, "standfirst", where),
        author=words(record, "author", where, joined_by=", "),
        date=seconds_or_words(record, "date", where),
        source=words(record, "source", where),
        url=words(record, "url", where),
        language=words(record, "language", where),
        external_id=number_or_words(record, "id", where),
    )


def words(record: Mapping[str, Json], key: str, where: str, joined_by: str = "\n\n") -> str:
    """Return the text under a key, several texts joined, nothing for null or a missing key; raise RefusedFile for the rest."""
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return joined_by.join(part for part in value if isinstance(part, str))
    raise RefusedFile(where, f"{key} is {kind(value)}, where text is needed")


def number_or_words(record: Mapping[str, Json], key: str, where: str) -> str:
    """Return the text or whole number under a key as text."""
    value = record.get(key)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else words(record, key, where)


def seconds_or_words(record: Mapping[str, Json], key: str, where: str) -> str:
    """Return the text or whole number under a key as text, and as a moment (UTC) where it is a number of seconds since 1970."""
    value = record.get(key)
    if isinstance(value, int) and value in SECONDS:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return number_or_words(record, key, where)


def keys_of(record: Mapping[str, Json]) -> str:
    """Return the first keys of an object, for a message."""
    shown = [one_line(key, LONGEST_KEY_SHOWN) for key in islice(record, KEYS_SHOWN)]
    more = [f"{len(record) - KEYS_SHOWN:,} more"] if len(record) > KEYS_SHOWN else []
    return ", ".join(shown + more) or "no key"


def kind(value: Json) -> str:
    """Return what a JSON value is, for a message."""
    return "null" if value is None else NAMES.get(type(value), "text")
