"""The fields of a Tantivy index, and how a document becomes them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path

from tantivy import (
    Document,
    Filter,
    Index,
    PreTokenizedString,
    Schema,
    SchemaBuilder,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Token,
    Tokenizer,
)

from archive.facets import FACET_NAMES, NONE
from search.analysis import joined, stems_of
from search.engines import LIVE, IndexDocument
from search.engines.plan import LAST_DAY, day
from search.engines.tantivy_query import FOLDED, SENTENCES
from search.engines.tantivy_stories import SHARER, report_of
from search.engines.tantivy_values import NUMBERS, number_of
from search.passages import words_by_sentence
from search.tree import TEXT_FIELDS

SCHEMA = 4
"""Raise this when the fields below change."""

STEMS, WORDS = "convoy_stems", "convoy_words"
"""The names of the two analysers: stemmed, and folded only."""

KEY_BITS = 32
"""The lower bits of `newest` and `oldest`: the key."""

numbered = lru_cache(1 << 16)(number_of)


def schema_of() -> Schema:
    """Return the fields: texts stemmed and folded, facets as terms and as columns of numbers, and all to filter and sort by."""
    builder = SchemaBuilder()
    for field in TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name=STEMS)
        builder.add_text_field(FOLDED[field], tokenizer_name=WORDS)
        builder.add_text_field(SENTENCES[field], tokenizer_name="raw")
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


def fields_of(document: IndexDocument, texts: Mapping[str, str]) -> dict[str, str | list[str] | list[int] | int | bytes]:
    """Return a document as Tantivy holds it; `texts` are its text fields as `analysis.spaced` prepares them.

    `newest` and `oldest` are unique numbers whose highest comes first in that order: undated last, then the highest key.
    Of what shares its story SHARER is the key and `report` keeps what `tantivy_stories` reads; the rest of an index is not stored
    but looked up.
    """
    date = day(document.date)
    values = {facet: sorted(set(document.facets.get(facet, ()))) or [NONE] for facet in FACET_NAMES}
    gone = {} if document.retired == LIVE else {"gone": 1}
    shared: dict[str, int | bytes] = {}
    if document.story:
        shared = {"shared": 1, SHARER: document.key, "report": report_of(document, values)}
    return {
        **texts,
        **{FOLDED[field]: text for field, text in texts.items()},
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
    """Return a document ready to be added: its fields, and its stems at the numbers of their sentences."""
    texts = {field: analysed(getattr(document, field)) for field in TEXT_FIELDS}
    made = Document.from_dict(fields_of(document, {field: spaced for field, (spaced, _) in texts.items()}), schema)
    for field, (_, stems) in texts.items():
        made.add_pre_tokenized_text(SENTENCES[field], stems)
    return made


@lru_cache(len(TEXT_FIELDS))
def analysed(text: str) -> tuple[str, PreTokenizedString]:
    """Return a text as `analysis.spaced` does, and each different stem of each sentence as a token at the sentence's number.

    The texts of the document before are remembered: versions of an article that differ in their values alone come together.
    """
    sentences = words_by_sentence(text)
    stems = [Token(stem, number, 0, 0) for number, words in enumerate(sentences) for stem in dict.fromkeys(stems_of(words))]
    return joined(chain.from_iterable(sentences)), PreTokenizedString("", stems)


def build(folder: Path) -> None:
    """Make an empty index in a folder."""
    Index(schema_of(), path=str(folder), reuse=False)


def open_index(folder: Path) -> Index:
    """Open the index in a folder with the analysis of `search.analysis`, reloaded only when asked."""
    index = Index.open(str(folder))
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    index.config_reader("manual", 0)
    return index


def analyzers() -> dict[str, TextAnalyzer]:
    """Return what makes tokens of texts that `analysis.spaced` has prepared, by the names the fields use."""
    folded, stemmed = (TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.lowercase()) for _ in range(2))
    return {WORDS: folded.build(), STEMS: stemmed.filter(Filter.stemmer("english")).build()}
