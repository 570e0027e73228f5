"""The indexer's commands: python -m indexer ingest | reindex | reextract | extract | stories | status | editions | check."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from archive import corrections_check, meaning
from archive.errors import BadRequest, ConvoyError, RefusedFile, Unavailable
from archive.facets import FACETS
from archive.gazetteers.all import load_gazetteers
from archive.model import Article, Edition, Refusal, Report
from archive.settings import Settings
from archive.store import STORAGE_ERRORS, Store, Writer, storage_trouble
from archive.store.points import finish_points, wanting
from archive.store.stories import all_stories, unsigned
from archive.wording import counted
from indexer import readers
from indexer.clean import clean
from indexer.coverage import cover
from indexer.extract.crews import Workforce
from indexer.extract.names import is_installed
from indexer.extract.workers import DIED_TWICE, extract_all
from indexer.indexing import rebuild_index, update_index
from indexer.meaning import give_points
from indexer.pipeline import Ingest, was_read
from indexer.reextract import reextract
from indexer.story_settling import settle_stories
from indexer.values import values_line
from search.engines.current import CurrentIndex

Item = TypeVar("Item")

SHOWN = 20
"""How many refusals or dates are listed before the rest are counted; `status` lists them all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 done, 1 something was refused, 2 it could not be done, 130 stopped."""
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace, Settings], int] = options.run
    try:
        return run(options, Settings.from_environment())
    except ConvoyError as error:
        say(f"convoy: {error.message}")
        return 2
    except KeyboardInterrupt:
        say("convoy: stopped. What was kept is safe; run the same command again to finish.")
        return 130
    except BrokenPipeError:
        return 0
    except STORAGE_ERRORS as error:
        say(f"convoy: {storage_trouble(error)}")
        return 2


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="python -m indexer", description="Fill and tend a Convoy archive.")
    commands = top.add_subparsers(required=True, metavar="command")

    ingest = commands.add_parser("ingest", help="read files and folders into the archive and index them")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file of articles, or folder read with all below it")
    ingest.add_argument("--prune", action="store_true", help="withdraw articles whose files or lines under PATH are gone")
    ingest.add_argument("--lenient", action="store_true", help="end with status 0 although something was refused")
    ingest.set_defaults(run=run_ingest)

    reindex = commands.add_parser("reindex", help="build an index anew from the archive, aside, and switch to it")
    reindex.add_argument("--engine", help="tantivy, whoosh or opensearch; the setting CONVOY_ENGINE where not given")
    reindex.set_defaults(run=run_reindex)

    again = commands.add_parser("reextract", help="find the values of every article anew, as after a change of gazetteers")
    again.set_defaults(run=run_reextract)

    extract = commands.add_parser("extract", help="read JSON lines on standard input and write the values found in each")
    extract.set_defaults(run=run_extract)

    stories = commands.add_parser("stories", help="write which articles are one story: reprints, cuts, agency copy")
    stories.set_defaults(run=run_stories)

    status = commands.add_parser("status", help="say what the archive holds and what was refused")
    status.set_defaults(run=run_status)

    editions = commands.add_parser("editions", help="list the editions a search can be pinned to, the newest first")
    editions.set_defaults(run=run_editions)

    check = commands.add_parser("check", help="validate gazetteers and corrections, and list the names that became no value")
    check.add_argument("--limit", type=int, default=20, help="unresolved names to list a facet; 20 where not given")
    check.set_defaults(run=run_check)
    return top


def run_ingest(options: argparse.Namespace, settings: Settings) -> int:
    """Ingest files and folders, then bring the index up to date."""
    for path in options.paths:
        if not path.exists() and not (options.prune and was_read(path, settings)):
            raise BadRequest(f"{path} is not there. Name a file or a folder of articles.")
    settings = with_model(settings)
    store = Store(settings.home)
    try:
        with Writer.open(store) as writer:
            with progress_bar("Reading", sum(map(readers.count, files_in(options.paths)))) as step:
                ingest = Ingest(store, writer, settings, step)
                report = ingest.run(options.paths, prune=options.prune)
            index(store, settings)
            tell(report)
            if not (report.refused or report.withdrawn or report.added or report.changed or report.relabelled or report.unchanged):
                say(
                    f"No articles found in {', '.join(map(str, options.paths))}. What is read ends in {', '.join(readers.READERS)}."
                )
            if store.fact("extraction") != ingest.rules:
                say("The gazetteers or the model changed since older articles were read. Run: python -m indexer reextract")
            give_meaning(writer, settings)
        return 1 if report.refused and not options.lenient else 0
    finally:
        store.close()


def with_model(settings: Settings) -> Settings:
    """Return the settings, without the language model where it is not installed, having said so."""
    if not settings.model or is_installed():
        return settings
    say("The language model for persons is not installed: only persons that the gazetteer knows are found.")
    say("To find the others: pip install -r requirements.txt, then python -m indexer reextract")
    return replace(settings, model=False)


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files an ingest will read."""
    return (item for item in readers.walk(paths) if isinstance(item, Path))


def index(store: Store, settings: Settings) -> None:
    """Bring the index in use up to date with the store, building it anew where there is none or it is stale."""
    current = CurrentIndex(settings.home, settings.engine, settings.cluster)
    gazetteers = load_gazetteers()
    try:
        with progress_bar("Indexing", store.count_touched(current.edition())) as step:
            update_index(store, current, gazetteers, step)
    except Unavailable:
        with progress_bar("Indexing", store.count_touched(0)) as step:
            rebuild_index(store, current, gazetteers, step)


def give_meaning(writer: Writer, settings: Settings) -> None:
    """Let the articles be ordered by what they mean, where that is wished and the model for it is there."""
    if not settings.model:
        return
    if not meaning.is_installed():
        say(f"The model of meaning is not installed: results are ordered by words alone. {meaning.CURE}")
        return
    left = wanting(writer.store, meaning.NAME)
    with progress_bar("Reading for meaning", len(left)) as step:
        give_points(writer, meaning.model(settings.jobs or settings.cores), left, step)
    finish_points(writer)


def run_reindex(options: argparse.Namespace, settings: Settings) -> int:
    """Build an index anew from the store and switch to it."""
    chosen = replace(settings, engine=options.engine or settings.engine)
    store = existing_store(settings)
    try:
        with Writer.open(store), progress_bar("Indexing", store.count_touched(0)) as step:
            current = CurrentIndex(chosen.home, chosen.engine, chosen.cluster)
            count = rebuild_index(store, current, load_gazetteers(), step)
        say(f"Indexed {count:,} article versions with {chosen.engine}.")
        return 0
    finally:
        store.close()


def run_reextract(options: argparse.Namespace, settings: Settings) -> int:
    """Find the values of every standing article anew and bring the index up to date."""
    settings = with_model(settings)
    store = existing_store(settings)
    try:
        with Writer.open(store) as writer:
            with progress_bar("Extracting", store.count("select count(*) from versions where retired is null")) as step:
                refused: list[Refusal] = []
                edition = reextract(store, writer, settings, step, refused.append)
            index(store, settings)
            give_meaning(writer, settings)
        changed = counted(edition.relabelled, "article has", "articles have") if edition else ""
        say(f"Edition {edition.number}: {changed} other values." if edition else "No value changed.")
        if refused:
            listed("These keep the values they had:", [f"{refusal.where}: {refusal.reason}" for refusal in refused])
        return 1 if refused else 0
    finally:
        store.close()


def run_extract(options: argparse.Namespace, settings: Settings) -> int:
    """Write the values of each document read on standard input, one JSON object a line."""
    refused: list[Refusal] = []
    ids: list[str] = []

    def articles() -> Iterator[Article]:
        for raw in readers.read_lines(sys.stdin.buffer, settings):
            if isinstance(raw, Refusal):
                refused.append(raw)
                continue
            try:
                article = clean(raw)
            except RefusedFile as reason:
                refused.append(Refusal(reason.where, reason.reason))
                continue
            ids.append(raw.external_id or article.id)
            yield article

    settings = with_model(settings)
    found = extract_all(articles(), crew=Workforce.of(settings), model=settings.model)
    for number, (_, extracted) in enumerate(found):
        if extracted is None:
            refused.append(Refusal(ids[number], DIED_TWICE))
            continue
        print(json.dumps(values_line(ids[number], extracted.mentions), ensure_ascii=False))
    for refusal in refused:
        say(f"refused {refusal.where}: {refusal.reason}")
    return 1 if refused else 0


def run_stories(options: argparse.Namespace, settings: Settings) -> int:
    """Write one JSON line for each standing article: its id, its number in its feed, and the id of its story.

    An archive that was made before there were stories gets them first.
    """
    store = existing_store(settings)
    try:
        if next(unsigned(store), None):
            with Writer.open(store) as writer:
                settle_stories(store, writer)
                writer.finish("stories found")
                index(store, settings)
        for article, external_id, story in all_stories(store):
            print(json.dumps({"id": article, "external_id": external_id or None, "story": story}, ensure_ascii=False))
        return 0
    finally:
        store.close()


def run_status(options: argparse.Namespace, settings: Settings) -> int:
    """Say what the archive holds."""
    store = existing_store(settings)
    try:
        standing = store.count("select count(*) from versions where retired is null and added <= ?", (store.newest,))
        say(f"{standing:,} articles, edition {store.newest}, in {store.path}", to=sys.stdout)
        for edition in store.editions()[:10]:
            say(f"  {edition_line(edition)}", to=sys.stdout)
        for refusal in store.refusals():
            say(f"  refused {refusal.where}: {refusal.reason}", to=sys.stdout)
        for date in store.unread_dates():
            say(f"  date not read {date.where}: {date.stated}", to=sys.stdout)
        return 0
    finally:
        store.close()


def run_editions(options: argparse.Namespace, settings: Settings) -> int:
    """List every edition: number, instant, what it changed and why it was made."""
    store = existing_store(settings)
    try:
        for edition in store.editions():
            say(edition_line(edition), to=sys.stdout)
        return 0
    finally:
        store.close()


def edition_line(edition: Edition) -> str:
    """Return an edition as a line."""
    changes = (
        f"{edition.added:,} added, {edition.changed:,} changed, {edition.withdrawn:,} withdrawn, {edition.relabelled:,} relabelled"
    )
    return f"edition {edition.number}  {edition.made}  {changes}  ({edition.told})"


def run_check(options: argparse.Namespace, settings: Settings) -> int:
    """Validate the data files and list what they do not cover; exit 1 where anything is wrong in them."""
    gazetteers = load_gazetteers()
    corrections, wrong = corrections_check.read(settings.home, gazetteers)
    problems = [*(problem for gazetteer in gazetteers.values() for problem in gazetteer.check()), *wrong]
    for problem in problems:
        say(f"{problem.where}: {problem.message}", to=sys.stdout)
    fine = f"The gazetteers and {counted(len(corrections.rows), 'correction', 'corrections')} are in order."
    bad = f"{counted(len(problems), 'problem', 'problems')} in the data files."
    say(bad if problems else fine, to=sys.stdout)
    if (settings.home / "archive.sqlite").exists():
        run_coverage(settings, max(0, options.limit))
    return 1 if problems else 0


def run_coverage(settings: Settings, limit: int) -> None:
    """List what looks like a name in the archive and became no value, and keep it for the page /review."""
    store = existing_store(settings)
    try:
        with Writer.open(store) as writer:
            with progress_bar("Checking", store.count("select count(*) from versions where retired is null")) as step:
                writer.cover(cover(stepped(store.standing(), step)))
            for facet in FACETS:
                found = store.leftovers(facet.name, limit)
                if found:
                    say(f"{facet.label}: seen and unresolved, the most frequent first", to=sys.stdout)
                for left in found:
                    say(f"  {left.articles:>7,}  {left.surface}  (as in {left.article})", to=sys.stdout)
    finally:
        store.close()


def stepped(items: Iterable[Item], step: Callable[[int], None]) -> Iterator[Item]:
    """Yield items, taking a step of a progress bar after each."""
    for item in items:
        yield item
        step(1)


def existing_store(settings: Settings) -> Store:
    """Open the archive in CONVOY_HOME, or raise Unavailable where there is none."""
    if not (settings.home / "archive.sqlite").exists():
        raise Unavailable(f"There is no archive in {settings.home}. Run: python -m indexer ingest PATH")
    return Store(settings.home)


def tell(report: Report) -> None:
    """Say what an ingest came to."""
    parts = [f"{report.added:,} added", f"{report.changed:,} changed", f"{report.unchanged:,} unchanged"]
    parts += [f"{report.relabelled:,} relabelled"] if report.relabelled else []
    parts += [f"{report.withdrawn:,} withdrawn"] if report.withdrawn else []
    say("Articles: " + ", ".join(parts) + (f". Edition {report.edition}." if report.edition else ". Nothing new."))
    if report.repeated:
        listed(f"{len(report.repeated):,} documents repeat an article read earlier in this run:", report.repeated)
    if report.unread_dates:
        heading = counted(len(report.unread_dates), "article states", "articles state")
        lines = [f"{date.where}: {date.stated}" for date in report.unread_dates]
        listed(f"{heading} a date that cannot be read; docs/indexer.md lists the forms that can:", lines)
    if report.refused:
        listed(f"Refused {len(report.refused):,}:", [f"{refusal.where}: {refusal.reason}" for refusal in report.refused])


def listed(heading: str, lines: Sequence[str]) -> None:
    """Print a heading and its first lines."""
    say(heading)
    for line in lines[:SHOWN]:
        say(f"  {line}")
    if len(lines) > SHOWN:
        say(f"  and {len(lines) - SHOWN:,} more; python -m indexer status lists what was refused and dates not read")


def say(message: str, *, to: TextIO | None = None) -> None:
    """Print one line, on standard error unless told otherwise."""
    print(message, file=to or sys.stderr)


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar with rate and time left on a terminal; be quiet elsewhere. Yields the function that takes a step."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda documents: None
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=total)
        yield lambda documents: bar.advance(task, documents)


class RateColumn(ProgressColumn):
    """Shows documents a second. Worked out when the bar is drawn: at every step it would take longer than the step."""

    def render(self, task: Task) -> Text:
        """Return the rate, nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")
