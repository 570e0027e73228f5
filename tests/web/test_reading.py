"""What the page says of how it understood the words, and where its links lead."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import HTMX, attribute, one, promises, soup, titles, total


def test_most_of_the_words_will_do_when_few_articles_have_all(client: FlaskClient) -> None:
    page = soup(client, "/?q=howitzers+frigate")
    assert total(page) == 12
    assert "No article has both words; below are those with one of them, the best first." in one(page, "#lacking").get_text()
    assert page.select(".lacks")[0].get_text() == "without frigate"


def test_where_nothing_is_found_that_is_said_once(client: FlaskClient) -> None:
    page = soup(client, "/?q=howitzers+frigate&country=NO&from=1990&to=1991")
    assert total(page) == 0
    assert not page.select("#lacking")
    assert one(page, "#results h2").get_text() == "Nothing found"


def test_articles_with_all_the_words_come_first(client: FlaskClient) -> None:
    page = soup(client, "/?q=sends+howitzers+lithuania")
    assert titles(page)[0] == "Lithuania sends howitzers"
    assert "1 article with all the words" in one(page, "#lacking").get_text()
    assert not page.select(".hit")[0].select(".lacks")
    assert page.select(".hit")[1].select(".lacks")


def test_a_word_beside_a_phrase_is_marked_where_it_stands_and_missed_where_not(client: FlaskClient) -> None:
    page = soup(client, '/?q="sends+howitzers"+lithuania')
    first, second = page.select(".hit")[:2]
    assert [mark.get_text() for mark in first.select("h2 mark")] == ["Lithuania", "sends howitzers"]
    assert not first.select(".lacks")
    assert one(second, ".lacks").get_text() == "without lithuania"


def test_the_state_is_in_the_address_and_one_click_insists(client: FlaskClient) -> None:
    response = client.get("/?q=sends+howitzers+lithuania", headers={**HTMX, "X-Convoy-Typing": "1"})
    assert response.headers["HX-Replace-Url"] == "/?q=sends+howitzers+lithuania&words=most"
    loose = soup(client, "/?q=sends+howitzers+lithuania&words=most")
    assert titles(loose) == titles(soup(client, "/?q=sends+howitzers+lithuania"))
    strict = soup(client, attribute(one(loose, "#lacking a"), "href"))
    assert titles(strict) == ["Lithuania sends howitzers"]
    assert attribute(one(strict, "#lacking a"), "href") == "/?q=sends+howitzers+lithuania"


@pytest.mark.parametrize(
    "address", ["/?q=sends+howitzers+lithuania", "/?q=zelenskyy+tanks", "/?q=howitzers+frigate+norway&from=2024"]
)
def test_counts_are_those_of_the_list_shown_and_keep_their_promise(client: FlaskClient, address: str) -> None:
    for url, count in promises(soup(client, address)):
        assert total(soup(client, url)) == count, url


def test_a_new_search_in_the_box_starts_without_the_state_of_the_last(client: FlaskClient) -> None:
    page = soup(client, "/?q=zelensky+tanks&plain=zelensky&words=all&country=UA")
    hidden = [attribute(field, "name") for field in page.select("input[type=hidden][form=search]")]
    assert hidden == ["country"]


def test_the_other_spellings_are_told_and_switched_off_by_a_click(client: FlaskClient) -> None:
    page = soup(client, "/?q=zelensky")
    assert total(page) == 20
    entry = one(page, ".xray details")
    assert entry.get_text(" ", strip=True).startswith("“zelensky” = Zelenskyy")
    url = attribute(one(page, ".xray a"), "href")
    assert url == "/?q=zelensky&plain=zelensky"
    off = soup(client, url)
    assert total(off) == 0
    assert attribute(one(off, ".xray a"), "href") == "/?q=zelensky"
    assert total(soup(client, '/?q="zelensky"')) == 0


def test_what_a_name_was_also_looked_for_in_is_marked(client: FlaskClient) -> None:
    marked = {mark.get_text() for mark in soup(client, "/?q=zelensky").select(".hit mark")}
    assert marked == {"Zelenskyy"}


def test_a_question_is_asked_without_its_question_words(client: FlaskClient) -> None:
    page = soup(client, "/?q=Who+sends+the+howitzers%3F")
    assert total(page) == 12
    assert "passed over: Who, the" in one(page, ".xray").get_text()


def test_a_word_that_is_nowhere_is_corrected_and_the_original_is_one_click_away(client: FlaskClient) -> None:
    page = soup(client, "/?q=howizters")
    assert total(page) == 12
    assert "No article has “howizters”" in one(page, "#spelling").get_text()
    assert total(soup(client, attribute(one(page, "#spelling a"), "href"))) == 0


@pytest.mark.parametrize("query", ["F-17", "155", "leopard+3x", "2o24"])
def test_digits_and_designations_are_never_altered(client: FlaskClient, query: str) -> None:
    assert not soup(client, f"/?q={query}").select("#spelling")


def test_the_api_says_the_same(client: FlaskClient) -> None:
    reading = client.get("/api/search?q=howizters+lithuania+frigate").get_json()["reading"]
    assert reading["spelling"]["words"] == [["howizters", "howitzers"]]
    assert reading["lacking"]["all"] == 0
