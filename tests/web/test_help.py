"""The help behind the question mark, and notices that point at the character they are about."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search.query import parse
from tests.unit.query_names import NAMES
from tests.web.reading import attribute, one, soup
from web.words import HELP


def test_every_example_is_a_link_to_its_search(client: FlaskClient) -> None:
    links = one(soup(client, "/"), ".help").select("a")
    asked = [parse_qs(urlsplit(attribute(link, "href")).query)["q"][0] for link in links]
    assert asked == [query for query, _ in HELP] == [link.get_text() for link in links]
    for link in links:
        assert client.get(attribute(link, "href")).status_code == 200


@pytest.mark.parametrize("query", [query for query, _ in HELP if query not in ("person:zelenskiy", "equipment:shorad")])
def test_examples_are_read_as_they_are_written(query: str) -> None:
    assert parse(query, names=NAMES).notices == ()


@pytest.mark.parametrize("query", ["person:zelenskiy", "equipment:shorad", 'country:"south korea"', "country:ukraine"])
def test_examples_of_names_are_known_to_the_gazetteers(client: FlaskClient, query: str) -> None:
    page = client.get("/api/search", query_string={"q": query}).get_json()
    assert page["notices"] == []


def test_the_help_is_on_every_page_with_a_box(client: FlaskClient) -> None:
    for address in ("/", "/?q=nothing+at+all", "/corrections"):
        assert one(soup(client, address), ".help summary").get_text() == "?"


@pytest.mark.parametrize(
    ("query", "spot", "character"),
    [
        ("patriot)", ("patriot", ")", ""), 8),
        ("(patriot", ("", "(", "patriot"), 1),
        ("zelensky~3", ("zelensky", "~", "3"), 9),
        ("howitzers lithuania patriot)", ("…" + "howitzers lithuania patriot"[-20:], ")", ""), 28),
    ],
)
def test_a_notice_points_at_the_character(client: FlaskClient, query: str, spot: tuple[str, str, str], character: int) -> None:
    shown = one(soup(client, f"/?q={query}"), ".notice .spot")
    assert (shown.get_text(), one(shown, "mark").get_text()) == ("".join(spot), spot[1])
    notices = client.get("/api/search", query_string={"q": query}).get_json()["notices"]
    assert notices[0].endswith(f"(character {character})")


def test_a_notice_about_a_misspelt_query_points_into_what_was_typed(client: FlaskClient) -> None:
    shown = one(soup(client, "/?q=howizters)"), ".notice .spot")
    assert shown.get_text() == "howizters)"
