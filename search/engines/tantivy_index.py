"""The fields of a Tantivy index, and how a document becomes them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from archive.facets import FACET_NAMES, NONE
from search.engines import LIVE, IndexDocument
from search.engines.plan import LAST_DAY, day
from search.engines.tantivy_query import FOLDED, SENTENCES
from search.engines.tantivy_sentences import CODES, code_analyzer, coded
from search.engines.tantivy_stories import SHARER, report_of
from search.engines.tantivy_values import NUMBERS, number_of
from search.passages import words_of
from search.tree import TEXT_FIELDS

SCHEMA = 6
"""Raise this when the fields below change."""

STEMS, WORDS = "convoy_stems", "convoy_words"
"""The names of the analysers of the two kinds of fields: stemmed, and folded only."""

KEY_BITS = 32
"""The lower bits of `newest` and `oldest`: the key."""

numbered = lru_cache(1 << 16)(number_of)


def schema_of() -> Schema:
    """Return the fields: texts stemmed and folded, facets as terms and as columns of numbers, and all to filter and sort by."""
    builder = SchemaBuilder()
    for field in TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name=STEMS)
        builder.add_text_field(FOLDED[field], tokenizer_name=WORDS)
        builder.add_text_field(SENTENCES[field], tokenizer_name=CODES)
    for facet in FACET_NAMES:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field(NUMBERS[facet], fast=True)
    # Signed: deleting by a term of an unsigned field silently deletes nothing (tantivy 0.27).
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("gone", indexed=True)
    builder.add_unsigned_field("shared", indexed=True)
    builder.add_unsigned_field(SHARER, fast=True)
    builder.add_bytes_field("report", stored=True)
    for number in ("day", "month", "newest", "oldest", "added", "retired"):
        builder.add_unsigned_field(number, fast=True)
    return builder.build()


def fields_of(document: IndexDocument) -> dict[str, str | list[str] | list[int] | int | bytes]:
    """Return a document as Tantivy holds it.

    `newest` and `oldest` are unique numbers whose highest comes first in that order: undated last, then the highest key.
    Of what shares its story SHARER is the key and `report` keeps what `tantivy_stories` reads; the rest of an index is not stored
    but looked up.
    """
    date = day(document.date)
    texts = {field: words_of(getattr(document, field)) for field in TEXT_FIELDS}
    values = {facet: sorted(set(document.facets.get(facet, ()))) or [NONE] for facet in FACET_NAMES}
    gone = {} if document.retired == LIVE else {"gone": 1}
    shared: dict[str, int | bytes] = {}
    if document.story:
        shared = {"shared": 1, SHARER: document.key, "report": report_of(document, values)}
    return {
        **{field: text.stems for field, text in texts.items()},
        **{FOLDED[field]: text.folded for field, text in texts.items()},
        **{SENTENCES[field]: coded(text.stems) for field, text in texts.items()},
        **values,
        **{NUMBERS[facet]: list(map(numbered, ids)) for facet, ids in values.items()},
        "key": document.key,
        "day": date,
        "month": date // 100,
        "newest": date << KEY_BITS | document.key,
        "oldest": (LAST_DAY - date if date else 0) << KEY_BITS | document.key,
        "added": document.added,
        "retired": document.retired,
        **gone,
        **shared,
    }


def document_of(document: IndexDocument, schema: Schema) -> Document:
    """Return a document ready to be added."""
    return Document.from_dict(fields_of(document), schema)


def build(folder: Path) -> None:
    """Make an empty index in a folder."""
    Index(schema_of(), path=str(folder), reuse=False)


def open_index(folder: Path) -> Index:
    """Open the index in a folder, reloaded only when asked."""
    index = Index.open(str(folder))
    for name in (STEMS, WORDS):
        index.register_tokenizer(name, analyzer())
    index.register_tokenizer(CODES, code_analyzer())
    index.config_reader("manual", 0)
    return index


def analyzer() -> TextAnalyzer:
    """Return what makes tokens of `Words`: it cuts them at spaces and line ends.

    Stems are looked up by us: Tantivy works each one out, which takes it a quarter of its time.
    """
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()
