"""Everything side by side in one run: make bench, or python -m benchmarks [TEXTS …] [--sizes …] [--peers …].

Archives are built of the texts and kept (`--cache`), peers' indices beside them; where nothing changed they are used again.
What was measured is written to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from archive.errors import ConvoyError
from benchmarks import corpus, report
from benchmarks.archives import archive_of, say
from benchmarks.measuring import ingest_rate, measure
from benchmarks.peers import PEERS
from benchmarks.questions import NUMBER

WITH_PEERS = 100_000
"""Articles up to which peers take part and the index is built anew: with more that takes too long. Ingest is timed at so many."""


def main() -> int:
    """Build, measure, write; 2 where there are no texts to build from."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, nargs="*", help="files or folders of articles")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="1000000 takes about an hour")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--cache", type=Path, default=Path("var/bench"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--earlier-rules", action="store_true", help="take archives of these texts as they are, whichever rules found their values"
    )
    options = parser.parse_args()
    load = os.getloadavg()[0]
    try:
        paths = corpus.paths_of(options.texts)
        results = []
        for number in options.sizes:
            archive = archive_of(paths, number, options.cache, earlier_rules=options.earlier_rules)
            small = number <= WITH_PEERS
            results.append(measure(archive, options.peers if small else (), options.rounds, reindex=small))
            if number == WITH_PEERS:
                results[-1].ingest = ingest_rate(sorted(archive.files.iterdir()), number)
    except ConvoyError as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    say(f"wrote {report.write(results, NUMBER, load, earlier_rules=options.earlier_rules)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
