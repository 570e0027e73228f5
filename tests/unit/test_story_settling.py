"""Stories as the archive keeps them: settled when articles come, the same for ever in the editions that are past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Article
from archive.store import Prepared, Store, Writer
from archive.store.stories import all_stories, joined_of, report_counts, reports, shared_stories
from indexer import story_settling
from indexer.story_settling import settle_stories
from tests.unit.test_stories import BRIDGE, LATER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def report(key: str, body: str = BRIDGE, *, date: str = "2031-05-12") -> Article:
    """Return a report of one event unless it is given another text."""
    return Article(id=key, title="Railway bridge at Orlow reopened", body=body, date=date, source="courier")


def come(store: Store, *articles: Article, settled: bool = True) -> int:
    """Let articles come to the archive in one run; return its edition."""
    with Writer.open(store) as writer:
        writer.keep([Prepared(article, (), {"source": ("courier",)}) for article in articles])
        if settled:
            settle_stories(store, writer)
        writer.finish("test")
    return store.newest


def stories(store: Store) -> dict[str, str]:
    """Return the stories of all standing articles."""
    return {article: story for article, _, story in all_stories(store)}


def test_articles_of_one_run_are_named_after_the_first_known(store: Store) -> None:
    come(store, report("b"), report("a"), report("c", LATER))
    assert stories(store) == {"b": "b", "a": "b", "c": "c"}


def test_an_article_that_comes_later_joins_the_story(store: Store) -> None:
    first = come(store, report("a"), report("c", LATER))
    second = come(store, report("b"))
    assert stories(store) == {"a": "a", "c": "c", "b": "a"}
    assert report_counts(store, ["a", "c"], first) == {"a": 1, "c": 1}
    assert report_counts(store, ["a", "c"], second) == {"a": 2, "c": 1}
    assert [one.article for one in reports(store, ["a"], second)["a"]] == ["a", "b"]
    assert shared_stories(store) == {"a"}
    assert joined_of(store, ["a", "c", "unknown"]) == ["a"]


def test_runs_one_after_the_other_come_to_the_same_stories_as_one_run(store: Store, tmp_path: Path) -> None:
    articles = [report(f"bridge{n}", BRIDGE + f" Week {n} of it." * n) for n in range(4)] + [
        report(f"farm{n}", LATER, date=f"2031-0{n + 1}-01") for n in range(4)
    ]
    for article in articles:
        come(store, article)
    other = Store(tmp_path / "other")
    come(other, *articles)
    assert stories(store) == stories(other)
    other.close()


def test_the_index_learns_that_an_older_article_shares_its_story_now(store: Store) -> None:
    first = come(store, report("a"), report("c", LATER))
    come(store, report("b"))
    assert [version.article.id for version in store.touched(first)] == ["a", "b"]
    assert store.count_touched(first) == 2


def test_a_new_article_that_joins_two_stories_renames_the_smaller(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    come(store, report("x1", "first " + LATER, date="2031-05-01"))
    come(store, report("y1"), report("y2"))
    edition = store.newest

    def pairs(*_: object) -> Iterator[tuple[str, str]]:
        yield from (("x1", "z"), ("y1", "z"))

    monkeypatch.setattr(story_settling, "joined", pairs)
    come(store, report("z", LATER + BRIDGE))
    assert stories(store) == {"x1": "y1", "y1": "y1", "y2": "y1", "z": "y1"}
    assert report_counts(store, ["x1", "y1"], edition) == {"x1": 1, "y1": 2}
    assert [(e.added, e.relabelled) for e in store.editions()[:1]] == [(1, 1)]


def test_a_revised_article_stays_in_its_story_and_may_bring_another_in(store: Store) -> None:
    come(store, report("a", "A short notice."), report("b"))
    assert stories(store) == {"a": "a", "b": "b"}
    come(store, report("a"))
    assert stories(store) == {"a": "a", "b": "a"}
    come(store, report("a", LATER))
    assert stories(store) == {"a": "a", "b": "a"}


def test_a_withdrawn_article_comes_back_to_its_story(store: Store) -> None:
    come(store, report("a"), report("b"), report("c"))
    with Writer.open(store) as writer:
        writer.withdraw(["a", "b"])
        writer.finish("test")
    assert stories(store) == {"c": "a"}
    come(store, report("b"))
    assert stories(store) == {"c": "a", "b": "a"}


def test_new_values_leave_the_story_alone(store: Store) -> None:
    come(store, report("a"), report("b"))
    with Writer.open(store) as writer:
        writer.keep([Prepared(report("b"), (), {"source": ("other",)})])
        writer.finish("test")
    assert stories(store) == {"a": "a", "b": "a"}


def test_what_a_killed_run_kept_is_settled_by_the_next(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([Prepared(report("a"), (), {}), Prepared(report("b"), (), {})])
    come(store)
    assert stories(store) == {"a": "a", "b": "a"}


def test_an_archive_made_before_there_were_stories_gets_them_in_a_new_edition(store: Store) -> None:
    before = come(store, report("a"), report("b"), report("c", LATER), settled=False)
    after = come(store)
    assert after == before + 1
    assert stories(store) == {"a": "a", "b": "a", "c": "c"}
    assert report_counts(store, ["a"], before) == {"a": 1}
    assert store.editions()[0].relabelled == 1


def test_comparing_anew_parts_what_no_longer_belongs_together(store: Store) -> None:
    come(store, report("a", "A short notice."), report("b"))
    come(store, report("a"))
    come(store, report("a", LATER), report("d"))
    assert stories(store) == {"a": "a", "b": "a", "d": "a"}
    with Writer.open(store) as writer:
        settle_stories(store, writer, anew=True)
        writer.finish("anew")
    assert stories(store) == {"a": "a", "b": "b", "d": "b"}


def test_comparing_anew_changes_nothing_where_the_rules_are_the_same(store: Store) -> None:
    edition = come(store, report("a"), report("b"), report("c", LATER))
    with Writer.open(store) as writer:
        settle_stories(store, writer, anew=True)
        assert writer.finish("anew") is None
    assert store.newest == edition


def test_many_new_articles_are_settled_as_few_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    come(store, report("a"), report("c", LATER))
    monkeypatch.setattr(story_settling, "FEW", 0)
    come(store, report("b"), replace(report("d", LATER), title="Farmers"))
    assert stories(store)["b"] == "a"
