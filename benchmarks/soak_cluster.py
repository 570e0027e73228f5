"""Three nodes under load, one of them killed: what failed, what was lost, how long until all is well.

Two archives are filled at once, each by an indexer with two processes of its own, as two machines would; meanwhile threads ask a
third archive searches whose answers are known. In the middle one node is killed as a power cut would. Exit status 1 if anything
failed, was wrong or is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import rmtree
from statistics import median, quantiles
from tempfile import mkdtemp
from threading import Event, Thread
from urllib.request import urlopen

from archive.errors import ConvoyError
from archive.facets import FACET_NAMES
from archive.settings import Cluster, Settings
from archive.store import Store
from search.engines import Filter, Found, Search
from search.engines.current import CurrentIndex
from search.tree import AllOf, Everything, Phrase, Prefix, Word
from tools.opensearch.cluster import Cluster as Nodes
from tools.opensearch.cluster import own

ROOT = Path(__file__).parents[1]
NODES, THREADS, ARCHIVES = 3, 4, 2
VICTIM = 1
SETTLED = 400
"""Seconds after which a cluster that is not green has not healed."""

PLACES = ("Lithuania", "Poland", "Germany", "Norway", "Estonia", "Latvia", "Canada", "Japan", "Sweden", "Denmark")
THINGS = ("howitzers", "Leopard 2 tanks", "Stinger missiles", "Patriot systems", "artillery shells", "radars")
PEOPLE = ("Volodymyr Zelenskyy", "Olaf Scholz", "Emmanuel Macron", "")

COUNTS = dict.fromkeys(FACET_NAMES, 50)
SEARCHES = (
    Search(query=Word("howitzers"), sort="relevance", counts=COUNTS),
    Search(query=AllOf((Word("ministry"), Word("tanks"))), counts=COUNTS, dates="month"),
    Search(query=Phrase("leopard 2 tanks"), counts=COUNTS),
    Search(query=Prefix("art"), sort="oldest", counts=COUNTS),
    Search(query=Everything(), filters=(Filter("country", any=("LT", "PL")),), counts=COUNTS),
    Search(query=Word("ministry"), filters=(Filter("country", all=("UA",)),), sort="relevance", offset=40, counts=COUNTS),
)


@dataclass
class Log:
    """What the searching threads saw: seconds of each answer, what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Run it all and print a report."""
    options = argparse.ArgumentParser(description="Kill a node of a cluster under load.")
    options.add_argument("--articles", type=int, default=4000, help="articles of each archive; 4,000 where not given")
    count = options.parse_args().articles
    folder = Path(mkdtemp(prefix="convoy-soak-"))
    own(folder)
    nodes = Nodes.at(folder / "nodes", nodes=NODES, leash=True)
    try:
        began = time.monotonic()
        nodes.start()
        say(f"{NODES} nodes formed a cluster", since=began)
        return soak(nodes, folder, count)
    finally:
        nodes.remove()
        rmtree(folder)


def soak(nodes: Nodes, folder: Path, count: int) -> int:
    """Fill, search, kill, wait, compare."""
    steady = fill(nodes, folder, "steady", count).wait() or settings_of(nodes, folder, "steady")
    assert isinstance(steady, Settings), "the first archive could not be filled"
    expected = [answer(steady, search) for search in SEARCHES]
    log, done = Log(), Event()
    threads = [Thread(target=ask, args=(steady, expected, number, log, done)) for number in range(THREADS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    fillers = [fill(nodes, folder, f"filled{number}", count) for number in range(ARCHIVES)]
    wait_until_indexing(nodes)
    quiet = len(log.seconds)
    nodes.kill(VICTIM)
    killed = time.monotonic()
    say(f"node {VICTIM + 1} of {NODES} killed after {quiet:,} searches", since=began)
    codes = [filler.wait() for filler in fillers]
    say(f"{ARCHIVES} archives of {count:,} articles filled at once, exit statuses {codes}", since=began)
    green = until_green(nodes, NODES - 1)
    say(f"green again by itself with {NODES - 1} nodes, after the kill", since=killed)
    nodes.start(wait=False)
    restarted = time.monotonic()
    green = until_green(nodes, NODES) and green
    say(f"green again with {NODES} nodes, after the node was started again", since=restarted)
    done.set()
    for thread in threads:
        thread.join()
    lost = sum(missing(settings_of(nodes, folder, name), count) for name in ("steady", *(f"filled{n}" for n in range(ARCHIVES))))
    report(log, lost)
    return int(bool(log.failed or log.wrong or lost or any(codes) or not green))


def settings_of(nodes: Nodes, folder: Path, name: str) -> Settings:
    """Return the settings of one archive."""
    cluster = Cluster(addresses=tuple(nodes.addresses.split()), index=name, replicas=1)
    return Settings(home=folder / name, engine="opensearch", cluster=cluster)


def fill(nodes: Nodes, folder: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    """Start an indexer of its own on made-up articles."""
    feed = folder / f"{name}.jsonl"
    feed.write_text("".join(json.dumps(line) + "\n" for line in articles(name, count)), encoding="utf-8")
    given = {"HOME": str(folder / name), "ENGINE": "opensearch", "OPENSEARCH": nodes.addresses, "OPENSEARCH_INDEX": name}
    environment = {
        **os.environ,
        **{f"CONVOY_{key}": value for key, value in given.items()},
        "CONVOY_MODEL": "off",
        "CONVOY_JOBS": "2",
    }
    return subprocess.Popen([sys.executable, "-m", "indexer", "ingest", str(feed)], cwd=ROOT, env=environment)


def articles(name: str, count: int) -> Iterator[dict[str, str]]:
    """Yield made-up articles of some 250 words, the same every time."""
    random = Random(name)
    words = [
        "".join(random.choice("bcdfglmnprst") + random.choice("aeiou") for _ in range(random.randint(1, 4))) for _ in range(8000)
    ]
    for number in range(count):
        place, thing, person = random.choice(PLACES), random.choice(THINGS), random.choice(PEOPLE)
        filler = " ".join(words[min(int(random.paretovariate(0.6)), 7999)] for _ in range(230))
        yield {
            "id": str(number),
            "url": f"https://{name}.example/{number}",
            "source": f"{name}.example",
            "date": f"202{number % 5}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "title": f"{place} sends {thing} {number}",
            "text": f"{place} will send {thing} to Ukraine, the ministry said. {person} spoke.\n\n{filler}.",
        }


def answer(settings: Settings, search: Search) -> Found:
    """Return what is found now."""
    return CurrentIndex(settings.home, settings.engine, settings.cluster).search(search)


def ask(settings: Settings, expected: list[Found], number: int, log: Log, done: Event) -> None:
    """Ask the known searches in turn, and note what is not as it was."""
    index = CurrentIndex(settings.home, settings.engine, settings.cluster)
    while not done.wait(0.05):
        number = (number + 1) % len(SEARCHES)
        began = time.monotonic()
        try:
            found = index.search(SEARCHES[number])
        except ConvoyError as error:
            log.failed.append(error.message)
            continue
        log.seconds.append(time.monotonic() - began)
        if found != expected[number]:
            log.wrong.append(f"{SEARCHES[number].query}: {found.total} articles instead of {expected[number].total}")


def wait_until_indexing(nodes: Nodes) -> None:
    """Return when documents of the archives being filled have begun to arrive."""
    while not any(int(row["docs.count"] or 0) + int(row["indexing.index_total"] or 0) > 0 for row in filled(nodes)):
        time.sleep(0.2)


def filled(nodes: Nodes) -> list[dict[str, str]]:
    """Return the indices being filled with how many documents they have taken."""
    columns = "index,docs.count,indexing.index_total"
    with urlopen(f"{nodes.nodes[0].address}/_cat/indices/filled*?format=json&h={columns}", timeout=30) as rows:
        found: list[dict[str, str]] = json.load(rows)
    return found


def until_green(nodes: Nodes, number: int) -> bool:
    """Return when so many nodes are well, False where they are not in time."""
    end = time.monotonic() + SETTLED
    while time.monotonic() < end:
        with urlopen(f"{nodes.nodes[0].address}/_cluster/health", timeout=30) as health:
            found = json.load(health)
        if found["status"] == "green" and found["number_of_nodes"] == number:
            return True
        time.sleep(0.5)
    return False


def missing(settings: Settings, count: int) -> int:
    """Return how many articles the store has and the index does not, or that never came into the store."""
    store = Store(settings.home)
    kept = {version.key for version in store.touched(0)}
    store.close()
    found = set(answer(settings, Search(size=count + 1)).keys)
    return abs(count - len(kept)) + len(kept ^ found)


def report(log: Log, lost: int) -> None:
    """Print what was seen."""
    print(f"searches: {len(log.seconds):,} answered, {len(log.failed)} failed, {len(log.wrong)} wrong; articles lost: {lost}")
    if len(log.seconds) > 20:
        p95 = quantiles(log.seconds, n=20)[-1]
        print(f"seconds: median {median(log.seconds):.3f}, 95th percentile {p95:.3f}, longest {max(log.seconds):.2f}")
    for line in sorted({*log.failed, *log.wrong})[:10]:
        print(f"  {line}")
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def say(what: str, *, since: float) -> None:
    """Print one line with the seconds it took."""
    print(f"{time.monotonic() - since:7.1f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
