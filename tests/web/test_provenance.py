"""The pages that account for the values: why one is there, what was corrected, what is unresolved."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app import create_app
from archive.corrections import COLUMNS
from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.commands import index
from indexer.coverage import cover
from indexer.reextract import reextract
from tests.conftest import ingest, never, write_jsonl
from tests.web.newsroom import newsroom
from tests.web.reading import attribute, one, promises, soup, titles, total


def count(client: FlaskClient, address: str) -> int:
    return int(one(soup(client, address), "h1 small").get_text().split()[0].replace(",", ""))


@pytest.mark.parametrize("search", ["", "?q=sends", "?q=howitzers&from=2024-03", "?equipment=artillery"])
def test_the_evidence_has_as_many_articles_as_the_facet_counts(client: FlaskClient, search: str) -> None:
    followed = 0
    for link in soup(client, f"/{search}").select("a.value:not([aria-current]):not([id$='-none'])"):
        _, facet, value = attribute(link, "id").split("-", 2)
        promised = int(one(link, ".number").get_text().replace(",", ""))
        assert count(client, f"/why/{facet}/{value}{search}") == promised
        followed += 1
    assert followed > 5


def test_a_value_among_several_is_counted_as_its_facet_counts_it(client: FlaskClient) -> None:
    page = soup(client, "/?country.any=LT&country.any=PL")
    for value in ("LT", "PL"):
        promised = int(one(one(page, f"#f-country-{value}"), ".number").get_text())
        assert count(client, f"/why/country/{value}?country.any=LT&country.any=PL") == promised


def test_every_article_shows_the_sentence_with_the_mention_marked(client: FlaskClient) -> None:
    page = soup(client, "/why/country/LT")
    for proof in page.select(".hit"):
        marks = [mark.get_text() for mark in proof.select("blockquote mark")]
        assert marks
        assert set(marks) == {"Lithuania"}
        assert proof.select("blockquote")[-1].get_text().startswith("Lithuania will send")


def test_every_sentence_leads_to_its_place_in_the_article_and_keeps_the_search(client: FlaskClient) -> None:
    quotes = soup(client, "/why/country/LT?q=howitzers&edition=1").select(".hit blockquote")
    assert quotes
    for quote in quotes:
        address, _, anchor = attribute(one(quote, "a.there"), "href").partition("#")
        assert address.endswith("?q=howitzers&edition=1")
        assert one(soup(client, address), f".text #{anchor}").get_text() == "Lithuania"


def test_a_branch_of_the_tree_shows_what_rolls_up_to_it(client: FlaskClient) -> None:
    parents = load_gazetteers()["equipment"].parents("leopard-2")
    marks = [{mark.get_text() for mark in soup(client, f"/why/equipment/{value}").select("mark")} for value in parents]
    assert len(marks) == 2
    assert all("Leopard 2" in found for found in marks)
    assert not any("howitzers" in found for found in marks)


def test_an_outlet_is_named_by_the_article_itself(client: FlaskClient) -> None:
    page = soup(client, "/why/source/a.example?q=apples")
    assert len(page.select(".hit")) == 1
    assert "The article itself names a.example as its outlet." in page.get_text()


def test_the_newest_come_first_and_pages_lead_through_all(client: FlaskClient) -> None:
    first = soup(client, "/why/country/UA?sort=oldest")
    days = [attribute(time, "datetime") for time in first.select("time")]
    assert days == sorted(days, reverse=True)
    seen = titles(first)
    for link in first.select("nav.pager a:not([aria-current])"):
        seen += titles(soup(client, attribute(link, "href")))
    assert len(seen) == len(set(seen)) == count(client, "/why/country/UA") == 59


def test_articles_are_counted_and_said_so_where_the_facet_counts_stories(client: FlaskClient) -> None:
    heading = one(soup(client, "/why/country/UA"), "h1").get_text()
    assert "59 articles in the archive, each report of a story by itself" in heading
    assert "story" not in one(soup(client, "/why/country/UA?count=articles"), "h1").get_text()


def test_the_evidence_leads_to_the_articles_and_back_to_the_search(client: FlaskClient) -> None:
    page = soup(client, "/why/country/LT?q=howitzers")
    assert attribute(one(page, "p.back a"), "href") == "/?q=howitzers"
    assert attribute(one(page, "#q"), "value") == "howitzers"
    assert attribute(page.select(".hit h2 a")[0], "href").startswith("/articles/")
    assert attribute(page.select(".hit h2 a")[0], "href").endswith("?q=howitzers")
    shown = one(page, "a[href='/?q=howitzers&country=LT']")
    assert total(soup(client, attribute(shown, "href"))) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/why/country/XX",
        "/why/person/nobody-at-all?q=sends",
        "/why/country/%00%E2%80%8F",
        "/why/person/" + "x" * 3000,
    ],
)
def test_a_value_nobody_knows_is_not_found(client: FlaskClient, address: str) -> None:
    assert "is known as" in one(soup(client, address, 404), "main").get_text()


@pytest.mark.parametrize("address", ["/why/country/FJ", "/why/country/LT?page=40"])
def test_a_value_nothing_has_and_a_page_too_far_are_said_so(client: FlaskClient, address: str) -> None:
    assert not soup(client, address).select(".hit")


def test_an_unknown_facet_is_not_found(client: FlaskClient) -> None:
    assert client.get("/why/colour/red").status_code == 404


def test_headings_and_links_are_those_of_a_page(client: FlaskClient) -> None:
    for address in ("/why/country/LT", "/corrections", "/review"):
        page = soup(client, address)
        assert len(page.select("h1")) == 1
        assert attribute(one(page, "link[rel=canonical]"), "href") == address
        assert not page.select("[style], script:not([src])")


def test_an_archive_that_was_neither_corrected_nor_checked_says_so(client: FlaskClient) -> None:
    assert "Nothing has been corrected" in soup(client, "/corrections").get_text()
    assert "python -m indexer check" in soup(client, "/review").get_text()


@pytest.fixture
def corrected(tmp_path: Path) -> FlaskClient:
    """Return a client of a newsroom whose keeper corrected it and checked it."""
    settings: Settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", newsroom())])
    with closing(Store(settings.home)) as store:
        last = str(next(store.rows("select article from versions order by key desc limit 1"))["article"])
    correct(
        settings,
        "merge,person,olaf-scholz,,volodymyr-zelenskyy,,A <joke>.,2026-03-01",
        f'add,country,FR,,,{last},"Paris paid, as the ministry says.",2026-03-02',
        "drop,country,UA,Ruthenia,,,Not a state.,2026-03-03",
    )
    return create_app(settings).test_client()


def correct(settings: Settings, *rows: str) -> None:
    """Correct an archive and check it."""
    (settings.home / "corrections.csv").write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    with closing(Store(settings.home)) as store:
        with Writer.open(store) as writer:
            reextract(store, writer, settings, lambda documents: None, never)
            writer.cover(cover(store.standing()))
        index(store, settings)


def test_every_correction_is_listed_with_its_reason_date_and_reach(corrected: FlaskClient) -> None:
    found = [hit.get_text(" ", strip=True) for hit in soup(corrected, "/corrections").select(".hit")]
    assert len(found) == 3
    assert "“Ruthenia” is not Ukraine" in found[0]
    assert "changes no article now" in found[0]
    assert "France added" in found[1]
    assert "Paris paid, as the ministry says." in found[1]
    assert "changes 1 article now" in found[1]
    assert "Olaf Scholz is Volodymyr Zelensky" in found[2]
    assert "A <joke>." in found[2]
    assert "changes 20 articles now" in found[2]


def test_an_old_address_shows_the_person_who_stands_for_the_one_merged(corrected: FlaskClient) -> None:
    led = corrected.get("/?person=olaf-scholz")
    assert (led.status_code, led.location) == (302, "/?person=volodymyr-zelenskyy")
    page = soup(corrected, str(led.location))
    assert total(page) == 40
    assert count(corrected, "/why/person/olaf-scholz") == 40
    canonical = one(soup(corrected, "/why/person/olaf-scholz"), "link[rel=canonical]")
    assert attribute(canonical, "href") == "/why/person/volodymyr-zelenskyy"
    assert all("olaf-scholz" not in address for address, _ in promises(page))


def test_an_added_value_is_accounted_for_by_its_reason(corrected: FlaskClient) -> None:
    page = soup(corrected, "/why/country/FR")
    assert "Added by a correction of 2026-03-02: Paris paid, as the ministry says." in one(page, ".hit").get_text()


def test_the_review_names_the_edition_it_looked_at(corrected: FlaskClient) -> None:
    page = soup(corrected, "/review")
    assert one(page, "h1 small").get_text() == "edition 2"
    assert [heading.get_text() for heading in page.select("h2")] == ["Country", "Person", "Equipment"]


def test_a_value_that_a_correction_emptied_gives_the_reason(tmp_path: Path) -> None:
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "articles.jsonl", newsroom())])
    correct(
        settings,
        "drop,person,olaf-scholz,,,*,He was never <there>.,2026-03-01",
        "drop,country,UA,Ruthenia,,,Not a state.,2026-03-03",
    )
    client = create_app(settings).test_client()
    page = soup(client, "/person/olaf-scholz")
    notice = one(page, ".notice")
    assert total_of(page) == 0
    assert "A correction of 1 Mar 2026: Not Olaf Scholz. He was never <there>." in notice.get_text()
    address, _, place = attribute(one(notice, "a"), "href").partition("#")
    assert one(soup(client, address), f"#{place}").get_text() == "Not Olaf Scholz"
    assert not soup(client, "/country/UA").select(".notice")
    assert not soup(client, "/person/olaf-scholz?edition=1").select(".notice:not(.pinned)")


def total_of(page: BeautifulSoup) -> int:
    return int(one(page, "#all").get_text().split()[0])
