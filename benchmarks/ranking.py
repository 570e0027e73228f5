"""How well relevance ranks: nDCG@10, MAP and recall@100 on test collections, each engine beside plain BM25 (bm25s) in one run.

make eval-ranking IR=folder takes a folder with one folder a collection, each with docs.jsonl.gz (id, title, text), queries.tsv
(number, text) and qrels.tsv (number, document, gain). A query goes the way of any search: address, reading, tree, engine.
Where CONVOY_OPENSEARCH names a cluster (make cluster) that engine is measured too, and Lucene's own BM25 beside it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

from archive.gazetteers.all import load_gazetteers
from archive.model import Article
from archive.settings import Cluster, Settings
from benchmarks.ranking_measures import MEASURES, Gains
from benchmarks.ranking_peer import plain_bm25, plain_lucene
from search.aliases import Aliases
from search.engines import ENGINES, ON_CLUSTER, IndexDocument
from search.engines.current import CurrentIndex, places
from search.reading import Reader, nowhere
from search.request import SearchRequest
from search.same import load

DEPTH = 1000
"""Documents of a ranking that are looked at."""

FILES = ("docs.jsonl.gz", "queries.tsv", "qrels.tsv")

Ranker = Callable[[str], Sequence[str]]
"""A query as typed → ids of documents, best first."""


@dataclass(frozen=True)
class Collection:
    """A test collection: `documents` are (id, title, text), `gains` say how well each document answers each query."""

    name: str
    documents: tuple[tuple[str, str, str], ...]
    queries: Mapping[str, str]
    gains: Mapping[str, Gains]


def main() -> int:
    """Print a table a collection, then the means over the collections and how far each engine is from plain BM25."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("folder", type=Path, nargs="?", help="folder of the collections")
    top.add_argument("--engine", action="append", choices=sorted(ENGINES), help="engines to measure; all unless given")
    options = top.parse_args()
    folders = sorted(path.parent for path in options.folder.glob(f"*/{FILES[0]}")) if options.folder else []
    missing = [path / file for path in folders for file in FILES if not (path / file).exists()]
    if not folders or missing:
        absent = f"{missing[0]} is missing. " if missing else ""
        print(
            f"{absent}Name a folder of test collections, each with {', '.join(FILES)}: make eval-ranking IR=folder", file=sys.stderr
        )
        return 2
    cluster = Settings.from_environment().cluster
    engines = options.engine or [name for name in ENGINES if name not in ON_CLUSTER or cluster.addresses]
    if not cluster.addresses:
        print("opensearch and Lucene are left out: CONVOY_OPENSEARCH names no cluster.", file=sys.stderr)
    collections = [read(folder) for folder in folders]
    scores: dict[str, list[list[float]]] = defaultdict(list)
    for collection in collections:
        print(f"\n{collection.name}: {len(collection.documents):,} documents, {len(collection.gains)} queries")
        for name, found in measured(collection, engines, cluster):
            scores[name].append(found)
            line(name, found)
    means = {name: [mean(column) for column in zip(*rows, strict=True)] for name, rows in scores.items()}
    plain = next(iter(means.values()))
    print("\nmean of the collections")
    for name, found in means.items():
        line(name, found, f"   {mean(found) / mean(plain) - 1:+.1%} of plain BM25 (nDCG@10 {found[0] / plain[0] - 1:+.1%})")
    return 0


def read(folder: Path) -> Collection:
    """Read one collection; queries nobody judged an answer to are left out."""
    with gzip.open(folder / FILES[0], "rt", encoding="utf-8") as file:
        rows = [json.loads(row) for row in file]
    gains: dict[str, dict[str, int]] = defaultdict(dict)
    for number, document, gain in tsv(folder / FILES[2]):
        if int(gain) > 0:
            gains[number][document] = int(gain)
    documents = tuple((row["id"], row["title"] or "", row["text"]) for row in rows)
    return Collection(folder.name, documents, {row[0]: row[1] for row in tsv(folder / FILES[1])}, gains)


def tsv(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file."""
    return (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())


def measured(collection: Collection, engines: Sequence[str], cluster: Cluster) -> Iterator[tuple[str, list[float]]]:
    """Yield the measures of plain BM25, Lucene's where there is a cluster, then of each engine."""
    yield "plain BM25", scored(collection, plain_bm25(collection.documents, DEPTH))
    own = replace(cluster, index=f"{cluster.index}-ranking-{collection.name}", replicas=0)
    if cluster.addresses:
        with plain_lucene(cluster.addresses, f"{own.index}-plain", collection.documents, DEPTH) as rank:
            yield "Lucene", scored(collection, rank)
    for name in engines:
        with tempfile.TemporaryDirectory() as folder:
            try:
                yield name, scored(collection, product(collection, filled(collection, CurrentIndex(Path(folder), name, own))))
            finally:
                left = places(Path(folder), name, own)
                for number in left.numbers():
                    left.remove(number)


def filled(collection: Collection, index: CurrentIndex) -> CurrentIndex:
    """Put a collection into an index."""
    with index.building() as engine, engine.writing() as writer:
        writer.put(
            IndexDocument(key, title, "", text, "", {}, added=1) for key, (_, title, text) in enumerate(collection.documents, 1)
        )
    return index


def product(collection: Collection, index: CurrentIndex) -> Ranker:
    """Return how the product ranks a collection."""
    same = load()
    articles = tuple(Article(name, title, text) for name, title, text in collection.documents)
    reader = Reader(index, {}, Aliases(same, load_gazetteers()), same, lambda keys: [articles[key - 1] for key in keys], nowhere)

    def rank(text: str) -> Sequence[str]:
        reading = reader.read(SearchRequest.from_pairs([("q", text)]))
        found = index.search(replace(reader.search(reading), size=DEPTH))
        return [collection.documents[key - 1][0] for key in found.keys]

    return rank


def scored(collection: Collection, rank: Ranker) -> list[float]:
    """Return the means of the measures over the queries."""
    rankings = [(rank(collection.queries[number]), gains) for number, gains in collection.gains.items()]
    return [mean(measure(ranking, gains) for ranking, gains in rankings) for measure in MEASURES.values()]


def line(name: str, found: Sequence[float], rest: str = "") -> None:
    """Print one line of the table."""
    print(f"{name:12}" + "".join(f"   {title} {score:.4f}" for title, score in zip(MEASURES, found, strict=True)) + rest)


if __name__ == "__main__":
    sys.exit(main())
