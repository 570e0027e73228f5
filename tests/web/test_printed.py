"""What a page ends with on paper: where it is from, and as of which edition."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.reading import HTMX, attribute, one, soup

ADDRESSES = (
    "/",
    "/?q=sends&country=LT&edition=1",
    "/country/LT",
    "/why/country/LT?q=sends",
    "/facet/country?order=name",
    "/corrections",
    "/api",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_ends_with_its_address_edition_and_day(client: FlaskClient, address: str) -> None:
    told = one(soup(client, address), "main .printed").get_text(" ", strip=True)
    assert re.fullmatch(rf"http://localhost{re.escape(address)} Convoy, edition 1\. Retrieved \d\d? [A-Z][a-z]+ \d{{4}}\.", told)


@pytest.mark.parametrize("address", ["/", "/corrections", "/api", "/facet/country"])
def test_an_empty_archive_has_no_edition_to_name(empty_client: FlaskClient, address: str) -> None:
    told = one(soup(empty_client, address), "main .printed").get_text(" ", strip=True)
    assert told.startswith(f"http://localhost{address} Convoy. Retrieved")


@pytest.mark.parametrize("pinned", ["", "edition=1"])
def test_an_article_gives_its_own_address_without_the_search(client: FlaskClient, pinned: str) -> None:
    link = attribute(soup(client, f"/?q=sends&{pinned}").select(".hit h2 a")[0], "href")
    page = soup(client, link)
    canonical = attribute(one(page, "link[rel=canonical]"), "href")
    expected = f"http://localhost{canonical}" + (f"?{pinned}" if pinned else "")
    assert "q=sends" in link
    assert one(page, ".printed").get_text(" ").split()[0] == expected


def test_a_search_without_a_new_page_brings_the_address_it_now_has(client: FlaskClient) -> None:
    fragment = client.get("/?q=howitzers", headers=HTMX).text
    assert 'class="printed">http://localhost/?q=howitzers<br>' in fragment


@pytest.mark.parametrize("part", [{}, HTMX])
def test_a_search_on_paper_says_what_was_searched(client: FlaskClient, part: dict[str, str]) -> None:
    asked = "/?q=sends&country.any=LT&country.any=LV&country.not=RU&person.none=1&from=2024"
    found = BeautifulSoup(client.get(asked, headers=part).text, "lxml")
    assert one(found, ".for-paper").get_text() == "“sends”, Lithuania or Latvia, without Russia, no person found, from 2024"
    assert not soup(client, "/").select(".for-paper")


@pytest.mark.parametrize("path", ["/facet/person", "/why/country/LT"])
def test_a_page_about_a_search_says_which_one(client: FlaskClient, path: str) -> None:
    page = soup(client, f"{path}?q=sends&country=Lithuania&source=a.example")
    assert one(page, ".searched").get_text() == "Search: “sends”, Lithuania, a.example"
    assert not soup(client, path).select(".searched")
