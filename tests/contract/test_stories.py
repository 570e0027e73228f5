"""Folded searches: one hit a story, and counts, pages and months of stories."""

from __future__ import annotations

import pytest

from search.engines import Engine, FacetCounts, Filter, Search
from search.tree import AllOf, Among, Not, Word
from tests.contract.made_up import version

REPORTS = (
    version(1, "Tanks leave", "Ten tanks left.", date="2024-02-01", country="LT UA", source="harbour-news", story="tanks"),
    version(2, "Ten tanks leave", "Ten tanks left.", date="2024-02-02", country="LT", source="baltic-times", story="tanks"),
    version(3, "Tanks on their way", "They left.", date="2024-03-01", country="UA", source="wire", story="tanks", added=2),
    version(4, "Drones fell", "Three fell.", date="2024-02-03", country="LT", source="wire", story="drones", retired=2),
    version(5, "Drones down", "Three fell.", date="2024-02-04", country="LT PL", source="wire", story="drones"),
    version(6, "Shells", "Tanks wait for shells.", date="2024-02-05", source="wire"),
    version(7, "Shells again", "Tanks wait for shells.", source="baltic-times"),
)


@pytest.fixture
def newsroom(engine: Engine) -> Engine:
    """Return an engine that holds the reports."""
    with engine.writing() as writer:
        writer.put(REPORTS)
    return engine


def test_a_story_is_one_hit_where_its_first_report_in_order_stands(newsroom: Engine) -> None:
    found = newsroom.search(Search(stories=True))
    assert (found.total, found.articles) == (4, 6)
    assert found.keys == (3, 6, 5, 7)


def test_the_other_order_puts_another_report_first(newsroom: Engine) -> None:
    assert newsroom.search(Search(stories=True, sort="oldest")).keys == (1, 5, 6, 7)


def test_articles_that_do_not_match_play_no_part(newsroom: Engine) -> None:
    found = newsroom.search(Search(query=Word("left"), filters=(Filter("country", all=("LT",)),), stories=True))
    assert (found.total, found.articles, found.keys) == (1, 2, (2,))


def test_a_value_counts_once_for_a_story(newsroom: Engine) -> None:
    counts = newsroom.search(Search(stories=True, counts={"country": 10, "source": 10})).counts
    assert counts["country"] == FacetCounts((("LT", 2), ("PL", 1), ("UA", 1)), 2, 3, 4)
    assert counts["source"] == FacetCounts((("wire", 3), ("baltic-times", 2), ("harbour-news", 1)), 0, 3, 4)


def test_a_facet_filtered_by_any_counts_stories_without_its_choice(newsroom: Engine) -> None:
    asked = Search(filters=(Filter("country", any=("PL",)),), counts={"country": 10, "source": 10}, stories=True)
    found = newsroom.search(asked)
    assert found.total == 1
    assert found.counts["country"].values == (("LT", 2), ("PL", 1), ("UA", 1))
    assert found.counts["source"].values == (("wire", 1),)


def test_dates_are_of_articles_so_that_months_add_up_to_years(newsroom: Engine) -> None:
    months = {"": 1, "2024-02": 4, "2024-03": 1}
    assert newsroom.search(Search(stories=True, dates="month")).dates == months
    assert newsroom.search(Search(dates="month")).dates == months


def test_a_value_that_joins_an_any_choice_adds_only_stories_not_found_yet(newsroom: Engine) -> None:
    asked = Search(filters=(Filter("source", any=("baltic-times",)),), counts={"source": 10}, stories=True)
    source = newsroom.search(asked).counts["source"]
    assert (newsroom.search(asked).total, source.total) == (2, 4)
    assert source.joined == {"wire": 4, "baltic-times": 2, "harbour-news": 2}


def test_an_earlier_edition_has_its_own_stories(newsroom: Engine) -> None:
    found = newsroom.search(Search(stories=True, edition=1))
    assert (found.total, found.articles, found.keys) == (4, 6, (6, 5, 2, 7))


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_pages_follow_each_other_without_gap_or_repetition(engine: Engine, sort: str) -> None:
    stories = 7
    with engine.writing() as writer:
        writer.put(
            version(key, "Tanks", "tank " * (key % 5 + 1), date=f"2024-01-{key % 28 + 1:02d}", story=f"s{key % stories}")
            for key in range(1, 60)
        )
    whole = engine.search(Search(query=Word("tank"), sort=sort, stories=True, size=100)).keys
    pages = [engine.search(Search(query=Word("tank"), sort=sort, stories=True, offset=n, size=2)).keys for n in range(0, 8, 2)]
    assert len(whole) == stories
    assert tuple(key for page in pages for key in page) == whole


def test_unfolded_searches_count_articles(newsroom: Engine) -> None:
    found = newsroom.search(Search(counts={"country": 10}))
    assert (found.total, found.articles) == (6, 6)
    assert found.counts["country"].values == (("LT", 3), ("UA", 2), ("PL", 1))


def test_an_article_that_comes_to_share_its_story_is_put_again(newsroom: Engine) -> None:
    with newsroom.writing() as writer:
        writer.put([version(6, "Shells", "Tanks wait for shells.", date="2024-02-05", source="wire", story="shells")])
        writer.put([version(7, "Shells again", "Tanks wait for shells.", source="baltic-times", story="shells")])
    found = newsroom.search(Search(stories=True))
    assert (found.total, found.articles, found.keys) == (3, 6, (3, 6, 5))


def test_articles_in_hand_can_be_asked_about(newsroom: Engine) -> None:
    def found(*keys: int) -> tuple[int, ...]:
        return newsroom.search(Search(query=AllOf((Word("left"), Among(keys))))).keys

    assert found(1, 3, 6, 99) == (3, 1)
    assert found() == ()
    assert newsroom.search(Search(query=Not(Among((1, 2, 3))))).keys == (6, 5, 7)
