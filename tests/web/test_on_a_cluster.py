"""The same product on a cluster: an archive moves there and back, and no address gives another answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from app import create_app
from archive.errors import Foreign
from archive.gazetteers.all import load_gazetteers
from archive.settings import Cluster, Settings
from archive.store import Store, Writer
from indexer.commands import index as update_or_rebuild
from indexer.indexing import rebuild_index
from search.engines import Search
from search.engines.current import CurrentIndex
from tests.conftest import ingest, settings_of, write_jsonl
from tests.web.newsroom import newsroom

ADDRESSES = (
    "/?q=tanks&sort=newest",
    "/?q=tanks&sort=oldest&country=LT&country=UA",
    "/?country.any=LT&country.any=PL&person.not=olaf-scholz&sort=newest",
    "/?person.none=1&sort=newest&page=2",
    "/?q=%22leopard+2%22+-germany&sort=newest&from=2024-03&to=2024-10",
    "/?q=ministry+convoy+zebra&sort=newest",
    "/?q=howitzres&sort=newest",
    "/?q=stin*&sort=newest",
    "/?q=title:howitzers+OR+convoy~&sort=newest",
    "/?q=nothing-of-the-sort",
    "/?edition=1&sort=newest",
    "/facet/person?q=ukraine",
    "/why/country/LT?q=tanks",
    "/api/search?q=%22to+ukraine%22~3&sort=newest",
    "/api/facets/country?q=tanks",
    "/export.csv?q=missiles&sort=newest",
    "/export.jsonl?sort=oldest",
    "/feed.atom?q=patriot",
)


@pytest.fixture(scope="module")
def moved(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings on the cluster of an archive that was filled with Tantivy."""
    home = tmp_path_factory.mktemp("moved")
    ingest(home / "var", [write_jsonl(home / "articles.jsonl", newsroom())], "tantivy")
    settings = settings_of(home / "var", "opensearch")
    rebuild(settings)
    return settings


def rebuild(settings: Settings) -> None:
    """Build the index anew from the store, as `python -m indexer reindex` does."""
    with closing(Store(settings.home)) as store, Writer.open(store):
        rebuild_index(store, current(settings), load_gazetteers(), lambda _: None)


def current(settings: Settings) -> CurrentIndex:
    """Return the index in use."""
    return CurrentIndex(settings.home, settings.engine, settings.cluster)


def test_every_address_answers_the_same_there_and_back(moved: Settings) -> None:
    embedded = create_app(settings_of(moved.home, "tantivy")).test_client()
    there = create_app(moved).test_client()
    link = embedded.post("/api/links", json={"url": "/?q=tanks&country=LT", "pin": True, "edition": 1}).get_json()
    for address in (*ADDRESSES, f"/s/{link['code']}", f"/?{embedded.get('/s/' + link['code']).location.partition('?')[2]}"):
        before, after = embedded.get(address), there.get(address)
        assert (after.status_code, after.location) == (before.status_code, before.location), address
        assert after.text == before.text, address
    assert there.get("/healthz").get_json() == {**embedded.get("/healthz").get_json(), "engine": "opensearch"}


def test_by_relevance_the_same_articles_are_found(moved: Settings) -> None:
    clients = [create_app(settings_of(moved.home, engine)).test_client() for engine in ("tantivy", "opensearch")]
    for query in ("tanks", "lithuania howitzers", "ukraine convoy", "patriot systems germany"):
        pages = [client.get(f"/api/search?q={query}").get_json() for client in clients]
        assert pages[0]["total"] == pages[1]["total"] > 0
        assert pages[0]["articles"][0]["title"] == pages[1]["articles"][0]["title"]


@pytest.fixture
def indices(moved: Settings) -> Iterator[OpenSearch]:
    """Return a way to the cluster past the archive."""
    yield OpenSearch(list(moved.cluster.addresses))
    rebuild(moved)


def named(client: OpenSearch, settings: Settings) -> tuple[set[str], set[str]]:
    """Return the indices of an archive, and those its alias leads to."""
    alias = settings.cluster.index
    return set(client.indices.get_mapping(index=f"{alias}.*")), set(client.indices.get_alias(name=alias))


def test_a_rebuild_happens_aside_and_the_alias_is_switched(moved: Settings, indices: OpenSearch) -> None:
    rebuild(moved)
    _, before = named(indices, moved)
    index = current(moved)
    with index.building() as engine, engine.writing() as writer:
        assert index.search(Search()).total == 60
        assert named(indices, moved)[1] == before
        writer.mark("1")
    every, now = named(indices, moved)
    assert now != before
    assert every == now | before, "the last one is kept, no other"
    assert index.search(Search()).total == 0


def test_a_rebuild_that_fails_leaves_nothing_behind(moved: Settings, indices: OpenSearch) -> None:
    before, index = named(indices, moved), current(moved)
    with pytest.raises(RuntimeError, match="power cut"), index.building() as engine, engine.writing():
        raise RuntimeError("power cut")
    assert named(indices, moved) == before


def test_an_archive_keeps_off_the_index_of_another(moved: Settings, tmp_path: Path, indices: OpenSearch) -> None:
    before = named(indices, moved)
    ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", newsroom()[:3])], "tantivy")
    other = replace(settings_of(tmp_path / "var", "opensearch"), cluster=moved.cluster)
    with pytest.raises(Foreign, match="CONVOY_OPENSEARCH_INDEX"):
        rebuild(other)
    with closing(Store(other.home)) as store, pytest.raises(Foreign, match="CONVOY_OPENSEARCH_INDEX"):
        update_or_rebuild(store, other)
    answer = create_app(other).test_client().get("/?q=tanks")
    assert (answer.status_code, "of another archive" in answer.text) == (503, True)
    assert named(indices, moved) == before
    assert current(moved).search(Search()).total >= 60


def test_a_later_ingest_brings_the_cluster_up_to_date(moved: Settings, tmp_path: Path, indices: OpenSearch) -> None:
    late = {"id": "late", "title": "A late frigate", "text": "It sailed.", "url": "https://a.example/late", "source": "a.example"}
    client = create_app(moved).test_client()
    ingest(moved.home, [write_jsonl(tmp_path / "late.jsonl", (late,))], "opensearch")
    page = client.get("/api/search?q=frigate").get_json()
    assert (page["total"], page["edition"]) == (1, 2)
    assert client.get("/api/search?q=frigate&edition=1").get_json()["total"] == 0
