"""Rows ⇄ nouns: how articles, mentions and spans are written in SQLite."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from archive.corrections import Correction, match_key
from archive.model import Article, Cut, Edition, Mention, Span, State, Version

Row = Mapping[str, str | int | None]

CONTENT_COLUMNS = (
    "title", "standfirst", "body", "author", "date", "time", "source", "url", "language", "external_id",
)  # fmt: skip

ANNOUNCED = "correction:"
"""What the match key of an entity begins with that only a correction has named so far; no folded name holds a colon."""

COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: `json.dumps` would make one for each value."""


def content_hash(article: Article) -> str:
    """Return a fingerprint of everything a reader can see of an article; its own id in the feed is left out."""
    parts = [getattr(article, column) for column in CONTENT_COLUMNS if column != "external_id"]
    parts += [json.dumps([cut.reason, cut.text], ensure_ascii=False) for cut in article.cuts]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def content_row(article: Article, spans: Sequence[Span] | None, model: str) -> dict[str, str | None]:
    """Return the contents row of an article; `spans` None means no language model has read it."""
    row: dict[str, str | None] = {column: getattr(article, column) for column in CONTENT_COLUMNS}
    row["hash"] = content_hash(article)
    row["cuts"] = dumps([[cut.reason, cut.text] for cut in article.cuts])
    row["spans"] = None if spans is None else dumps([[span.start, span.end] for span in spans])
    row["model"] = model
    return row


def article_of(row: Row) -> Article:
    """Build an article from a row that joins versions and contents."""
    fields = {column: str(row[column] or "") for column in CONTENT_COLUMNS}
    written = str(row["cuts"])
    cuts = () if written == "[]" else tuple(Cut(reason, text) for reason, text in json.loads(written))
    return Article(id=str(row["article"]), cuts=cuts, **fields)


def version_of(row: Row) -> Version:
    """Build a version from a row that joins versions and contents. Person labels are not in the row: mentions carry ids."""
    article = article_of(row)
    return Version(
        key=whole(row["key"]),
        article=article,
        mentions=mentions_of(str(row["mentions"]), article),
        values={facet: tuple(values) for facet, values in json.loads(str(row["facets"])).items()},
        added=whole(row["added"]),
        retired=None if row["retired"] is None else whole(row["retired"]),
        story=str(row["story"] or row["article"]),
    )


def mentions_of(written: str, article: Article) -> tuple[Mention, ...]:
    """Read stored mentions; their surfaces are cut out of the article's text."""
    if written == "[]":
        return ()
    text = article.text
    return tuple(
        Mention(facet, value, "", text[start:end], start, end, rule) for facet, value, start, end, rule in json.loads(written)
    )


def places_of(written: str) -> tuple[Mention, ...]:
    """Read stored mentions without their surfaces."""
    return tuple(Mention(facet, value, "", "", start, end, rule) for facet, value, start, end, rule in json.loads(written))


def state_of(row: Row) -> State:
    """Build the state of an article from a row of versions."""
    values = {facet: tuple(values) for facet, values in json.loads(str(row["facets"])).items()}
    return State(whole(row["key"]), str(row["article"]), whole(row["content"]), values)


def edition_of(row: Row) -> Edition:
    """Build an edition from its row."""
    changes = {name: whole(row[name]) for name in ("added", "changed", "withdrawn", "relabelled")}
    return Edition(whole(row["number"]), str(row["made"]), str(row["reason"]), **changes)


def correction_row(row: Correction) -> dict[str, str | int]:
    """Return the row of a correction in force; `match` is the key of the name it gives, empty where it gives none."""
    names_all = row.name and (row.action == "alias" or (row.action == "split" and not row.articles))
    return {
        "id": row.id,
        "line": row.line,
        "action": row.action,
        "facet": row.facet,
        "value": row.value,
        "name": row.name,
        "other": row.other,
        "articles": " ".join(row.articles),
        "reason": row.reason,
        "date": row.date,
        "label": row.label,
        "match": match_key(row.facet, row.name) if names_all else "",
    }


def correction_of(row: Row) -> Correction:
    """Build a correction from its row."""
    names = ("action", "facet", "value", "name", "other", "reason", "date", "label", "id")
    cells = {name: str(row[name]) for name in names}
    return Correction(articles=tuple(str(row["articles"]).split()), line=whole(row["line"]), **cells)


def spans_of(text: str | None) -> tuple[Span, ...] | None:
    """Read stored spans; None where no language model has read the article."""
    return None if text is None else tuple(Span(start, end) for start, end in json.loads(text))


def mentions_json(mentions: Iterable[Mention]) -> str:
    """Write mentions as compact JSON; the surface and the label are derivable."""
    return dumps([[m.facet, m.value, m.start, m.end, m.rule] for m in mentions])


def without_order(text: str) -> dict[str, set[str]]:
    """Return written values as sets."""
    return {facet: set(values) for facet, values in json.loads(text).items() if values}


def without_rules(text: str) -> list[list[str | int]]:
    """Return written mentions as [facet, value, start, end]: what readers see of them."""
    return [[facet, value, start, end] for facet, value, start, end, _ in json.loads(text)]


def dumps(value: object) -> str:
    """Write compact JSON, letters as they are."""
    return COMPACT.encode(value)


def whole(value: str | int | None) -> int:
    """Return a number column's value; an empty one is 0."""
    return int(value or 0)
