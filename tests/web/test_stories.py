"""Stories on pages, in JSON and in files: one hit with its reports, counts of what is shown, switched by the address."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.conftest import Document, ingest, write_jsonl
from tests.unit.test_stories import BRIDGE, LATER
from tests.web.reading import attribute, one, soup, titles, total


def document(number: int, text: str, date: str, source: str, title: str = "Railway bridge at Orlow reopened") -> Document:
    """Return one report."""
    url = f"https://{source}.example/{number}"
    return {"id": str(number), "url": url, "date": date, "source": f"{source}.example", "title": title, "text": text}


REPORTS = (
    document(1, BRIDGE + "\n\nPoland sent howitzers.", "2031-05-13", "wire"),
    document(2, BRIDGE, "2031-05-12", "courier"),
    document(3, BRIDGE + "\n\nPoland sent howitzers.", "2031-05-14", "herald"),
    document(4, LATER + " Poland sent howitzers.", "2031-06-20", "herald", "Farmers have mixed feelings"),
    document(
        5, "Apples cost more than pears this week. Poland sent no howitzers to the railway.", "2031-05-01", "courier", "Apples"
    ),
)
SECOND = (document(6, BRIDGE + " Latvia watched.", "2031-05-13", "gazette", "Railway bridge at Orlow is open"),)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a client of an archive with a story of three reports, a fourth of which came in a second edition."""
    home = tmp_path_factory.mktemp("stories")
    ingest(home / "var", [write_jsonl(home / "a.jsonl", REPORTS)])
    return create_app(ingest(home / "var", [write_jsonl(home / "b.jsonl", SECOND)])).test_client()


def test_a_story_is_one_hit_headed_by_its_first_report(client: FlaskClient) -> None:
    page = soup(client, "/?q=railway")
    assert one(page, "#count").get_text() == "2 stories in 5 articles"
    reports = one(page, ".hit .story")
    assert reports.name == "details"
    assert one(reports, "summary").get_text() == "1 story, 4 reports, the last 14 May 2031"
    outlets = [item.select(".origin")[0].get_text() for item in reports.select("li")]
    assert outlets[0] == "courier.example · 12 May 2031 · first"
    assert [text.partition(" · ")[0] for text in outlets] == [
        "courier.example",
        "wire.example",
        "gazette.example",
        "herald.example",
    ]
    assert len([link for link in reports.select("li a") if client.get(attribute(link, "href")).status_code == 200]) == 3


def test_the_head_is_the_first_report_that_the_search_finds(client: FlaskClient) -> None:
    page = soup(client, "/?q=howitzers+bridge&words=all")
    hit = one(page, ".hit")
    assert "wire.example" in one(hit, ".hit > .origin").get_text()
    assert ["not found by this search" in item.get_text() for item in hit.select(".story li")] == [True, False, True, False]


def test_counts_are_those_of_what_is_shown_and_the_address_says_what_it_counts(client: FlaskClient) -> None:
    stories = client.get("/api/search?q=bridge").get_json()
    articles = client.get("/api/search?q=bridge&count=articles").get_json()
    assert (stories["counted"], stories["total"], stories["reports"], len(stories["articles"])) == ("stories", 1, 4, 1)
    assert (articles["counted"], articles["total"], articles["reports"], len(articles["articles"])) == ("articles", 4, 4, 4)
    assert articles["url"] == "/?q=bridge&count=articles"

    def poland(asked: str) -> int:
        values = client.get(f"/api/facets/country{asked}").get_json()["values"]
        return int(next(value["count"] for value in values if value["value"] == "PL"))

    assert (poland("?q=bridge"), poland("?q=bridge&count=articles")) == (1, 2)


def test_following_a_count_gives_what_it_promised_either_way(client: FlaskClient) -> None:
    for address in ("/?q=railway", "/?q=railway&count=articles", "/", "/?count=articles"):
        for link in soup(client, address).select(".facets a.value"):
            promised = int(one(link, ".number").get_text())
            assert total(soup(client, attribute(link, "href"))) == promised, link


def test_the_bars_say_that_they_count_articles_where_stories_are_listed(client: FlaskClient) -> None:
    assert "5 articles. Bars count articles." in one(soup(client, "/?q=railway"), "#dates .scale").get_text()
    assert "Bars count" not in one(soup(client, "/?q=railway&count=articles"), "#dates .scale").get_text()


def test_the_switch_keeps_the_search_and_leads_back(client: FlaskClient) -> None:
    page = soup(client, "/?q=railway&country=PL")
    links = {link.get_text(): attribute(link, "href") for link in page.select('nav[aria-label="Count"] a')}
    assert links == {"stories": "/?q=railway&country=PL", "articles": "/?q=railway&country=PL&count=articles"}
    switched = soup(client, links["articles"])
    assert one(switched, "#count").get_text() == "3 articles"
    assert len(titles(switched)) == 3
    assert [attribute(one(switched, 'nav[aria-label="Count"] a[aria-current]'), "href")] == [links["articles"]]


def test_where_every_article_is_a_story_of_its_own_nothing_is_said_of_stories(client: FlaskClient) -> None:
    page = soup(client, "/?q=farmers")
    assert one(page, "#count").get_text() == "1 article"
    assert not page.select('nav[aria-label="Count"], .story')


def test_each_article_in_json_carries_its_story(client: FlaskClient) -> None:
    hits = client.get("/api/search?q=bridge&count=articles").get_json()["articles"]
    assert {hit["story"]["id"] for hit in hits} == {next(hit["id"] for hit in hits if hit["external_id"] == "1")}
    assert {hit["story"]["reports"] for hit in hits} == {4}
    assert [other["external_id"] for other in hits[0]["story"]["others"]]
    alone = client.get("/api/search?q=farmers").get_json()["articles"][0]
    assert alone["story"] == {"id": alone["id"], "reports": 1}
    article = client.get(f"/api/articles/{hits[0]['id']}").get_json()
    assert (article["story"]["id"], article["story"]["reports"]) == (hits[0]["story"]["id"], 4)


def test_an_earlier_edition_keeps_its_stories(client: FlaskClient) -> None:
    page = soup(client, "/?q=bridge&edition=1")
    assert one(page, "#count").get_text().startswith("1 story in 3 articles")
    assert one(page, ".hit .story summary").get_text().startswith("1 story, 3 reports")
    assert client.get("/api/search?q=bridge&edition=1").get_json()["articles"][0]["story"]["reports"] == 3


def test_files_hold_every_article_with_its_story(client: FlaskClient) -> None:
    lines = [json.loads(line) for line in client.get("/export.jsonl?q=bridge").text.splitlines()]
    articles = lines[1:-1]
    assert len(articles) == 4
    assert {line["story"]["reports"] for line in articles} == {4}
    heading, *rows = client.get("/export.csv?q=bridge").text.splitlines()
    assert ",story,reports," in heading
    assert len(rows) == 4


def test_the_article_page_lists_the_reports_of_its_story(client: FlaskClient) -> None:
    link = soup(client, "/?q=bridge").select(".story li a")[0]
    page = soup(client, attribute(link, "href"))
    assert one(page, ".text .story summary").get_text().startswith("1 story, 4 reports")
    assert len(page.select(".text .story li a")) == 3
    assert one(page, ".text .story [aria-current]").get_text() == link.get_text()


def test_an_unknown_thing_to_count_is_passed_over_with_a_notice(client: FlaskClient) -> None:
    page = soup(client, "/?q=bridge&count=words")
    assert "Count stories or articles" in one(page, ".notice").get_text()
    assert one(page, "#count").get_text().startswith("1 story")
