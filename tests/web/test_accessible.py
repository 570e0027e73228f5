"""What a screen reader and a keyboard need, on every kind of page."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup

KINDS = ("search", "front", "nothing", "facet", "error", "article")


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> dict[str, BeautifulSoup]:
    search = soup(client, "/?q=howitzers&country=UA&person.not=olaf-scholz")
    return {
        "search": search,
        "front": soup(client, "/"),
        "nothing": soup(client, "/?q=nosuchthing&country=LT"),
        "facet": soup(client, "/facet/country?order=name"),
        "error": soup(client, "/nothing", status=404),
        "article": soup(client, attribute(search.select(".hit h2 a")[0], "href")),
    }


@pytest.fixture(params=KINDS)
def page(request: pytest.FixtureRequest, pages: dict[str, BeautifulSoup]) -> BeautifulSoup:
    return pages[request.param]


def test_there_is_a_language_a_title_and_one_of_each_landmark(page: BeautifulSoup) -> None:
    assert attribute(one(page, "html"), "lang") == "en"
    assert one(page, "title").get_text(strip=True)
    for landmark in ("main", "form[role=search]", "body > header", "body > footer"):
        one(page, landmark)


def test_headings_start_at_one_and_skip_no_level(page: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_everything_that_names_one_finds_it(page: BeautifulSoup) -> None:
    ids = Counter(attribute(element, "id") for element in page.select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []
    named = [attribute(label, "for") for label in page.select("label[for]")]
    for name in ("aria-labelledby", "aria-describedby", "form"):
        named += [attribute(element, name) for element in page.select(f"[{name}]")]
    assert set(named) <= set(ids)


def test_the_skip_link_comes_first_and_leads_to_something_focusable(page: BeautifulSoup) -> None:
    first = page.select("a[href]")[0]
    target = one(page, attribute(first, "href"))
    assert target.has_attr("tabindex") or target.name == "main"


def test_every_field_link_and_button_has_a_name(page: BeautifulSoup) -> None:
    for field in page.select("input:not([type=hidden])"):
        assert field.get("aria-label") or field.find_parent("label") or page.select(f"label[for={field.get('id')}]")
    for control in page.select("a[href], button, summary"):
        assert control.get_text(strip=True) or control.get("aria-label")


def test_there_is_one_polite_live_region_outside_what_is_swapped(page: BeautifulSoup) -> None:
    region = one(page, "[role=status]")
    assert region.find_parent(id="answer") is None
    assert region.get_text(strip=True) == ""


def test_nothing_is_inline_or_from_elsewhere(page: BeautifulSoup) -> None:
    assert not page.select("style, [style], script:not([src]):not([type='application/ld+json']), [onclick], iframe, img")
    assert all(attribute(tag, "src").startswith("/static/") for tag in page.select("script[src]"))


def test_facet_links_are_not_for_crawlers(pages: dict[str, BeautifulSoup]) -> None:
    for link in pages["search"].select(".facets a, .chip, .tag a"):
        assert link.get("rel") == ["nofollow"]
