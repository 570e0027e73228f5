"""Suggestions: values under any of their names, and words from titles."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import soup, total


def suggested(client: FlaskClient, query: str) -> list[dict[str, object]]:
    """Return what is suggested for an address's query string."""
    found = client.get(f"/api/suggest?{query}").get_json()["suggestions"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("typed", "facet", "label"),
    [
        ("lith", "country", "Lithuania"),
        ("LITHUANIAN", "country", "Lithuania"),
        ("zele", "person", "Volodymyr Zelensky"),
        ("volodymyr ze", "person", "Volodymyr Zelensky"),
        ("зел", "person", "Volodymyr Zelensky"),
        ("leopard", "equipment", "Leopard 2"),
        ("fim-92", "equipment", "Stinger"),
        ("a.ex", "source", "a.example"),
    ],
)
def test_a_value_is_suggested_under_any_of_its_names(client: FlaskClient, typed: str, facet: str, label: str) -> None:
    assert (facet, label) in [(one["kind"], one["label"]) for one in suggested(client, f"q={typed}")]


def test_a_suggestion_keeps_its_promise_the_words_before_it_and_the_filters(client: FlaskClient) -> None:
    one = suggested(client, "q=howitzers+lith&country=UA")[0]
    assert (one["kind"], one["label"], one["query"]) == ("country", "Lithuania", "howitzers")
    assert one["url"] == "/?q=howitzers&country=LT&country=UA"
    alone = suggested(client, "q=lith")[0]
    assert total(soup(client, str(alone["url"]))) == alone["count"] == 5


def test_titles_complete_what_is_typed(client: FlaskClient) -> None:
    longer = [one for one in suggested(client, "q=sends+howi") if one["kind"] == "query"]
    assert [one["query"] for one in longer] == ["sends howitzers"]
    assert total(soup(client, str(longer[0]["url"]))) == 12


@pytest.mark.parametrize("typed", ["", "l", "%22", "...", "title%3A", "qqqqqq", "%F0%9F%9A%80%F0%9F%9A%80", "*" * 500, "a+" * 400])
def test_nothing_to_suggest_is_an_empty_list(client: FlaskClient, typed: str) -> None:
    response = client.get(f"/api/suggest?q={typed}")
    assert response.status_code == 200
    assert all(one["kind"] != "query" for one in response.get_json()["suggestions"])


def test_an_empty_archive_suggests_nothing(empty_client: FlaskClient) -> None:
    assert empty_client.get("/api/suggest?q=lith").get_json() == {"suggestions": []}
