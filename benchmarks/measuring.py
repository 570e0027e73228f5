"""Measure one archive: the page and the engine in this process, the server over HTTP, the indexer, and every peer."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app
from archive.settings import Settings
from archive.store import Store
from benchmarks import corpus
from benchmarks.archives import Archive, environment, indexer, say
from benchmarks.peers import open_peer
from benchmarks.questions import NUMBER, Question, questions
from benchmarks.serving import Load, Memory, free_port, load, memory, start, stop
from search.engines import Found, Search
from search.engines.current import CurrentIndex
from web.server import ready

WARM_UP = 20
"""Questions asked of a peer before the clock runs."""

CLIENTS = 8
SAMPLE = 10_000
"""Articles that ingest is timed with."""


@dataclass(frozen=True)
class Series:
    """The milliseconds that some questions took, in their order, and how many articles matched them all together."""

    name: str
    times: tuple[float, ...]
    matched: int = 0

    @property
    def median(self) -> float:
        """Return the middle one."""
        return statistics.median(self.times)

    def share(self, part: float) -> float:
        """Return the time within which a part of them were answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


@dataclass
class Result:
    """What was measured on one archive. Sizes in bytes, times in milliseconds unless they say otherwise."""

    archive: Archive
    index: int
    store: int
    page: Series
    engine: Series
    word: str
    word_share: float
    word_times: Series
    start: float = 0.0
    single: Series | None = None
    load: Load | None = None
    memory: Memory | None = None
    reindex: float = 0.0
    ingest: float = 0.0
    peers: list[Series] = field(default_factory=list)


def measure(archive: Archive, peers: Sequence[str], rounds: int, *, reindex: bool) -> Result:
    """Measure everything on one archive; `reindex`: how fast its index is built anew, too."""
    asked, others = questions_of(archive)
    reindexed = rate(archive.articles, lambda: indexer("reindex", home=archive.home)) if reindex else 0.0
    say(f"{archive.articles:,} articles: the page, in this process")
    make_app, warm_up = partial(made, archive.settings), [question.url for question in others]
    page, engine = pages(make_app, warm_up, [question.url for question in asked], rounds)
    word, share = commonest(archive.settings)
    word_times, _ = pages(make_app, warm_up, [f"/?q={word}"] * max(rounds, 5) * 4, 1)
    result = Result(archive, index_size(archive.home), size(archive.home / "archive.sqlite"), page, engine, word, share, word_times)
    result.reindex = reindexed
    say(f"{archive.articles:,} articles: over HTTP")
    serve(archive, result, asked, rounds)
    for name in peers:
        result.peers.append(ask_peer(name, archive, asked))
    return result


def made(settings: Settings) -> Flask:
    """Return an application as a worker of the server has it."""
    return ready(create_app(settings))


def questions_of(archive: Archive) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the questions for an archive, and others to warm up with."""
    store = Store(archive.home)
    try:
        drawn = questions(store, 2 * NUMBER)
        return drawn[:NUMBER], drawn[NUMBER:]
    finally:
        store.close()


def ask_app(app: Flask, address: str) -> float:
    """Return the milliseconds a page takes; end with a message where it is not answered."""
    environ = EnvironBuilder(address).get_environ()
    started = time.perf_counter()
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    spent = (time.perf_counter() - started) * 1000
    if not status.startswith("200"):
        raise SystemExit(f"{address} answered {status}")
    return spent


def pages(make_app: Callable[[], Flask], warm_up: Sequence[str], addresses: Sequence[str], rounds: int) -> tuple[Series, Series]:
    """Return the times of the whole page, and of the engine's one answer within it: hits, counts and order.

    Each round is asked of an application of its own, which other questions have warmed up: what one remembers of an answer, such
    as how many articles a name has, must not answer the same question again.
    """
    whole: list[float] = []
    own: list[float] = []
    with watched() as searches:
        for _ in range(rounds):
            app = make_app()
            for address in warm_up:
                ask_app(app, address)
            for address in addresses:
                searches.clear()
                whole.append(ask_app(app, address))
                own.append(max((took for search, took in searches if search.counts), default=0.0))
    return Series("Convoy, whole page", tuple(whole)), Series("Convoy, its engine alone", tuple(own))


@contextmanager
def watched() -> Iterator[list[tuple[Search, float]]]:
    """Note every search of an index during a block, and the milliseconds it took."""
    plain, searches = CurrentIndex.search, list[tuple[Search, float]]()

    def timed(index: CurrentIndex, search: Search) -> Found:
        started = time.perf_counter()
        found = plain(index, search)
        searches.append((search, (time.perf_counter() - started) * 1000))
        return found

    setattr(CurrentIndex, "search", timed)  # noqa: B010  # mypy allows no plain assignment
    try:
        yield searches
    finally:
        setattr(CurrentIndex, "search", plain)  # noqa: B010


def commonest(settings: Settings) -> tuple[str, float]:
    """Return the word that most articles have, and in which part of them it stands."""
    engine = CurrentIndex(settings.home, settings.engine, settings.cluster).engine()
    ((word, articles),) = engine.vocabulary("", 1)
    return word, articles / engine.count()


def serve(archive: Archive, result: Result, asked: Sequence[Question], rounds: int) -> None:
    """Serve an archive as a user would and fill in what is measured from outside."""
    port = free_port()
    command = [sys.executable, "app.py"]
    started = time.perf_counter()
    server = start(command, port, asked[0].url, environment(archive.home, {"CONVOY_PORT": str(port)}))
    try:
        result.start = time.perf_counter() - started
        addresses = [question.url for question in asked]
        load(port, addresses, clients=CLIENTS, rounds=1)
        result.single = Series("Convoy, over HTTP", load(port, addresses, clients=1, rounds=rounds).times)
        result.load = load(port, addresses, clients=CLIENTS, rounds=max(rounds, 5))
        result.memory = memory(server.pid)
    finally:
        stop(server)


def ask_peer(name: str, archive: Archive, asked: Sequence[Question]) -> Series:
    """Ask one peer everything once, after a few questions that warm it up."""
    peer = open_peer(name, archive)
    say(f"{archive.articles:,} articles: {peer.version}")
    try:
        for question in asked[:WARM_UP]:
            peer.ask(question)
        times: list[float] = []
        matched = 0
        for question in asked:
            started = time.perf_counter()
            matched += peer.ask(question)
            times.append((time.perf_counter() - started) * 1000)
    finally:
        peer.close()
    return Series(peer.version, tuple(times), matched)


def ingest_rate(files: Iterable[Path], articles: int) -> float:
    """Return articles a second from files to a searchable archive: SAMPLE of so many, spread evenly, without language model."""
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        lines = islice(corpus.lines(files), 0, None, max(1, articles // SAMPLE))
        count = sample.write_text("".join(lines), encoding="utf-8") and sum(1 for _ in sample.open(encoding="utf-8"))
        return rate(count, lambda: indexer("ingest", "--lenient", sample, home=Path(folder) / "home"))


def rate(articles: int, work: Callable[[], None]) -> float:
    """Return articles a second, the start of the command included."""
    started = time.perf_counter()
    work()
    return articles / (time.perf_counter() - started)


def index_size(home: Path) -> int:
    """Return the bytes of the index in use."""
    return sum(size(path) for path in (home / "index" / "tantivy").resolve().rglob("*") if path.is_file())


def size(path: Path) -> int:
    """Return the bytes of a file."""
    return path.stat().st_size
