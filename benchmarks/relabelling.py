"""Time of `reextract` after changes of the data, each on a copy of an archive and with a changed copy of the program's gazetteers.

make bench CORPUS=file-or-folder prints it with the other figures: articles relabelled, seconds by the clock with the index
brought up to date, processor seconds of all processes together, and the largest memory of one.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from archive.errors import BadRequest
from benchmarks.corpus import paths_of

ROOT = Path(__file__).parent.parent
DATA = Path("archive", "gazetteers", "data")


@dataclass(frozen=True)
class Change:
    """A change of one line of a data file: what `pattern` matches becomes `new`."""

    what: str
    file: Path
    pattern: str
    new: str


CHANGES = (
    Change("nothing", DATA / "person" / "people.csv", "", ""),
    Change("a name of a weapon taken out", DATA / "equipment" / "forms.csv", r"(?m)^tanks,.*\n", ""),
    Change("the id of a person often named", DATA / "person" / "people.csv", r"(?m)^vladimir-putin,", "vladimir-v-putin,"),
)


def main() -> int:
    """Ingest the corpus where that was not done before, and time every change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument("--home", type=Path, default=Path("var/bench-values"))
    options = parser.parse_args()
    try:
        texts = paths_of(options.texts)
    except BadRequest as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    if not (options.home / "archive.sqlite").exists():
        # The first file alone: news, where the defaults are taken.
        indexer(ROOT, options.home, "ingest", "--lenient", str(texts[0].resolve()))
    print("\n| reextract after a change of the data | said | seconds | processor seconds | memory, MB |\n|---|---|--:|--:|--:|")
    for change in CHANGES:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(change, options.home, Path(folder)), flush=True)
    print(f"\nLoad of the machine when it ended: {os.getloadavg()[0]:.1f}")
    return 0


def measured(change: Change, home: Path, folder: Path) -> str:
    """Return a change's row of the table."""
    for room in ("archive", "indexer", "search"):
        shutil.copytree(ROOT / room, folder / room)
    shutil.copytree(home, folder / "home", symlinks=True)
    data = folder / change.file
    if change.pattern:
        text, count = re.subn(change.pattern, change.new, data.read_text(encoding="utf-8"))
        assert count == 1, f"{change.file} has no such line any more: {change.pattern}"
        data.write_text(text, encoding="utf-8")
    began, used = time.perf_counter(), processor_seconds()
    said = indexer(folder, folder / "home", "reextract").strip()
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"| {change.what} | {said} | {seconds:.1f} | {processor_seconds() - used:.1f} | {memory:,.0f} |"


def indexer(program: Path, home: Path, *arguments: str) -> str:
    """Run the indexer of a copy of the program on an archive; return what it said last."""
    environment = os.environ | {"CONVOY_HOME": str(home.resolve())}
    command = [sys.executable, "-m", "indexer", *arguments]
    done = subprocess.run(command, cwd=program, env=environment, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[2:])} failed:\n{done.stderr}")
    return done.stderr.splitlines()[-1] if done.stderr else ""


def processor_seconds() -> float:
    """Return the processor time of all finished children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
