"""All values of a facet, for the search at hand."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup, total


def names(client: FlaskClient, address: str) -> list[str]:
    """Return the values a facet page lists, in order."""
    return [name.get_text() for name in soup(client, address).select("a.value .name")]


def test_the_search_page_leads_to_all_values(client: FlaskClient) -> None:
    link = attribute(one(soup(client, "/?q=sends"), ".facet .more a[href^='/facet/country']"), "href")
    assert link == "/facet/country?q=sends"
    assert len(names(client, link)) == 13


def test_values_come_by_count_or_by_name(client: FlaskClient) -> None:
    assert names(client, "/facet/country")[0] == "Ukraine"
    by_name = names(client, "/facet/country?order=name")
    assert by_name == sorted(by_name)
    assert [heading.get_text() for heading in soup(client, "/facet/country?order=name").select(".group h2")][:2] == ["C", "D"]


def test_a_value_leads_back_to_the_search_narrowed(client: FlaskClient) -> None:
    link = one(soup(client, "/facet/country?q=howitzers"), "#f-country-LT")
    assert attribute(link, "href") == "/?q=howitzers&country=LT"
    assert total(soup(client, attribute(link, "href"))) == 1


def test_an_unknown_facet_is_a_page_that_names_those_there_are(client: FlaskClient) -> None:
    assert "country, person, equipment, source" in soup(client, "/facet/colour", status=404).get_text()
