"""Ways out of a search that found nothing: each says how many articles its link leads to, however few searches were made for it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Store
from search.engines import Found, Search
from search.engines.current import CurrentIndex
from search.request import SearchRequest
from search.result import Way
from search.service import Service
from search.tree import show

NOTHING = (
    # The filters leave nothing of what all the words find, or most of them.
    "/?q=ministry+convoy&country=LT&source=nowhere.example",
    "/?q=ministry+convoy+leaves+days&country=LT&from=2031",
    "/?q=ministry+convoy+leaves+zeppelin&country=LT&from=2031",
    "/?q=ministry+zeppelin+submarine&country=LT&country.not=LT",
    "/?q=gave+zeppelin+submarine+thanks&country=LT&person=olaf-scholz&to=2020",
    "/?q=zeppelin+submarine+bicycle+tricycle+unicycle+scooter+tandem&country=LT",
    # A word left out has the others corrected, begun, expanded or content with fewer.
    "/?q=howitzerz+zeppelin+convoy&country=LT&from=2031",
    "/?q=zeppelin+ministry+howit&country=LT&from=2031",
    "/?q=UAV+zeppelin+Zelenskiy+aid&country=LT&from=2031",
    "/?q=ministry+-convoy&country=LT",
    "/?q=ministry+%22leaves+in%22+zeppelin+thanks&country=LT&from=2031",
    "/?q=ministry+zeppelin&words=all&country=LT",
    "/?q=ministry+howitzers&country=LT&country=PL&edition=1",
)


@pytest.fixture
def service(newsroom_archive: Settings) -> Iterator[Service]:
    """Return the service on the newsroom."""
    store = Store(newsroom_archive.home)
    yield Service(store, CurrentIndex(newsroom_archive.home, newsroom_archive.engine), load_gazetteers())
    store.close()


def request_of(address: str) -> SearchRequest:
    """Return the request that an address stands for."""
    return SearchRequest.from_pairs(parse_qsl(address.partition("?")[2]))


def ways_of(service: Service, address: str) -> tuple[Way, ...]:
    """Return the ways out that an address is answered with."""
    page = service.run(request_of(address))
    assert page.total == 0
    return page.ways


@pytest.mark.parametrize("address", NOTHING)
def test_a_way_out_finds_as_many_articles_as_it_says(service: Service, address: str) -> None:
    found = {way.label: (way.without, service.run(request_of(way.url)).total) for way in ways_of(service, address)}
    assert len(found) > 1
    assert all(said == total for said, total in found.values()), found


def test_what_no_word_less_can_find_is_not_searched_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    searches = list[Search]()
    plain = CurrentIndex.search

    def noted(index: CurrentIndex, search: Search) -> Found:
        searches.append(search)
        return plain(index, search)

    monkeypatch.setattr(CurrentIndex, "search", noted)
    ways = ways_of(service, "/?q=gave+ministry+zeppelin+submarine&country=LT&from=2031")
    assert [way.without for way in ways[:4]] == [0] * 4
    again = [show(search.query) for search in searches if search.filters and not search.size]
    # Two of the four words are content with one: that is another search. Two of three are what was searched for.
    assert again
    assert not [tree for tree in again if "2+(" in tree and "2031" in tree]


def test_a_month_is_one_part_and_an_exclusion_is_said(service: Service) -> None:
    labels = [way.label for way in ways_of(service, "/?q=howitzers&country.not=RU&from=2031-08&to=2031-08")]
    assert labels == ["“howitzers”", "Country: without Russia", "Published: August 2031"]
