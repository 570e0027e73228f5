"""The model of meaning, the points it gives to articles, and the order they bring."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.client import IncompleteRead
from pathlib import Path

import pytest

from archive import meaning
from archive.errors import Unavailable
from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Links, Store, Writer
from archive.store.points import FACT, finish_points, keep_points, points, wanting
from indexer.commands import give_meaning
from indexer.meaning import give_points
from search.engines import Found, Search
from search.engines.current import CurrentIndex
from search.meaning import FIRST, NEAR, NEAR_IN_OTHER_WORDS, Reordered, by_meaning, nearness, reordered
from search.pins import Pins
from search.request import SearchRequest
from search.result import ResultPage
from search.service import Service
from search.tree import AllOf, DateRange, Preferring, Word
from tests.conftest import Document, ingest, untested, write_jsonl
from tools import model as tool

STORIES = {
    "cash": ("Parliament votes money for orphans", "Deputies agreed to pay for the schooling of children who lost their parents."),
    "ship": (
        "Frigate returns to port",
        "The warship came home after months. Its crew voted on a name for the ship's cat.",
    ),
    "jail": ("Basketball player sent to penal colony", "The athlete was moved to a prison far from the capital, her lawyers said."),
    "prisoners": ("Lawyers meet", "A far meeting of lawyers, moved to another capital hall, spoke of nothing much."),
}


@pytest.fixture(scope="module")
def installed() -> None:
    """Need the model."""
    if not meaning.is_installed():
        untested("meaning was not tested: its model is not there. Get it with: python -m tools.model")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of an archive of STORIES, without points."""
    documents = tuple(
        {"id": key, "url": f"https://n.example/{key}", "title": title, "text": text} for key, (title, text) in STORIES.items()
    )
    return ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", documents)])


def give(settings: Settings) -> list[int]:
    """Give every article its point; return how many each step gave."""
    store, steps = Store(settings.home), list[int]()
    try:
        with Writer.open(store) as writer:
            give_points(writer, meaning.model(), wanting(store, meaning.NAME), steps.append)
            finish_points(writer)
    finally:
        store.close()
    return steps


def asked(settings: Settings, query: str, *, heeded: bool = True, **more: str) -> ResultPage:
    """Return the result of a query, meaning heeded or not."""
    index = CurrentIndex(settings.home, settings.engine, settings.cluster)
    service = Service(Store(settings.home), index, load_gazetteers(), heeded)
    return service.run(SearchRequest.from_pairs([("q", query), *more.items()]))


def titles(page: ResultPage) -> list[str]:
    """Return the titles of a result in order."""
    return [hit.title for hit in page.hits]


@pytest.mark.usefixtures("installed")
def test_what_says_the_same_in_other_words_is_nearer() -> None:
    query, same, other = meaning.Model(meaning.FOLDER, 1).points(
        ["lorries full of shells", "trucks loaded with artillery ammunition", "a concert in the park"]
    )
    near, far = meaning.nearness([same, other], query, 2)
    assert near > 0 > far
    assert len(query) == meaning.SIZE


@pytest.mark.usefixtures("installed")
def test_of_articles_with_the_same_words_the_one_that_says_it_comes_first(settings: Settings) -> None:
    query = "sportswoman moved to far capital with lawyers"
    before = asked(settings, query)
    give(settings)
    after = asked(settings, query)
    assert titles(after)[0] == "Basketball player sent to penal colony"
    assert titles(before)[0] == "Lawyers meet" == titles(asked(settings, query, heeded=False))[0]
    assert (after.total, sorted(titles(after)), after.facets) == (before.total, sorted(titles(before)), before.facets)


@pytest.mark.usefixtures("installed")
def test_age_is_heeded_where_it_is_asked_for(settings: Settings) -> None:
    give(settings)
    query = "sportswoman moved to far capital with lawyers"
    assert titles(asked(settings, query, sort="newest")) == titles(asked(settings, query, heeded=False, sort="newest"))


@pytest.mark.usefixtures("installed")
def test_a_pinned_order_outlasts_the_coming_of_points(settings: Settings) -> None:
    query = "sportswoman moved to far capital with lawyers"
    index = CurrentIndex(settings.home, settings.engine, settings.cluster)
    service = Service(Store(settings.home), index, load_gazetteers(), meaning=True)
    service.pinned(SearchRequest.from_pairs([("q", query)]), 1)
    before = asked(settings, query, edition="1")
    give(settings)
    assert titles(asked(settings, query, edition="1")) == titles(before)


class Asking:
    """A service with meaning heeded, asked for what comes near to one query."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.store = settings, Store(settings.home)
        index = CurrentIndex(settings.home, settings.engine, settings.cluster)
        self.service = Service(self.store, index, load_gazetteers(), meaning=True)

    def add(self, folder: Path, *documents: Document) -> None:
        """Ingest more articles and give them their points."""
        ingest(self.settings.home, [write_jsonl(folder / f"{documents[0]['id']}.jsonl", documents)])
        give(self.settings)

    def nearest(self, **more: str) -> list[str]:
        """Return the titles of the articles nearest to the query."""
        reading = self.service.read(SearchRequest.from_pairs([("q", "warship sails back into harbour"), *more.items()]))
        return [article.title for article in self.store.articles(reading.nearest)]


def ship(name: str, title: str = "Warship sails back", text: str = "The ship reached its harbour.", date: str = "") -> Document:
    """Return an article about a ship."""
    return Document(id=name, url=f"https://n.example/{name}", title=title, text=text, date=date)


@pytest.mark.usefixtures("installed")
def test_what_comes_near_is_found_once_all_points_are_there_and_as_it_stood_at_an_edition(
    settings: Settings, tmp_path: Path
) -> None:
    asking = Asking(settings)
    assert asking.nearest() == []
    give(settings)
    assert asking.nearest() == ["Frigate returns to port"]
    ingest(settings.home, [write_jsonl(tmp_path / "more.jsonl", (ship("other"),))])
    assert asking.nearest() == ["Frigate returns to port"]
    give(settings)
    assert asking.nearest() == ["Warship sails back", "Frigate returns to port"]
    assert asking.nearest(edition="1") == ["Frigate returns to port"]
    asking.add(tmp_path, ship("other", "Market opens", "Apples are sold there."))
    assert asking.nearest() == ["Frigate returns to port"]
    assert asking.nearest(edition="2") == ["Warship sails back", "Frigate returns to port"]


@pytest.mark.usefixtures("installed")
def test_what_comes_near_is_chosen_among_the_days_asked_for(settings: Settings, tmp_path: Path) -> None:
    asking = Asking(settings)
    asking.add(tmp_path, ship("may", date="2024-05-03"), ship("june", "Warship back in harbour", "It sailed home.", "2024-06-07"))
    assert asking.nearest(**{"from": "2024-06", "to": "2024-06"}) == ["Warship back in harbour"]
    assert asking.nearest(to="2024-05") == ["Warship sails back"]
    assert asking.nearest(to="2023") == []


@pytest.mark.usefixtures("installed")
def test_versions_and_reprints_of_one_article_take_nobodys_place(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.nearest.LOOKED_AT", 8)
    monkeypatch.setattr("search.nearest.MOST", 3)
    asking = Asking(settings)
    for number in range(10):
        asking.add(tmp_path, ship("live", text=f"The ship reached its harbour at {number} o'clock."))
    assert asking.nearest() == ["Warship sails back", "Frigate returns to port"]
    text = "The navy's frigate is home from sea, and families waved from the quay of its home port. " * 3
    reprints = (ship(f"reprint-{number}", "Warship returns to port", text, "2024-05-03") for number in range(5))
    asking.add(tmp_path, *(Document(one, source=f"n{number}.example") for number, one in enumerate(reprints)))
    assert asking.nearest().count("Warship returns to port") == 5
    assert len(set(asking.nearest())) == 3


def test_signs_know_which_versions_stand_at_an_edition() -> None:
    up, down = bytes([1] * meaning.SIZE), bytes([255] * meaning.SIZE)
    signs = meaning.Signs().grown([[(1, 1, up), (2, 1, down)], [(3, 2, up)]], [(1, 2)])
    assert [signs.alike(up, edition, 1) for edition in (0, 1, 2)] == [[], [1], [3]]
    assert sorted(signs.alike(up, 2, 5)) == [2, 3]
    later = signs.grown([], [(3, 4), (9, 4)])
    assert (later.last, later.alike(up, 4, 5), sorted(signs.alike(up, 4, 5))) == (3, [2], [2, 3])


@pytest.mark.usefixtures("installed")
def test_readings_of_an_edition_whose_points_were_not_there_yet_are_forgotten_but_for_lasting_ones(settings: Settings) -> None:
    query = "sportswoman moved to far capital with lawyers"
    links = Links(Store(settings.home))
    for kept in ("edition=1", "q=a&edition=1&sort=x", "q=b&edition=11", "q=c&edition=1"):
        links.keep("reading", f"/?{kept}", b"x")
    links.hold("reading", "/?q=c&edition=1")
    asked(settings, query, edition="1")
    give(settings)
    states = [state for (state,) in links.store.db.execute("select state from kept order by id")]
    assert states == ["/?q=b&edition=11", "/?q=c&edition=1"]


@pytest.mark.usefixtures("installed")
def test_each_article_is_read_once_and_anew_by_another_model(settings: Settings) -> None:
    assert sum(give(settings)) == len(STORIES)
    assert give(settings) == []
    store = Store(settings.home)
    try:
        with Writer.open(store) as writer:
            keep_points(writer, "another", ())
        assert store.fact(FACT) == "another"
        assert points(store, [1, 2], meaning.NAME) == points(store, [1, 2], "another") == {}
        assert len(wanting(store, meaning.NAME)) == len(STORIES)
    finally:
        store.close()


def test_a_run_that_was_stopped_goes_on(settings: Settings) -> None:
    store = Store(settings.home)
    try:
        ((first, key), *others) = wanting(store, "a")
        with Writer.open(store) as writer:
            keep_points(writer, "a", [(first, bytes(meaning.SIZE))])
        assert wanting(store, "a") == tuple(others)
        assert points(store, [key, others[0][1]], "a") == {key: bytes(meaning.SIZE)}
    finally:
        store.close()


class Counted:
    """An index of numbered hits, the first `held` of which hold all words."""

    def __init__(self, total: int, held: int = 0) -> None:
        self.total, self.held = total, held

    def search(self, search: Search) -> Found:
        """Answer with the numbers in order."""
        if not search.size:
            return Found(self.held, (), {})
        return Found(self.total, tuple(range(self.total))[search.offset : search.offset + search.size], {})


def test_every_page_is_a_part_of_one_order(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.meaning.nearness", lambda store, query, keys, first: {key: float(key % 7) for key in keys})
    index = Reordered(Counted(250), Store(settings.home), "three words here", 1, NEAR)
    search = Search(query=Word("a"), sort="relevance", stories=True)
    whole = index.search(replace(search, size=250)).keys
    pages = [key for offset in range(0, 250, 20) for key in index.search(replace(search, offset=offset, size=20)).keys]
    assert pages == list(whole)
    assert sorted(whole[:FIRST]) == list(range(FIRST)) != list(whole[:FIRST])
    assert list(whole[FIRST:]) == list(range(FIRST, 250))
    assert index.search(replace(search, sort="oldest", size=20)).keys == tuple(range(20))


@pytest.mark.parametrize("narrowed", [False, True])
def test_what_holds_all_words_stays_first(settings: Settings, monkeypatch: pytest.MonkeyPatch, narrowed: bool) -> None:
    monkeypatch.setattr("search.meaning.nearness", lambda store, query, keys, first: {key: float(key) for key in keys})
    query = Preferring(Word("a"), Word("b"))
    tree = AllOf((query, DateRange("2024-01-01", None))) if narrowed else query
    search = Search(query=tree, sort="relevance", size=20, stories=True)
    keys = Reordered(Counted(50, held=4), Store(settings.home), "x", 1, NEAR).search(search).keys
    assert set(keys[:4]) == {0, 1, 2, 3}
    assert keys[4] == 49


def test_a_hit_that_is_nearer_overtakes_and_one_like_the_rest_keeps_its_place() -> None:
    assert reordered([7, 8, 9], {7: 0.0, 8: 0.0, 9: 0.0}, NEAR, 0) == [7, 8, 9]
    assert reordered([7, 8, 9], {7: -1.0, 8: 0.0, 9: 2.0}, NEAR, 0)[0] == 9


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("query", "heeded"),
    [
        ("who pledged air defence", True),
        ("fewer tanks delivered late", True),
        ("two words", False),
        ('tanks "artillery shells" delivered late', False),
        ("title:tanks ship plane delivered", False),
        ("tank* ship plane delivered", False),
        ("tanks~ ship plane delivered", False),
        ("tanks ship plane -delivered sunday", False),
        ("frigate OR submarine OR corvette launched sunday", False),
        ("(tanks ships) planes delivered", False),
        ("country:LT tanks delivered late", False),
        ("Việt Nam tanks delivered", True),
        ("танки для української армії сьогодні", False),
        ("Kasčiūnas pledged drones today", True),
        (" ".join(f"word{number}" for number in range(60)), False),
    ],
)
def test_only_several_plain_words_have_a_meaning(settings: Settings, query: str, heeded: bool) -> None:
    index, store = CurrentIndex(settings.home, settings.engine, settings.cluster), Store(settings.home)
    service = Service(store, index, load_gazetteers(), meaning=True)
    reading = service.read(SearchRequest.from_pairs([("q", query)]))
    assert (by_meaning(index, store, reading, 1) is not index) == heeded


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("query", "weight"), [("lawyers capital prison", NEAR), ("attorneys metropolis penitentiary", NEAR_IN_OTHER_WORDS)]
)
def test_meaning_counts_more_where_no_article_holds_all_the_words(settings: Settings, query: str, weight: float) -> None:
    index, store = CurrentIndex(settings.home, settings.engine, settings.cluster), Store(settings.home)
    reading = Service(store, index, load_gazetteers(), meaning=True).read(SearchRequest.from_pairs([("q", query)]))
    ordered = by_meaning(index, store, reading, 1)
    assert isinstance(ordered, Reordered)
    assert (ordered.weight, bool(reading.all)) == (weight, weight == NEAR)


def test_the_more_meaning_counts_the_farther_back_what_it_brings_to_the_front() -> None:
    near = {**dict.fromkeys(range(20), 0.0), 10: 2.0}
    keys = list(range(20))
    assert reordered(keys, near, NEAR, 0)[:3] == [0, 10, 1]
    assert reordered(keys, near, NEAR_IN_OTHER_WORDS, 0)[:3] == [10, 0, 1]


def test_a_file_that_is_missing_or_another_is_said_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"is not there: .*python -m tools\.model"):
        meaning.Model(tmp_path, 1).points(["text"])
    (tmp_path / meaning.WORDS).write_bytes(b"{}")
    with pytest.raises(Unavailable, match=r"is not the file it should be"):
        meaning.Model(tmp_path, 1).points(["text"])


def damaged(folder: Path) -> Path:
    """Make a folder of the model's files, all of them cut off."""
    folder.mkdir()
    for name in meaning.FILES:
        (folder / name).write_bytes(b"cut")
    return folder


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the model's files be damaged."""
    monkeypatch.setattr(meaning, "FOLDER", damaged(tmp_path / "model"))
    meaning.is_installed.cache_clear()
    yield
    meaning.is_installed.cache_clear()


@pytest.mark.usefixtures("broken")
def test_with_damaged_files_the_order_is_that_of_the_words(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    query = "sportswoman moved to far capital with lawyers"
    assert titles(asked(settings, query)) == titles(asked(settings, query, heeded=False))
    store = Store(settings.home)
    try:
        with Writer.open(store) as writer:
            give_meaning(writer, replace(settings, model=True))
    finally:
        store.close()
    assert "results are ordered by words alone" in capsys.readouterr().err


def test_while_most_articles_have_no_point_the_order_is_that_of_the_words(settings: Settings) -> None:
    store = Store(settings.home)
    try:
        (first, key), (other, key_of_other), *_ = wanting(store, meaning.NAME)
        with Writer.open(store) as writer:
            keep_points(writer, meaning.NAME, [(first, bytes([1] * meaning.SIZE)), (other, bytes([2] * meaning.SIZE))])
        assert set(nearness(store, "tanks delivered late", range(1, 5), 4).values()) == {0.0}
        assert points(store, [key, key_of_other], meaning.NAME).keys() == {key, key_of_other}
    finally:
        store.close()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_beyond_what_is_ranked_a_pinned_order_is_by_key_whatever_points_there_are(tmp_path: Path, engine: str) -> None:
    documents = tuple(
        {
            "id": str(n),
            "url": f"https://n.example/{n}",
            "title": f"Tanks delivered late {n}",
            "text": f"Number {n} {'of ships ' * n}.",
        }
        for n in range(12)
    )
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", documents)], engine)
    store, index = Store(settings.home), CurrentIndex(settings.home, settings.engine, settings.cluster)
    service = Service(store, index, load_gazetteers(), meaning=True)
    request = SearchRequest.from_pairs([("q", "tanks delivered late"), ("edition", "1")])
    reading = service.read(request)
    search = replace(service.search_of(reading.request, reading, ()), offset=4, size=8)

    def beyond() -> list[int]:
        pins = Pins(by_meaning(index, store, reading, 1), Links(store), most=4)
        return list(pins.search(reading.request, search).keys)

    before = beyond()
    service.pins.hold(reading.request)
    give(settings)
    assert beyond() == before == sorted(before, reverse=True)


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return files as an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files:
            made.writestr(name, content)
    return buffer.getvalue()


def test_the_tool_puts_the_files_where_they_belong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = packed([(name, name.encode()) for name in meaning.FILES])
    monkeypatch.setattr(tool, "SOURCE_SHA256", hashlib.sha256(jar).hexdigest())
    tool.install(tmp_path / "there", lambda address: jar)
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == sorted(meaning.FILES)


@pytest.mark.parametrize(
    "got", [packed([(name, b"other") for name in meaning.FILES]), b"", IncompleteRead(b"half"), OSError("no route")]
)
def test_the_tool_takes_nothing_else_and_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], got: bytes | Exception
) -> None:
    def fetched(address: str) -> bytes:
        if isinstance(got, Exception):
            raise got
        return got

    monkeypatch.setattr(tool, "FOLDER", damaged(tmp_path / "there"))
    monkeypatch.setattr(tool, "fetched", fetched)
    assert tool.main() == 1
    assert {path.read_bytes() for path in (tmp_path / "there").iterdir()} == {b"cut"}
    assert "Search does without; try again later." in capsys.readouterr().err.splitlines()[-1]
