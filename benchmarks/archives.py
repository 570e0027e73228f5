"""Archives to measure on: built once from given texts and kept in a folder, built again where texts or rules changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import Unavailable
from archive.settings import Settings
from archive.store import Store
from benchmarks import corpus
from indexer.extract.extractor import extraction_stamp
from search.engines.current import CurrentIndex

MADE_OF = "made-of.txt"
"""The file that says what an archive was built from."""


@dataclass(frozen=True)
class Archive:
    """An archive of articles, with the files it was read from; `articles` that stand, and the bytes of their text in UTF-8."""

    folder: Path
    articles: int
    text: int

    @property
    def home(self) -> Path:
        """Return the folder to give as CONVOY_HOME."""
        return self.folder / "home"

    @property
    def files(self) -> Path:
        """Return the folder of the files it was read from."""
        return self.folder / "articles"

    @property
    def settings(self) -> Settings:
        """Return the settings to open it with; no language model."""
        return Settings(home=self.home, model=False)


def archive_of(paths: Sequence[Path], number: int, cache: Path, *, earlier_rules: bool = False) -> Archive:
    """Return the archive of so many articles, built under `cache` unless it is there and unchanged.

    With `earlier_rules` one of the same texts will do whose values were found by other rules: to find those of a million articles
    takes more than an hour. Its index is built anew where it is of another version.
    """
    folder = cache / str(number)
    texts = corpus.fingerprint(paths, number)
    made_of = f"{texts} {extraction_stamp()}"
    known = folder / MADE_OF
    if earlier_rules and known.exists() and known.read_text().startswith(f"{texts} "):
        if not readable(folder / "home"):
            indexer("reindex", home=folder / "home")
        return measured(folder)
    if not known.exists() or known.read_text() != made_of:
        shutil.rmtree(folder, ignore_errors=True)
        say(f"building an archive of {number:,} articles in {folder}")
        corpus.write(paths, number, folder / "articles")
    # Where nothing changed this reads nothing, but an index of another version is built anew.
    indexer("ingest", "--lenient", folder / "articles", home=folder / "home")
    known.write_text(made_of)
    return measured(folder)


def readable(home: Path) -> bool:
    """Tell whether the index of an archive is one of this version."""
    try:
        CurrentIndex(home, "tantivy").engine().close()
    except Unavailable:
        return False
    return True


def measured(folder: Path) -> Archive:
    """Return the archive in a folder, its articles and bytes counted."""
    store = Store(folder / "home")
    try:
        text = "length(cast(title as blob)) + length(cast(standfirst as blob)) + length(cast(body as blob))"
        standing = "from versions join contents on id = content where retired is null"
        return Archive(folder, store.count(f"select count(*) {standing}"), store.count(f"select sum({text}) {standing}"))
    finally:
        store.close()


def indexer(*arguments: str | Path, home: Path) -> None:
    """Run one of the indexer's commands on an archive, without the language model; end with its status where it fails."""
    done = subprocess.run([sys.executable, "-m", "indexer", *map(str, arguments)], env=environment(home), check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment that makes a command work on an archive."""
    return {**os.environ, "CONVOY_HOME": str(home), "CONVOY_MODEL": "off", **(more or {})}


def say(message: str) -> None:
    """Tell whoever waits what is going on."""
    print(message, file=sys.stderr, flush=True)
