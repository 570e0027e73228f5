"""All, any, not and none of a facet's values: set from the page, with counts that say what they count."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup, total


def switches(client: FlaskClient, address: str, facet: str) -> list[tuple[str, str, bool]]:
    """Return (label, address, in force) of the switch between all and any."""
    links = soup(client, address).select(f"[aria-labelledby=h-{facet}] .modes a")
    return [(link.get_text(), attribute(link, "href"), link.has_attr("aria-current")) for link in links]


def test_the_switch_comes_with_the_first_choice_and_moves_all_of_them(client: FlaskClient) -> None:
    assert switches(client, "/?q=sends", "country") == []
    assert switches(client, "/?q=sends&country.not=LT", "country") == []
    assert switches(client, "/?country=LT&country=UA&country.not=RU", "country") == [
        ("all of these", "/?country=LT&country=UA&country.not=RU", True),
        ("any of these", "/?country.any=LT&country.any=UA&country.not=RU", False),
    ]
    assert switches(client, "/?country.any=LT&country.any=UA", "country")[0] == ("all of these", "/?country=LT&country=UA", False)


def test_outlets_of_which_an_article_has_one_are_joined_from_the_start(client: FlaskClient) -> None:
    first = one(soup(client, "/?q=sends"), "#f-source-a-example, #f-source-a\\.example")
    assert attribute(first, "href") == "/?q=sends&source.any=a.example"
    page = soup(client, attribute(first, "href"))
    other = one(page, "#f-source-b\\.example")
    assert total(soup(client, attribute(other, "href"))) == int(attribute(other, "data-finds")) == 59
    assert switches(client, attribute(first, "href"), "source") == []
    assert [label for label, _, _ in switches(client, "/?source=a.example", "source")] == ["all of these", "any of these"]


@pytest.mark.parametrize("address", ["/?country.any=LT&country.any=PL", "/?q=sends&equipment.any=artillery&country.any=PL"])
def test_a_value_that_joins_others_says_what_they_find_together(client: FlaskClient, address: str) -> None:
    joining = soup(client, address).select("a.value[data-finds]")
    assert len(joining) > 5
    for link in joining:
        assert total(soup(client, attribute(link, "href"))) == int(attribute(link, "data-finds"))
        told = one(soup(client, address), f"[id='{attribute(link, 'aria-describedby')}']").get_text()
        assert re.search(f"With it: {attribute(link, 'data-finds')} stor(y|ies)", told)


def test_articles_without_a_value_take_the_place_of_an_any_choice(client: FlaskClient) -> None:
    none = one(soup(client, "/?country.any=LT&country.any=PL"), "#f-country-none")
    assert attribute(none, "href") == "/?country.none=1"
    assert total(soup(client, attribute(none, "href"))) == int(one(none, ".number").get_text()) == 1


def test_an_explanation_is_named_by_its_value_and_opens_without_script(client: FlaskClient) -> None:
    page = soup(client, "/?q=sends")
    value = one(page, "#f-equipment-artillery")
    assert not value.has_attr("title")
    note = one(page, f"#{attribute(value, 'aria-describedby')}")
    assert len(note.get_text()) > 20
    assert one(page, "li:has(> #f-equipment-artillery) > details.explain > summary").get("aria-label") == "About Artillery"
