"""Ask the application thousands of random and hostile queries: python -m benchmarks.hostile HOME [--engine whoosh] [--count 20000].

Queries are made of words of the archive, operators, fields, wildcards, brackets, foreign scripts and noise; every one goes to the
page, the API or the suggestions, or with --others to what else takes a query: files, feeds, references, values, evidence, changes,
articles. What is answered is read to its end. With opensearch the cluster is the one that CONVOY_OPENSEARCH names. Prints how many
of each status came back, the times, and the slowest queries; 1 where any failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, quantiles

from app import create_app
from archive.settings import Settings
from search.engines.current import CurrentIndex

SIGNS = (
    '"',
    "“",
    "”",
    "(",
    ")",
    "*",
    "~",
    "~2",
    "~s",
    "|",
    "OR",
    "AND",
    "NOT",
    "-",
    "–",
    ":",
    "..",
    "\\",
    "/",
    "[",
    "]",
    "{",
    "^",
    "+",
    "&&",
    "%",
    "$",
)
FIELDS = (
    "title:",
    "body:",
    "standfirst:",
    "country:",
    "person:",
    "equipment:",
    "source:",
    "date:",
    "nofield:",
    "date:>",
    "date:2024-13",
)
NOISE = (
    "\u0000",
    "\u202e",
    "\ufeff",
    "🚀",
    "é",
    "e\u0301",
    "Ж",
    "漢字",
    "İ",
    "ß",
    "ﬁ",
    "\U0001f468\u200d\U0001f469",
    "٣",
    "²",
    "½",
    "'",
    "’s",
    "\t",
    "\n",
)
EXTREMES = (
    "a" * 1000,
    "*" * 900,
    "(" * 500,
    '"' * 501,
    "a* " * 200,
    "-a " * 300,
    "s~2 " * 150,
    "OR " * 300,
    "the " * 250,
    "12 " * 300,
    "a'" * 400,
)
KEYS = ("country", "country.not", "person.any", "equipment.none", "from", "to", "page", "sort", "words", "plain", "edition")
VALUES = (
    "LT",
    "UA",
    "1",
    "all",
    "most",
    "2022",
    "2022-02",
    "x",
    "-1",
    "999999999999",
    "zelensky",
    "relevance",
    "drones",
    "\u0000",
    "",
)
PATHS = ("/", "/", "/api/search", "/api/suggest")
OTHERS = (
    "/feed.atom",
    "/cite.ris",
    "/cite.bib",
    "/cite.x",
    "/changes",
    "/facet/person",
    "/facet/source",
    "/facet/x",
    "/api/facets/equipment",
    "/api/facets/x",
    "/why/country/UA",
    "/why/equipment/drones",
    "/why/person/\u202e",
    "/why/x/y",
    "/api/evidence",
    "/country/LT",
    "/equipment/air defence",
    "/person/(",
    "/articles/x",
    "/api/articles/x",
    "/opensearch-suggestions",
    "/review",
    "/corrections",
    "/sitemap-999999999999.xml",
    "/s/x",
    "/links/x",
    "/export.csv",
    "/export.xlsx",
    "/export.jsonl",
    "/export.evidence.csv",
)


def main() -> int:
    """Ask, count and print."""
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("home", type=Path)
    top.add_argument("--engine", default="tantivy")
    top.add_argument("--count", type=int, default=20_000)
    top.add_argument("--seed", type=int, default=5)
    top.add_argument("--others", action="store_true")
    options = top.parse_args()
    settings = replace(Settings.from_environment(), home=options.home, engine=options.engine)
    client = create_app(settings).test_client()
    statuses: Counter[int] = Counter()
    spent: list[tuple[float, str]] = []
    busy: list[float] = []
    paths = OTHERS if options.others else PATHS
    for path, pairs in requests(random.Random(options.seed), words(settings), options.count, paths):
        started, began = time.perf_counter(), time.process_time()
        answer = client.get(path, query_string=pairs)
        answer.get_data()
        status = answer.status_code
        spent.append((time.perf_counter() - started, f"{status} {path} {pairs!r}"))
        busy.append(time.process_time() - began)
        statuses[status] += 1
        if status >= 500:
            print(f"failed: {spent[-1][1]}")
    report(statuses, spent, busy)
    return int(any(status >= 500 for status in statuses))


def words(settings: Settings) -> list[str]:
    """Return words of the archive: some frequent, some rare."""
    index = CurrentIndex(settings.home, settings.engine, settings.cluster)
    return [word for start in "abcdefghiklmnoprstuvwz2" for word, _ in index.engine().vocabulary(start, 120)]


def requests(
    chance: random.Random, known: list[str], count: int, paths: Sequence[str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield paths and pairs."""
    for _ in range(count):
        pairs = [("q", query(chance, known))]
        pairs += [(chance.choice(KEYS), chance.choice(VALUES)) for _ in range(chance.choice((0, 0, 0, 1, 3)))]
        yield chance.choice(paths), pairs


def query(chance: random.Random, known: list[str]) -> str:
    """Return one query."""
    if chance.random() < 0.02:
        return chance.choice(EXTREMES)
    parts = [part(chance, known) for _ in range(chance.choice((1, 2, 2, 3, 4, 6, 10, 40)))]
    return chance.choice((" ", " ", " ", "")).join(parts)


def part(chance: random.Random, known: list[str]) -> str:
    """Return a word, perhaps misspelt, a sign, a field or noise."""
    kind = chance.random()
    if kind < 0.6:
        return chance.choice(known)
    if kind < 0.7:
        word = list(chance.choice(known))
        chance.shuffle(word)
        return "".join(word)
    return chance.choice(SIGNS if kind < 0.85 else FIELDS if kind < 0.92 else NOISE)


def report(statuses: Counter[int], spent: list[tuple[float, str]], busy: list[float]) -> None:
    """Print statuses, times by the clock and of this process's CPU, and the slowest queries."""
    print(dict(sorted(statuses.items())))
    for name, taken in (("clock", [one for one, _ in spent]), ("CPU", busy)):
        times = [each * 1000 for each in taken]
        cuts = quantiles(times, n=100)
        spread = f"median {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, slowest {max(times):.0f}"
        print(f"{name}: mean {fmean(times):.1f} ms, {spread}")
    for seconds, asked in sorted(spent, reverse=True)[:8]:
        print(f"  {seconds * 1000:.0f} ms {asked[:180]}")


if __name__ == "__main__":
    sys.exit(main())
