"""Distinctive values: what a result has more of than the archive, measured as documented, exact and never out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from search.distinctive import STEADY
from tests.conftest import Document, ingest, write_jsonl
from tests.web.newsroom import newsroom
from tests.web.reading import attribute, one, soup


def every(values: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Yield values with their narrower ones."""
    for value in values:
        yield value
        children = value.get("children", [])
        assert isinstance(children, list)
        yield from every(children)


def facets(client: FlaskClient, query: str) -> dict[str, list[dict[str, object]]]:
    """Return the values of each facet of a search."""
    found = client.get(f"/api/search?{query}").get_json()["facets"]
    return {facet["name"]: facet["values"] for facet in found}


def test_what_is_everywhere_sinks_and_what_is_peculiar_leads(client: FlaskClient) -> None:
    usual, distinctive = facets(client, "q=howitzers"), facets(client, "q=howitzers&order=distinctive")
    assert usual["country"][0]["value"] == "UA"
    assert distinctive["country"][0]["value"] != "UA"
    assert distinctive["equipment"][0]["value"] == "artillery"
    measures = [float(str(value["measure"])) for value in distinctive["country"]]
    assert measures == sorted(measures, reverse=True)


@pytest.mark.parametrize("query", ["q=howitzers", "country.any=LT&country.any=PL", "q=stinger&edition=1"])
def test_the_measure_is_articles_against_those_expected(client: FlaskClient, query: str) -> None:
    archive = client.get("/api/search").get_json()
    found = client.get(f"/api/search?{query}&order=distinctive").get_json()
    for facet in found["facets"]:
        whole = client.get(f"/api/facets/{facet['name']}").get_json()["values"]
        usual = {value["value"]: value["count"] for value in every(whole)}
        total = archive["total"] if facet["name"] == "country" and "any" in query else found["total"]
        for value in every(facet["values"]):
            expected = total * usual[value["value"]] / archive["total"]
            assert value["measure"] == round((int(str(value["count"])) + STEADY) / (expected + STEADY), 3)


def test_the_order_is_part_of_the_address_and_explained_where_it_is_in_force(client: FlaskClient) -> None:
    page = soup(client, "/?q=howitzers")
    assert not page.select("#distinctive-told")
    link = page.select(".rankings a")[1]
    assert (link.get_text(), attribute(link, "href")) == ("Distinctive", "/?q=howitzers&order=distinctive")
    ordered = soup(client, attribute(link, "href"))
    assert "whole archive" in one(ordered, "#distinctive-told").get_text()
    assert attribute(ordered.select(".rankings a")[0], "href") == "/?q=howitzers"
    assert "order=distinctive" in attribute(one(ordered, "#f-country-UA"), "href")
    assert attribute(ordered.select("h2 a")[0], "href").endswith("order=distinctive")
    assert not soup(client, "/").select(".rankings")


def test_the_page_of_all_values_has_the_order_too_and_promises_hold(client: FlaskClient) -> None:
    page = soup(client, "/facet/person?q=howitzers&order=distinctive")
    found = client.get("/api/facets/person?q=howitzers&order=distinctive").get_json()["values"]
    assert [value.get_text() for value in page.select("a.value .name")] == [value["label"] for value in found]
    assert one(page, "#distinctive-told")


def test_what_arrives_later_is_counted_and_an_old_edition_keeps_its_own_measure(tmp_path: Path) -> None:
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "first.jsonl", newsroom())])
    client = create_app(settings).test_client()
    address = "q=howitzers&order=distinctive"

    def measure(query: str) -> object:
        values = client.get(f"/api/facets/country?{query}").get_json()["values"]
        return next(value["measure"] for value in values if value["value"] == "LT")

    before = measure(address)
    more = tuple(Document(id=f"m{n}", title=f"Road {n}", text=f"Lithuania builds {n}.", source="a.example") for n in range(30))
    ingest(tmp_path / "var", [write_jsonl(tmp_path / "second.jsonl", more)])
    assert measure(address) != before
    assert measure(f"{address}&edition=1") == before
