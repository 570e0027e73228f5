"""What of an address was not understood is said on every page and in the API; a file is not made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from archive.settings import Settings
from archive.store import Store
from search.__main__ import main
from search.exports import EXPORTS
from tests.conftest import Document, environment_of, ingest, write_jsonl
from tests.web.newsroom import newsroom
from tests.web.reading import attribute, one, soup, total

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
    assert any(notice.startswith(UNKNOWN["Country=LT"]) for notice in said(client, f"{path}?edition=1&Country=LT"))
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
    assert "The first date “2024-13” was not understood. Write 2024, 2024-08, 2024-08-14 or August 2024." in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_search_that_cannot_find_anything_is_understood(client: FlaskClient) -> None:
    assert total(soup(client, "/?from=2024-06&to=2024-02")) == 0
    assert client.get("/export.csv?from=2024-06&to=2024-02").status_code == 200


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("country=Lithuania", "country=LT"),
        ("country=lt", "country=LT"),
        ("country.not=Poland&country.any=lithuanian", "country.any=LT&country.not=PL"),
        ("equipment=Leopard+2", "equipment=leopard-2"),
        ("person=Zelensky&edition=1", "person=volodymyr-zelenskyy&edition=1"),
    ],
)
def test_a_name_in_a_filter_leads_to_the_id_so_called(client: FlaskClient, written: str, meant: str) -> None:
    found = client.get(f"/?q=sends&{written}")
    assert (found.status_code, found.location) == (302, f"/?q=sends&{meant}")
    answer = client.get(f"/api/search?q=sends&{written}").get_json()
    assert answer == client.get(f"/api/search?q=sends&{meant}").get_json()
    assert (answer["notices"], answer["url"]) == ([], f"/?q=sends&{meant}")
    assert client.get(f"/export.csv?q=sends&{written}").data == client.get(f"/export.csv?q=sends&{meant}").data


def test_an_outlet_may_be_called_by_how_its_id_begins(client: FlaskClient) -> None:
    assert client.get("/?source=a").location == "/?source=a.example"


def test_a_value_that_nobody_knows_is_said_and_leads_to_no_missing_page(client: FlaskClient) -> None:
    page = soup(client, "/?country=ZZ")
    assert [notice.get_text() for notice in page.select(".notice")] == ["No country is known as “ZZ”."]
    assert client.get("/api/search?country=ZZ").get_json()["notices"] == ["No country is known as “ZZ”."]
    assert not page.select(".portrait")
    links = {attribute(link, "href") for link in page.select("a[href^='/']")}
    assert [link for link in links if "export" not in link and "feed" not in link and client.get(link).status_code >= 400] == []
    assert "No country is known as “ZZ”." in said(client, "/facet/person?country=ZZ")


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_refused_where_nobody_knows_a_value(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?country.not=ZZ")
    assert answer.status_code == 400
    assert "No country is known as “ZZ”." in answer.text


def test_several_values_in_one_are_taken_apart_by_a_link(client: FlaskClient) -> None:
    assert said(client, "/?q=sends&country=LT,Poland") == [
        "No country is known as “LT,Poland”. Each is given by itself: Lithuania or Poland"
    ]
    [link] = soup(client, "/?q=sends&country=LT,Poland").select(".notice a")
    assert attribute(link, "href") == "/?q=sends&country.any=LT&country.any=PL"


def test_a_name_of_several_offers_each(client: FlaskClient) -> None:
    page = soup(client, "/?q=sends&country.not=congo")
    links = {link.get_text(): attribute(link, "href") for link in page.select(".notice a")}
    assert "“congo” may mean more than one country:" in one(page, ".notice").get_text()
    assert len(links) > 1
    assert set(links.values()) == {"/?q=sends&country.not=CD", "/?q=sends&country.not=CG"}
    assert all(client.get(address).status_code == 200 for address in links.values())


def test_a_name_beside_a_part_that_was_not_understood_is_answered_in_place(client: FlaskClient) -> None:
    assert "Is from=2024 meant?" in said(client, "/?country=Lithuania&form=2024")[0]
    assert total(soup(client, "/?country=Lithuania&form=2024")) == total(soup(client, "/?country=LT"))


def test_why_knows_values_by_their_names_and_no_others(client: FlaskClient) -> None:
    assert "Why Lithuania?" in one(soup(client, "/why/country/lithuania"), "h1").get_text()
    assert "No country is known as “ZZ” here." in soup(client, "/why/country/ZZ", 404).get_text()


@pytest.mark.parametrize(
    ("kind", "old", "new"), [("moved", "o-scholz", "olaf-scholz"), ("merge", "olaf-scholz", "volodymyr-zelenskyy")]
)
def test_a_name_stands_for_the_id_it_had_at_the_edition_asked_for(tmp_path: Path, kind: str, old: str, new: str) -> None:
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "a.jsonl", newsroom())])
    ingest(settings.home, [write_jsonl(tmp_path / "b.jsonl", (Document(id="61", title="One more", text="It left Lithuania."),))])
    store = Store(settings.home)
    store.db.table("redirects").insert({"facet": "person", "old": old, "new": new, "kind": kind, "edition": 2})
    store.close()
    client = create_app(settings).test_client()
    for edition, person in ((1, old), (2, new)):
        assert client.get(f"/?person=Scholz&edition={edition}").location == f"/?person={person}&edition={edition}"
    assert client.get("/?person=Scholz").location == f"/?person={new}"


def test_a_page_beyond_all_pages_goes_by_its_own_number(client: FlaskClient) -> None:
    told = ["There is no page 99,999: pages end at 500.", "This result has 3 pages and nothing beyond. Go to the last page"]
    assert said(client, "/?page=99999&count=articles") == told
    assert said(client, "/?page=9&count=articles") == told[1:]


def test_a_word_longer_than_any_is_named_so_and_cut(client: FlaskClient) -> None:
    notices = client.get(f"/api/search?q={'a' * 900}").get_json()["notices"]
    assert any("is longer than any word, which has at most 64 letters: it is left out." in notice for notice in notices)
    assert max(map(len, notices)) < 200


def test_a_quotation_mark_alone_is_not_part_of_a_corrected_word(client: FlaskClient) -> None:
    told = one(soup(client, '/?q="howizters'), "#spelling").get_text()
    assert "howitzers" in told
    assert '"' not in told
