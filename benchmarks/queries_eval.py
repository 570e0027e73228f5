"""Ask the queries of benchmarks/queries of an archive and say how often a right article is among the first ten.

make eval-queries CORPUS=articles.jsonl builds the archive first; --home FOLDER takes one that is there. A line of
benchmarks/queries/KIND.jsonl holds the `query` as typed, its `filters` as in an address, and the external ids of the `right`
articles.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from archive.settings import Settings
from archive.store import Store, Writer
from indexer.commands import give_meaning, index
from indexer.pipeline import Ingest
from search.opening import open_service
from search.request import SearchRequest
from search.service import Service

QUERIES = Path(__file__).parent / "queries"
FIRST = 10
"""Hits that count."""


@dataclass(frozen=True)
class Asked:
    """One query of one kind and the external ids of the articles that answer it."""

    kind: str
    query: str
    filters: tuple[tuple[str, str], ...]
    right: frozenset[str]


def main() -> int:
    """Print the share found and the mean reciprocal rank, overall and per kind, and with --misses every query that failed."""
    options = parser().parse_args()
    if options.home:
        report(Settings(home=options.home, engine=options.engine), options)
    elif options.corpus:
        with tempfile.TemporaryDirectory() as folder:
            report(built(Path(folder), options.corpus, options.engine), options)
    else:
        print("Name the articles: make eval-queries CORPUS=articles.jsonl", file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("corpus", type=Path, nargs="?")
    top.add_argument("--home", type=Path, help="an archive that holds the articles already")
    top.add_argument("--engine", default="tantivy")
    top.add_argument("--queries", type=Path, default=QUERIES)
    top.add_argument("--misses", action="store_true")
    return top


def built(folder: Path, corpus: Path, engine: str) -> Settings:
    """Ingest the articles into an archive of their own, without the model of names: the queries are words and dates."""
    settings = Settings(home=folder, engine=engine)
    store = Store(folder)
    try:
        with Writer.open(store) as writer:
            Ingest(store, writer, replace(settings, model=False)).run([corpus])
            index(store, settings)
            give_meaning(writer, settings)
    finally:
        store.close()
    return settings


def queries(folder: Path) -> Iterator[Asked]:
    """Yield every query of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Asked(path.stem, row["query"], tuple(row.get("filters", {}).items()), frozenset(row["right"]))


def place(service: Service, asked: Asked) -> int:
    """Return the place of the first right article, 0 where none is among the first."""
    page = service.run(SearchRequest.from_pairs([("q", asked.query), *asked.filters]))
    ranked = (number for number, hit in enumerate(page.hits[:FIRST], 1) if hit.external_id in asked.right)
    return next(ranked, 0)


def report(settings: Settings, options: argparse.Namespace) -> None:
    """Ask every query and print the table."""
    service = open_service(settings)
    places = {asked: place(service, asked) for asked in queries(options.queries)}
    for kind in sorted({asked.kind for asked in places}):
        line(kind, [at for asked, at in places.items() if asked.kind == kind])
    line("all", list(places.values()))
    for asked, at in places.items() if options.misses else ():
        if at != 1:
            print(f"  {at or '-'}  {asked.kind}: {asked.query}")


def line(name: str, places: Sequence[int]) -> None:
    """Print one line of the table."""
    found, rank = mean(at > 0 for at in places), mean(1 / at if at else 0 for at in places)
    print(f"{name:12} {len(places):4} queries   found in {FIRST} {found:.2f}   MRR {rank:.2f}")


if __name__ == "__main__":
    sys.exit(main())
