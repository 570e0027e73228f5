"""Find the values of every standing article anew, from the spans the language model once gave; it reads no article twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from archive.gazetteers.all import load_gazetteers
from archive.model import Edition, Refusal, Version
from archive.settings import Settings
from archive.store import Prepared, Store, Writer
from indexer.extract.crews import Workforce
from indexer.extract.extractor import Reading, extraction_stamp
from indexer.extract.workers import DIED_TWICE, extract_all, find_all
from indexer.settling import Moves, Settler
from indexer.story_settling import STORIES_VERSION, settle_stories

BATCH = 256
"""Articles kept in one transaction."""

Progress = Callable[[int], None]
"""Called with the number of documents dealt with since the last call."""


Refuse = Callable[[Refusal], None]
"""Called with an article whose values could not be found; it keeps those it had."""


def reextract(store: Store, writer: Writer, settings: Settings, progress: Progress, refuse: Refuse) -> Edition | None:
    """Keep every standing article with the values today's gazetteers and corrections give; None where nothing changed."""
    settler = Settler(store, writer, load_gazetteers())
    if settings.model:
        read_names(store, writer, settings, progress, refuse)
    moves = refind(store, writer, settler, settings, progress, refuse)
    writer.remember("extraction", rules(settings))
    settle_stories(store, writer, anew=store.fact("stories") != STORIES_VERSION)
    return settler.close("values found anew", moves)


def read_names(store: Store, writer: Writer, settings: Settings, progress: Progress, refuse: Refuse) -> None:
    """Let the language model read the standing articles it never read: those that came in while it was off or missing."""
    for article, extracted in extract_all(store.unread(), crew=Workforce.of(settings), model=True):
        if extracted is None:
            refuse(Refusal(article.id, DIED_TWICE))
        else:
            writer.keep_spans(article, extracted.spans or ())
        progress(1)


def refind(store: Store, writer: Writer, settler: Settler, settings: Settings, progress: Progress, refuse: Refuse) -> Moves:
    """Settle every standing article anew; return what became of the ids of persons."""
    moves, newest = Moves(), store.newest
    reading: deque[Version] = deque()

    def readings() -> Iterator[Reading]:
        for version, spans in store.standing(mentions=False):
            reading.append(version)
            yield version.article.text, spans or ()

    batch: list[Prepared] = []
    for mentions in find_all(readings(), crew=Workforce.of(settings)):
        version = reading.popleft()
        if mentions is None:
            refuse(Refusal(version.article.id, DIED_TWICE))
            continue
        prepared = settler.prepare(version.article, mentions)
        if version.added > newest or not set(version.values["person"]) <= set(prepared.values["person"]):
            # As the newest finished edition has them: a killed run may have kept the article anew already.
            moves.watch(store.places(version.article.id, newest), prepared.mentions)
        batch.append(prepared)
        if len(batch) == BATCH:
            writer.keep(batch)
            progress(len(batch))
            batch = []
    writer.keep(batch)
    progress(len(batch))
    return moves


def rules(settings: Settings) -> str:
    """Return what decides values besides the articles themselves and their corrections."""
    return f"{extraction_stamp()} model {'on' if settings.model else 'off'}"
