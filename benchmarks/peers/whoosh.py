"""Whoosh as its documentation shows it: stemmed text fields, BM25F, and `groupedby` for the facets."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from whoosh.analysis.analyzers import StemmingAnalyzer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.qcore import Query
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term
from whoosh.sorting import Count, FieldFacet

from benchmarks.peers import COUNTED, PAGE, text_of
from benchmarks.questions import Question
from search.engines import IndexDocument

FIELDS = ("title", "body")


def schema() -> Schema:
    """Return the fields."""
    values = {name: KEYWORD(commas=True) for name in (*COUNTED, "source")}
    texts = {name: TEXT(analyzer=StemmingAnalyzer(), stored=name == "title") for name in FIELDS}
    return Schema(key=NUMERIC(stored=True), day=NUMERIC(stored=True), month=ID(), outlet=STORED(), **texts, **values)


class Whoosh:
    """A Whoosh index and its searcher."""

    built = "whoosh"
    version = f"Whoosh {version('whoosh3')}, its own grouping"

    def __init__(self, folder: Path) -> None:
        self.index = open_dir(str(folder))
        self.searcher = self.index.searcher()
        facets = {facet: FieldFacet(facet, allow_overlap=True, maptype=Count) for facet in COUNTED}
        self.groups = {**facets, "month": FieldFacet("month", maptype=Count)}

    @staticmethod
    def build(documents: Iterator[IndexDocument], folder: Path) -> None:
        """Index documents."""
        writer = create_in(str(folder), schema()).writer(limitmb=512)
        for document in documents:
            date = document.date
            writer.add_document(
                key=document.key,
                title=document.title,
                body=text_of(document),
                day=int(date.replace("-", "") or 0),
                month=date[:7],
                outlet=",".join(document.facets["source"]),
                **{name: ",".join(document.facets[name]) for name in (*COUNTED, "source")},
            )
        writer.commit()

    def ask(self, question: Question) -> int:
        """Do a page's work."""
        results = self.searcher.search(self.query(question), limit=PAGE, groupedby=self.groups)
        for name in self.groups:
            results.groups(name)  # type: ignore[no-untyped-call]
        for hit in results:
            hit.fields()
        return len(results)

    def query(self, question: Question) -> Query:
        """Return the query of a question: every word in the title or the body."""
        parts: list[Query] = []
        for word in question.words:
            stems = [[token.text for token in self.index.schema[field].analyzer(word)] for field in FIELDS]
            # Words that its analyser takes out as too common are not asked for.
            if all(stems):
                parts.append(Or([Term(field, stem) for field, found in zip(FIELDS, stems, strict=True) for stem in found]))
        parts += [Term(facet, value) for facet, value in question.filters]
        if question.start:
            first, last = (int(day.replace("-", "")) for day in (question.start, question.end))
            parts.append(NumericRange("day", first, last))
        return And(parts)

    def close(self) -> None:
        """Close the index."""
        self.searcher.close()  # type: ignore[no-untyped-call]
        self.index.close()  # type: ignore[no-untyped-call]
