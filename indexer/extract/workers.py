"""Extraction on every core: batches of articles out, their spans and mentions back in the same order, memory bounded."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from archive.model import Article, Mention, Span
from indexer.extract.extractor import Extractor
from indexer.extract.names import NameModel

BATCH = 64
"""Articles a batch: larger ones take more memory and are no faster (measured with the language model)."""


@dataclass(frozen=True)
class Extracted:
    """What extraction gives for one article. `spans` None: the language model did not read it."""

    spans: tuple[Span, ...] | None
    mentions: tuple[Mention, ...]


Item = TypeVar("Item")
Result = TypeVar("Result")
Reading = tuple[str, Sequence[Span]]
"""An article's text and the spans the language model once gave for it."""


def extract_all(articles: Iterable[Article], *, jobs: int, model: bool) -> Iterator[tuple[Article, Extracted]]:
    """Yield every article with what was found in it, in order. One batch is done in this process; more go to `jobs` workers."""
    return spread(articles, partial(extract_batch, model=model), jobs)


def find_all(readings: Iterable[Reading], *, jobs: int) -> Iterator[tuple[Mention, ...]]:
    """Yield the mentions in texts whose spans are known, in order; the language model does not run."""
    return (mentions for _, mentions in spread(readings, find_batch, jobs))


def spread(items: Iterable[Item], work: Callable[[Sequence[Item]], list[Result]], jobs: int) -> Iterator[tuple[Item, Result]]:
    """Yield every item with its result, in order: worked on in batches, in this process where one batch or one job is all."""
    batches = batched(items)
    first = list(islice(batches, 2))
    if jobs <= 1 or len(first) < 2:
        for batch in chain(first, batches):
            yield from zip(batch, work(batch), strict=True)
        return
    yield from spread_over_workers(chain(first, batches), work, jobs)


def spread_over_workers(
    batches: Iterable[Sequence[Item]], work: Callable[[Sequence[Item]], list[Result]], jobs: int
) -> Iterator[tuple[Item, Result]]:
    """Yield results in order from a pool that is never more than two batches a worker ahead."""
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=start_worker)
    waiting: deque[tuple[Sequence[Item], Future[list[Result]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(work, batch)))
            if len(waiting) >= 2 * jobs:
                yield from result(*waiting.popleft())
        while waiting:
            yield from result(*waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def result(batch: Sequence[Item], future: Future[list[Result]]) -> Iterator[tuple[Item, Result]]:
    """Pair a batch with its finished results."""
    return zip(batch, future.result(), strict=True)


def start_worker() -> None:
    """Leave Ctrl-C to the parent and keep numeric libraries to the one core this worker has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"


def extract_batch(batch: Sequence[Article], model: bool) -> list[Extracted]:
    """Find the spans and mentions of a batch; without the model every article's spans are None."""
    texts = [article.text for article in batch]
    extractor = load_extractor()
    if not model:
        return [Extracted(None, extractor.find(text, ())) for text in texts]
    spans = load_model().spans(texts)
    return [Extracted(found, extractor.find(text, found)) for text, found in zip(texts, spans, strict=True)]


def find_batch(batch: Sequence[Reading]) -> list[tuple[Mention, ...]]:
    """Find the mentions of a batch of texts."""
    extractor = load_extractor()
    return [extractor.find(text, spans) for text, spans in batch]


@cache
def load_extractor() -> Extractor:
    """Load the finders once a process."""
    return Extractor()


@cache
def load_model() -> NameModel:
    """Load the language model once a process."""
    return NameModel()


def batched(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in lists of BATCH."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
