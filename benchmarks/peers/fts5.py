"""SQLite's own full text search through sqlite-utils: one table of articles, its FTS5 index, one table of facet values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from benchmarks.peers import COUNTED, PAGE, SHOWN, text_of
from benchmarks.questions import Question
from search.engines import IndexDocument

FILE = "articles.db"
BATCH = 1000
FACETS = (*COUNTED, "source")
TOP = "select a.key, a.title, a.date, a.source from articles a join articles_fts f on f.rowid = a.key where f.articles_fts match ?"
COUNTS = "select value, count(*) from hits join facet_values using (key) where facet = ? group by value order by 2 desc limit ?"
MONTHS = "select month, count(*) from hits join articles using (key) group by month"


def build_tables(documents: Iterator[IndexDocument], path: Path) -> None:
    """Fill a database with articles, their facet values as rows and as JSON arrays, and an FTS5 index with Porter's stems."""
    db = Database(path)
    columns = {"key": int, "title": str, "body": str, "date": str, "month": str, **dict.fromkeys(FACETS, str)}
    articles = db.create_table("articles", columns, pk="key")
    values = db.create_table("facet_values", {"facet": str, "value": str, "key": int}, pk=("facet", "value", "key"))
    while batch := list(islice(documents, BATCH)):
        articles.insert_all(map(row, batch), batch_size=BATCH)
        values.insert_all(value_rows(batch), batch_size=BATCH)
    values.create_index(["key", "facet", "value"])
    for column in ("date", "month", "source"):
        articles.create_index([column])
    articles.enable_fts(["title", "body"], tokenize="porter")
    db.execute("analyze")
    db.close()


def value_rows(batch: Sequence[IndexDocument]) -> Iterator[dict[str, str | int]]:
    """Yield a row for each facet value of each document."""
    for document in batch:
        for name in FACETS:
            for value in document.facets[name]:
                yield {"facet": name, "value": value, "key": document.key}


def row(document: IndexDocument) -> dict[str, str | int]:
    """Return an article's row; the facets of the text as JSON arrays."""
    arrays = {name: json.dumps(document.facets[name]) for name in COUNTED}
    source = next(iter(document.facets["source"]), "")
    date = document.date
    texts = {"title": document.title, "body": text_of(document)}
    return {"key": document.key, **texts, "date": date, "month": date[:7], "source": source, **arrays}


class Fts5:
    """The page's work as SQL: the best twenty, then the matching keys once in a temporary table from which all is counted."""

    built = "sqlite"
    version = f"SQLite FTS5 {sqlite3.sqlite_version} through sqlite-utils"

    def __init__(self, folder: Path) -> None:
        self.db = Database(folder / FILE)

    @staticmethod
    def build(documents: Iterator[IndexDocument], folder: Path) -> None:
        """Index documents."""
        build_tables(documents, folder / FILE)

    def ask(self, question: Question) -> int:
        """Do a page's work."""
        conditions, parameters = where(question)
        match = " ".join(f'"{word}"' for word in question.words)
        self.db.execute(f"{TOP}{conditions} order by f.rank limit {PAGE}", [match, *parameters]).fetchall()
        self.db.execute("drop table if exists temp.hits")
        selected = TOP.replace("a.key, a.title, a.date, a.source", "a.key")
        self.db.execute(f"create temp table hits as {selected}{conditions}", [match, *parameters])
        for facet in COUNTED:
            self.db.execute(COUNTS, [facet, SHOWN]).fetchall()
        self.db.execute(MONTHS).fetchall()
        return int(self.db.execute("select count(*) from hits").fetchone()[0])

    def close(self) -> None:
        """Close the database."""
        self.db.close()


def where(question: Question) -> tuple[str, list[str]]:
    """Return the conditions of a question's filters and dates, and their parameters."""
    conditions = [" and a.key in (select key from facet_values where facet = ? and value = ?)" for _ in question.filters]
    parameters = [part for pair in question.filters for part in pair]
    if question.start:
        conditions.append(" and a.date >= ? and a.date <= ?")
        parameters += [question.start, question.end]
    return "".join(conditions), parameters
