"""Read pages the way a reader would."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

HTMX = {"HX-Request": "true"}


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    """Return a page, parsed, after checking its status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return BeautifulSoup(response.text, "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} elements for {selector}"
    return found[0]


def attribute(element: Tag, name: str) -> str:
    """Return an attribute that must be there."""
    value = element[name]
    assert isinstance(value, str)
    return value


def total(page: BeautifulSoup) -> int:
    """Return how many articles a result page says it found."""
    return int(one(page, "#count").get_text().split()[0].replace(",", ""))


def titles(page: BeautifulSoup) -> list[str]:
    """Return the titles of the hits, in order."""
    return [link.get_text() for link in page.select(".hit h2 a")]


def promises(page: BeautifulSoup, *, but: str = "") -> list[tuple[str, int]]:
    """Return (address, promised count) of every facet value that is not selected, leaving out the facet `but`."""
    return [
        (attribute(link, "href"), int(one(link, ".number").get_text().replace(",", "")))
        for link in page.select("a.value:not([aria-current])")
        if not (but and attribute(link, "id").startswith(f"f-{but}-"))
    ]
