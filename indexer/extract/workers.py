"""Extraction on every core: batches of articles out, their spans and mentions back in the same order, memory bounded."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice
from typing import Generic, TypeVar

from archive.errors import Unavailable
from archive.model import Article, Mention, Span
from indexer.extract.crews import Crew, Workforce, open_crew
from indexer.extract.extractor import Extractor, Reading, extraction_stamp
from indexer.extract.names import NameModel

BATCH = 64
"""Articles a batch: larger ones take more memory and are no faster (measured with the language model)."""

HOPELESS = 3
"""So many articles in a row that each end the process they are given to by themselves: it is not the articles."""

WORKERS_GONE = (
    "The worker processes are killed as soon as they start, most likely for want of memory. What was kept is safe: "
    "set CONVOY_JOBS to a smaller number and run the same command again."
)
CREW_LOST = "The Dask scheduler is gone. What was kept is safe: start it again, then run the same command again."
DIED_TWICE = (
    "the process that extracts its values died with it, twice, most likely for want of memory. "
    "Run the same command again with CONVOY_JOBS=1, or shorten the article."
)
OTHER_RULES = (
    "A worker of the Dask cluster runs another version of Convoy or of its gazetteers: its values would differ from ours. "
    "Install this version on every worker and start them again."
)


@dataclass(frozen=True)
class Extracted:
    """What extraction gives for one article. `spans` None: the language model did not read it."""

    spans: tuple[Span, ...] | None
    mentions: tuple[Mention, ...]


Item = TypeVar("Item")
Result = TypeVar("Result")
Plain = tuple[str | int, ...]
"""A mention as a tuple of no class of ours: many are sent between processes, and that takes a quarter of the time."""


def extract_all(articles: Iterable[Article], *, crew: Workforce, model: bool) -> Iterator[tuple[Article, Extracted | None]]:
    """Yield every article with what was found in it, in order; None for one that took its worker with it twice."""
    return spread(articles, partial(extract_batch, model=model), crew)


def find_all(readings: Iterable[Reading], *, crew: Workforce) -> Iterator[tuple[Mention, ...] | None]:
    """Yield the mentions in texts whose spans are known, in order, None as in `extract_all`; the language model does not run."""
    for _, found in spread(readings, find_batch, crew):
        yield None if found is None else tuple(map(Mention._make, found))


def spread(
    items: Iterable[Item], work: Callable[[Sequence[Item]], Sequence[Result]], workforce: Workforce
) -> Iterator[tuple[Item, Result | None]]:
    """Yield every item with its result, in order: worked on in batches, in this process where one batch or one job is all."""
    batches = batched(items)
    first = list(islice(batches, 2))
    if not workforce.dask and (workforce.jobs <= 1 or len(first) < 2):
        for batch in chain(first, batches):
            yield from zip(batch, work(batch), strict=True)
        return
    if first:
        yield from spread_over(open_crew(workforce), chain(first, batches), alike(work) if workforce.dask else work)


def spread_over(
    crew: Crew, batches: Iterable[Sequence[Item]], work: Callable[[Sequence[Item]], Sequence[Result]]
) -> Iterator[tuple[Item, Result | None]]:
    """Yield results in order from a crew that is never more than two batches a process ahead."""
    queue = Queue(crew, work)
    try:
        for batch in batches:
            queue.add(batch)
            if len(queue.waiting) >= 2 * crew.size:
                yield from queue.next()
        while queue.waiting:
            yield from queue.next()
    except BaseException:
        crew.close(at_once=True)
        raise
    crew.close()


@dataclass
class Batch(Generic[Item, Result]):
    """A batch and what will come of it."""

    items: Sequence[Item]
    future: Future[Sequence[Result]]


class Queue(Generic[Item, Result]):
    """Batches that a crew is working on, in order. What a dead process had is handed out anew."""

    def __init__(self, crew: Crew, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self.crew = crew
        self.work = work
        self.waiting: deque[Batch[Item, Result]] = deque()

    def add(self, items: Sequence[Item]) -> None:
        """Hand out a batch."""
        self.waiting.append(Batch(items, self.crew.submit(self.work, items)))

    def next(self) -> Iterator[tuple[Item, Result | None]]:
        """Yield the oldest batch's items with their results, waiting for them."""
        batch = self.waiting.popleft()
        try:
            results: Sequence[Result | None] = batch.future.result()
        except self.crew.deaths:
            self.crew.replace()
            results = self.one_by_one(batch.items)
            self.hand_out_anew()
        except CancelledError as lost:
            raise Unavailable(CREW_LOST) from lost
        yield from zip(batch.items, results, strict=True)

    def one_by_one(self, items: Sequence[Item]) -> list[Result | None]:
        """Work on each item of a batch by itself, nothing beside it; None where that too takes the process with it."""
        results: list[Result | None] = []
        for item in items:
            try:
                results += self.crew.submit(self.work, [item]).result()
            except self.crew.deaths:
                self.crew.replace()
                results.append(None)
                if results == [None] * HOPELESS:
                    raise Unavailable(WORKERS_GONE) from None
        return results

    def hand_out_anew(self) -> None:
        """Hand out again what failed along with a dead process."""
        for batch in self.waiting:
            if batch.future.done() and isinstance(batch.future.exception(), self.crew.deaths):
                batch.future = self.crew.submit(self.work, batch.items)


def extract_batch(batch: Sequence[Article], model: bool) -> list[Extracted]:
    """Find the spans and mentions of a batch; without the model every article's spans are None."""
    texts = [article.text for article in batch]
    extractor = load_extractor()
    spans = list(load_model().spans(texts)) if model else [None] * len(texts)
    mentions = extractor.find_all([(text, seen or ()) for text, seen in zip(texts, spans, strict=True)])
    return [Extracted(seen, found) for seen, found in zip(spans, mentions, strict=True)]


def find_batch(batch: Sequence[Reading]) -> list[list[Plain]]:
    """Find the mentions of a batch of texts."""
    return [[tuple(mention) for mention in mentions] for mentions in load_extractor().find_all(batch)]


def alike(work: Callable[[Sequence[Item]], Sequence[Result]]) -> Callable[[Sequence[Item]], Sequence[Result]]:
    """Return work that is refused by a process whose rules differ from those of this one."""
    return partial(work_by_rules, work=work, rules=extraction_stamp())


def work_by_rules(batch: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]], rules: str) -> Sequence[Result]:
    """Do the work where this process extracts by the same rules, or raise Unavailable."""
    if extraction_stamp() != rules:
        raise Unavailable(OTHER_RULES)
    return work(batch)


@cache
def load_extractor() -> Extractor:
    """Load the finders once a process. They stay, so the garbage collector need not go through all they hold again and again."""
    extractor = Extractor()
    gc.freeze()
    return extractor


@cache
def load_model() -> NameModel:
    """Load the language model once a process."""
    return NameModel()


def batched(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in lists of BATCH."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
