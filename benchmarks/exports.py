"""How fast and in how much memory whole results are exported: python -m benchmarks.exports HOME [KEY=VALUE …].

HOME is the folder of an archive; the pairs are those of an address. Nothing is kept of what is written but its size.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from archive.settings import Settings
from search.exports import EXPORTS, Export
from search.listing import listing
from search.opening import open_service
from search.request import SearchRequest
from search.service import Service


def main() -> int:
    """Export every format once and print a row of a table for each."""
    if len(sys.argv) < 2:
        print("Name the folder of an archive: python -m benchmarks.exports var", file=sys.stderr)
        return 2
    service = open_service(Settings(home=Path(sys.argv[1])))
    pairs = [(key, value) for key, _, value in (text.partition("=") for text in sys.argv[2:])]
    request = SearchRequest.from_pairs(pairs)
    print(f"At the start {megabytes()} MB.\n\n| format | articles | MB | articles/s | articles/s of processor time | peak MB |")
    print("|---|--:|--:|--:|--:|--:|")
    for kind in EXPORTS:
        print(measured(service, request, kind), flush=True)
    return 0


def measured(service: Service, request: SearchRequest, kind: Export) -> str:
    """Export one format and return its row."""
    wall, processor = time.perf_counter(), time.process_time()
    found = listing(service, request)
    size = sum(map(len, kind.write(found, "https://news.example")))
    rates = found.total / (time.perf_counter() - wall), found.total / (time.process_time() - processor)
    return f"| {kind.suffix} | {found.total} | {size / 1e6:.0f} | {rates[0]:.0f} | {rates[1]:.0f} | {megabytes()} |"


def megabytes() -> int:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
