"""Worker processes that die, here and on a Dask cluster: nothing but what kills them is lost, and everything stays in order."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import Unavailable
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.extract import workers
from indexer.extract.crews import Workforce
from indexer.extract.extractor import extraction_stamp
from indexer.extract.workers import BATCH, find_all, spread
from indexer.pipeline import Ingest
from tests.conftest import write_jsonl
from tests.faults.deadly import measure

TWO = Workforce(2)
WORDS = [f"word-{number}" for number in range(6 * BATCH)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Run a Dask cluster of two worker processes; yield its address."""
    from distributed import LocalCluster

    with warnings.catch_warnings():
        # Dask leaves sockets to the collector when it ends its processes.
        warnings.simplefilter("ignore", ResourceWarning)
        with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as running:
            yield running.scheduler_address


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    fatal = tmp_path / "fatal"
    fatal.touch()
    words = [*WORDS[:100], str(fatal), *WORDS[100:]]
    found = list(spread(words, measure, TWO))
    assert found == [(word, len(word)) for word in words]
    assert not fatal.exists()


def test_an_item_that_kills_twice_is_given_up_alone() -> None:
    words = [*WORDS[:100], "poison", *WORDS[100:]]
    found = list(spread(words, measure, TWO))
    assert found == [(word, None if word == "poison" else len(word)) for word in words]


def test_processes_that_cannot_live_at_all_stop_the_run() -> None:
    with pytest.raises(Unavailable, match="CONVOY_JOBS"):
        list(spread(["poison"] * 3 * BATCH, measure, TWO))


def test_a_deadly_article_is_refused_by_name_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path / "var", jobs=1, model=False)
    path = write_jsonl(tmp_path / "articles.jsonl")
    honest = workers.extract_all
    monkeypatch.setattr(
        "indexer.pipeline.extract_all",
        lambda articles, **how: ((one, None if one.external_id == "2" else found) for one, found in honest(articles, **how)),
    )
    store = Store(settings.home)
    with Writer.open(store) as writer:
        report = Ingest(store, writer, settings).run([path])
    assert report.added == 4
    assert [refusal.where for refusal in report.refused] == [f"{path}: https://news.example/b"]
    assert [refusal.where for refusal in store.refusals()] == [f"{path}: https://news.example/b"]
    monkeypatch.undo()
    with Writer.open(store) as writer:
        report = Ingest(store, writer, settings).run([path])
    store.close()
    assert (report.added, report.unchanged, report.refused) == (1, 4, ())


def test_a_cluster_gives_what_one_process_gives(cluster: str) -> None:
    readings = [(f"Latvia sent {number} howitzers to {('Poland', 'Norway')[number % 2]}.", ()) for number in range(3 * BATCH)]
    assert list(find_all(readings, crew=Workforce(dask=cluster))) == list(find_all(readings, crew=Workforce(1)))


def test_a_cluster_whose_worker_dies_goes_on(cluster: str, tmp_path: Path) -> None:
    fatal = tmp_path / "fatal"
    fatal.touch()
    words = [*WORDS[:100], str(fatal), *WORDS[100:]]
    found = list(spread(words, measure, Workforce(dask=cluster)))
    assert found == [(word, len(word)) for word in words]


def test_workers_with_other_rules_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "extraction_stamp", lambda: extraction_stamp() + " of another day")
    with pytest.raises(Unavailable, match="another version"):
        list(find_all([("Latvia", ())], crew=Workforce(dask=cluster)))


def test_a_cluster_that_is_not_there_is_named() -> None:
    with pytest.raises(Unavailable, match=r"tcp://127\.0\.0\.1:9 "):
        list(find_all([("Latvia", ())], crew=Workforce(dask="tcp://127.0.0.1:9")))
