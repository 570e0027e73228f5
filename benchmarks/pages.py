"""Server time of the full search page, both engines, over a mixed list of queries: make bench CORPUS=file-or-folder.

The corpus is ingested once into a folder of its own (`--home`, kept between runs), both engines are indexed from it, and every
query is asked through the Flask test client: parsing, search, four facets, rows, snippets, template. No network.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from app import create_app
from archive.settings import Settings

QUERIES = Path(__file__).parent / "queries" / "pages.txt"


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one engine over all queries."""

    engine: str
    times: tuple[float, ...]

    def row(self) -> str:
        """Return a row of the table."""
        ordered = sorted(self.times)
        p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.95, 0.99))
        return f"| {self.engine} | {statistics.median(ordered):.1f} | {p95:.1f} | {p99:.1f} | {ordered[-1]:.1f} |"


def main() -> int:
    """Ingest where needed, measure, print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--home", type=Path, default=Path("var/bench"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slowest", type=int, default=0, help="also list this many slowest queries")
    options = parser.parse_args()
    if options.corpus is None or not options.corpus.exists():
        print("Name the articles to measure with: make bench CORPUS=file-or-folder", file=sys.stderr)
        return 2
    settings = Settings(home=options.home)
    prepare(options.corpus, options.home)
    queries = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    packages = ", ".join(f"{name} {version(name)}" for name in ("tantivy", "whoosh3", "flask"))
    print(f"{platform.platform()}, {settings.cores} cores, Python {platform.python_version()}, {packages}")
    print(f"{len(queries)} addresses, {options.rounds} rounds each after one warm-up; milliseconds\n")
    print("| engine | median | p95 | p99 | worst |\n|---|--:|--:|--:|--:|")
    for engine in ("tantivy", "whoosh"):
        measured, slowest = measure(replace(settings, engine=engine), queries, options.rounds)
        print(measured.row(), flush=True)
        for milliseconds, address in slowest[: options.slowest]:
            print(f"    {milliseconds:7.1f}  {address}")
    return 0


def prepare(corpus: Path, home: Path) -> None:
    """Ingest the corpus and index it with both engines; quick where that was done before."""
    environment = {**os.environ, "CONVOY_HOME": str(home)}
    for engine in ("tantivy", "whoosh"):
        command = [sys.executable, "-m", "indexer", "ingest", str(corpus)]
        started = time.perf_counter()
        done = subprocess.run(command, env={**environment, "CONVOY_ENGINE": engine}, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.returncode)
        print(f"ingest with {engine}: {time.perf_counter() - started:.1f} s", file=sys.stderr)


def measure(settings: Settings, queries: Sequence[str], rounds: int) -> tuple[Measured, list[tuple[float, str]]]:
    """Ask every address `rounds` times; return each answer's time and the addresses by their median, slowest first."""
    client = create_app(settings).test_client()
    times: dict[str, list[float]] = {}
    for turn in range(rounds + 1):
        for address in queries:
            started = time.perf_counter()
            answer = client.get(address)
            spent = (time.perf_counter() - started) * 1000
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
            if turn:
                times.setdefault(address, []).append(spent)
    every = tuple(spent for spents in times.values() for spent in spents)
    slowest = sorted(((statistics.median(spents), address) for address, spents in times.items()), reverse=True)
    return Measured(settings.engine, every), slowest


if __name__ == "__main__":
    sys.exit(main())
