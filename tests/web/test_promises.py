"""Every facet link leads to exactly as many articles as it promised."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import promises, soup, total

PAGES = (
    ("/", ""),
    ("/?q=sends", ""),
    ("/?country=LT&country.not=PL", ""),
    ("/?q=howitzers+OR+tanks&from=2024-03&sort=oldest", ""),
    ("/?person.none=1", ""),
    ("/facet/country?q=sends&order=name", ""),
    # In a facet asked for with `any`, counts leave its own choice out; what a further click finds is said beside (test_modes.py).
    ("/?country.any=LT&country.any=PL", "country"),
    ("/?q=sends&order=distinctive", ""),
    ("/facet/country?country.not=LT&order=distinctive", ""),
)


@pytest.mark.parametrize(("address", "but"), PAGES, ids=[address for address, _ in PAGES])
def test_following_every_facet_link_finds_the_promised_count(client: FlaskClient, address: str, but: str) -> None:
    promised = promises(soup(client, address), but=but)
    assert len(promised) > 3
    assert [(link, total(soup(client, link))) for link, _ in promised] == promised


def test_a_value_beside_a_choice_of_any_counts_what_it_would_find_alone_and_joins_the_choice(client: FlaskClient) -> None:
    chosen = client.get("/api/search?country.any=LT&country.any=PL").get_json()
    country = next(facet for facet in chosen["facets"] if facet["name"] == "country")
    others = [value for value in country["values"] if not value["selected"]]
    assert others
    for value in country["values"]:
        alone = client.get("/api/search", query_string={"country.any": value["value"]}).get_json()
        assert (value["value"], alone["total"]) == (value["value"], value["count"])
    assert all(f"country.any={value['value']}" in value["url"] for value in others)
