"""Every facet link leads to exactly as many articles as it promised."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import promises, soup, total

PAGES = (
    "/",
    "/?q=sends",
    "/?country=LT&country.not=PL",
    "/?q=howitzers+OR+tanks&from=2024-03&sort=oldest",
    "/?person.none=1",
    "/?country.any=LT&country.any=PL",
    "/facet/country?q=sends&order=name",
)


@pytest.mark.parametrize("address", PAGES)
def test_following_every_facet_link_finds_the_promised_count(client: FlaskClient, address: str) -> None:
    page = soup(client, address)
    promised = promises(page)
    assert len(promised) > 3
    kept = [(link, count) for link, count in promised if ".any=" not in link]
    assert [(link, total(soup(client, link))) for link, _ in kept] == kept
