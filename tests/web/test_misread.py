"""What of an address was not understood is said on every page and in the API; a file is not made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.settings import Settings
from search.__main__ import main
from search.exports import EXPORTS
from tests.conftest import environment_of
from tests.web.reading import attribute, soup, total

UNKNOWN = {
    "Country=LT": "“Country=LT” was not understood. Is country=LT meant?",
    "countries=LT": "“countries=LT” was not understood. Is country=LT meant?",
    "form=2024": "“form=2024” was not understood. Is from=2024 meant?",
    "country.nor=UA": "“country.nor=UA” was not understood. Is country.not=UA meant?",
    "country.foo=LT": "“country.foo=LT” was not understood. Write country, country.any, country.not or country.none.",
    "zzz=1": "“zzz=1” was not understood. An address may have q, plain, words, country, person, equipment, source, from, to,",
    "start=2024": "“start=2024” was not understood. An address may have q,",
    "howitzers": "“howitzers” was not understood.",
    "words=some": "“words=some” was not understood. It may be all or most or near.",
    "country.none=yes": "“country.none=yes” was not understood. Write country.none=1 for articles without any.",
    "q=tank&q=drone": "“q” was given more than once: the last one counts.",
    "country="
    + "&country=".join(f"x{number}" for number in range(60)): "At most 50 values of “country” are heeded; 60 were given.",
    "from=2024-13": "The first date “2024-13” was not understood.",
    "edition=last": "The edition “last” is not a number.",
    "edition=99": "There is no edition 99; the newest, 1, is shown.",
    "sort=best": "There is no order “best”.",
}
SILENT = "utm_source=x&utm_anything=y&fbclid=1&gclid=2&mc_cid=3&q=howitzers&from=&country="
FILES = (*(f"/export.{kind.suffix}" for kind in EXPORTS), "/feed.atom", "/cite.ris", "/cite.bib")


def said(client: FlaskClient, address: str) -> list[str]:
    """Return the notices of a page."""
    return [notice.get_text() for notice in soup(client, address).select(".notice")]


@pytest.mark.parametrize("query", UNKNOWN)
def test_a_page_and_the_api_name_what_was_not_understood(client: FlaskClient, query: str) -> None:
    assert any(notice.startswith(UNKNOWN[query]) for notice in said(client, f"/?{query}"))
    for path in ("/api/search", "/api/evidence"):
        assert any(notice.startswith(UNKNOWN[query]) for notice in client.get(f"{path}?{query}").get_json()["notices"])


@pytest.mark.parametrize("query", UNKNOWN)
@pytest.mark.parametrize("path", FILES)
def test_a_file_is_refused_where_a_part_was_not_understood(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?q=howitzers&{query}")
    assert answer.status_code == 400
    assert UNKNOWN[query].replace("“", "").split("”")[0] in answer.text.replace("“", "").replace("&#34;", '"')


@pytest.mark.parametrize("path", FILES)
def test_what_trackers_add_and_empty_parts_go_without_saying(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?{SILENT}").status_code == 200
    assert said(client, f"/?{SILENT}") == []
    assert client.get(f"/api/search?{SILENT}").get_json()["notices"] == []


def test_what_is_meant_is_one_link_away_and_the_rest_of_the_search_stays(client: FlaskClient) -> None:
    [link] = soup(client, "/?q=howitzers&Country=UA&sort=oldest").select(".notice a")
    assert attribute(link, "href") == "/?q=howitzers&country=UA&sort=oldest"
    assert "/?q=howitzers&country=UA" in client.get("/api/search?q=howitzers&Country=UA").get_json()["notices"][0]


def test_many_unknown_parts_are_counted(client: FlaskClient) -> None:
    notices = said(client, "/?" + "&".join(f"k{number}=v" for number in range(1000)))
    assert len(notices) == 4
    assert notices[-1] == "997 further parts of the address were not understood."


@pytest.mark.parametrize("path", ["/facet/country", "/why/country/LT", "/country/LT", "/changes"])
def test_every_page_of_a_search_says_it(client: FlaskClient, path: str) -> None:
    assert UNKNOWN["Country=LT"] in said(client, f"{path}?edition=1&Country=LT")[-1]
    assert not any("not understood" in notice for notice in said(client, f"{path}?edition=1&utm_source=x"))


def test_an_article_says_it(client: FlaskClient) -> None:
    found = client.get("/api/search?q=howitzers").get_json()["articles"][0]["url"].partition("?")[0]
    assert "Is edition=1 meant?" in said(client, f"{found}?Edition=1")[0]
    assert client.get(f"{found}/cite.ris?Edition=1").status_code == 400
    assert client.get(f"{found}/cite.ris?edition=1").status_code == 200


def test_the_keys_a_page_has_beside_those_of_a_search_are_known_there_alone(client: FlaskClient) -> None:
    address = "/facet/equipment?order=name&find=tank&within=tank"
    assert said(client, address) == []
    assert client.get(f"/api{address.replace('facet', 'facets')}&cursor=1").get_json()["notices"] == []
    assert client.get("/api/facets/equipment?Order=name").get_json()["notices"]
    assert "“find=tank” was not understood." in said(client, "/?find=tank")[0]
    assert client.get("/export.csv?cursor=2").status_code == 400


def test_the_terminal_says_it_and_writes_no_file(
    newsroom_archive: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment_of(newsroom_archive).items():
        monkeypatch.setenv(name, value)
    assert main(["howitzers", "form=2024"]) == 0
    assert "! “form=2024” was not understood. Is from=2024 meant?" in capsys.readouterr().out
    assert main(["howitzers", "from=2024-13", "--export", str(tmp_path / "found.csv")]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert "The first date “2024-13” was not understood. Write 2024, 2024-08 or 2024-08-14." in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_search_that_cannot_find_anything_is_understood(client: FlaskClient) -> None:
    assert total(soup(client, "/?from=2024-06&to=2024-02")) == 0
    assert client.get("/export.csv?from=2024-06&to=2024-02").status_code == 200
