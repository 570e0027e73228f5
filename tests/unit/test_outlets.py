"""Outlets under their usual names, and the labels of those whose articles bring a machine's name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.gazetteers.all import load_gazetteers
from archive.store import Store
from search.engines.current import CurrentIndex
from search.outlets import Outlets, squeezed
from search.request import SearchRequest
from search.same import DATA
from search.service import Service
from search.values import Asked
from tests.conftest import ingest, write_jsonl

SOURCES = ("theguardian.com", "nytimes.com", "whitehouse.gov", "whitehouse", "department_of_defense", "mirror.co.uk", "Vik Courier")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Return the service on an article of each of SOURCES."""
    home: Path = tmp_path_factory.mktemp("outlets")
    documents = [{"title": f"Guns of {source}", "text": "Guns left.", "source": source} for source in SOURCES]
    settings = ingest(home / "var", [write_jsonl(home / "articles.jsonl", tuple(documents))])
    store = Store(settings.home)
    yield Service(store, CurrentIndex(settings.home, settings.engine), load_gazetteers())
    store.close()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("theguardian.com", ["theguardian.com"]),
        ("guardian", ["theguardian.com"]),
        ("The Guardian", ["theguardian.com"]),
        ("NYT", ["nytimes.com"]),
        ("the new york times", ["nytimes.com"]),
        ("Daily Mirror", ["mirror.co.uk"]),
        ("white house", ["whitehouse", "whitehouse.gov"]),
        ("whitehouse.gov", ["whitehouse.gov"]),
        ("department_of_defense", ["department-of-defense"]),
        ("Pentagon", ["department-of-defense"]),
        ("vik-courier", ["vik-courier"]),
        ("Reuters", []),
        ("the", []),
        ("?!", []),
    ],
)
def test_an_outlet_of_the_archive_goes_by_its_usual_names(service: Service, name: str, meant: list[str]) -> None:
    assert sorted(Outlets(service.store).resolve(name)) == sorted(meant)


def test_usual_names_hold_in_addresses_and_queries_and_an_id_stays_itself(service: Service) -> None:
    def total(*pairs: tuple[str, str]) -> int:
        return service.run(SearchRequest.from_pairs(pairs)).total

    assert total(("source", "NYT")) == total(("source", "daily-mirror")) == 1
    assert total(("q", "source:guardian")) == 1
    assert total(("q", 'source:"white house"')) == 2
    assert total(("source", "whitehouse")) == 1


def test_a_name_of_two_outlets_is_asked_back_about(service: Service) -> None:
    page = service.run(SearchRequest.from_pairs([("source", "White House")]))
    assert page.total == 0
    assert [link.url for link in page.notices[0].links] == ["/?source=whitehouse", "/?source=whitehouse.gov"]


def test_labels_are_readable_wherever_an_outlet_is_shown(service: Service) -> None:
    page = service.run(SearchRequest())
    (outlets,) = [facet for facet in page.facets if facet.name == "source"]
    labels = {value.value: value.label for value in outlets.values}
    assert labels["department-of-defense"] == "Department of Defense"
    assert (labels["whitehouse"], labels["whitehouse.gov"]) == ("White House", "whitehouse.gov")
    assert labels["vik-courier"] == "Vik Courier"
    assert service.names["source"].label("department-of-defense") == "Department of Defense"
    (suggested,) = [one for one in service.suggest(SearchRequest(query="pentag")) if one.kind == "source"]
    assert (suggested.label, suggested.other) == ("Department of Defense", "Pentagon")


def test_outlets_are_found_in_the_facet_under_their_usual_names(service: Service) -> None:
    found = service.facet(SearchRequest(), "source", Asked(find="new york"))
    assert [value.value for value in found.values] == ["nytimes.com"]


def test_the_list_names_each_outlet_once_and_each_name_says_something() -> None:
    rows = list(csv.DictReader((DATA / "outlets.csv").read_text(encoding="utf-8").splitlines()))
    outlets = [row["outlet"] for row in rows]
    assert outlets == sorted(set(outlets))
    for row in rows:
        names = [*filter(None, row["names"].split(";"))]
        assert row["label"] or names, row
        assert all(map(squeezed, names)), row
        assert len(set(map(squeezed, names))) == len(names), row
