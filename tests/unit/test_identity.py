"""Identity and addresses: the same article has the same id everywhere, different ones never share it."""

from __future__ import annotations

import pytest

from indexer.addresses import canonical_url, outlet_of
from indexer.identity import from_content, identify


def id_of(url: str = "", source: str = "", external_id: str = "", title: str = "t", date: str = "", body: str = "b") -> str:
    return identify(url=url, source=source, external_id=external_id, title=title, date=date, body=body)


def test_an_id_is_short_and_fits_in_an_address() -> None:
    for found in (id_of(url="https://example.org/a"), id_of(source="s", external_id="1"), id_of()):
        assert len(found) == 16
        assert found.isalnum()
        assert found == found.lower()


def test_ids_never_change_between_versions_of_this_program() -> None:
    assert id_of(url="https://www.example.org/a/") == "ubs7ea4srpxk4jnk"
    assert id_of(source="example.org", external_id="1") == "nvtobqlv3rnar6nr"
    assert id_of() == "cnwss7uqq5vzxwni"


def test_the_address_decides_first_and_a_changed_article_keeps_its_id() -> None:
    first = id_of(url="https://www.example.org/a/", source="x", external_id="1", body="one")
    assert first == id_of(url="https://example.org/a", source="y", external_id="2", body="two")
    assert first != id_of(url="https://example.org/a?id=2")


def test_a_front_page_is_the_address_of_no_article() -> None:
    assert id_of(url="https://example.org/", body="one") != id_of(url="https://example.org/", body="two")


def test_two_feeds_with_the_same_number_do_not_collide() -> None:
    assert id_of(source="a.org", external_id="1") != id_of(source="b.org", external_id="1")
    assert id_of(external_id="1", body="one") != id_of(external_id="1", body="two")
    assert id_of(source="a.org", external_id="1", body="one") == id_of(source="A.org", external_id="1", body="two")


def test_parts_do_not_run_into_each_other() -> None:
    assert id_of(source="a1", external_id="1") != id_of(source="a", external_id="11")


def test_an_id_tells_whether_the_content_made_it() -> None:
    assert from_content(id_of(external_id="1"))
    assert not from_content(id_of(source="s", external_id="1"))
    assert not from_content(id_of(url="https://example.org/a"))


@pytest.mark.parametrize(
    ("stated", "canonical"),
    [
        ("HTTP://WWW.Example.org:80/A/b?utm_source=x&id=3&fbclid=2#part", "https://www.example.org/A/b?id=3"),
        ("https://user:pw@example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/é x", "https://example.org/%C3%A9%20x"),
        ("https://example.org/%C3%A9%20x", "https://example.org/%C3%A9%20x"),
        ("javascript:alert(1)", ""),
        ("ftp://example.org/a", ""),
        ("http://[::1/a", ""),
        ("http://exa mple.org/", ""),
        ("https://example.org:99999/", ""),
        ("/a/b", ""),
        ("https://example.org/" + "a" * 3000, ""),
    ],
)
def test_addresses_have_one_form(stated: str, canonical: str) -> None:
    assert canonical_url(stated) == canonical


@pytest.mark.parametrize(
    ("stated", "url", "outlet"),
    [
        ("www.Example.org", "", "example.org"),
        ("https://example.org/news", "", "example.org"),
        (" The  Courier ", "https://example.org/a", "The Courier"),
        ("department_of_state", "", "department_of_state"),
        ("", "https://www.example.org/a", "example.org"),
        ("", "", ""),
    ],
)
def test_an_outlet_is_what_is_stated_or_else_the_host(stated: str, url: str, outlet: str) -> None:
    assert outlet_of(stated, url) == outlet
