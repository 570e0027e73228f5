"""The peers: plain BM25 as bm25s and as Lucene do it, title and text as one, with their English stop words and stemmers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import bm25s
from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk
from Stemmer import Stemmer

LUCENE = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {"properties": {"text": {"type": "text", "analyzer": "english"}}},
}


def plain_bm25(documents: Sequence[tuple[str, str, str]], depth: int) -> Callable[[str], Sequence[str]]:
    """Index (id, title, text) rows and return what ranks them: a query → up to `depth` ids that score at all, best first."""
    stemmer = Stemmer("english")
    retriever = bm25s.BM25()
    texts = [f"{title} {text}" for _, title, text in documents]
    retriever.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(query: str) -> Sequence[str]:
        asked = bm25s.tokenize([query], stopwords="en", stemmer=stemmer, show_progress=False)
        places, scores = retriever.retrieve(asked, k=min(depth, len(documents)), show_progress=False)
        return [documents[place][0] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return rank


@contextmanager
def plain_lucene(
    addresses: Sequence[str], index: str, documents: Sequence[tuple[str, str, str]], depth: int
) -> Iterator[Callable[[str], Sequence[str]]]:
    """Index (id, title, text) rows on an OpenSearch as it comes and yield what ranks them; the index is removed in the end."""
    client = OpenSearch(list(addresses), timeout=60)
    client.indices.create(index=index, body=LUCENE)
    try:
        rows = ({"_index": index, "_id": name, "text": f"{title} {text}"} for name, title, text in documents)
        bulk(client, rows, refresh="true")

        def rank(query: str) -> Sequence[str]:
            body = {"query": {"match": {"text": query}}, "size": depth, "_source": False}
            return [hit["_id"] for hit in client.search(index=index, body=body)["hits"]["hits"]]

        yield rank
    finally:
        client.indices.delete(index=index)
