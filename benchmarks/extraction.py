"""Score extraction against labelled articles: make eval GOLD=folder.

The folder holds `NAME.docs.jsonl`, `NAME.labels.jsonl` and the scorer that came with them, `score.py`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def main() -> int:
    """Extract the values of every document, print the scorer's table and the time taken; 2 where the folder is not complete."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--errors", type=int, default=400)
    options = parser.parse_args()
    if options.gold is None or not (options.gold / "score.py").is_file():
        print("Name the folder of the labelled articles, which holds score.py too: make eval GOLD=folder", file=sys.stderr)
        return 2
    pairs = list(labelled(options.gold))
    if not pairs:
        print(f"{options.gold} holds no pair NAME.docs.jsonl and NAME.labels.jsonl.", file=sys.stderr)
        return 2
    for documents, labels in pairs:
        score(options.gold / "score.py", documents, labels, options.errors)
    return 0


def labelled(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the documents and their labels."""
    for documents in sorted(folder.glob("*docs.jsonl")):
        labels = documents.with_name(documents.name.replace("docs.jsonl", "labels.jsonl"))
        if labels.is_file():
            yield documents, labels


def score(scorer: Path, documents: Path, labels: Path, errors: int) -> None:
    """Run `python -m indexer extract` on the documents and the scorer on what it wrote."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as values, documents.open("rb") as lines:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "indexer", "extract"], stdin=lines, stdout=values, check=True)
        print(f"{documents.name}: extracted in {time.perf_counter() - started:.1f} s", flush=True)
        subprocess.run([sys.executable, scorer, labels, values.name, "--errors", str(errors)], check=True)


if __name__ == "__main__":
    sys.exit(main())
