"""OpenSearch on one node over HTTP, as its guide shows it: its own English analyser, keyword fields, aggregations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from opensearchpy import OpenSearch as Client
from opensearchpy.helpers import streaming_bulk

from archive.errors import Unavailable
from benchmarks.peers import COUNTED, PAGE, SHOWN, text_of
from benchmarks.questions import Question
from search.engines import IndexDocument
from tools.opensearch.cluster import Cluster
from tools.opensearch.install import Missing

INDEX = "articles"
HEAP = 1024
"""Megabytes: twice the room a node of our own tests has, as an operator would give the only one."""

BULK = 1000
PATIENCE = 600
"""Seconds an answer may take."""

SHOWN_FIELDS = ["title", "date", "source"]


class OpenSearch:
    """A server of one node with one index of one shard."""

    built = "opensearch"

    def __init__(self, folder: Path) -> None:
        self.nodes = started(folder)
        self.client = client(self.nodes.addresses.split())
        self.version = f"OpenSearch {self.client.info()['version']['number']}, one node"

    @staticmethod
    def build(documents: Iterator[IndexDocument], folder: Path) -> None:
        """Index documents."""
        nodes = started(folder)
        try:
            fill(client(nodes.addresses.split()), documents)
        finally:
            nodes.stop()

    def ask(self, question: Question) -> int:
        """Do a page's work."""
        return page(self.client, question)

    def close(self) -> None:
        """Stop the server; its data stays."""
        self.client.close()
        self.nodes.stop()


AGGREGATIONS = {
    **{facet: {"terms": {"field": facet, "size": SHOWN}} for facet in COUNTED},
    "month": {"date_histogram": {"field": "date", "calendar_interval": "month"}},
}


def started(folder: Path) -> Cluster:
    """Return the node of a folder, running; Unavailable where there is no server or no JDK to run it."""
    nodes = Cluster.at(folder / "nodes", nodes=1, heap=HEAP, leash=True, quick=False)
    try:
        nodes.start()
    except Missing as missing:
        raise Unavailable(f"OpenSearch cannot take part: {missing} Or leave it out: --peers datasette fts5 whoosh.") from missing
    return nodes


def client(addresses: Sequence[str]) -> Client:
    """Return a client of a node."""
    return Client(list(addresses), timeout=PATIENCE)


def fill(at: Client, documents: Iterator[IndexDocument]) -> None:
    """Make the index: one node holds it whole, in one segment, as that of an archive at rest."""
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    at.indices.create(index=INDEX, body={"settings": settings, "mappings": {"properties": properties()}})
    for _ in streaming_bulk(at, map(action, documents), chunk_size=BULK):
        pass
    at.indices.forcemerge(index=INDEX, params={"max_num_segments": 1})
    at.indices.refresh(index=INDEX)


def page(at: Client, question: Question) -> int:
    """Do a page's work in one request."""
    body = {"query": query(question), "size": PAGE, "_source": SHOWN_FIELDS, "track_total_hits": True, "aggs": AGGREGATIONS}
    return int(at.search(index=INDEX, body=body)["hits"]["total"]["value"])


def properties() -> dict[str, object]:
    """Return the fields."""
    texts = {name: {"type": "text", "analyzer": "english"} for name in ("title", "body")}
    return {**texts, **{name: {"type": "keyword"} for name in (*COUNTED, "source")}, "date": {"type": "date"}}


def action(document: IndexDocument) -> dict[str, object]:
    """Return the request that indexes a document; one without a date has none."""
    values = {name: list(document.facets[name]) for name in (*COUNTED, "source")}
    date = {"date": document.date} if document.date else {}
    fields = {"title": document.title, "body": text_of(document), **date, **values}
    return {"_index": INDEX, "_id": str(document.key), "_source": fields}


def query(question: Question) -> dict[str, object]:
    """Return the query of a question: every word in the title or the body."""
    words = {"query": " ".join(question.words), "fields": ["title", "body"], "type": "cross_fields", "operator": "and"}
    filters: list[dict[str, object]] = [{"term": {facet: value}} for facet, value in question.filters]
    if question.start:
        filters.append({"range": {"date": {"gte": question.start, "lte": question.end}}})
    return {"bool": {"must": [{"multi_match": words}], "filter": filters}}
