"""Bars of the right unit, with sums that are exact and addresses that stay within what was asked for."""

from __future__ import annotations

import pytest

from search.histogram import counted_by, histogram
from search.request import SearchRequest
from search.result import Histogram

MONTHS = {"": 3, "2023-12": 1, "2024-02": 5}


def asked(start: str = "", end: str = "", query: str = "") -> SearchRequest:
    return SearchRequest(query=query, start=start, end=end)


def made(request: SearchRequest, counted: dict[str, int]) -> Histogram:
    found = histogram(request, counted, counted_by(request))
    assert found is not None
    return found


def shown(found: Histogram) -> list[tuple[str, int]]:
    return [(bar.text, bar.count) for bar in found.bars]


@pytest.mark.parametrize(
    ("start", "end", "by"),
    [
        ("", "", "month"),
        ("2024-02", "", "month"),
        ("", "2024-02", "month"),
        ("2024", "2024", "month"),
        ("2024-02", "2024-02", "day"),
        ("2024-02-30", "2024-02", "month"),
        ("2023-12", "2024-01", "day"),
        ("2023-12-01", "2024-02-01", "month"),
        ("2024-08", "2024-02", "day"),
        ("9999-12", "9999-12", "day"),
    ],
)
def test_days_are_counted_where_at_most_two_months_are_asked_for(start: str, end: str, by: str) -> None:
    request = SearchRequest.from_pairs([("from", start), ("to", end)])
    assert counted_by(request) == by


def test_months_stand_in_order_with_empty_ones_and_undated_articles_aside() -> None:
    found = made(asked(query="tanks"), MONTHS)
    assert (found.unit, found.undated, found.wider) == ("month", 3, ())
    assert shown(found) == [("2023-12", 1), ("2024-01", 0), ("2024-02", 5)]
    assert [(group.whole.text, group.whole.count) for group in found.groups if group.whole] == [("2023", 1), ("2024", 5)]
    assert found.bars[2].label == "February 2024"
    assert found.bars[2].url == "/?q=tanks&from=2024-02&to=2024-02"


def test_many_months_are_years() -> None:
    found = made(asked(), {"2014-03": 2, "2014-04": 1, "2022-02": 4})
    assert found.unit == "year"
    assert shown(found)[0] == ("2014", 3)
    assert len(found.bars) == 9
    assert [group.whole for group in found.groups] == [None]


def test_a_range_of_many_centuries_shows_only_the_years_there_are() -> None:
    found = made(asked("0001", "9999"), {"0001-01": 1, "2024-02": 4, "9999-12": 2})
    assert shown(found) == [("0001", 1), ("2024", 4), ("9999", 2)]


def test_what_was_asked_for_is_shown_in_full() -> None:
    assert len(made(asked("2024", "2024"), MONTHS).bars) == 12
    days = made(asked("2024-02", "2024-02"), {"2024-02-29": 5})
    assert (days.unit, len(days.bars), days.bars[-1].label) == ("day", 29, "29 February 2024")
    assert [group.whole.label for group in days.groups if group.whole] == ["February 2024"]


def test_a_bar_cut_by_the_dates_asked_for_leads_to_its_part() -> None:
    found = made(asked("2023-12-15", "2024-08-10"), MONTHS)
    assert (found.bars[0].start, found.bars[0].end) == ("2023-12-15", "2023-12")
    assert (found.bars[1].start, found.bars[1].end) == ("2024-01", "2024-01")
    assert found.bars[-1].url == "/?from=2024-08&to=2024-08-10"
    assert found.groups[0].whole
    assert found.groups[0].whole.url == "/?from=2023-12-15&to=2023"


def test_the_way_out_leads_from_all_dates_to_what_is_shown() -> None:
    ways = made(asked("2024-02", "2024-02"), {"2024-02-29": 5}).wider
    assert [(way.label, way.url, way.current) for way in ways] == [
        ("All dates", "/", False),
        ("2024", "/?from=2024&to=2024", False),
        ("February 2024", "/?from=2024-02&to=2024-02", True),
    ]
    assert [way.label for way in made(asked("2023-12", "2024-08"), MONTHS).wider] == ["All dates"]


def test_nothing_found_has_no_bars_and_undated_articles_alone_have_none_either() -> None:
    assert histogram(asked(), {}, "month") is None
    assert (made(asked(), {"": 3}).bars, made(asked(), {"": 3}).undated) == ((), 3)


def test_what_was_counted_tells_how_many_articles_may_be_of_a_day_or_later() -> None:
    months = made(asked(), MONTHS)
    assert months.since("2023-12-01") == (6, 6)
    assert months.since("2023-12-02") == (5, 6)
    assert months.since("2024-02-29") == (0, 5)
    assert months.since("2024-03-01") == (0, 0)
    years = made(asked(), {"1999-01": 1, "2024-02": 5})
    assert years.unit == "year"
    assert years.since("2023-12-31") == (5, 5)
    days = made(asked("2024-02-01", "2024-02-29"), {"2024-02-03": 2, "2024-02-04": 3})
    assert days.unit == "day"
    assert days.since("2024-02-04") == (3, 3)
