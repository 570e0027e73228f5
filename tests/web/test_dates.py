"""The bars above the results: exact, each leading to what it promised, the same in the API and the terminal."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from tests.web.reading import HTMX, attribute, one, soup, total

ADDRESSES = (
    "/",
    "/?q=howitzers",
    "/?from=2024-03&to=2024-04",
    "/?country.any=LT&country.any=PL",
    "/?from=2024-02-10&to=2024-09-03",
)


def number(text: str) -> int:
    """Return the count at the end of `March 2024: 12 articles`."""
    return int(text.rpartition(": ")[2].split()[0].replace(",", ""))


def bars(page: Tag) -> list[tuple[str, str]]:
    """Return (address, words) of every bar and span above the results."""
    return [(attribute(link, "href"), link.get_text()) for link in page.select("#dates .spans a")]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_bar_leads_to_as_many_articles_as_it_says(client: FlaskClient, address: str) -> None:
    found = bars(soup(client, address))
    assert len(found) > 3
    assert [(link, total(soup(client, link))) for link, _ in found] == [(link, number(text)) for link, text in found]


@pytest.mark.parametrize("address", [*ADDRESSES, "/?q=nosuchthing", "/?equipment.none=1", "/?q=date:2024-05"])
def test_bars_and_undated_add_up_to_the_total_in_page_and_api(client: FlaskClient, address: str) -> None:
    answer, page = client.get(f"/api/search{address[1:]}").get_json(), soup(client, address)
    dates = answer["dates"] or {"bars": [], "undated": 0}
    assert sum(bar["count"] for bar in dates["bars"]) + dates["undated"] == answer["reports"]
    shown = [(attribute(link, "href"), number(link.get_text())) for link in page.select("#dates .bars a")]
    assert shown == [(bar["url"], bar["count"]) for bar in dates["bars"]]
    assert (answer["dates"] is None) == (answer["total"] == 0)


def test_a_month_leads_to_its_days_and_from_there_back(client: FlaskClient) -> None:
    first = soup(client, "/?q=sends").select("#dates .bars a")[0]
    days = soup(client, attribute(first, "href"))
    assert one(days, "#h-dates").get_text() == "Articles by day"
    assert len(days.select("#dates .bars > li")) == 31
    assert [link.get_text() for link in days.select("#dates .wider a")] == ["All dates", "2024", "January 2024"]
    assert attribute(days.select("#dates .wider a")[0], "href") == "/?q=sends"


def test_articles_without_a_date_are_said(client: FlaskClient) -> None:
    assert "1 without a date" in one(soup(client, "/"), "#dates .scale").get_text()
    assert "without a date are left out" in one(soup(client, "/?from=2024"), "#dates .scale").get_text()
    assert "without a date" not in one(soup(client, "/?q=howitzers"), "#dates .scale").get_text()
    assert one(soup(client, "/?q=pears"), "#dates .scale").get_text().startswith(" 1 without a date.")


@pytest.mark.parametrize("written", ["August 2024", "Aug 2024", "2024-8", "2024/08", "08/2024"])
def test_a_month_may_be_typed_as_people_write_it_and_the_box_shows_it_as_the_address_does(
    client: FlaskClient, written: str
) -> None:
    page = soup(client, f"/?from={written}&to={written}")
    assert total(page) == total(soup(client, "/?from=2024-08&to=2024-08")) > 0
    assert [attribute(box, "value") for box in page.select(".dates input")] == ["2024-08", "2024-08"]
    assert attribute(one(page, "link[rel=canonical]"), "href") == "/?from=2024-08&to=2024-08"
    assert page.select(".notice") == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("08/09/2024", "The first date “08/09/2024” may be 2024-09-08 or 2024-08-09. Write it so."),
        ("Augustus 2024", "The first date “Augustus 2024” was not understood. Write 2024, 2024-08, 2024-08-14 or August 2024."),
    ],
)
def test_a_date_that_is_not_understood_stays_in_its_box_to_be_corrected(client: FlaskClient, written: str, words: str) -> None:
    for headers in ({}, HTMX):
        page = BeautifulSoup(client.get(f"/?from={written}&to=2024-12", headers=headers).text, "html.parser")
        assert [attribute(box, "value") for box in page.select(".dates input")] == [written, "2024-12"]
        assert all(int(attribute(box, "maxlength")) == 30 and not box.get("inputmode") for box in page.select(".dates input"))
        assert one(page, ".notice").get_text() == words
    assert words in client.get(f"/api/search?from={written}").get_json()["notices"]
    assert client.get(f"/export.csv?from={written}").status_code == 400


@pytest.mark.parametrize("query", ["sends in August 2024", "sends 3 Aug 2024", "did Lithuania send howitzers in August 2024?"])
def test_a_date_in_the_words_is_offered_by_one_link_and_changes_nothing(client: FlaskClient, query: str) -> None:
    page, answer = soup(client, f"/?q={query}"), client.get(f"/api/search?q={query}").get_json()
    [link] = [link for link in page.select(".notice a") if link.get_text() in ("Search that month", "Search that day")]
    notice = link.find_parent("p")
    assert notice is not None
    assert notice.get_text().startswith(("Published in August 2024?", "Published on 3 August 2024?"))
    assert sum(attribute(link, "href") in told for told in answer["notices"]) == 1
    offered = soup(client, attribute(link, "href"))
    assert [attribute(box, "value")[:7] for box in offered.select(".dates input")] == ["2024-08", "2024-08"]
    assert "Published" not in " ".join(notice.get_text() for notice in offered.select(".notice"))
    assert "Published" not in " ".join(client.get(f'/api/search?q="{query}"').get_json()["notices"])
