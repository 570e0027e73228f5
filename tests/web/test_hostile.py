"""Whatever is asked, the answer is a page with the right status, never a crash."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app import create_app
from archive.settings import Settings
from tests.web.reading import HTMX, one, soup

LETTERS_OF_TROUBLE = "\"'()[]{}*~:\\/^-+!&|?<>%\x00\x1f\u202e\ufeff\U0001f680é“”"
KEYS = (
    "q",
    "country",
    "country.any",
    "country.not",
    "country.none",
    "person",
    "equipment",
    "source",
    "from",
    "to",
    "sort",
    "page",
    "edition",
    "plain",
    "words",
)
HOSTILE = (
    "/?q=%00%01%1f%7f",
    "/?q=%ff%fe%c3%28",
    "/?q=%ED%A0%80",
    "/?q=" + "a" * 10_000,
    "/?q=" + "%F0%9F%9A%80" * 5_000,
    "/?q=" + "(" * 900,
    "/?q=" + quote('"' * 999),
    "/?q=" + "*+" * 400,
    "/?q=" + "-" * 900,
    "/?q=title:body:country:person:",
    "/?q=country:&q=person:%22",
    "/?q=a*+b*+c~9+d~2+%22a+b%22~99999999999",
    "/?q=date:9999..0000",
    "/?page=x",
    "/?page=-1&page=0",
    "/?page=99999999999999999999",
    "/?page=٣",
    "/?edition=999999",
    "/?from=0000&to=9999-99-99",
    "/?sort=;drop+table",
    "/?country=" + "&country=".join(str(number) for number in range(2_000)),
    "/?country=~none",
    "/?country.none=2&country.none=1&country=LT",
    "/?=&&&;;=%3D",
    "/?%FF=%FF",
    "/?q[]=1&q.any=2",
    "/facet/country?order=%00&page=9999999",
    "/facet/source?q=%22",
    "/api/search?q=%00&page=x",
    "/api/suggest?q=%00%22(",
    "/api/suggest?q=" + "a+" * 900,
    "/?q=" + "zelensky+" * 100,
    "/?q=" + "kyiv+us+uav+" * 80 + "&words=most",
    "/?q=" + "xqzt+" * 150,
    "/?q=us+uk+who+did&plain=" + "&plain=".join(str(number) for number in range(2_000)),
    "/?q=%22a+b%22~s+%22%22~s+%22a%22~s+-%22a+b+c%22~s",
)
ODD_HEADERS = (
    {"HX-Request": "TRUE"},
    {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)"},
    {"HX-Request": "true", "HX-Current-URL": "\xff://///?#"},
    {"HX-Request": "true", "HX-Target": "#answer\t", "HX-Trigger": "<b>", "HX-Boosted": "maybe", "HX-Prompt": "%"},
    {"HX-Request": "true", "HX-History-Restore-Request": "yes"},
    {"X-Convoy-Typing": "1"},
    {"Accept": "image/*", "Range": "bytes=9-1", "If-None-Match": '"', "If-Modified-Since": "never"},
)


@pytest.mark.parametrize("address", HOSTILE, ids=lambda address: address[:40])
def test_a_hostile_address_gets_a_page(client: FlaskClient, address: str) -> None:
    for headers in ({}, HTMX):
        assert client.get(address, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=str)
def test_forged_headers_change_nothing_but_the_form(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.get("/?q=tanks", headers=headers).status_code == 200
    assert client.get("/nothing", headers=headers).status_code == 404


pairs = st.lists(
    st.tuples(
        st.sampled_from(KEYS) | st.text(max_size=8),
        st.text(max_size=40)
        | st.text(LETTERS_OF_TROUBLE, max_size=12)
        | st.sampled_from(("LT", "1", "2024-02", "newest", "tank*")),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(pairs=pairs, fragment=st.booleans())
def test_random_pairs_get_a_page(client: FlaskClient, pairs: list[tuple[str, str]], fragment: bool) -> None:
    query = "&".join(f"{quote(key, errors='replace')}={quote(value, errors='replace')}" for key, value in pairs)
    response = client.get(f"/?{query}", headers=HTMX if fragment else {}, follow_redirects=True)
    assert response.status_code == 200
    assert 'id="answer"' in response.text


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/articles/no-such-article", 404),
        ("GET", "/articles/%00%ff", 404),
        ("GET", "/articles/..%2F..%2Fapp.py", 404),
        ("GET", "/static/..%2F..%2Fapp.py", 404),
        ("GET", "/static/nothing.css?v=1", 404),
        ("GET", "/facet/~none", 404),
        ("GET", "/?q=" + "a" * 70_000, 414),
        ("POST", "/", 405),
        ("DELETE", "/articles/x", 405),
        ("POST", "/api/search", 405),
        ("HEAD", "/?q=tanks", 200),
        ("OPTIONS", "/", 200),
    ],
)
def test_each_mistake_has_its_status(client: FlaskClient, method: str, address: str, status: int) -> None:
    assert client.open(address, method=method).status_code == status


def test_an_error_page_says_what_to_do_and_keeps_the_box(client: FlaskClient) -> None:
    page = soup(client, "/nothing", status=404)
    assert "searching" in page.get_text() or "search for the headline" in page.get_text()
    assert one(page, "#q")


def test_an_error_for_htmx_fits_where_the_answer_was(client: FlaskClient) -> None:
    fragment = client.get("/?q=" + "a" * 70_000, headers=HTMX)
    assert fragment.status_code == 414
    assert fragment.text.startswith('<div id="answer"')


def test_a_method_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    assert "GET" in client.post("/").headers["Allow"]


def test_an_archive_that_cannot_be_read_is_a_503_that_names_the_cure(newsroom_archive: Settings) -> None:
    client = create_app(Settings(home=newsroom_archive.home, engine="whoosh")).test_client()
    page = soup(client, "/", status=503)
    assert "python -m indexer" in page.get_text()


def test_a_crash_is_a_page_that_gives_nothing_away(newsroom_archive: Settings) -> None:
    app = create_app(newsroom_archive)

    def crash() -> str:
        raise RuntimeError("a secret")

    app.add_url_rule("/crash", view_func=crash)
    page = soup(app.test_client(), "/crash", status=500)
    assert "Something went wrong" in page.get_text()
    assert "secret" not in page.get_text()
