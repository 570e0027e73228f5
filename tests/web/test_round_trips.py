"""Page, API, CSV, JSON lines, Atom and terminal are one answer: the oracle's, for 200 searches made up at random."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app import create_app
from archive.facets import FACET_NAMES
from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Store
from indexer.indexing import fill
from search.__main__ import main
from search.engines import Engine
from search.engines.current import CurrentIndex
from search.engines.scan_engine import ScanEngine
from search.render import as_json
from search.request import PAGE_SIZE, SearchRequest
from search.service import Service
from tests.conftest import Document, environment_of, ingest, write_jsonl
from tests.web.newsroom import newsroom
from tests.web.test_stories import REPORTS, SECOND
from web import feeds

VALUES = {
    "country": ("UA", "LT", "PL", "JP", "northern-europe", "FJ"),
    "person": ("volodymyr-zelenskyy", "olaf-scholz"),
    "equipment": ("artillery", "patriot", "armoured-vehicles"),
    "source": ("a.example", "b.example"),
}
WORDS = (
    "sends",
    "send",
    "howitzers",
    "tank*",
    "-patriot",
    "Lithuania",
    '"will send"',
    "ukrain",
    "title:stinger",
    "poland OR norway",
    "bridge",
    "howitzers bridge",
)
DATES = ("", "", "2024", "2024-03", "2024-06-10", "2024-11")


class OracleIndex(CurrentIndex):
    """The index in use, but that the oracle answers."""

    def __init__(self, home: Path, oracle: ScanEngine) -> None:
        super().__init__(home, "scan")
        self.oracle = oracle

    def engine(self) -> Engine:
        """Return the oracle."""
        return self.oracle


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the newsroom with stories that several outlets told, the last report in a second edition."""
    home = tmp_path_factory.mktemp("told")
    told, later = (tuple(Document(one, id=f"told-{one['id']}") for one in reports) for reports in (REPORTS, SECOND))
    ingest(home / "var", [write_jsonl(home / "a.jsonl", (*newsroom(), *told))])
    return ingest(home / "var", [write_jsonl(home / "b.jsonl", later)])


@pytest.fixture(scope="module")
def client(archive: Settings) -> FlaskClient:
    """Return a client of that archive."""
    return create_app(archive).test_client()


@pytest.fixture(scope="module")
def oracle(archive: Settings) -> Service:
    """Return that archive as the oracle answers for it."""
    store, gazetteers, engine = Store(archive.home), load_gazetteers(), ScanEngine()
    with engine.writing() as writer:
        fill(writer, store, 0, gazetteers, lambda _: None)
    return Service(store, OracleIndex(archive.home, engine), gazetteers)


@pytest.fixture(scope="module")
def terminal(archive: Settings) -> Iterator[None]:
    """Point the terminal at that archive."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment_of(archive).items():
            patch.setenv(name, value)
        yield


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Make up a search that finds something more often than not."""
    pairs = [("q", " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))))]
    for facet in FACET_NAMES:
        for mode in draw(st.lists(st.sampled_from(("", ".any", ".not", ".none")), max_size=1)):
            value = "1" if mode == ".none" else draw(st.sampled_from(VALUES[facet]))
            pairs.append((facet + mode, value))
    pairs += [("from", draw(st.sampled_from(DATES))), ("to", draw(st.sampled_from(DATES)))]
    pairs += [("sort", draw(st.sampled_from(("newest", "oldest", "relevance", ""))))]
    pairs += [("order", draw(st.sampled_from(("", "distinctive"))))]
    pairs += [("edition", draw(st.sampled_from(("", "", "1", "2"))))]
    pairs += [("count", draw(st.sampled_from(("", "articles"))))]
    return SearchRequest.from_pairs([pair for pair in pairs if pair[1]])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=requests(), page=st.integers(1, 3))
@example(asked=SearchRequest("bridge"), page=1)
@example(asked=SearchRequest("railway", edition=1, count="articles"), page=1)
def test_every_rendering_of_a_search_says_the_same(
    client: FlaskClient, oracle: Service, terminal: None, asked: SearchRequest, page: int
) -> None:
    asked = asked.with_page(page)
    answer = client.get(asked.url("/api/search")).get_json()
    ids = [article["id"] for article in answer["articles"]]
    assert page_says(client, asked) == (answer["total"], ids)
    assert terminal_says(asked) == answer
    rows = table(client, asked)
    assert [article for article, _ in rows] == lines(client, asked)
    assert len(rows) == answer["reports"]
    units = counted(rows, asked)
    assert len(units) == answer["total"]
    assert [unit(article, asked) for article in answer["articles"]] == units[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    by_date = table(client, asked.with_sort("newest"))
    assert sorted(rows) == sorted(by_date)
    newest = counted(by_date, asked)[: feeds.PAGES * PAGE_SIZE]
    assert entries(client, asked) == [feeds.urn(f"/articles/{one}") for one in newest]
    expected = oracle.run(asked)
    assert (answer["total"], answer["reports"]) == (expected.total, expected.articles)
    promised = plain(as_json(expected))
    assert isinstance(promised, dict)
    assert (answer["facets"], answer["dates"]) == (promised["facets"], promised["dates"])
    if asked.order != "relevance":
        assert ids == [hit.id for hit in expected.hits]


def plain(facet: dict[str, object]) -> object:
    """Return a facet as plain values."""
    return json.loads(json.dumps(facet))


def unit(article: Mapping[str, object], asked: SearchRequest) -> str:
    """Return what an article of an answer counts as: its story or itself."""
    story = article["story"]
    assert isinstance(story, dict)
    return str(story["id"] if asked.counted == "stories" else article["id"])


def counted(rows: list[tuple[str, str]], asked: SearchRequest) -> list[str]:
    """Return what the articles of a table count as, in its order: each story once, or each article."""
    return list(dict.fromkeys(story if asked.counted == "stories" else article for article, story in rows))


def page_says(client: FlaskClient, asked: SearchRequest) -> tuple[int, list[str]]:
    """Return the total and the articles of a page, by their ids."""
    text = client.get(asked.url()).text
    found = re.search(r'<h1 id="count"[^>]*>([\d,]+) (?:article|stor)', text)
    total = int(found[1].replace(",", "")) if found else 0
    return total, re.findall(r'<h2 id="hit-\d+"><a href="/articles/([^"?]+)', text)


def terminal_says(asked: SearchRequest) -> object:
    """Return what the terminal answers as JSON."""
    pairs = asked.to_pairs()
    words = [asked.query, *(f"{key}={value}" for key, value in pairs if key != "q")]
    with redirect_stdout(io.StringIO()) as out:
        assert main(["--json", "--", *words]) == 0
    return json.loads(out.getvalue())


def table(client: FlaskClient, asked: SearchRequest) -> list[tuple[str, str]]:
    """Return the ids and stories in the table."""
    text = client.get(asked.url("/export.csv")).data.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return [(row[0], row[heading.index("story")]) for row in rows]


def lines(client: FlaskClient, asked: SearchRequest) -> list[str]:
    """Return the ids in the lines of JSON."""
    return [json.loads(line)["id"] for line in client.get(asked.url("/export.jsonl")).data.splitlines()[1:-1]]


def entries(client: FlaskClient, asked: SearchRequest) -> list[str]:
    """Return the ids of the entries in the feed."""
    text = client.get(asked.url("/feed.atom")).text
    return re.findall(r"<entry><id>([^<]+)", text)
