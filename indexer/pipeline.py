"""The way of an article: read → clean → extract → keep → index, as one pass that can be killed and run again."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import RefusedFile
from archive.gazetteers.all import load_gazetteers
from archive.model import INGEST, Article, Refusal, Report, UnreadDate
from archive.settings import Settings
from archive.store import Kept, Prepared, Store, Writer
from archive.store.reading import FILE_NAME
from archive.store.writing import path_key
from indexer import readers
from indexer.clean import CLEAN_VERSION, clean, unread_date
from indexer.extract.crews import Workforce
from indexer.extract.workers import DIED_TWICE, Extracted, extract_all
from indexer.identity import from_content
from indexer.reextract import Progress, refind, rules
from indexer.settling import Moves, Settler
from indexer.story_settling import settle_stories

BATCH = 64
"""Articles kept in one transaction."""


@dataclass
class Tally:
    """What a run has come to so far."""

    kept: Counter[Kept] = field(default_factory=Counter)
    read: int = 0
    withdrawn: int = 0
    refused: list[Refusal] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    unread_dates: list[UnreadDate] = field(default_factory=list)


@dataclass(frozen=True)
class OpenFile:
    """A file being read: how it is remembered, its state on disk, and how many of its articles await keeping."""

    path: str
    size: int
    modified: int
    stamp: str


@dataclass
class Waiting:
    """A file whose articles are on their way; it is remembered as read when the last of them is kept.

    `lost`: extraction failed on one of them; the next run reads the file again to try it anew.
    """

    file: OpenFile
    articles: int = 0
    finished: bool = False
    lost: bool = False
    refused: list[Refusal] = field(default_factory=list)
    unread_dates: list[UnreadDate] = field(default_factory=list)


class Ingest:
    """One ingest run over some paths, writing to a store. The index is brought up to date afterwards, from the store."""

    def __init__(self, store: Store, writer: Writer, settings: Settings, progress: Progress = lambda documents: None) -> None:
        self.store = store
        self.writer = writer
        self.settings = settings
        self.progress = progress
        self.tally = Tally()
        self.settler = Settler(store, writer, load_gazetteers())
        self.seen: set[str] = set()
        self.waiting: deque[Waiting] = deque()
        self.model = "on" if settings.model else "off"
        self.rules = rules(settings)
        if not store.fact("extraction"):
            # Said before the first article is read, so that a run after a kill knows that what was kept needs no second look.
            writer.remember("extraction", self.rules)
        self.same_rules = store.fact("extraction") == self.rules

    def run(self, paths: Sequence[Path], *, prune: bool = False) -> Report:
        """Read every file under the paths, keep what they hold, and close the edition."""
        found = extract_all(
            self.fresh([path for path in paths if path.exists() or not prune]),
            crew=Workforce.of(self.settings),
            model=self.settings.model,
        )
        batch: list[tuple[Article, Extracted]] = []
        for article, extracted in found:
            if extracted is None:
                self.keep(batch)
                batch = []
                self.lose(article)
                continue
            batch.append((article, extracted))
            if len(batch) == BATCH:
                self.keep(batch)
                batch = []
        self.keep(batch)
        if prune:
            self.prune(paths)
        moves = self.recorrect() if self.settler.changed else None
        settle_stories(self.store, self.writer)
        edition = self.settler.close(INGEST + ", ".join(map(str, paths)), moves)
        return self.report(edition.number if edition else None)

    def recorrect(self) -> Moves:
        """Settle every standing article anew, because the corrections changed: they hold for all articles or for none."""
        moves = refind(self.store, self.writer, self.settler, self.settings, lambda documents: None, self.tally.refused.append)
        self.writer.remember("extraction", self.rules)
        return moves

    def fresh(self, paths: Sequence[Path]) -> Iterator[Article]:
        """Yield the cleaned articles that need extraction; what is refused or known is dealt with on the way."""
        for item in readers.walk(paths):
            if isinstance(item, Refusal):
                self.tally.refused.append(item)
                continue
            state = item.stat()
            # With the limits, so that what was over one is read again once it is raised.
            limits = f"{self.settings.largest_article}-{self.settings.largest_file}"
            stamp = f"{state.st_size}-{state.st_mtime_ns}-{CLEAN_VERSION}-{limits}"
            file = OpenFile(path_key(item), state.st_size, state.st_mtime_ns, stamp)
            if self.writer.read_before(file.path, file.size, file.modified) == stamp:
                self.tally.refused += self.store.refusals(file.path)
                self.tally.unread_dates += self.store.unread_dates(file.path)
                self.tally.kept[Kept.UNCHANGED] += self.writer.articles_of(file.path)
                self.progress(readers.count(item))
            else:
                yield from self.fresh_in(item, file)

    def fresh_in(self, path: Path, file: OpenFile) -> Iterator[Article]:
        """Yield the articles of one file that need extraction."""
        waiting = Waiting(file)
        self.waiting.append(waiting)
        for raw in readers.read(path, self.settings):
            self.tally.read += 1
            if isinstance(raw, Refusal):
                waiting.refused.append(raw)
                continue
            try:
                article = self.identify(clean(raw), file, sole=raw.where == str(path))
            except RefusedFile as refused:
                waiting.refused.append(Refusal(refused.where, refused.reason))
                continue
            if stated := unread_date(raw):
                waiting.unread_dates.append(UnreadDate(raw.where, stated))
            if article.id in self.seen:
                self.tally.repeated.append(raw.where)
            self.seen.add(article.id)
            if self.same_rules and self.writer.stands(article, file.path, file.stamp):
                self.tally.kept[Kept.UNCHANGED] += 1
                self.progress(1)
            else:
                waiting.articles += 1
                yield article
        waiting.finished = True
        self.close_files()

    def identify(self, article: Article, file: OpenFile, *, sole: bool) -> Article:
        """Give a changed article without address or number the id it had, where its file holds nothing else."""
        if not sole or not from_content(article.id) or self.store.version(article.id):
            return article
        before = self.writer.sole_article(file.path)
        return replace(article, id=before) if before and from_content(before) else article

    def prepare(self, article: Article, extracted: Extracted) -> Prepared:
        """Settle the values of an article and make it ready to be kept, as one of the oldest file that still waits for articles."""
        prepared, file = self.settler.prepare(article, extracted.mentions), self.owner().file
        model = self.model if extracted.spans is not None else ""
        return replace(prepared, spans=extracted.spans, model=model, path=file.path, stamp=file.stamp)

    def keep(self, batch: Sequence[tuple[Article, Extracted]]) -> None:
        """Keep a batch, and the persons and outlets it brings, in one transaction; remember the files that are done with it."""
        with self.writer.db.atomic():
            self.tally.kept.update(self.writer.keep([self.prepare(article, extracted) for article, extracted in batch]))
        self.progress(len(batch))
        self.close_files()

    def lose(self, article: Article) -> None:
        """Refuse an article whose extraction ended the process that did it; the ones before it must have been kept."""
        owner = self.owner()
        owner.lost = True
        name = article.url or article.external_id or article.title
        owner.refused.append(Refusal(f"{owner.file.path}: {name}", DIED_TWICE))
        self.progress(1)
        self.close_files()

    def owner(self) -> Waiting:
        """Return the file that the next article came from: the oldest one that still waits for articles."""
        owner = next(waiting for waiting in self.waiting if waiting.articles)
        owner.articles -= 1
        return owner

    def close_files(self) -> None:
        """Remember the files, oldest first, whose every article is kept."""
        while self.waiting and self.waiting[0].finished and not self.waiting[0].articles:
            done = self.waiting.popleft()
            self.tally.refused += done.refused
            self.tally.unread_dates += done.unread_dates
            file, stamp = done.file, "" if done.lost else done.file.stamp
            self.writer.file_read(file.path, file.size, file.modified, stamp, done.refused, done.unread_dates)

    def prune(self, paths: Sequence[Path]) -> None:
        """Withdraw what the paths brought once and bring no more: files that are gone, documents that left their file."""
        for known in self.store.paths_under([path.resolve() for path in paths]):
            self.writer.forget_origins(known, gone=not Path(known).is_file())
        self.tally.withdrawn = self.writer.withdraw_orphans()

    def report(self, edition: int | None) -> Report:
        """Say what the run came to."""
        kept = self.tally.kept
        return Report(
            edition=edition,
            added=kept[Kept.ADDED],
            changed=kept[Kept.CHANGED],
            relabelled=kept[Kept.RELABELLED],
            unchanged=kept[Kept.UNCHANGED],
            withdrawn=self.tally.withdrawn,
            refused=tuple(self.tally.refused),
            repeated=tuple(self.tally.repeated),
            unread_dates=tuple(self.tally.unread_dates),
        )


def was_read(path: Path, settings: Settings) -> bool:
    """Say whether the archive remembers a file, or files of a folder, that may be gone."""
    if not (settings.home / FILE_NAME).exists():
        return False
    store = Store(settings.home)
    try:
        return bool(store.paths_under([path.resolve()]))
    finally:
        store.close()
