"""With meaning heeded every way to ask is one answer on every engine, and says what is listed for its meaning alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import schemathesis
from flask.testing import FlaskClient

from app import create_app
from archive import meaning
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.commands import give_meaning
from search.opening import open_service
from search.request import PAGE_SIZE, SearchRequest
from tests.conftest import Document, ingest, untested, write_jsonl
from tests.web.newsroom import newsroom
from tests.web.reading import attribute, one, soup
from tests.web.test_round_trips import counted, lines, page_says, table
from tests.web.test_stories import REPORTS, SECOND

QUERIES = (
    "viaduct for trains repaired",
    "Baltic state donates guns to Kyiv army",
    "which countries gave guns to Kyiv?",
    "ministry convoy Lithuania howitzers zebra",
    "Lithuania will send howitzers",
)
NEAR = QUERIES[1]
ENGINES = ("tantivy", "whoosh", "opensearch")


def archive_of(home: Path, engine: str) -> Settings:
    """Return the newsroom with stories of several reports, the last in a second edition, every article with its point."""
    told, later = (tuple(Document(one, id=f"told-{one['id']}") for one in reports) for reports in (REPORTS, SECOND))
    ingest(home / "var", [write_jsonl(home / "a.jsonl", (*newsroom(), *told))], engine)
    settings = replace(ingest(home / "var", [write_jsonl(home / "b.jsonl", later)], engine), model=True)
    with closing(Store(settings.home)) as store, Writer.open(store) as writer:
        give_meaning(writer, settings)
    return settings


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return that archive on each engine."""
    if not meaning.is_installed():
        untested("meaning was not tested: its model is not there. Get it with: python -m tools.model")
    if request.param == "opensearch":
        request.getfixturevalue("cluster")
    return archive_of(tmp_path_factory.mktemp("meant"), request.param)


@pytest.fixture(scope="module")
def client(archive: Settings) -> FlaskClient:
    """Return a client of that archive."""
    return create_app(archive).test_client()


def pages(client: FlaskClient, asked: SearchRequest) -> list[str]:
    """Return the articles of all pages of a search, one page after the other."""
    total, _ = page_says(client, asked)
    return [one for page in range(1, -(-total // PAGE_SIZE) + 1) for one in page_says(client, asked.with_page(page))[1]]


def walked(client: FlaskClient, asked: SearchRequest) -> Iterator[str]:
    """Yield the articles of a search as a program gets them, from address to address."""
    address = asked.url("/api/search")
    while address:
        answer = client.get(address).get_json()
        yield from (article["id"] for article in answer["articles"])
        address = answer["next"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("more", [{}, {"count": "articles"}, {"edition": "1"}, {"country": "UA"}, {"sort": "newest"}])
def test_pages_cursors_and_files_are_one_order(client: FlaskClient, query: str, more: dict[str, str]) -> None:
    asked = SearchRequest.from_pairs([("q", query), *more.items()])
    ids = pages(client, asked)
    total, _ = page_says(client, asked)
    assert len(ids) == len(set(ids)) == total
    assert list(walked(client, asked)) == ids
    rows = table(client, asked)
    assert [article for article, _ in rows] == lines(client, asked)
    stories = dict(rows)
    assert [stories[one] if asked.counted == "stories" else one for one in ids] == counted(rows, asked)


def test_what_says_it_without_the_words_is_listed_says_why_and_can_be_left_out(client: FlaskClient) -> None:
    page = soup(client, f"/?q={NEAR}")
    near = [hit for hit in page.select(".hit") if "close in meaning" in hit.get_text()]
    assert near
    assert all(hit.select_one(".lacks s") for hit in near)
    assert "or that come close in meaning" in one(page, "#lacking").get_text()
    by_words = one(page, '#lacking a:-soup-contains("meaning only")')
    without = soup(client, attribute(by_words, "href"))
    assert "words=most" in attribute(by_words, "href")
    assert "close in meaning" not in "".join(hit.get_text() for hit in without.select(".hit"))
    back = one(without, '#lacking a:-soup-contains("close in meaning")') if without.select("#lacking") else None
    assert back is None or "words=near" in attribute(back, "href")
    answer = client.get(f"/api/search?q={NEAR}").get_json()
    assert answer["reading"]["lacking"]["near"] == len([hit for hit in answer["articles"] if hit.get("near")]) == len(near)
    assert "words=near" in answer["url"]
    assert client.get(f"/api/search?q={NEAR}&words=all").get_json()["total"] == 0


def test_the_description_of_the_api_knows_what_is_near(client: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)
    for query in QUERIES:
        assert schema["/api/search"]["GET"].Case(query={"q": query}).call_and_validate().status_code == 200


def test_a_search_whose_reading_was_kept_without_meaning_goes_on_in_its_own_order(archive: Settings, client: FlaskClient) -> None:
    asked = SearchRequest.from_pairs([("q", "Lithuania Poland howitzers zebra"), ("count", "articles")])
    plain = create_app(replace(archive, model=False)).test_client()
    assert list(walked(plain, asked))
    ids = pages(client, asked)
    assert list(walked(client, asked)) == ids


@pytest.mark.parametrize("query", QUERIES)
def test_ways_out_find_what_they_say(client: FlaskClient, query: str) -> None:
    reading = client.get(f"/api/search?q={query}&country=FJ&from=2031&count=articles").get_json()["reading"]
    for way in reading["ways"]:
        found = client.get(f"/api/search?{way['url'].partition('?')[2]}").get_json()["reports"]
        assert found == way["without"], way


def test_counts_and_facets_are_those_of_the_list(client: FlaskClient) -> None:
    answer = client.get(f"/api/search?q={NEAR}&count=articles").get_json()
    countries = next(facet["values"] for facet in answer["facets"] if facet["name"] == "country")
    assert countries
    for country in countries:
        narrowed = client.get(f"/api/search?q={NEAR}&count=articles&country={country['value']}").get_json()
        assert narrowed["total"] == country["count"]


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    """Return what the first engine asked found for each query."""
    return {}


@pytest.mark.parametrize("query", QUERIES)
def test_engines_find_the_same(archive: Settings, told: dict[str, object], query: str) -> None:
    page = open_service(archive).run(SearchRequest.from_pairs([("q", query), ("count", "articles"), ("sort", "newest")]))
    values = {(facet.name, value.value, value.count) for facet in page.facets for value in facet.values}
    found = (page.total, [hit.id for hit in page.hits], values)
    assert told.setdefault(query, found) == found
