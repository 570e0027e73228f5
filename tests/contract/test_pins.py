"""A search pinned to an edition gives the same bytes for ever, with every engine, whatever happens to the archive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from archive.corrections import COLUMNS
from archive.gazetteers.all import load_gazetteers
from archive.store import Links, Store, Writer
from indexer.commands import index
from indexer.indexing import rebuild_index
from indexer.reextract import reextract
from search.engines import Engine, IndexDocument, Search
from search.engines.current import CurrentIndex
from search.fallback import Loose
from search.pins import Pins
from search.reading import Reading, with_dates
from search.request import SearchRequest
from search.service import Service
from search.tree import Word
from tests.conftest import Document, ingest, never, settings_of, write_jsonl
from tests.contract.made_up import version

PLACES = ("Lithuania", "Poland", "Germany", "Norway")
PINNED = (
    "q=convoy+road",
    "q=convoy+OR+bridge+OR+river",
    "q=convoy&country=LT",
    "q=convoy&country.any=LT&country.any=PL&page=2",
    "q=person:scholz+convoy",
    "q=person:scholz&sort=newest",
    "q=conv",
    "q=convoy+brigde",
    "q=convoy+road+zebra+canada",
    "q=convoy+road&plain=road&words=most",
    "q=road+germany&country.not=LT",
    "q=river&from=2024-02",
    "country=UA",
    "",
)
MOVED = PINNED[1], PINNED[3], PINNED[4]
"""Those that what comes later would rank, narrow or read otherwise."""

RENDERED = (
    "/api/facets/country",
    "/api/facets/person",
    "/api/evidence",
    "/export.csv",
    "/export.jsonl",
    "/export.evidence.csv",
    "/feed.atom",
)


def first() -> tuple[Document, ...]:
    """Return 30 articles in which some words are common and some rare."""
    return tuple(
        Document(
            id=str(n),
            url=f"https://a.example/{n}",
            source="a.example",
            date=f"2024-{n % 6 + 1:02}-{n % 27 + 1:02}",
            title=f"{PLACES[n % 4]} writes report {n}",
            text=f"The convoy {'road ' * (n % 5)}went to Ukraine. {'A river. ' * (n % 7)}{'A bridge. ' * (n % 3)}"
            + ("Olaf Scholz spoke. " if n % 3 else "Volodymyr Zelenskyy spoke. ")
            + "More was said that day about other things. " * (n % 4),
        )
        for n in range(30)
    )


def later() -> tuple[Document, ...]:
    """Return what the same feed says later: one article gone, one changed, 40 new ones that turn the word statistics round."""
    kept = [{**one, "text": one["text"] + "Corrected: the convoy met Canada."} if one["id"] == "7" else one for one in first()[1:]]
    new = (
        Document(
            id=str(n),
            url=f"https://a.example/{n}",
            source="a.example",
            date="2024-09-01",
            title=f"Road and road {n}",
            text="Road road road road road. The convoy road. " * (n % 3 + 1),
        )
        for n in range(100, 140)
    )
    # The same reports from another outlet join the stories of articles that were there alone.
    again = [{**one, "id": f"b{one['id']}", "source": "b.example", "url": f"https://b.example/{one['id']}"} for one in kept[:10]]
    return (*kept, *new, *again)


class Archive:
    """An archive on one engine, asked as programs ask it."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        self.settings = ingest(folder / "var", [write_jsonl(folder / "feed.jsonl", first())], engine)

    @property
    def client(self) -> FlaskClient:
        """Return a client of a server just started."""
        return create_app(self.settings).test_client()

    def pin(self) -> dict[str, str]:
        """Pin every search of PINNED; return their addresses by short link."""
        client = self.client
        made = [client.post("/api/links", json={"url": f"/?{asked}", "pin": True, "edition": 1}).get_json() for asked in PINNED]
        assert all(one["edition"] == 1 for one in made)
        return {one["code"]: client.get(f"/s/{one['code']}").location for one in made}

    def answers(self) -> dict[str, bytes]:
        """Return the bytes of every pinned answer, by address."""
        client = self.client
        first = client.get("/api/search?q=convoy&edition=1").get_json()["articles"]
        paths = [f"/api/articles/{article['id']}" for article in first[:5]]
        addresses = [f"/api/search?{asked}&edition=1" for asked in PINNED]
        addresses += [f"{path}?{asked}&edition=1" for path in RENDERED for asked in MOVED]
        addresses += [f"{path}?edition=1" for path in paths]
        found = {address: client.get(address) for address in addresses}
        assert {one.status_code for one in found.values()} == {200}
        return {address: one.data for address, one in found.items()}

    def unkept(self, asked: str) -> list[int]:
        """Return the keys of a pinned search as the engine would rank them today."""
        store = Store(self.settings.home)
        service = Service(store, CurrentIndex(self.settings.home, self.settings.engine, self.settings.cluster), load_gazetteers())
        request = SearchRequest(query=asked, edition=1)
        tree = with_dates(service.reader.read(request).tree, request)
        keys = service.index.search(Search(query=tree, edition=1, sort="relevance", size=50)).keys
        store.close()
        return list(keys)

    def ingest_more(self) -> None:
        """Take in what the feed says later; what it says no more is withdrawn."""
        ingest(self.settings.home, [write_jsonl(self.folder / "feed.jsonl", later())], self.settings.engine, prune=True)

    def correct(self) -> None:
        """Merge two persons, give a name to another and take a country away, then read every article anew."""
        lines = (
            ",".join(COLUMNS),
            "merge,person,olaf-scholz,,volodymyr-zelenskyy,,To test.,2026-03-31",
            "alias,person,emmanuel-macron,Scholz,,,To test.,2026-03-31",
            "drop,country,LT,,,*,To test.,2026-03-31",
        )
        (self.settings.home / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        store = Store(self.settings.home)
        with Writer.open(store) as writer:
            assert reextract(store, writer, self.settings, lambda _: None, never)
            index(store, self.settings)
        store.close()

    def rebuild(self) -> None:
        """Build the index anew."""
        store = Store(self.settings.home)
        with Writer.open(store):
            rebuild_index(
                store,
                CurrentIndex(self.settings.home, self.settings.engine, self.settings.cluster),
                load_gazetteers(),
                lambda _: None,
            )
        store.close()


def differing(now: dict[str, bytes], before: dict[str, bytes]) -> list[str]:
    """Return the addresses that are answered otherwise than before."""
    assert now.keys() == before.keys()
    return [address for address, answer in now.items() if answer != before[address]]


def test_a_pinned_search_gives_the_same_bytes_for_ever(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path, name)
    links, before, ranked = archive.pin(), archive.answers(), archive.unkept("river OR road")
    archive.ingest_more()
    assert differing(archive.answers(), before) == []
    assert archive.unkept("river OR road") != ranked, "the statistics moved, or this test shows nothing"
    archive.correct()
    assert differing(archive.answers(), before) == []
    archive.rebuild()
    assert differing(archive.answers(), before) == []
    assert archive.pin() == links


def test_another_engine_serves_the_ranking_that_was_kept(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path, name)
    archive.pin()
    before = [one["id"] for one in archive.client.get("/api/search?q=convoy+road&edition=1").get_json()["articles"]]
    other = "whoosh" if name == "tantivy" else "tantivy"
    archive.settings = settings_of(archive.settings.home, other)
    archive.rebuild()
    assert [one["id"] for one in archive.client.get("/api/search?q=convoy+road&edition=1").get_json()["articles"]] == before


def test_an_address_nobody_pinned_is_kept_when_it_is_first_opened(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path, name)
    before = archive.answers()
    archive.ingest_more()
    archive.correct()
    assert differing(archive.answers(), before) == []


def test_an_answer_goes_on_in_its_order_whatever_comes_meanwhile(tmp_path: Path, name: str) -> None:
    archive = Archive(tmp_path, name)
    ranked = archive.unkept("river OR road")
    answer = archive.client.get("/api/search?q=river+OR+road").get_json()
    archive.ingest_more()
    assert set(archive.unkept("river OR road")[:20]) != set(ranked[:20]), "the pages are others now, or this test shows nothing"
    followed = [article["id"] for article in answer["articles"]]
    while answer["next"]:
        answer = archive.client.get(answer["next"]).get_json()
        followed += [article["id"] for article in answer["articles"]]
    assert len(set(followed)) == len(followed) == answer["total"] == len(ranked)


@pytest.mark.parametrize("most", [0, 3, 5, 100])
def test_hits_beyond_the_kept_ranking_follow_by_key(tmp_path: Path, engine: Engine, most: int) -> None:
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy " * (key % 4 + 1) + "road " * key) for key in range(1, 10))
    store = Store(tmp_path / "var")
    pins, request = Pins(engine, Links(store), most), SearchRequest(query="convoy", edition=1)
    asked = Search(query=Word("convoy"), edition=1, sort="relevance", size=100)
    ranked = list(engine.search(asked).keys)
    expected = ranked[:most] + sorted(ranked[most:], reverse=True)
    assert list(pins.search(request, asked).keys) == expected
    pages = [
        pins.search(request, Search(query=Word("convoy"), edition=1, sort="relevance", offset=n, size=2)) for n in range(0, 10, 2)
    ]
    assert [key for page in pages for key in page.keys] == expected
    assert {page.total for page in pages} == {9}
    store.close()


def test_what_was_ranked_ahead_of_its_readers_stays_in_front_when_they_go_on(tmp_path: Path, engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy " * (key % 4 + 1) + "road " * key) for key in range(1, 10))
    store = Store(tmp_path / "var")
    pins, request = Pins(engine, Links(store), most=7, ahead=4), SearchRequest(query="convoy", edition=1)
    asked = Search(query=Word("convoy"), edition=1, sort="relevance", size=3)
    ranked = list(engine.search(replace(asked, size=100)).keys)
    pins.begin(request, Reading(request, asked.query, Loose((), ())), asked)
    assert pins.read(request, lambda _: pytest.fail("it was read already")).tree == asked.query
    with engine.writing() as writer:
        writer.put(version(key, "", "road " * key, added=2) for key in range(20, 60))
    pages = [list(pins.search(request, replace(asked, offset=n)).keys) for n in range(0, 12, 3)]
    assert pages[0] == ranked[:3]
    assert pages[1][0] == ranked[3]
    assert sorted(key for page in pages for key in page) == sorted(ranked)
    assert [list(pins.search(request, replace(asked, offset=n)).keys) for n in range(0, 12, 3)] == pages
    store.close()


def test_the_kept_ranking_outlives_what_comes_later(tmp_path: Path, engine: Engine, articles: tuple[IndexDocument, ...]) -> None:
    with engine.writing() as writer:
        writer.put(articles)
    store = Store(tmp_path / "var")
    pins, request = Pins(engine, Links(store)), SearchRequest(query="tanks OR drones", edition=3)
    asked = Search(query=Word("the"), edition=3, sort="relevance")
    before = pins.search(request, asked)
    with engine.writing() as writer:
        writer.put(version(key, "The the", "the", added=4) for key in range(20, 60))
    assert pins.search(request, asked) == before
    store.close()
