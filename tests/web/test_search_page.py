"""The search page: what it shows, what it links to, and the part of it that htmx swaps."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search.request import SearchRequest
from tests.web.newsroom import newsroom
from tests.web.reading import HTMX, attribute, one, soup, titles, total
from web.words import day

ADDRESSES = (
    "/",
    "/?q=howitzers",
    "/?q=howitzers&country=LT",
    "/?country=LT&country.not=DE&sort=oldest",
    "/?from=2024-02&to=2024-06-30&page=2",
    "/?q=nosuchthing&country=LT",
    "/?q=patrio",
    "/?page=99",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_htmx_swaps_is_word_for_word_part_of_the_page(client: FlaskClient, address: str) -> None:
    fragment = client.get(address, headers=HTMX).text
    assert fragment.startswith('<div id="answer"')
    assert fragment in client.get(address).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_and_fragment_never_stand_in_for_each_other_in_a_cache(client: FlaskClient, address: str) -> None:
    page, fragment = client.get(address), client.get(address, headers=HTMX)
    assert "HX-Request" in page.headers["Vary"]
    assert "HX-Request" in fragment.headers["Vary"]
    assert fragment.headers["Cache-Control"] == "no-store"


def test_going_back_gets_the_whole_page(client: FlaskClient) -> None:
    assert client.get("/?q=tanks", headers={**HTMX, "HX-History-Restore-Request": "true"}).text.startswith("<!doctype html>")


def test_typing_replaces_the_address_and_a_click_pushes_one(client: FlaskClient) -> None:
    typed = client.get("/?q=tanks&from=&to=", headers={**HTMX, "X-Convoy-Typing": "1"}).headers
    clicked = client.get("/?q=tanks&country=DE", headers={**HTMX, "HX-Boosted": "true"}).headers
    assert (typed.get("HX-Replace-Url"), typed.get("HX-Push-Url")) == ("/?q=tanks", None)
    assert (clicked.get("HX-Replace-Url"), clicked.get("HX-Push-Url")) == (None, "/?q=tanks&country=DE")


def test_asking_for_the_page_one_is_on_adds_no_step_to_the_history(client: FlaskClient) -> None:
    headers = client.get("/?q=tanks", headers={**HTMX, "HX-Current-URL": "http://localhost/?q=tanks"}).headers
    assert (headers.get("HX-Replace-Url"), headers.get("HX-Push-Url")) == ("/?q=tanks", None)


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/?sort=newest&country=PL&country=LT", "/?country=LT&country=PL"),
        ("/?to=&from=&q=++tanks+", "/?q=tanks"),
        ("/?utm_source=x&q=tanks&page=1", "/?q=tanks"),
    ],
)
def test_an_address_written_another_way_answers_and_names_the_canonical_one(
    client: FlaskClient, given: str, canonical: str
) -> None:
    assert attribute(one(soup(client, given), "link[rel=canonical]"), "href") == canonical


def test_hits_show_title_outlet_date_and_the_sentence_with_the_word_marked(client: FlaskClient) -> None:
    hit = soup(client, "/?q=howitzers&country=LT").select(".hit")[0]
    assert one(hit, "h2").get_text() == "Lithuania sends howitzers"
    assert one(hit, ".origin").get_text() == "a.example · 1 Jan 2024"
    assert attribute(one(hit, "time"), "datetime") == "2024-01-01"
    assert "howitzers" in [mark.get_text() for mark in hit.select("mark")]


def test_a_hit_links_to_its_article_with_the_search_that_found_it(client: FlaskClient) -> None:
    link = soup(client, "/?q=howitzers&country=LT").select(".hit h2 a")[0]
    assert attribute(link, "href").endswith("?q=howitzers&country=LT")


def test_the_values_of_a_hit_narrow_the_search(client: FlaskClient) -> None:
    hit = soup(client, "/?q=howitzers").select(".hit")[0]
    narrowed = soup(client, attribute(hit.select(".tag a")[0], "href"))
    assert 0 < total(narrowed) <= 12
    assert len(narrowed.select(".chip")) == 1


def test_the_values_searched_for_come_first_in_a_hit(client: FlaskClient) -> None:
    firsts = [one(hit, ".tag:first-child a") for hit in soup(client, "/?country=UA").select(".hit")]
    assert {(first.get_text(), first.get("aria-current")) for first in firsts} == {("Ukraine", "true")}


def test_markup_in_articles_and_queries_stays_text(client: FlaskClient) -> None:
    for address in ("/?q=pears", "/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/?country=%22%3E%3Cb%3E"):
        page = soup(client, address)
        assert not page.select("script:not([src]):not([type='application/ld+json'])")
        assert not page.select("main b")
    assert titles(soup(client, "/?q=pears")) == ['Pears & "apples" at 3 < 5']


def test_a_selected_value_is_ticked_in_place_and_listed_above(client: FlaskClient) -> None:
    before = [attribute(link, "id") for link in soup(client, "/").select("a.value")]
    page = soup(client, "/?country=UA")
    assert attribute(one(page, "#f-country-UA"), "aria-current") == "true"
    assert one(page, ".chip").get_text(" ", strip=True) == "Country Ukraine × : remove this filter"
    assert total(soup(client, attribute(one(page, ".chip"), "href"))) == 60
    assert "f-country-UA" in before


def test_an_excluded_value_says_so_and_can_be_taken_back(client: FlaskClient) -> None:
    without = attribute(soup(client, "/?q=howitzers").select("li:has(#f-country-LT) .without")[0], "href")
    page = soup(client, without)
    assert without == "/?q=howitzers&country.not=LT"
    assert total(page) == 11
    assert "without Lithuania" in one(page, ".chip").get_text()
    assert attribute(one(page, "#f-country-LT"), "href") == "/?q=howitzers"


def test_clearing_the_filters_keeps_the_words(client: FlaskClient) -> None:
    assert attribute(one(soup(client, "/?q=howitzers&country=LT&from=2024"), ".clear"), "href") == "/?q=howitzers"


def test_a_new_search_in_the_box_keeps_the_filters_and_starts_on_page_one(client: FlaskClient) -> None:
    page = soup(client, "/?q=sends&country=UA&country.not=LT&sort=oldest&page=2")
    hidden = [(attribute(field, "name"), attribute(field, "value")) for field in page.select("input[type=hidden][form=search]")]
    assert hidden == [("country", "UA"), ("country.not", "LT"), ("sort", "oldest")]


def test_narrower_equipment_is_nested_and_opened_where_it_is_selected(client: FlaskClient) -> None:
    closed = soup(client, "/").select(".tree details.narrower")[0]
    child = closed.select("a.value")[0]
    assert not closed.has_attr("open")
    branch = attribute(closed, "id")
    assert one(soup(client, attribute(child, "href")), f"#{branch}").has_attr("open")


def test_named_systems_appear_once_their_kind_is_chosen_or_on_the_page_of_all_values(client: FlaskClient) -> None:
    assert not soup(client, "/").select("#f-equipment-leopard-2")
    for address in ("/?equipment=main-battle-tank", "/?equipment=leopard-2", "/facet/equipment"):
        assert one(soup(client, address), "#f-equipment-leopard-2")


def test_pages_are_numbered_and_lead_on(client: FlaskClient) -> None:
    first = soup(client, "/?sort=oldest")
    second = soup(client, attribute(one(first, ".pager a[rel=next]"), "href"))
    assert one(second, ".pager a[aria-current=page]").get_text(" ", strip=True) == "Page 2"
    assert not set(titles(first)) & set(titles(second))
    assert attribute(one(second, "ol.hits"), "start") == "21"
    third = soup(client, attribute(one(second, ".pager a[rel=next]"), "href"))
    assert attribute(one(third, "ol.hits"), "start") == "41"


def test_a_page_beyond_the_last_leads_back_to_it(client: FlaskClient) -> None:
    page = soup(client, "/?page=99")
    assert one(page, ".notice").get_text() == "This result has 3 pages and nothing beyond. Go to the last page"
    assert attribute(one(page, ".notice a"), "href") == "/?page=3"
    assert "page" not in one(page, "#count").get_text() + one(page, "title").get_text()
    assert one(soup(client, "/?q=howitzers&page=99"), ".notice").get_text().startswith("This result has one page")


def test_where_no_part_finds_anything_there_is_no_table_of_noughts(client: FlaskClient) -> None:
    page = soup(client, "/?country=ZZ&q=zeppelin&page=9")
    assert [notice.get_text() for notice in page.select(".notice")] == ["No country is known as “ZZ”."]
    assert not page.select(".ways")
    assert one(page, ".message a").get_text() == "Start anew with all articles"
    assert soup(client, "/?country=ZZ&q=howitzers").select(".ways")


def test_a_part_of_what_joins_values_stands_without_or(client: FlaskClient) -> None:
    page = soup(client, "/?q=zeppelin&country.any=LT&country.any=LV")
    parts = [part.get_text() for part in page.select(".ways tbody th")]
    assert parts == ["“zeppelin”", "Country: Lithuania", "Country: Latvia"]
    assert "or Latvia" in one(page, ".choices").get_text()


def test_an_unfinished_last_word_is_taken_as_a_beginning_and_the_address_says_so(client: FlaskClient) -> None:
    response = client.get("/?q=patrio", headers={**HTMX, "X-Convoy-Typing": "1"})
    assert response.headers["HX-Replace-Url"] == SearchRequest("patrio*").url()
    unfinished, said = soup(client, "/?q=patrio"), soup(client, "/?q=patrio*")
    assert titles(unfinished) == titles(said)
    assert total(said) == 12


def test_the_front_page_says_what_the_archive_holds_and_its_examples_find_something(client: FlaskClient) -> None:
    page = soup(client, "/")
    last = day(max(document["date"] for document in newsroom() if "date" in document))
    assert one(page, ".stats").get_text() == f"60 articles from 2 outlets, 1 January 2024 to {last}."
    examples = page.select(".examples a")
    assert examples
    assert all(total(soup(client, attribute(example, "href"))) > 0 for example in examples)


def test_nothing_found_offers_each_part_to_drop(client: FlaskClient) -> None:
    page = soup(client, "/?q=nosuchthing&country=LT")
    assert total(page) == 0
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".ways tbody tr")]
    assert rows == [
        ["“nosuchthing”", "0 articles", "5 articles without it"],
        ["Country: Lithuania", "5 articles", "0 articles"],
    ]
    assert [attribute(link, "href") for link in page.select(".ways a")] == ["/?country=LT"]


def test_nothing_found_takes_many_words_together(client: FlaskClient) -> None:
    page = soup(client, f"/?q={'+'.join(f'nosuch{letter}' for letter in 'abcdefghijkl')}&country=LT")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".ways tbody tr")]
    assert rows == [
        ["The text of 12 words", "0 articles", "5 articles without it"],
        ["Country: Lithuania", "5 articles", "0 articles"],
    ]
    assert [attribute(link, "href") for link in page.select(".ways a")] == ["/?country=LT"]


def test_nothing_found_by_any_one_change_offers_the_best_two(client: FlaskClient) -> None:
    page = soup(client, "/?q=nosuchthing&country=LT&from=2031")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".ways tbody tr")]
    assert [row[2] for row in rows] == ["0 articles"] * 3 + ["5 articles without both"]
    assert rows[3][0].startswith("“nosuchthing” and Published: from 2031")
    [link] = page.select(".ways a")
    assert total(soup(client, attribute(link, "href"))) == 5
    assert "No single change finds anything" in page.get_text()


def test_nothing_found_by_any_change_leads_back_to_the_start(client: FlaskClient) -> None:
    page = soup(client, "/?q=nosuchthing&country=FJ&person=nobody&from=2031")
    assert page.select(".ways a") == []
    assert attribute(one(page, ".message p a"), "href") == "/"
    assert "Start anew" in page.get_text()


def test_an_empty_archive_names_the_command_that_fills_it(empty_client: FlaskClient) -> None:
    assert "python -m indexer ingest" in soup(empty_client, "/").get_text()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/?from=2024-13", "The first date “2024-13” was not understood. Write 2024, 2024-08, 2024-08-14 or August 2024."),
        ("/?to=yesterday", "The last date “yesterday” was not understood. Write 2024, 2024-08, 2024-08-14 or August 2024."),
        ("/?page=x", "The page “x” is not a number."),
        ("/?sort=best", "There is no order “best”. Sort by relevance, newest or oldest."),
        ("/?from=2024-06&to=2024-02", "The first date is after the last. Swap them"),
        ("/?q=" + "tank+" * 2000, "The search was too long: only its first 1,000 characters were used."),
    ],
)
def test_what_was_not_understood_is_said(client: FlaskClient, address: str, words: str) -> None:
    assert words in [notice.get_text() for notice in soup(client, address).select(".notice")]


def test_an_edition_that_does_not_exist_yet_is_said_and_the_newest_shown(client: FlaskClient) -> None:
    text = client.get("/?edition=99").get_data(as_text=True)
    assert "There is no edition 99; the newest, 1, is shown." in text
    assert '<link rel="canonical" href="/">' in text


def test_where_no_part_of_a_search_finds_anything_there_is_no_table_and_nothing_to_order(client: FlaskClient) -> None:
    page = soup(client, "/?q=qzxv+wvvkj+pqqz")
    assert not page.select(".ways")
    assert not page.select(".rankings")
    assert "No article holds all of these words" in one(page, ".message").get_text()
    assert "No article holds this word" in one(soup(client, "/?q=qzxvwvvkj"), ".message").get_text()
