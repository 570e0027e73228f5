"""The permalink grammar: one state, one address, and every address has a meaning."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.facets import FACET_NAMES
from search.dates import ambiguity
from search.engines import Filter
from search.request import LAST_PAGE, LONGEST_QUERY, MOST_CHOICES, SearchRequest

KEYS = [
    "q",
    "from",
    "to",
    "edition",
    "sort",
    "page",
    "plain",
    "words",
    *FACET_NAMES,
    *(f + m for f in FACET_NAMES for m in (".any", ".not", ".none")),
]
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["LT", "UA", "1", "0", "-3", "2024", "2024-08", "2024-08-31", "newest", "oldest", "relevance", "all", "most", "Kyïv  x"]
    ),
)
PAIRS = st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=12)


@given(PAIRS)
def test_a_request_survives_its_own_address(pairs: list[tuple[str, str]]) -> None:
    request = SearchRequest.from_pairs(pairs)
    assert SearchRequest.from_pairs(request.to_pairs()) == request
    assert SearchRequest.from_pairs(parse_qsl(request.url().partition("?")[2], keep_blank_values=True)) == request


@given(PAIRS, st.sampled_from(FACET_NAMES), st.sampled_from(["all", "any", "not"]))
def test_toggling_twice_gives_the_request_back_on_page_one(pairs: list[tuple[str, str]], facet: str, mode: str) -> None:
    request = SearchRequest.from_pairs(pairs)
    once = request.toggle(facet, "some-value", mode)
    assert once != request
    assert once.page == 1
    assert once.toggle(facet, "some-value", mode) == request.with_page(1)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("q=patriot+-drone&country=UA&country=LT", "/?q=patriot+-drone&country=LT&country=UA"),
        ("page=2&sort=newest&to=2024-08-31&from=2024-08-01&q=x", "/?q=x&from=2024-08-01&to=2024-08-31&sort=newest&page=2"),
        ("equipment=air-defence&country=LT", "/?country=LT&equipment=air-defence"),
        (
            "country.any=PL&country.any=LT&country.not=RU&person.none=1",
            "/?country.any=LT&country.any=PL&country.not=RU&person.none=1",
        ),
        ("utm_source=x&fbclid=1", "/"),
        ("words=most&plain=Zelensky&q=x&plain=Kyiv&country=LT", "/?q=x&plain=kyiv&plain=zelensky&words=most&country=LT"),
        ("words=most&plain=zelensky", "/"),
        ("q=x&words=some&plain=...", "/?q=x"),
        ("page=x", "/"),
        ("page=0", "/"),
        ("page=-1", "/"),
        ("page=1", "/"),
        ("page=99999999999999999999", "/"),
        ("sort=sideways", "/"),
        ("sort=newest", "/"),
        ("sort=relevance", "/"),
        ("q=x&sort=relevance", "/?q=x"),
        ("sort=oldest", "/?sort=oldest"),
        ("from=2024-13", "/"),
        ("from=2024-02-30", "/"),
        ("from=20240201", "/"),
        ("from=2024&to=2024-06", "/?from=2024&to=2024-06"),
        ("edition=17", "/?edition=17"),
        ("edition=zero", "/"),
        ("country=", "/"),
        ("country.none=0", "/"),
        ("q=%20%20a%00%0Ab%20", "/?q=a+b"),
        ("q=Kasc%CC%8Ciu%CC%84nas", "/?q=Kas%C4%8Di%C5%ABnas"),
        ("q=source:reuters.com", "/?q=source:reuters.com"),
    ],
)
def test_an_address_has_one_canonical_form(address: str, canonical: str) -> None:
    assert SearchRequest.from_pairs(parse_qsl(address, keep_blank_values=True)).url() == canonical


def test_work_per_request_is_bounded() -> None:
    pairs = [("q", "x" * 10_000), ("page", "123456789"), *(("country", f"C{number}") for number in range(1000))]
    request = SearchRequest.from_pairs(pairs)
    assert len(request.query) == LONGEST_QUERY
    assert request.page == LAST_PAGE
    assert len(request.filter("country").all) == MOST_CHOICES


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024", "2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", "2024-02", ("2024-02-01", "2024-02-31")),
        ("2024-02-05", "2024-02-06", ("2024-02-05", "2024-02-06")),
        ("", "", (None, None)),
    ],
)
def test_dates_given_in_part_mean_their_first_and_last_day(start: str, end: str, days: tuple[str | None, str | None]) -> None:
    request = SearchRequest(start=start, end=end)
    assert (request.first_day(), request.last_day()) == days


def test_every_change_returns_to_page_one() -> None:
    request = SearchRequest(query="x", page=7)
    changed = (
        request.toggle("country", "LT"),
        request.toggle_missing("person"),
        request.with_dates("2024", ""),
        request.with_sort("oldest"),
        request.cleared(),
        request.without_query(),
    )
    assert [other.page for other in changed] == [1] * 6


def test_an_empty_filter_is_dropped() -> None:
    request = SearchRequest(filters=(Filter("country", all=("LT",)),)).toggle("country", "LT")
    assert request == SearchRequest()
    assert request.empty


@given(
    PAIRS,
    st.sampled_from(FACET_NAMES),
    st.sampled_from(["all", "any", "not"]),
    st.sampled_from(["LT", "UA", "a b", "zz", "é&=", "0"]),
)
def test_many_addresses_made_at_once_are_those_made_one_by_one(
    pairs: list[tuple[str, str]], facet: str, mode: str, value: str
) -> None:
    request = SearchRequest.from_pairs(pairs)
    assert request.adder(facet, mode)(value) == request.toggle(facet, value, mode).url()
    assert request.missing_url(facet) == request.toggle_missing(facet).url()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024", "2024"),
        ("August 2024", "2024-08"),
        ("august, 2024", "2024-08"),
        ("Aug 2024", "2024-08"),
        ("Sept. 2024", "2024-09"),
        ("14 August 2024", "2024-08-14"),
        ("14th of August 2024", "2024-08-14"),
        ("14 Aug 2024", "2024-08-14"),
        ("August 14, 2024", "2024-08-14"),
        ("Aug 1st 2024", "2024-08-01"),
        ("2024-8", "2024-08"),
        ("2024/08", "2024-08"),
        ("2024/08/14", "2024-08-14"),
        ("2024-8-4", "2024-08-04"),
        ("08/2024", "2024-08"),
        ("8-2024", "2024-08"),
        ("14.08.2024", "2024-08-14"),
        ("1. 8. 2024", "2024-08-01"),
        ("08.09.2024", "2024-09-08"),
        ("14/08/2024", "2024-08-14"),
        ("08/14/2024", "2024-08-14"),
        ("08/08/2024", "2024-08-08"),
        ("08/09/2024", ""),
        ("30 February 2024", ""),
        ("31 June 2024", ""),
        ("13/2024", ""),
        ("32.08.2024", ""),
        ("08.14.2024", ""),
        ("00/08/2024", ""),
        ("Augustus 2024", ""),
        ("14 August", ""),
        ("August 24", ""),
        ("August 0000", ""),
        ("٢٠٢٤", ""),
        ("2024-08-14T00:00", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_read_as_people_write_it_and_stands_in_the_address_as_iso(written: str, read: str) -> None:
    request = SearchRequest.from_pairs([("from", written), ("to", written)])
    assert (request.start, request.end) == (read, read)
    assert request.url() == (f"/?from={read}&to={read}" if read else "/")


def test_what_may_be_two_days_is_named_as_both() -> None:
    assert ambiguity("08/09/2024") == ("2024-09-08", "2024-08-09")
    assert [ambiguity(text) for text in ("14/08/2024", "08/08/2024", "08.09.2024", "40/40/2024", "x")] == [()] * 5
