"""A run killed at any moment leaves a consistent archive, and the next one finishes the rest."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.settings import Settings
from archive.store import Store
from search.engines import Search
from search.engines.current import CurrentIndex

ROOT = Path(__file__).parents[2]
ARTICLES = 1500


def start(home: Path, path: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CONVOY_HOME": str(home), "CONVOY_MODEL": "off", "CONVOY_JOBS": "1"}
    command = [sys.executable, "-m", "indexer", "ingest", str(path)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kept(home: Path) -> int:
    """Return how many versions a process that is still writing has kept."""
    try:
        connection = sqlite3.connect(f"file:{home / 'archive.sqlite'}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(connection.execute("select count(*) from versions").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def wait_until_kept(process: subprocess.Popen[bytes], home: Path, number: int) -> None:
    while kept(home) < number:
        try:
            process.wait(timeout=0.01)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail("the ingest ended before it could be stopped")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    lines = (
        {"id": str(n), "url": f"https://news.example/{n}", "date": "2024-08-14", "source": "news.example",
         "title": f"Radar number {n} reaches Riga",
         "text": f"Latvia took delivery of radar number {n}. " + "It will watch the coast and the sea beyond it. " * 20}
        for n in range(ARTICLES)
    )  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_shows_nothing_and_the_next_one_finishes_it(tmp_path: Path, articles: Path, how: signal.Signals) -> None:
    home = tmp_path / "var"
    process = start(home, articles)
    wait_until_kept(process, home, 200)
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if how is signal.SIGKILL else 130)
    assert b"Traceback" not in errors
    store = Store(home)
    assert (store.newest, list(store.touched(0))) == (0, [])
    store.close()

    process = start(home, articles)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    store = Store(home)
    standing = store.count("select count(*) from versions where retired is null")
    store.close()
    assert standing == ARTICLES
    index = CurrentIndex(home, Settings().engine)
    assert index.search(Search()).total == ARTICLES
    assert index.edition() == 1


def test_an_index_that_was_lost_is_built_again_by_the_next_run(tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "var"
    start(home, articles).communicate(timeout=120)
    for path in (home / "index").rglob("*"):
        if path.is_file():
            path.unlink()
    process = start(home, articles)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert CurrentIndex(home, Settings().engine).search(Search()).total == ARTICLES
