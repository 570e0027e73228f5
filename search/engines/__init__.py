"""The engine port: plain values in, plain values out. ENGINES names every engine there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

from archive.errors import BadRequest
from archive.settings import Cluster
from search.tree import Everything, Node

LIVE = 2**31 - 1
"""What `retired` holds in an index while a version stands."""


@dataclass(frozen=True)
class IndexDocument:
    """What an index holds of one version of one article.

    `key` is the version's key in the store; `date` is `YYYY-MM-DD` or empty; `facets` maps every facet name to ids with
    their parents rolled up (empty tuple: the engine stores NONE for it). `story` names the story that the article shares with
    others, in whatever edition; empty where it is the only report of its own.
    """

    key: int
    title: str
    standfirst: str
    body: str
    date: str
    facets: Mapping[str, tuple[str, ...]]
    added: int
    retired: int = LIVE
    story: str = ""


@dataclass(frozen=True)
class Filter:
    """The choices made in one facet: all of `all`, at least one of `any`, none of `none_of`; `missing`: no value at all."""

    facet: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class Search:
    """One search as an engine sees it.

    `edition` None means the live archive; otherwise versions with added <= edition < retired. `sort` is relevance, newest or
    oldest; undated articles come last in both date orders; ties break by key, highest first. `counts` maps each facet
    to count to how many of its most frequent values are wanted (ties by value, ascending); those in `wanted` always are.
    `dates` is month or day: what articles are counted by (always articles, never stories), or empty.

    `stories`: what is found is folded. The articles found that name one story are one hit, which stands where the first of them
    in the order asked for does; totals, pages and counts are of stories: a story counts once for a value that
    several of its articles found have. Articles that do not match play no part. An article without a story is one by itself.

    `hints` change the order by relevance only: what matches one scores what its words are worth more.
    """

    query: Node = field(default_factory=Everything)
    filters: tuple[Filter, ...] = ()
    edition: int | None = None
    sort: str = "newest"
    offset: int = 0
    size: int = 20
    counts: Mapping[str, int] = field(default_factory=dict)
    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: str = ""
    stories: bool = False
    hints: tuple[Node, ...] = ()


@dataclass(frozen=True)
class FacetCounts:
    """Exact counts of one facet over the matching articles, or over their stories where the search is folded.

    `values` is ordered by count, then id, and includes wanted values that count 0; `missing` counts those without a value;
    `distinct` is how many different values there are in all, those wanted included, so that `distinct - len(values)` were left
    out (never negative); `total` is how many articles were counted. A facet filtered by `any` is counted with its own `any`
    selection left out; `joined` maps, for such a facet only, each of `values` to the total of the search once it joins them.
    """

    values: tuple[tuple[str, int], ...]
    missing: int
    distinct: int
    total: int
    joined: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """An engine's answer: how many, which (version keys in order), counts, and articles by month or day (undated: empty).

    `articles` is how many articles match, folded or not; where the search is folded, all other numbers are of stories, and `keys`
    holds one key a story.
    """

    total: int
    keys: tuple[int, ...]
    counts: Mapping[str, FacetCounts]
    dates: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0


class Engine(Protocol):
    """An index that answers searches. Opened on a folder; reads see what the last finished `writing` block left."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Open the one writer. What was put or deleted becomes visible together when the block ends; an exception discards it."""

    def search(self, search: Search) -> Found:
        """Answer one search against the newest finished state of the folder."""

    def vocabulary(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return up to `limit` (folded word, about how many documents hold it) pairs beginning with `prefix`, most frequent first.

        No word of a standing version is left out but for `limit`; words that only other versions hold may be among them.
        """

    def count(self) -> int:
        """Return how many documents (versions) the index holds."""

    def mark(self) -> str:
        """Return the text last given to `Writer.mark`, empty at first. It may lag behind the documents, never lead."""

    def close(self) -> None:
        """Let go of files and memory."""


class Writer(Protocol):
    """The verbs of one writing block."""

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents, replacing those with the same key."""

    def delete(self, keys: Iterable[int]) -> None:
        """Remove documents by key; unknown keys are nothing."""

    def clear(self) -> None:
        """Remove every document."""

    def mark(self, text: str) -> None:
        """Leave a text with what this block writes, so that the indexer knows after a crash how far the index has come."""


NO_CLUSTER = Cluster()

ON_CLUSTER = frozenset({"opensearch"})
"""The engines whose indices are on a cluster; those of the others are folders."""

ENGINES: Mapping[str, str] = {
    "tantivy": "search.engines.tantivy_engine:TantivyEngine",
    "whoosh": "search.engines.whoosh_engine:WhooshEngine",
    "opensearch": "search.engines.opensearch_engine:opened",
}


def open_engine(name: str, folder: Path, cluster: Cluster = NO_CLUSTER) -> Engine:
    """Open the named engine on a folder, made if it is not there. An unknown name raises BadRequest.

    An engine on a cluster keeps its index there, named after the folder.
    """
    if name not in ENGINES:
        raise BadRequest(f"There is no engine called {name!r}. Set CONVOY_ENGINE to one of: {', '.join(ENGINES)}.")
    module, _, attribute = ENGINES[name].partition(":")
    opened = getattr(import_module(module), attribute)
    engine: Engine = opened(folder, cluster) if name in ON_CLUSTER else opened(folder)
    return engine
