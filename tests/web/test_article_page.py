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
    for link in article.select(".earned .there"):
        link.extract()
    quotes = {
        one(item, "h4").get_text(strip=True): item.select("blockquote")[0].get_text().strip()
        for item in article.select(".earned li")
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


def test_every_sentence_leads_to_its_place_in_the_text(client: FlaskClient, article: BeautifulSoup) -> None:
    canonical = attribute(one(article, "link[rel=canonical]"), "href")
    text = client.get(f"/api{canonical}").get_json()["text"]
    quotes = article.select(".earned blockquote")
    assert len(quotes) > 3
    for quote in quotes:
        address, _, anchor = attribute(one(quote, "a.there"), "href").partition("#")
        assert address == f"{canonical}?q=thanks&country=LT&sort=oldest"
        mark = one(article, f".text #{anchor}").get_text()
        assert mark == one(quote, "mark").get_text()
        assert text[int(anchor.removeprefix("at-")) :].startswith(mark)


def test_places_are_the_same_whatever_was_searched_for_and_the_link_keeps_the_edition(client: FlaskClient) -> None:
    address = attribute(soup(client, "/?q=thanks&country=LT&sort=oldest").select(".hit h2 a")[0], "href").partition("?")[0]
    pages = [soup(client, f"{address}{search}") for search in ("", "?q=lithuania+howitzers", "?edition=1")]
    places = [[attribute(mark, "id") for mark in page.select(".text mark[id]")] for page in pages]
    assert places[0] == places[1] == places[2]
    assert len(set(places[0])) == len(places[0]) > 3
    pinned = [attribute(link, "href").partition("#")[0] for link in pages[2].select("a.there")]
    assert set(pinned) == {f"{address}?edition=1"}


def test_what_was_found_comes_before_what_is_like_it_and_a_link_leads_there(client: FlaskClient) -> None:
    page = soup(client, attribute(soup(client, "/?q=sends").select(".hit h2 a")[0], "href"))
    text = str(one(page, ".reading"))
    assert 0 < text.index('href="#found"') < text.index('id="found"') < text.index('class="similar"')
