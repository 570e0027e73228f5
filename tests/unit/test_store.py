"""The store: versions, editions, refusals and what survives a second run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import Unavailable
from archive.model import Article, Cut, Mention, Refusal, Span
from archive.store import Kept, Prepared, Store, Writer
from archive.store.lists import first_edition
from archive.store.stories import among

ARTICLE = Article(
    id="a1", title="Vilnius sends radars", body="Lithuania sends radars.\n\nMore will come.", date="2024-08-14", url="https://example.org/a",
    source="example.org", external_id="7", cuts=(Cut("related", "Related: x"),),
)  # fmt: skip
MENTION = Mention("country", "LT", "Lithuania", "Lithuania", 22, 31, "name")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.close()


def prepared(article: Article = ARTICLE, country: str = "LT", path: str = "", stamp: str = "") -> Prepared:
    return Prepared(article, (MENTION._replace(value=country),), {"country": (country,)}, path=path, stamp=stamp)


def test_an_article_comes_back_as_it_was_kept(store: Store) -> None:
    with Writer.open(store) as writer:
        assert writer.keep([prepared()]) == [Kept.ADDED]
        writer.finish("test")
    version = store.version("a1")
    assert version is not None
    assert version.article == ARTICLE
    assert version.values == {"country": ("LT",)}
    assert version.mentions == (MENTION._replace(label=""),)
    assert (version.added, version.retired) == (1, None)


def test_nothing_is_visible_before_its_edition_is_finished(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared()])
    assert store.version("a1") is None
    assert list(store.touched(0)) == []
    assert store.newest == 0


def test_what_a_killed_run_kept_belongs_to_the_next_edition(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared()])
    with Writer.open(store) as writer:
        assert writer.keep([prepared()]) == [Kept.UNCHANGED]
        edition = writer.finish("second try")
    assert edition is not None
    assert (edition.number, edition.added) == (1, 1)


def test_a_run_that_changes_nothing_makes_no_edition(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared()])
        writer.finish("first")
        assert writer.keep([prepared()]) == [Kept.UNCHANGED]
        assert writer.finish("again") is None
    assert store.newest == 1


def test_past_editions_keep_what_stood_in_them(store: Store) -> None:
    changed = replace(ARTICLE, title="Vilnius sends more radars")
    with Writer.open(store) as writer:
        writer.keep([prepared()])
        writer.finish("first")
        assert writer.keep([prepared(changed)]) == [Kept.CHANGED]
        writer.finish("second")
        assert writer.keep([prepared(changed, country="LV")]) == [Kept.RELABELLED]
        writer.finish("third")
        assert writer.withdraw(["a1"]) == 1
        writer.finish("fourth")
    then = [store.version("a1", number) for number in (1, 2, 3, 4)]
    assert [version and (version.article.title, version.values["country"]) for version in then] == [
        (ARTICLE.title, ("LT",)), (changed.title, ("LT",)), (changed.title, ("LV",)), None,
    ]  # fmt: skip
    counts = [(e.added, e.changed, e.relabelled, e.withdrawn) for e in reversed(store.editions())]
    assert counts == [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)]
    assert first_edition(store, "a1") == 1


def test_two_states_within_one_run_count_once_and_only_the_last_is_visible(store: Store) -> None:
    later = replace(ARTICLE, body="Another text.")
    with Writer.open(store) as writer:
        writer.keep([prepared(), prepared(later)])
        edition = writer.finish("run")
    assert edition is not None
    assert (edition.added, edition.changed) == (1, 0)
    version = store.version("a1")
    assert version is not None
    assert version.article.body == "Another text."


def test_a_feeds_own_number_is_kept_but_does_not_make_a_version(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared()])
        assert writer.keep([prepared(replace(ARTICLE, external_id="8"))]) == [Kept.UNCHANGED]


def test_touched_tells_an_index_what_came_and_what_went(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared(), prepared(replace(ARTICLE, id="a2", body="Two."))])
        writer.finish("first")
        writer.keep([prepared(replace(ARTICLE, title="New"))])
        writer.finish("second")
    assert [(v.article.id, v.added, v.retired) for v in store.touched(1)] == [("a1", 1, 2), ("a1", 2, None)]
    assert store.count_touched(0) == 3


def test_touched_tells_versions_that_say_the_same_one_behind_the_other(store: Store) -> None:
    articles = [ARTICLE, replace(ARTICLE, id="a2", body="Two.")]
    with Writer.open(store) as writer:
        writer.keep([prepared(article) for article in articles])
        writer.finish("first")
        assert writer.keep([prepared(article, country="LV") for article in articles]) == [Kept.RELABELLED] * 2
        writer.finish("second")
    assert [(v.article.id, v.added) for v in store.touched(0)] == [("a1", 1), ("a1", 2), ("a2", 1), ("a2", 2)]


def test_spans_of_the_language_model_are_kept_with_the_content(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([replace(prepared(), spans=(Span(0, 7),), model="md")])
        writer.finish("run")
    assert [spans for _, spans in store.standing()] == [(Span(0, 7),)]


def test_a_second_writer_is_refused(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path)
    try:
        with Writer.open(store), pytest.raises(Unavailable, match="Another indexer"), Writer.open(other):
            pass
    finally:
        other.close()


def test_an_entity_keeps_its_id_and_gets_a_free_one(store: Store) -> None:
    with Writer.open(store) as writer:
        assert writer.entity("person", "jan-kowalski", "Jan Kowalski", "kovalski|jan") == "jan-kowalski"
        assert writer.entity("person", "yan-kovalsky", "Yan Kovalsky", "kovalski|jan") == "jan-kowalski"
        assert writer.entity("person", "jan-kowalski", "Jan Kowalski Jr", "kovalski|jan|jr") == "jan-kowalski-2"
    assert store.labels("person", ["jan-kowalski", "nobody"]) == {"jan-kowalski": "Jan Kowalski"}


def test_refusals_are_remembered_until_the_file_is_read_again(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.file_read("/f", 10, 99, "s", [Refusal("f line 2", "bad JSON")])
        assert writer.read_before("/f", 10, 99) == "s"
        assert writer.read_before("/f", 11, 99) is None
        assert store.refusals() == (Refusal("f line 2", "bad JSON"),)
        writer.file_read("/f", 11, 99, "t", [])
    assert store.refusals() == ()


def test_pruning_withdraws_only_what_no_file_brings(store: Store) -> None:
    other = replace(ARTICLE, id="a2", body="Two.")
    with Writer.open(store) as writer:
        writer.keep([prepared(path="/f", stamp="1"), prepared(other, path="/f", stamp="1"), prepared(other, path="/g", stamp="1")])
        writer.file_read("/f", 1, 1, "1", [])
        writer.file_read("/g", 1, 1, "1", [])
        writer.finish("first")
        writer.forget_origins("/f", gone=True)
        assert writer.withdraw_orphans() == 1
        writer.finish("pruned")
    assert store.version("a1") is None
    assert store.version("a2") is not None


def test_stories_are_looked_up_without_reading_every_version(store: Store) -> None:
    sql = f"explain query plan select v.key from versions v where {among(['a1', 'a2'])}"
    steps = [str(row[3]) for row in store.db.execute(sql, ["a1", "a2", "a1", "a2"]) if "SEARCH" in row[3] or "SCAN" in row[3]]
    assert [step.rpartition("(")[2] for step in steps] == ["story=?)", "article=?)"]


def test_places_are_those_of_the_edition_asked_for_and_not_of_what_is_being_kept(store: Store) -> None:
    with Writer.open(store) as writer:
        writer.keep([prepared()])
        assert store.places("a1", store.newest) == ()
        writer.finish("first")
        writer.keep([prepared(country="LV")])
        assert store.places("a1", store.newest) == (MENTION._replace(label="", surface=""),)
        writer.finish("second")
    assert [mention.value for mention in store.places("a1", 2)] == ["LV"]
    assert [mention.value for mention in store.places("a1", 1)] == ["LT"]
    assert store.places("a2", 2) == ()
