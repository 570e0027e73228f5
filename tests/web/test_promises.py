"""Every facet link leads to exactly as many articles as it promised."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import promises, soup, total

PAGES = (
    ("/", ""),
    ("/?q=sends", ""),
    ("/?country=LT&country.not=PL", ""),
    ("/?q=howitzers+OR+tanks&from=2024-03&sort=oldest", ""),
    ("/?person.none=1", ""),
    ("/facet/country?q=sends&order=name", ""),
    # In a facet asked for with `any`, counts leave its own choice out: they say what else there is, not what a further click finds.
    ("/?country.any=LT&country.any=PL", "country"),
)


@pytest.mark.parametrize(("address", "but"), PAGES, ids=[address for address, _ in PAGES])
def test_following_every_facet_link_finds_the_promised_count(client: FlaskClient, address: str, but: str) -> None:
    promised = promises(soup(client, address), but=but)
    assert len(promised) > 3
    assert [(link, total(soup(client, link))) for link, _ in promised] == promised
