"""The article page: text with its mentions, values with their sentences, the way back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup, titles


@pytest.fixture
def article(client: FlaskClient) -> BeautifulSoup:
    hit = soup(client, "/?q=thanks&country=LT&sort=oldest").select(".hit h2 a")[0]
    return soup(client, attribute(hit, "href"))


def test_mentions_are_marked_by_kind_and_words_searched_for_too(article: BeautifulSoup) -> None:
    marks = {(mark.get_text(), " ".join(mark["class"])) for mark in article.select(".text mark")}
    assert ("Ukraine", "m m-country") in marks
    assert ("Volodymyr Zelenskyy", "m m-person") in marks
    assert ("howitzers", "m m-equipment") in marks
    assert ("thanks", "m m-hit") in marks


def test_every_value_stands_with_the_sentence_that_earned_it(article: BeautifulSoup) -> None:
    quotes = {
        one(item, "h4").get_text(strip=True): item.select("blockquote")[0].get_text() for item in article.select(".earned li")
    }
    assert quotes["Ukraine"] == "Lithuania will send howitzers to Ukraine, the ministry said."
    assert quotes["Volodymyr Zelensky"] == "Volodymyr Zelenskyy gave thanks."


def test_the_way_back_is_the_search_the_reader_came_from(client: FlaskClient, article: BeautifulSoup) -> None:
    back = attribute(one(article, "a.back"), "href")
    assert back == "/?q=thanks&country=LT&sort=oldest"
    assert titles(soup(client, back))


def test_date_outlet_and_original_are_given(article: BeautifulSoup) -> None:
    origin = one(article, ".text > .origin")
    assert origin.get_text() == "a.example · 1 January 2024 · original at a.example"
    link = origin.select("a")[-1]
    assert attribute(link, "href") == "https://a.example/0"
    assert set(link["rel"]) == {"noopener", "noreferrer", "nofollow"}


def test_the_canonical_address_of_an_article_has_no_search_in_it(article: BeautifulSoup) -> None:
    assert "?" not in attribute(one(article, "link[rel=canonical]"), "href")


def test_each_kind_of_mark_can_be_switched_off(article: BeautifulSoup) -> None:
    switches = {attribute(switch, "id") for switch in article.select(".legend input[type=checkbox][checked]")}
    assert switches == {"show-country", "show-person", "show-equipment", "show-hit"}
