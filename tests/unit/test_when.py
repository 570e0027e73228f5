"""Dates in the words of a query: which are offered as dates, and what is left of the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.request import SearchRequest
from search.when import when


def offer(query: str) -> tuple[str, str]:
    """Return (message, address) of what is offered, empty where nothing is."""
    found = when(SearchRequest(query=query))
    return (found[0].message, found[0].links[0].url) if found else ("", "")


@pytest.mark.parametrize(
    ("query", "message", "address"),
    [
        ("HIMARS in August 2022", "Published in August 2022?", "/?q=HIMARS&from=2022-08&to=2022-08"),
        ("sanctions 14 August 2024", "Published on 14 August 2024?", "/?q=sanctions&from=2024-08-14&to=2024-08-14"),
        ("sanctions on August 14th, 2024", "Published on 14 August 2024?", "/?q=sanctions&from=2024-08-14&to=2024-08-14"),
        ("Aug 2022 himars", "Published in August 2022?", "/?q=himars&from=2022-08&to=2022-08"),
        ("himars in early sept. 2022 kherson", "Published in September 2022?", "/?q=himars+kherson&from=2022-09&to=2022-09"),
        ("august 2022", "Published in August 2022?", "/?from=2022-08&to=2022-08"),
        ("in August 2022?", "Published in August 2022?", "/?from=2022-08&to=2022-08"),
        ("tanks 2024-08-14", "Published on 14 August 2024?", "/?q=tanks&from=2024-08-14&to=2024-08-14"),
        ("tanks 2024-08", "Published in August 2024?", "/?q=tanks&from=2024-08&to=2024-08"),
        (
            "which articles tie Lithuania to anti-drone equipment in August 2024?",
            "Published in August 2024?",
            "/?q=which+articles+tie+Lithuania+to+anti-drone+equipment?&from=2024-08&to=2024-08",
        ),
        ("tanks since August 2024", "Published from August 2024?", "/?q=tanks&from=2024-08"),
        ("tanks until August 2024", "Published until August 2024?", "/?q=tanks&to=2024-08"),
        ("tanks after August 2024", "Published from September 2024?", "/?q=tanks&from=2024-09-01"),
        ("tanks before 1 March 2024", "Published until February 2024?", "/?q=tanks&to=2024-02-29"),
        (
            "tanks between June 2024 and 3 August 2024 kyiv",
            "Published 1 June to 3 August 2024?",
            "/?q=tanks+kyiv&from=2024-06&to=2024-08-03",
        ),
        ('"air defence" May 2024', "Published in May 2024?", '/?q="air+defence"&from=2024-05&to=2024-05'),
        ("country:lithuania tanks May 2024", "Published in May 2024?", "/?q=country:lithuania+tanks&from=2024-05&to=2024-05"),
    ],
)
def test_dates_in_words_are_offered_as_dates(query: str, message: str, address: str) -> None:
    assert offer(query) == (message, address.replace('"', "%22").replace("?&", "%3F&"))


@pytest.mark.parametrize(
    "query",
    [
        '"August 2022" himars',
        '"battle of August 2022"',
        "himars -August 2022",
        "title:August 2022",
        "himars date:2022 August 2022",
        "himars OR August 2022",
        "(himars August 2022)",
        "himars 2022",
        "himars August",
        "31 June 2022",
        "marching 2022",
        "may fly",
        "August 2022 himars June 2023",
        "between August 2023 and June 2022",
        "Augustus 2022",
        "August 20224",
        "",
    ],
)
def test_what_names_no_date_of_its_own_is_left_alone(query: str) -> None:
    assert offer(query) == ("", "")


def test_a_search_with_dates_is_left_alone_and_its_other_parts_stay() -> None:
    request = SearchRequest.from_pairs(
        [("q", "tanks May 2024"), ("country", "LT"), ("sort", "oldest"), ("edition", "3"), ("page", "2")]
    )
    assert when(request)[0].links[0].url == "/?q=tanks&country=LT&from=2024-05&to=2024-05&edition=3&sort=oldest"
    assert when(replace(request, start="2024")) == when(replace(request, end="2024")) == ()
