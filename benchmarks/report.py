"""docs/benchmarks.md and its pictures: what was measured, against what was wanted."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.charts import Bar, bars
from benchmarks.measuring import Result, Series

DOCS = Path(__file__).parents[1] / "docs"
MILLION = 1_000_000
HUNDRED_THOUSAND = 100_000

HEAD = """# Benchmarks

Written by `make bench`, all of it in one run: the same articles, the same questions, one system after the other on one machine.

- **Machine**: {machine}
- **Versions**: {versions}
- **When**: {when}; load of the machine before the run {load} (it is not always alone: ratios hold better than times)
- **Articles**: {articles}. Given texts first, then articles recombined from their paragraphs
  (`benchmarks/corpus.py`). Their values are real: found by the gazetteers{rules}, without the language model.
- **Questions**: {questions}, a quarter each from titles, persons' names, names of systems, and what people asked
  (`benchmarks/queries`), with none to four filters in turn.
- **A page's work**: how many articles match, the best twenty with title, date and outlet, the most frequent countries,
  persons and kinds of equipment, and the articles of each month. Convoy's page counts outlets as well, cuts
  and marks snippets, understands other spellings, and is complete HTML; Datasette's is HTML too. OpenSearch, one node with a
  heap of 1 GB, answers in JSON over HTTP. SQLite FTS5 and Whoosh are called in the process that measures: no HTTP, no HTML.
"""

NOTES = """
Every article must have all words of a question; where too few have, Convoy shows those with most of them, and it takes a name
for all its spellings, so it has more to do there than its peers. `Convoy, its engine alone` is the one search that fills the
page, timed inside it. Resident memory counts what processes share once for each of them; the proportional figure once in all.
"""

COLUMNS = "| milliseconds | median | p95 | p99 | worst | Convoy's page is faster, median of ratios |\n|---|--:|--:|--:|--:|--:|"


class Target(NamedTuple):
    """One row of what was wanted: what, how much, what came out, and whether that is enough."""

    what: str
    wanted: str
    measured: str
    met: bool


def write(results: Sequence[Result], questions: int, load: float, docs: Path = DOCS, *, earlier_rules: bool = False) -> Path:
    """Write the document and its pictures; return its path. `earlier_rules`: those that found the values may be others."""
    articles = ", ".join(f"{r.archive.articles:,} ({r.archive.text / 1e6:,.0f} MB of text)" for r in results)
    head = HEAD.format(
        machine=machine(),
        versions=", ".join(versions()),
        when=datetime.now(UTC).date().isoformat(),
        load=f"{load:.1f}",
        articles=articles,
        questions=questions,
        rules=" as they were when the archives were built" if earlier_rules else "",
    )
    parts = [head, "## What was wanted\n", *targets_table(results)]
    for result in results:
        parts += ["", *section(result, docs)]
    path = docs / "benchmarks.md"
    path.write_text("\n".join(parts) + "\n" + NOTES, encoding="utf-8")
    return path


def machine() -> str:
    """Return the processor, its cores, the memory and the system."""
    names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{names[0] if names else platform.machine()}, {len(names)} cores, {memory:.0f} GiB, {platform.system()}"


def versions() -> Iterator[str]:
    """Yield Python and what takes part in the measurements, with versions."""
    yield f"Python {platform.python_version()}"
    for name in ("tantivy", "flask", "gunicorn", "sqlite-utils", "whoosh3"):
        yield f"{name} {version(name)}"


def targets_table(results: Sequence[Result]) -> Iterator[str]:
    """Yield a table of what was wanted and what came out."""
    yield "| | wanted | measured | |\n|---|--:|--:|---|"
    for result in results:
        for target in targets(result):
            yield f"| {target.what} | {target.wanted} | {target.measured} | {'met' if target.met else '**missed**'} |"


def targets(result: Result) -> Iterator[Target]:
    """Yield what was wanted of an archive of this size."""
    number = nominal(result)
    p95 = result.page.share(0.95)
    if number == MILLION:
        yield at_most("full search page, server time, p95", p95, 120, "ms", number)
    if number != HUNDRED_THOUSAND:
        return
    yield at_most("full search page, server time, p95", p95, 15, "ms", number)
    yield at_most("the same, against 2 × the engine's own + 4 ms", p95, 2 * result.engine.share(0.95) + 4, "ms", number)
    share = f"“{result.word}”, in {result.word_share:.0%} of the articles"
    yield at_most(f"worst query: {share}, p95", result.word_times.share(0.95), 40, "ms", number)
    if result.load and result.memory:
        rate = at_least("requests a second over HTTP, all cores", result.load.rate, 250, "", number)
        yield rate._replace(measured=f"{rate.measured}, {result.load.errors} errors", met=rate.met and not result.load.errors)
        yield at_most(
            f"resident memory of {result.memory.processes} web processes", result.memory.resident / 1e6, 400, "MB", number
        )
    yield at_most("index on disk, against the text", result.index / result.archive.text, 1.3, "×", number)
    yield at_least("reindex, articles a second", result.reindex, 5000, "", number)
    yield at_least("ingest without language model, articles a second", result.ingest, 1500, "", number)
    yield at_most("from start to first answer", result.start, 1.5, "s", number)
    for peer, least in (("Datasette", 20), ("SQLite FTS5", 20), ("Whoosh", 100), ("OpenSearch", 2)):
        for series in result.peers:
            if series.name.startswith(peer):
                yield at_least(f"faster than {peer}, median of ratios", ratio(series, compared(result, peer)), least, "×", number)


def nominal(result: Result) -> int:
    """Return how many articles were meant to be in an archive; a few of the given texts repeat others."""
    return int(result.archive.folder.name)


def at_most(what: str, measured: float, most: float, unit: str, articles: int) -> Target:
    """Return a row that wants no more than something."""
    return Target(
        f"{what} ({articles:,})", f"≤ {number_of(most)} {unit}".strip(), f"{number_of(measured)} {unit}".strip(), measured <= most
    )


def at_least(what: str, measured: float, least: float, unit: str, articles: int) -> Target:
    """Return a row that wants no less than something."""
    return Target(
        f"{what} ({articles:,})", f"≥ {number_of(least)} {unit}".strip(), f"{number_of(measured)} {unit}".strip(), measured >= least
    )


def number_of(value: float) -> str:
    """Return a number with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 3 else f"{value:.2f}"


def compared(result: Result, peer: str) -> Series:
    """Return Convoy's series that does as much as a peer's: over HTTP against a server, else in this process."""
    return result.single if result.single and peer in ("Datasette", "OpenSearch") else result.page


def ratio(peer: Series, ours: Series) -> float:
    """Return the median over the questions of how many times longer a peer took."""
    rounds = len(ours.times) // len(peer.times)
    each = [median(ours.times[question :: len(peer.times)][:rounds]) for question in range(len(peer.times))]
    return median(theirs / own for theirs, own in zip(peer.times, each, strict=True))


def section(result: Result, docs: Path) -> Iterator[str]:
    """Yield the part about one archive."""
    number = nominal(result)
    yield f"## {number:,} articles\n\n{COLUMNS}"
    ours = [result.engine, result.page, *([result.single] if result.single else [])]
    for series in ours:
        yield row(series, "")
    for series in result.peers:
        yield row(series, f"{number_of(ratio(series, compared(result, series.name.split()[0])))} ×")
    yield row(replace(result.word_times, name=f"Convoy, “{result.word}”, in {result.word_share:.0%} of the articles"), "")
    picture = f"benchmarks-{number}.svg"
    shown = [Bar(s.name, s.share(0.95), f"{number_of(s.share(0.95))} ms", s in ours) for s in (*ours, *result.peers)]
    (docs / picture).write_text(bars(f"A page of {number:,} articles", "p95 in milliseconds, logarithmic", shown), encoding="utf-8")
    yield f"\n![p95 of each system at {number:,} articles]({picture})\n"
    yield from figures(result)


def row(series: Series, more: str) -> str:
    """Return a row of the table of times."""
    figures = (series.median, series.share(0.95), series.share(0.99), max(series.times))
    return f"| {series.name} | {' | '.join(map(number_of, figures))} | {more} |"


def figures(result: Result) -> Iterator[str]:
    """Yield what else was measured, as a list."""
    archive = result.archive
    sizes = (
        f"{result.index / 1e6:,.0f} MB, {result.index / archive.text:.2f} × the text; archive.sqlite {result.store / 1e6:,.0f} MB"
    )
    yield f"- Index {sizes}."
    if result.reindex:
        yield f"- Reindex from the store {result.reindex:,.0f} articles a second, start of the command included."
    if result.ingest:
        yield f"- Ingest from files to a searchable archive {result.ingest:,.0f} articles a second, start of the command included."
    if result.load and result.memory:
        load = Series("", result.load.times)
        yield (
            f"- Over HTTP, several readers at once: {result.load.rate:,.0f} requests a second, {result.load.errors} errors;"
            f" median {number_of(load.median)} ms, p95 {number_of(load.share(0.95))} ms, p99 {number_of(load.share(0.99))} ms."
        )
        yield (
            f"- {result.memory.processes} web processes: {result.memory.resident / 1e6:,.0f} MB resident,"
            f" {result.memory.shared_out / 1e6:,.0f} MB proportional. First answer {result.start:.2f} s after the start."
        )
