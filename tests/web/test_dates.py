"""The bars above the results: exact, each leading to what it promised, the same in the API and the terminal."""

from __future__ import annotations

import pytest
from bs4 import Tag
from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup, total

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
