"""The API beyond a page of results: cursors, one article, facets, evidence, editions, errors, ETags, CORS, its description."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from app import create_app
from archive.facets import FACET_NAMES
from archive.settings import Settings
from tests.web.reading import one, promises, soup

ROOT = Path(__file__).parents[2]
ADDRESSES = (
    "/api/search?q=tanks",
    "/api/facets/country",
    "/api/evidence?q=tanks",
    "/api/editions",
    "/openapi.json",
    "/opensearch.xml",
)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("query", ["", "?q=sends", "?country=UA&sort=oldest", "?q=sends&sort=newest"])
def test_following_next_gives_every_article_once_in_the_order_of_the_pages(client: FlaskClient, query: str) -> None:
    address: str | None = f"/api/search{query}"
    followed: list[str] = []
    while address:
        answer = client.get(address).get_json()
        followed += [article["id"] for article in answer["articles"]]
        address = answer["next"]
    numbered = [client.get(f"/api/search{query}{'&' if query else '?'}page={page}").get_json() for page in (1, 2, 3)]
    assert followed == [article["id"] for page in numbered for article in page["articles"]]
    assert len(set(followed)) == len(followed) == answer["total"]


def test_a_cursor_goes_deeper_than_pages_do(client: FlaskClient) -> None:
    assert client.get("/api/search?page=900").get_json()["page"] == 500
    deep = client.get("/api/search?cursor=900").get_json()
    assert (deep["page"], deep["articles"], deep["next"]) == (900, [], None)
    assert deep["url"] == "/?page=500"


@pytest.mark.parametrize("cursor", ["", "x", "0", "-1", "1.5", "9" * 12])
def test_a_made_up_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    for path in ("/api/search", "/api/evidence", "/api/facets/country"):
        response = client.get(f"{path}?cursor={cursor}")
        assert (response.status_code, response.mimetype) == (400, "application/problem+json")


def test_an_article_has_its_values_and_the_evidence_for_them(client: FlaskClient) -> None:
    hit = client.get("/api/search?q=howitzers&country=LT").get_json()["articles"][0]
    article = client.get(f"/api/articles/{hit['id']}").get_json()
    assert {key: article[key] for key in ("title", "date", "source", "facets")} == {
        key: hit[key] for key in ("title", "date", "source", "facets")
    }
    assert article["text"].startswith(f"{article['title']}\n\n")
    for proof in article["evidence"]:
        assert article["text"][proof["start"] : proof["end"]] == proof["sentence"]
        assert proof["sentence_url"] == f"{proof['url']}#at-{proof['mentions'][0][0]}"
    surfaces = {article["text"][start:end] for proof in article["evidence"] for start, end in proof["mentions"]}
    assert {"Lithuania", "Ukraine", "howitzers"} <= surfaces
    assert client.get("/api/articles/nothing").status_code == 404


@pytest.mark.parametrize("name", FACET_NAMES)
def test_a_facet_has_the_counts_of_its_page(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/facets/{name}?q=sends").get_json()
    listed: list[tuple[str, int]] = []
    rest = list(answer["values"])
    while rest:
        value = rest.pop(0)
        listed.append((value["url"], value["count"]))
        rest = [*value.get("children", []), *rest]
    assert [pair for pair in promises(soup(client, f"/facet/{name}?q=sends")) if ".none" not in pair[0]] == listed
    assert listed
    assert answer["url"] == f"/facet/{name}?q=sends"
    by_name = [value["label"] for value in client.get(f"/api/facets/{name}?order=name").get_json()["values"]]
    assert by_name == sorted(by_name, key=str.casefold)


def test_an_unknown_facet_or_order_is_explained(client: FlaskClient) -> None:
    assert "country, person, equipment, source" in client.get("/api/facets/planet").get_json()["detail"]
    assert client.get("/api/facets/country?order=size").status_code == 400


def test_the_evidence_of_a_page_is_that_of_its_articles(client: FlaskClient) -> None:
    page = client.get("/api/search?q=sends&page=2").get_json()
    answer = client.get("/api/evidence?q=sends&page=2").get_json()
    expected = [proof for hit in page["articles"] for proof in client.get(f"/api/articles/{hit['id']}").get_json()["evidence"]]
    assert answer["evidence"] == expected
    assert answer["next"] == "/api/evidence?q=sends&edition=1&cursor=3"
    assert (answer["total"], answer["pages"], answer["url"]) == (page["total"], page["pages"], page["url"])


def test_the_editions_are_listed(client: FlaskClient) -> None:
    (edition,) = client.get("/api/editions").get_json()["editions"]
    assert (edition["number"], edition["added"], edition["reason"]) == (1, 60, "ingest of articles.jsonl")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_scripts_of_other_sites_read_the_api_only_where_a_setting_says_so(newsroom_archive: Settings) -> None:
    desk, other = "https://desk.example", "https://other.example"
    allowed = "Access-Control-Allow-Origin"

    def seen(cors: tuple[str, ...], origin: str, address: str = "/api/search") -> str | None:
        client = create_app(replace(newsroom_archive, cors=cors)).test_client()
        return client.get(address, headers={"Origin": origin}).headers.get(allowed)

    assert seen((), desk) is None
    assert seen((desk,), desk) == desk
    assert seen((desk,), other) is None
    assert seen(("*",), other) == "*"
    assert seen((desk,), desk, "/") is None
    assert seen((desk,), desk, "/feed.atom") == desk


class Asked(Protocol):
    """A made-up call of the API."""

    def call_and_validate(self) -> object:
        """Make the call and hold the answer to the description."""


SCHEMA_CHECKS = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_answer_is_as_the_description_says(client: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)
    paths = client.get("/openapi.json").get_json()["paths"]
    assert len(paths) == 7
    for path, operations in paths.items():
        (method,) = operations

        @SCHEMA_CHECKS
        @given(case=schema[path][method.upper()].as_strategy())
        def answers(case: Asked) -> None:
            case.call_and_validate()

        answers()


def test_real_answers_are_as_the_description_says(client: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)
    article = client.get("/api/search").get_json()["articles"][0]["id"]
    asked: dict[str, tuple[dict[str, str], dict[str, str | list[str]]]] = {
        "/api/search": ({}, {"q": "howitzers", "country": ["LT"]}),
        "/api/articles/{article_id}": ({"article_id": article}, {}),
        "/api/facets/{name}": ({"name": "equipment"}, {"q": "sends"}),
        "/api/evidence": ({}, {"q": "howitzers"}),
        "/api/editions": ({}, {}),
    }
    for path, (where, query) in asked.items():
        response = schema[path]["GET"].Case(path_parameters=where, query=query).call_and_validate()
        assert response.status_code == 200
    response = schema["/api/links"]["POST"].Case(body={"url": "/?q=howitzers", "pin": True}).call_and_validate()
    assert response.status_code == 201


def curl_lines() -> list[str]:
    """Return the curl lines in the documents."""
    text = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("api.md", "exports.md", "links.md"))
    return [line for line in text.splitlines() if line.strip().startswith("curl ")]


def test_every_curl_line_of_the_documents_and_of_the_page_works(client: FlaskClient) -> None:
    shown = [code.get_text() for code in soup(client, "/api").select("pre code")]
    assert len(shown) > 5
    assert len(curl_lines()) > 5
    for line in (*shown, *curl_lines()):
        words = shlex.split(line)
        parts = urlsplit(words[-1])
        assert parts.netloc in ("localhost", "127.0.0.1:8000")
        path = re.sub(r"articles/ID\b", f"articles/{client.get('/api/search').get_json()['articles'][0]['id']}", parts.path)
        if "--json" in words:
            response = client.post(path, data=words[words.index("--json") + 1], content_type="application/json")
        else:
            response = client.get(f"{path}?{parts.query}")
        assert response.status_code in (200, 201), line
        assert response.data


def test_a_browser_can_add_the_archive_as_a_search_engine(client: FlaskClient) -> None:
    link = one(soup(client, "/"), 'link[rel="search"]')
    top = fromstring(client.get(str(link["href"])).data)
    template = next(url.attrib["template"] for url in top if url.attrib.get("type") == "text/html")
    answer = client.get(urlsplit(template.replace("{searchTerms}", "howitzers")).path + "?q=howitzers")
    assert template == "http://localhost/?q={searchTerms}"
    assert answer.status_code == 200


def test_a_browser_is_given_suggestions(client: FlaskClient) -> None:
    top = fromstring(client.get("/opensearch.xml").data)
    template = next(url.attrib["template"] for url in top if url.attrib.get("type") == "application/x-suggestions+json")
    address = urlsplit(template.replace("{searchTerms}", "sends+lith"))
    response = client.get(f"{address.path}?{address.query}")
    assert response.mimetype == "application/x-suggestions+json"
    typed, texts, told, addresses = response.get_json()
    assert typed == "sends lith"
    assert len(texts) == len(told) == len(addresses)
    number = client.get("/api/search?country=LT").get_json()["total"]
    assert (texts[0], told[0]) == ("sends Lithuania", f"country, {number} articles")
    assert addresses[0] == "http://localhost/?q=sends&country=LT"
    assert client.get(f"{address.path}?q=b.example").get_json()[2][0].startswith("outlet, ")
    assert all(client.get("/", query_string={"q": text}).status_code == 200 for text in texts)
    assert client.get(f"{address.path}?q=zzzz").get_json() == ["zzzz", [], [], []]


def test_the_sitemap_holds_every_article_and_robots_are_led_to_it(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /export." in robots
    (address,) = re.findall(r"^Sitemap: http://localhost(\S+)$", robots, flags=re.MULTILINE)
    parts = [loc.text or "" for loc in fromstring(client.get(address).data).iter(f"{SITEMAP}loc")]
    found = [loc.text for part in parts for loc in fromstring(client.get(urlsplit(part).path).data).iter(f"{SITEMAP}loc")]
    assert len(set(found)) == len(found) == 60
    assert {client.get(urlsplit(address or "").path).status_code for address in found[:3]} == {200}
    assert client.get("/sitemap-2.xml").status_code == 404


def test_the_sitemap_of_an_empty_archive_is_empty(empty_client: FlaskClient) -> None:
    assert not list(fromstring(empty_client.get("/sitemap-1.xml").data))
