"""What a cluster costs: room, memory, time to fill and to answer. python -m benchmarks.cluster FILE [--nodes 3] [--limit 5000]

A cluster of its own is started and removed. Articles get made-up facet values that are harder than real ones: persons are many,
most of them once or twice.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp

from opensearchpy import OpenSearch

from archive.facets import FACET_NAMES
from archive.model import Refusal
from archive.settings import Cluster, Settings
from indexer.readers import read
from search.engines import Engine, IndexDocument, Search
from search.engines.current import CurrentIndex
from search.engines.opensearch_index import fields_of
from search.tree import AllOf, Everything, Fuzzy, Near, Node, Phrase, Prefix, Word
from tools.opensearch.cluster import Cluster as Nodes
from tools.opensearch.cluster import own

ROUNDS = 15
SEARCHES: tuple[tuple[str, Node], ...] = (
    ("the", Word("the")),
    ("president", Word("president")),
    ("zelensky", Word("zelensky")),
    ("ukraine military aid", AllOf((Word("ukraine"), Word("military"), Word("aid")))),
    ('"air defense"', Phrase("air defense")),
    ("miss*", Prefix("miss")),
    ("zelenski~", Fuzzy("zelenski")),
    ('"missile ukraine"~5', Near("missile ukraine", 5)),
    ("everything", Everything()),
)


def main() -> int:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(description="Measure a cluster with a file of articles.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--limit", type=int, default=1_000_000)
    options = parser.parse_args()
    folder = Path(mkdtemp(prefix="convoy-bench-"))
    own(folder)
    nodes = Nodes.at(folder / "nodes", nodes=options.nodes, leash=True)
    try:
        nodes.start()
        cluster = Cluster(addresses=tuple(nodes.addresses.split()), index="bench", timeout=60)
        measure(nodes, cluster, list(islice(documents(options.corpus), options.limit)), folder)
    finally:
        nodes.remove()
        rmtree(folder)
    return 0


def documents(corpus: Path) -> Iterator[IndexDocument]:
    """Yield the articles of a file with made-up values."""
    random = Random(7)
    for key, raw in enumerate(read(corpus, Settings())):
        if isinstance(raw, Refusal):
            continue
        persons = tuple(f"p{int(random.paretovariate(0.4)) % 40_000}" for _ in range(random.randint(0, 6)))
        values = {"country": tuple(f"c{int(random.paretovariate(0.8)) % 200}" for _ in range(3)), "person": persons}
        facets = {facet: values.get(facet, (f"v{key % 90}",)) for facet in FACET_NAMES}
        yield IndexDocument(key + 1, raw.title or "", "", raw.text, (raw.date or "")[:10], facets, 1)


def measure(nodes: Nodes, cluster: Cluster, given: list[IndexDocument], folder: Path) -> None:
    """Fill an index and ask it."""
    characters = sum(len(document.body) for document in given)
    print(f"{len(given):,} articles, {characters / 1e6:.1f} million characters, {len(nodes.nodes)} nodes of {nodes.heap} MB heap")
    began = time.process_time()
    for document in given[:1000]:
        fields_of(document)
    print(f"made ready: {min(1000, len(given)) / (time.process_time() - began):,.0f} articles a second of this process's CPU time")
    before, began = cpu(nodes), time.monotonic()
    with CurrentIndex(folder, "opensearch", cluster).building() as engine, engine.writing() as writer:
        writer.put(given)
        writer.mark("1")
    took = time.monotonic() - began
    each = (cpu(nodes) - before) / len(given) * 1000
    print(f"filled: {len(given) / took:,.0f} articles a second of the clock; {each:.2f} ms of the nodes' CPU time an article")
    client = OpenSearch(list(cluster.addresses))
    # What was kept for copies that fall behind is let go only after a flush.
    client.indices.flush(index="bench", params={"force": "true"})
    client.indices.forcemerge(index="bench", params={"max_num_segments": 1, "request_timeout": 600})
    client.indices.flush(index="bench", params={"force": "true"})
    client.indices.refresh(index="bench")
    stored = client.indices.stats(index="bench")["_all"]["primaries"]["store"]["size_in_bytes"]
    print(f"room: {stored / len(given):,.0f} bytes an article, {stored / characters:.2f} times its text, a copy; merged")
    ask(nodes, CurrentIndex(folder, "opensearch", cluster).engine())
    heaps = [node["jvm"]["mem"]["heap_used_in_bytes"] for node in client.nodes.stats(metric="jvm")["nodes"].values()]
    held = ", ".join(f"{resident(node.pid()) / 1e6:.0f} MB" for node in nodes.nodes)
    print(f"memory: {held} resident, heap in use {max(heaps) / 1e6:.0f} MB")
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def ask(nodes: Nodes, engine: Engine) -> None:
    """Print how long searches take: by the clock, and of the nodes' CPU time."""
    print("\n| search | hits | clock, median ms | CPU of the nodes, ms |\n|---|--:|--:|--:|")
    for name, tree in SEARCHES:
        search = Search(query=tree, sort="relevance", counts=dict.fromkeys(FACET_NAMES, 100))
        engine.search(search)
        times, before = [], cpu(nodes)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            found = engine.search(search)
            times.append(time.perf_counter() - began)
        print(f"| {name} | {found.total:,} | {median(times) * 1000:.0f} | {(cpu(nodes) - before) / ROUNDS * 1000:.0f} |")
    print()


def cpu(nodes: Nodes) -> float:
    """Return the seconds of CPU time the nodes have used so far."""
    ticks = 0
    for node in nodes.nodes:
        fields = Path(f"/proc/{node.pid()}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Return how many bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
