"""The API says what the page says, in one fixed shape."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import promises, soup, titles, total

SHAPE = [
    "url",
    "edition",
    "total",
    "counted",
    "reports",
    "page",
    "pages",
    "notices",
    "articles",
    "facets",
    "dates",
    "reading",
    "next",
]
ARTICLE = ["id", "external_id", "url", "title", "date", "source", "snippets", "facets", "story"]
FACET = ["name", "label", "values", "missing", "more"]
VALUE = ["value", "label", "count", "selected", "url"]


def test_a_result_has_the_documented_keys_in_order(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=howitzers&country=LT").get_json()
    assert list(answer) == SHAPE
    assert list(answer["articles"][0]) == ARTICLE
    assert [list(facet) for facet in answer["facets"]] == [FACET] * 4
    assert {tuple(value)[:5] for facet in answer["facets"] for value in facet["values"]} == {tuple(VALUE)}
    assert list(answer["facets"][0]["missing"]) == ["count", "url"]


def test_an_article_carries_its_values_and_marked_snippets(client: FlaskClient) -> None:
    article = client.get("/api/search?q=howitzers&country=LT").get_json()["articles"][0]
    assert article["external_id"] == "0"
    assert article["source"]["label"] == "a.example"
    assert {"value": "LT", "label": "Lithuania"} in article["facets"]["country"]
    marked = [snippet["text"][start:end] for snippet in article["snippets"] for start, end in snippet["marks"]]
    assert marked == ["howitzers"]


@pytest.mark.parametrize("query", ["", "?q=tanks", "?country=UA&country.not=LT&page=2", "?q=patrio", "?from=nonsense"])
def test_the_api_and_the_page_agree(client: FlaskClient, query: str) -> None:
    answer, page = client.get(f"/api/search{query}").get_json(), soup(client, f"/{query}")
    assert answer["total"] == total(page)
    assert [article["title"] for article in answer["articles"]] == titles(page)
    top = [value for facet in answer["facets"] for value in facet["values"] if not value["selected"]]
    top += [facet["missing"] for facet in answer["facets"] if facet["missing"]["count"]]
    every = [*top, *(value for facet in answer["facets"] for value in flattened(facet["values"]))]
    assert pairs(top) <= set(promises(page)) <= pairs(every)


def pairs(values: list[dict[str, object]]) -> set[tuple[object, object]]:
    """Return the (address, count) of values."""
    return {(value["url"], value["count"]) for value in values}


def flattened(values: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return values with their narrower ones."""
    found: list[dict[str, object]] = []
    for value in values:
        children = value.get("children", [])
        assert isinstance(children, list)
        found += [value, *flattened(children)]
    return found


def test_an_error_is_problem_json(client: FlaskClient) -> None:
    response = client.get("/api/nothing")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.get_json()["status"] == 404


def test_health_is_a_few_figures(client: FlaskClient) -> None:
    answer = client.get("/healthz").get_json()
    assert answer["status"] == "ok"
    assert answer["edition"] == 1
