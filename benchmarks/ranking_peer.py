"""The peer: plain BM25 as bm25s does it, title and text as one, with its English stop words and the Snowball stemmer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
from Stemmer import Stemmer


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
