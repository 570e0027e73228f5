"""A run killed at any moment leaves a consistent archive, and the next one finishes the rest."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive import meaning
from archive.settings import Settings
from archive.store import Store
from indexer.meaning import AT_ONCE
from search.engines import Search
from search.engines.current import CurrentIndex
from tests.conftest import Document, ingest, untested, write_jsonl

ROOT = Path(__file__).parents[2]
ARTICLES = 1500


def start(home: Path, path: Path, jobs: int = 1) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CONVOY_HOME": str(home), "CONVOY_MODEL": "off", "CONVOY_JOBS": str(jobs)}
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
    """Write articles that have nothing in common, so that none of the time goes into comparing them."""
    path = tmp_path / "articles.jsonl"
    lines = (
        {"id": str(n), "url": f"https://news.example/{n}", "date": "2024-08-14", "source": "news.example",
         "title": f"Radar number {n} reaches Riga",
         "text": f"Latvia took radar {n}. " + f"Crew {n} keeps radar {n} at post {n}. " * 20}
        for n in range(ARTICLES)
    )  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that a process started."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()]


def wait_until_gone(pids: list[int]) -> None:
    """Return when none of the processes runs any more; pytest's own limit on the wait is the test's."""
    for _ in range(1000):
        if not any(Path(f"/proc/{pid}/status").exists() and "Z (zombie)" not in status(pid) for pid in pids):
            return
        subprocess.run([sys.executable, "-c", ""], check=True)
    pytest.fail(f"still running: {pids}")


def status(pid: int) -> str:
    """Return what the system says of a process, empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return "Z (zombie)"


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_shows_nothing_and_the_next_one_finishes_it(
    tmp_path: Path, articles: Path, how: signal.Signals, jobs: int
) -> None:
    home = tmp_path / "var"
    process = start(home, articles, jobs)
    wait_until_kept(process, home, 200)
    workers = workers_of(process)
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    wait_until_gone(workers)
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


def test_a_killed_worker_is_replaced_and_its_articles_are_read(tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "var"
    process = start(home, articles, jobs=2)
    wait_until_kept(process, home, 100)
    workers = [pid for pid in workers_of(process) if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")]
    os.kill(workers[0], signal.SIGKILL)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, b"Traceback" in errors) == (0, False), errors
    store = Store(home)
    standing = [version.article.external_id for version, _ in store.standing(mentions=False)]
    store.close()
    assert standing == [str(number) for number in range(ARTICLES)]


def read_for_meaning(home: Path, most: int) -> int:
    """Read an archive for meaning in a process of its own, which is killed after so many articles; return how it ended."""
    call = f"from tests.faults.deadly import read_for_meaning; read_for_meaning({str(home)!r}, {most})"
    return subprocess.run([sys.executable, "-c", call], cwd=ROOT, check=False).returncode


def test_reading_for_meaning_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    if not meaning.is_installed():
        untested("reading for meaning was not killed: its model is not there. Get it with: python -m tools.model")
    number = AT_ONCE + 100
    short = tuple(Document(id=str(n), url=f"https://n.example/{n}", title=f"Radar {n}", text=f"Post {n}.") for n in range(number))
    home = ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", short)]).home
    assert read_for_meaning(home, AT_ONCE + 50) == -signal.SIGKILL
    with closing(Store(home)) as store:
        before = dict(store.db.execute("select content, point from points"))
        assert len(before) == AT_ONCE
        assert read_for_meaning(home, number + 1) == 0
        after = dict(store.db.execute("select content, point from points"))
        assert len(after) == number
        assert before.items() <= after.items()


@pytest.mark.parametrize("words", [("indexer", "ingest", "seeds"), ("indexer", "status"), ("search", "tanks")])
def test_a_damaged_archive_is_one_readable_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "archive.sqlite").write_bytes(b"not a database " * 500)
    environment = {**os.environ, "CONVOY_HOME": str(tmp_path), "CONVOY_MODEL": "off"}
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("convoy: The archive cannot be read or written: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_home_that_is_a_file_is_one_readable_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("", encoding="utf-8")
    environment = {**os.environ, "CONVOY_HOME": str(home), "CONVOY_MODEL": "off"}
    command = [sys.executable, "-m", "indexer", "ingest", "seeds"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
