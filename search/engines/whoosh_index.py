"""What a Whoosh index holds: words with their places, and each version's numbers and facet values as one stored row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from whoosh.fields import STORED, TEXT, Schema
from whoosh.formats import Positions
from whoosh.index import create_in, open_dir
from whoosh.matching.mcore import Matcher

from archive.facets import FACET_NAMES, NONE
from search.engines import IndexDocument
from search.engines.plan import day
from search.passages import by_sentence, words_of
from search.tree import TEXT_FIELDS

SCHEMA = 3
"""Raise this when the fields or the row below change."""


class Row(NamedTuple):
    """What is stored of one version. `lengths` are words in each text field, `values` the ids in each facet, in declared order;
    `starts` are the places of the first words of the sentences of each text field; `story` is empty where it is shared with none.
    """

    key: int
    day: int
    added: int
    retired: int
    lengths: Sequence[int]
    values: Sequence[Sequence[str]]
    starts: Sequence[Sequence[int]]
    story: str


Stored = tuple[int, int, int, int, Sequence[int], Sequence[Sequence[str]], Sequence[Sequence[int]], str]
"""A row as it is stored."""


class Reader(Protocol):
    """What we use of a Whoosh reader."""

    def generation(self) -> int | None:
        """Return which commit this reader sees, None for an empty index."""

    def iter_docs(self) -> Iterable[tuple[int, Mapping[str, Stored]]]:
        """Yield document numbers and stored fields, deleted documents left out."""

    def lexicon(self, fieldname: str) -> Iterable[bytes]:
        """Yield the words of a field."""

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents hold a word, deleted ones perhaps among them."""

    def leaf_readers(self) -> Iterable[tuple[Reader, int]]:
        """Yield a reader of each segment and its first document number."""

    def postings(self, fieldname: str, text: str) -> Matcher:
        """Return a cursor over the documents that hold a word."""

    def __contains__(self, term: tuple[str, str]) -> bool:
        """Tell whether (field, word) is in the index."""


class Writer(Protocol):
    """What we use of a Whoosh writer."""

    is_closed: bool

    def add_document(self, **fields: object) -> None:
        """Add a document."""

    def delete_document(self, docnum: int) -> None:
        """Remove a committed document by number."""

    def commit(self, mergetype: object) -> None:
        """Finish and unlock; `mergetype` says what becomes of the segments there are."""

    def cancel(self) -> None:
        """Discard and unlock."""


class OpenIndex(Protocol):
    """What we use of an open Whoosh index; Whoosh's own class is not typed throughout."""

    def latest_generation(self) -> int:
        """Return the number of the newest commit."""

    def reader(self) -> Reader:
        """Open a reader of the newest commit."""

    def writer(self, *, limitmb: int) -> Writer:
        """Lock the index and open a writer."""


class Words(TEXT):
    """A text field whose value is its list of words, analysed already; folded, not stemmed: stems are looked up from them."""

    def index(self, value: Sequence[str], **kwargs: object) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        """Yield each distinct word with its frequency, weight and places."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(value):
            places[word].append(place)
        encode = Positions().encode
        for word, found in places.items():
            yield word.encode(), len(found), float(len(found)), encode(found)


def schema_of() -> Schema:
    """Return the fields."""
    return Schema(row=STORED, **{field: Words(phrase=True) for field in TEXT_FIELDS})


def build(folder: Path) -> None:
    """Make an empty index in a folder."""
    create_in(str(folder), schema_of())


def open_index(folder: Path) -> OpenIndex:
    """Open the index in a folder."""
    return cast(OpenIndex, open_dir(str(folder)))


def newest(index: OpenIndex) -> tuple[int, Reader]:
    """Return the newest generation and a reader of it; where one is committed meanwhile, look again."""
    while True:
        number, reader = index.latest_generation(), index.reader()
        if reader.generation() in (number, None) and index.latest_generation() == number:
            return number, reader


def fields_of(document: IndexDocument) -> dict[str, object]:
    """Return a document as Whoosh holds it."""
    texts = {field: by_sentence(words_of(getattr(document, field)).folded) for field in TEXT_FIELDS}
    words = {field: [*chain.from_iterable(sentences)] for field, sentences in texts.items()}
    values = tuple(tuple(sorted(set(document.facets.get(facet, ()))) or (NONE,)) for facet in FACET_NAMES)
    lengths = tuple(map(len, words.values()))
    starts = tuple(tuple(accumulate(map(len, sentences), initial=0))[:-1] for sentences in texts.values())
    row = Row(document.key, day(document.date), document.added, document.retired, lengths, values, starts, document.story)
    return {**words, "row": tuple(row)}


def stored_rows(reader: Reader) -> Iterable[tuple[int, Row]]:
    """Yield (document number, row) of every version the reader sees."""
    return ((number, Row(*fields["row"])) for number, fields in reader.iter_docs())


def stored_words(reader: Reader) -> dict[str, dict[str, int]]:
    """Return for each text field its words and in how many documents each is, deleted ones perhaps among them."""
    return {field: {term.decode(): reader.doc_frequency(field, term) for term in reader.lexicon(field)} for field in TEXT_FIELDS}
