"""A listing as files: CSV, JSON lines and evidence here, the workbook in search/workbook.py. docs/exports.md has the format.

Each is a stream of bytes that ends with how many rows it has, so that one which was cut off shows it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from typing import TypeVar

from archive.facets import FACETS
from search.evidence import Proof, evidence_pack
from search.listing import Listed, Listing
from search.render import Json, named
from search.result import Value

ROWS = 500
"""Rows written at a time."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take CSV for another encoding than UTF-8."""

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may take for a formula; apostrophes before it count, so that one can be taken off again."""

TEXT_FACETS = tuple(facet.name for facet in FACETS if facet.from_text)
ARTICLE_COLUMNS = (
    *("id", "external_id", "link", "title", "standfirst", "date", "time", "author", "source_id", "source", "original", "language"),
    *("hash", "changed_in_edition", "story", "reports"),
    *chain.from_iterable((f"{name}_ids", name) for name in TEXT_FACETS),
)
EVIDENCE_COLUMNS = (
    *("article", "link", "hash", "edition", "title", "date", "facet", "value", "label", "sentence", "start", "end"),
    *("mentions", "rules", "sentence_link"),
)

Row = list[str]
T = TypeVar("T")


@dataclass(frozen=True)
class Export:
    """One format: how its files end, what they are, what a reader calls it, and what writes them from a listing and an address."""

    suffix: str
    mimetype: str
    label: str
    write: Callable[[Listing, str], Iterator[bytes]]


def csv_export(listing: Listing, base: str) -> Iterator[bytes]:
    """Yield the articles as CSV."""
    return csv_bytes(ended(ARTICLE_COLUMNS, about(listing, base), (article_row(one, base) for one in listing)))


def evidence_export(listing: Listing, base: str) -> Iterator[bytes]:
    """Yield the evidence as CSV."""
    return csv_bytes(ended(EVIDENCE_COLUMNS, about(listing, base), (proof_row(one, base) for one in evidence_pack(listing))))


def jsonl_export(listing: Listing, base: str) -> Iterator[bytes]:
    """Yield the articles as JSON lines: first what this is, then an article a line, last how many there were."""
    yield line({"convoy": {"url": base + listing.url, "edition": listing.edition, "articles": listing.total}})
    written = 0
    for batch in in_batches(listing):
        yield b"".join([line(article_json(one, base)) for one in batch])
        written += len(batch)
    yield line({"end": {"articles": written}})


def xlsx_export(listing: Listing, base: str) -> Iterator[bytes]:
    """Yield the articles as a workbook, with a second sheet that says what it is."""
    # Only who asks for one waits for what writes it: 8 MB in every process of the server.
    from search.workbook import workbook

    facts = (("Search", base + listing.url), ("Articles", str(listing.total)), ("Edition", str(listing.edition)))
    return workbook(ARTICLE_COLUMNS, (article_row(one, base) for one in listing), facts)


EXPORTS: tuple[Export, ...] = (
    Export("csv", "text/csv", "CSV", csv_export),
    Export("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", xlsx_export),
    Export("jsonl", "application/jsonl", "JSON lines", jsonl_export),
    Export("evidence.csv", "text/csv", "Evidence (CSV)", evidence_export),
)


def about(listing: Listing, base: str) -> str:
    """Say what a file is: how many articles, as of which edition, of which search."""
    count = f"{listing.total} article{'' if listing.total == 1 else 's'}"
    return f"{count} · edition {listing.edition} · {base}{listing.url}"


def article_row(one: Listed, base: str) -> Row:
    """Return an article as cells."""
    record, source = one.record, one.source
    row = [
        *(record.id, record.external_id, f"{base}/articles/{record.id}", record.title, record.standfirst, record.date, record.time),
        *(record.author, source.value if source else "", source.label if source else "", record.url, record.language),
        *(record.hash, str(record.added), record.story, str(one.reports)),
    ]
    for name in TEXT_FACETS:
        values = one.facets[name]
        row.append("; ".join([value.value for value in values]))
        row.append("; ".join([value.label for value in values]))
    return row


def article_json(one: Listed, base: str) -> Json:
    """Return an article as the API names its parts, without snippets and with what else a row of the table holds."""
    record = one.record
    return {
        "id": record.id,
        "external_id": record.external_id or None,
        "url": f"{base}/articles/{record.id}",
        "title": record.title,
        "standfirst": record.standfirst,
        "date": record.date,
        "time": record.time,
        "author": record.author,
        "source": named(one.source) if one.source else None,
        "original": record.url,
        "language": record.language,
        "hash": record.hash,
        "changed_in_edition": record.added,
        "story": {"id": record.story, "reports": one.reports},
        "facets": {name: all_named(one.facets[name]) for name in TEXT_FACETS},
    }


def all_named(values: Iterable[Value]) -> list[Json]:
    """Return values' ids and labels."""
    return [named(value) for value in values]


def proof_row(proof: Proof, base: str) -> Row:
    """Return a piece of evidence as cells; each mention as `start-end`."""
    spoken = not proof.mentions
    mentions = " ".join(f"{start}-{end}" for start, end in proof.mentions)
    return [
        *(proof.article, base + proof.url, proof.hash, str(proof.edition), proof.title, proof.date),
        *(proof.facet, proof.value, proof.label, proof.sentence),
        *("" if spoken else str(proof.start), "" if spoken else str(proof.end), mentions),
        "; ".join(dict.fromkeys(proof.rules)),
        base + proof.sentence_url,
    ]


def ended(columns: Sequence[str], told: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the heading and the rows, each with one more cell: the heading's tells what the file is, the last one that it ends."""
    waiting, cell, count = list(columns), told, 0
    for row in rows:
        yield [*waiting, cell]
        waiting, cell, count = row, "", count + 1
    end = f"end of {count} row{'' if count == 1 else 's'}"
    yield [*waiting, f"{cell} · {end}" if cell else end]


def csv_bytes(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield rows as CSV in UTF-8, cells that look like formulas defused."""
    yield BYTE_ORDER_MARK.encode()
    for batch in in_batches(rows):
        text = StringIO(newline="")
        csv.writer(text).writerows([defused(row) for row in batch])
        yield text.getvalue().encode()


def defused(row: Row) -> Row:
    """Return a row with an apostrophe before each cell that a spreadsheet may take for a formula."""
    return [f"'{cell}" if FORMULA.match(cell) else cell for cell in row]


def in_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield rows ROWS at a time."""
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def line(value: Json) -> bytes:
    """Return a line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
