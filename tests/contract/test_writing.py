"""What every engine keeps: blocks that end or fail, other processes, damage, and the mark."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from archive.errors import BadRequest, Unavailable
from search.engines import Engine, IndexDocument, Search, open_engine
from search.tree import Word
from tests.contract.made_up import version
from tests.contract.shelves import Shelf


def keys(engine: Engine) -> set[int]:
    """Return the keys of all standing versions."""
    return set(engine.search(Search(size=100)).keys)


def run(script: str, shelf: Shelf) -> subprocess.CompletedProcess[str]:
    """Run a script in another Python process, with the engine's name and folder as its arguments."""
    return subprocess.run(command(script, shelf), env=environment(shelf), capture_output=True, text=True, check=False)


def command(script: str, shelf: Shelf) -> list[str]:
    """Return the command that runs a script."""
    return [sys.executable, "-c", dedent(script), shelf.name, str(shelf.folder)]


def environment(shelf: Shelf) -> dict[str, str]:
    """Return the environment in which a script finds the engine's index."""
    return {**os.environ, **shelf.environment}


def write_and_fail(engine: Engine, *, clear: bool) -> None:
    """Write all sorts of things in a block that fails."""
    with engine.writing() as writer:
        if clear:
            writer.clear()
        writer.put([version(50, "Never")])
        writer.delete([1])
        writer.mark("never")
        raise RuntimeError("power cut")


def test_an_engine_nobody_declared_is_a_bad_request(folder: Path) -> None:
    with pytest.raises(BadRequest, match="CONVOY_ENGINE"):
        open_engine("telepathy", folder)


def test_a_new_index_is_empty(engine: Engine) -> None:
    found = engine.search(Search(counts={"country": 100}, dates="day"))
    assert (found.total, found.keys, dict(found.dates)) == (0, (), {})
    assert (engine.count(), engine.mark(), engine.vocabulary("", 9)) == (0, "", ())
    assert engine.search(Search(query=Word("tank"), sort="relevance")).total == 0


def test_put_replaces_what_has_the_same_key(filled: Engine) -> None:
    with filled.writing() as writer:
        writer.put([version(1, "Bridges", "Bridges instead.")])
    assert filled.count() == 8
    assert set(filled.search(Search(query=Word("tank"))).keys) == {3}
    assert set(filled.search(Search(query=Word("bridge"))).keys) == {1}


def test_the_last_word_on_a_key_in_a_block_counts(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put([version(1, "First"), version(2, "Second"), version(1, "Third")])
        writer.delete([2, 77])
        writer.put([version(3, "Fourth")])
        writer.delete([3])
        writer.put([version(3, "Fifth")])
    assert keys(engine) == {1, 3}
    assert engine.count() == 2
    assert engine.search(Search(query=Word("first"))).total == 0
    assert engine.search(Search(query=Word("fifth"))).keys == (3,)


def test_delete_and_clear(filled: Engine) -> None:
    with filled.writing() as writer:
        writer.delete([1, 4, 1234])
    assert keys(filled) == {2, 3, 5, 6, 7, 8}
    assert filled.count() == 6
    with filled.writing() as writer:
        writer.put([version(20, "Before")])
        writer.clear()
        writer.put([version(21, "After")])
    assert keys(filled) == {21}
    with filled.writing() as writer:
        writer.clear()
    assert filled.count() == 0


def test_an_exception_discards_the_block(filled: Engine) -> None:
    with filled.writing() as writer:
        writer.mark("before")
    with pytest.raises(RuntimeError, match="power cut"):
        write_and_fail(filled, clear=False)
    with pytest.raises(RuntimeError, match="power cut"):
        write_and_fail(filled, clear=True)
    assert keys(filled) == {1, 2, 3, 5, 6, 7, 8}
    assert filled.mark() == "before"
    with filled.writing() as writer:
        writer.put([version(51, "Later")])
    assert 51 in keys(filled)
    assert 50 not in keys(filled)


def test_nothing_is_visible_before_the_block_ends(shelf: Shelf, filled: Engine) -> None:
    reader = shelf.open()
    with filled.writing() as writer:
        writer.put([version(60, "Soon")])
        writer.delete([1])
        assert keys(reader) == {1, 2, 3, 5, 6, 7, 8}
    assert keys(reader) == {2, 3, 5, 6, 7, 8, 60}
    reader.close()


def test_a_second_writer_is_told_that_another_is_at_work(filled: Engine) -> None:
    with filled.writing(), pytest.raises(Unavailable, match="Another indexer"), filled.writing():
        pass
    with filled.writing() as writer:
        writer.delete([1])
    assert 1 not in keys(filled)


def test_a_second_writer_in_another_process_is_told_too(shelf: Shelf, filled: Engine) -> None:
    script = """
        import sys
        from pathlib import Path
        from archive.settings import Settings
        from search.engines import open_engine
        with open_engine(sys.argv[1], Path(sys.argv[2]), Settings.from_environment().cluster).writing():
            pass
    """
    with filled.writing():
        assert "Another indexer" in run(script, shelf).stderr
    assert run(script, shelf).returncode == 0


def test_a_reader_sees_what_another_process_has_written(shelf: Shelf, filled: Engine) -> None:
    script = """
        import sys
        from pathlib import Path
        from archive.settings import Settings
        from search.engines import open_engine
        from tests.contract.made_up import version
        with open_engine(sys.argv[1], Path(sys.argv[2]), Settings.from_environment().cluster).writing() as writer:
            writer.put([version(70, "From elsewhere", country="SE")])
            writer.delete([1])
            writer.mark("edition 7")
    """
    assert 70 not in keys(filled)
    done = run(script, shelf)
    assert done.returncode == 0, done.stderr
    assert keys(filled) == {2, 3, 5, 6, 7, 8, 70}
    assert filled.mark() == "edition 7"
    assert dict(filled.search(Search(counts={"country": 100})).counts["country"].values)["SE"] == 1


def test_a_killed_writer_leaves_the_state_before(shelf: Shelf, filled: Engine) -> None:
    script = """
        import os, signal, sys
        from pathlib import Path
        from archive.settings import Settings
        from search.engines import open_engine
        from tests.contract.made_up import version
        with open_engine(sys.argv[1], Path(sys.argv[2]), Settings.from_environment().cluster).writing() as writer:
            writer.clear()
            writer.put(version(key, "Lost", "lost words " * 50) for key in range(100, 400))
            os.kill(os.getpid(), signal.SIGKILL)
    """
    assert run(script, shelf).returncode == -9
    assert keys(filled) == {1, 2, 3, 5, 6, 7, 8}
    with filled.writing() as writer:
        writer.put([version(80, "Found")])
    reopened = shelf.open()
    assert keys(reopened) == {1, 2, 3, 5, 6, 7, 8, 80}
    reopened.close()


def test_what_was_written_is_there_when_opened_again(shelf: Shelf, filled: Engine) -> None:
    with filled.writing() as writer:
        writer.mark("edition 1")
    filled.close()
    reopened = shelf.open()
    assert keys(reopened) == {1, 2, 3, 5, 6, 7, 8}
    assert reopened.mark() == "edition 1"
    reopened.close()


def test_the_mark_stays_until_another_is_left_and_never_survives_a_clear(filled: Engine) -> None:
    with filled.writing() as writer:
        writer.mark("edition 4 of žemė")
    with filled.writing() as writer:
        writer.delete([1])
    assert filled.mark() == "edition 4 of žemė"
    with filled.writing() as writer:
        writer.clear()
    assert filled.mark() == ""


def test_many_small_blocks_add_up(engine: Engine) -> None:
    for key in range(25):
        with engine.writing() as writer:
            writer.put([version(key, f"Report {key}", "convoy", country="UA" if key % 2 else "LT")])
            writer.delete([key - 5])
    found = engine.search(Search(query=Word("convoy"), counts={"country": 100}, size=100, sort="relevance"))
    assert found.keys == (24, 23, 22, 21, 20)
    assert found.counts["country"].values == (("LT", 3), ("UA", 2))
    assert [word for word, _ in engine.vocabulary("report", 3)] == ["report"]


def test_something_else_in_its_place_is_refused_with_the_cure(shelf: Shelf) -> None:
    shelf.put_stranger()
    with pytest.raises(Unavailable, match="python -m indexer reindex"):
        shelf.open()
    assert shelf.stranger_is_there()


@pytest.mark.parametrize("part", ["engine", "version", "schema", "analysis", "facets"])
def test_an_index_made_otherwise_is_stale(shelf: Shelf, filled: Engine, part: str) -> None:
    filled.close()
    shelf.restamp(part)
    with pytest.raises(Unavailable, match=rf"\({part}\).*python -m indexer reindex"):
        shelf.open()


@pytest.mark.parametrize(("name", "other"), [("tantivy", "whoosh"), ("whoosh", "tantivy")])
def test_an_index_of_another_engine_is_stale(shelf: Shelf, filled: Engine, other: str) -> None:
    filled.close()
    with pytest.raises(Unavailable, match="reindex"):
        open_engine(other, shelf.folder)


def test_an_index_that_vanishes_is_unavailable(shelf: Shelf, filled: Engine) -> None:
    shelf.vanish()
    with pytest.raises(Unavailable, match="python -m indexer reindex"):
        filled.search(Search())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a damaged file open
def test_a_damaged_index_is_unavailable(shelf: Shelf, filled: Engine) -> None:
    filled.close()
    shelf.damage()
    with pytest.raises(Unavailable, match="python -m indexer reindex"):
        shelf.open().search(Search(query=Word("tank"), sort="relevance", counts={"country": 100}))


def test_two_processes_may_make_the_same_index(shelf: Shelf, articles: tuple[IndexDocument, ...]) -> None:
    script = """
        import sys
        from pathlib import Path
        from archive.settings import Settings
        from search.engines import open_engine
        print(open_engine(sys.argv[1], Path(sys.argv[2]), Settings.from_environment().cluster).count())
    """
    pipe, place = subprocess.PIPE, environment(shelf)
    several = [subprocess.Popen(command(script, shelf), env=place, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    assert [process.communicate() for process in several] == [("0\n", "")] * 3
    engine = shelf.open()
    with engine.writing() as writer:
        writer.put(articles)
    assert engine.count() == len(articles)
    assert shelf.leftovers() == []
    engine.close()
