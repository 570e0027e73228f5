"""Publication dates: every usual way to write one is read, and what states no one day is not."""

from __future__ import annotations

import pytest

from indexer.dates import Moment, day_in_address, read_moment

READ = {
    "2024-08-14": "",
    "2024-08-14T07:36:00Z": "07:36",
    "2024-08-14 07:36:05.123+02:00": "07:36",
    "20240814T073600Z": "07:36",
    "Aug 14, 2024 - 07:36": "07:36",
    "Aug 14, 2024\xa0-\xa007:36": "07:36",
    "August 14th, 2024 at 7:36 p.m. EDT": "19:36",
    "Published: 14 Aug 2024, 12:05 am": "00:05",
    "Wednesday 14 August 2024": "",
    "Wed, 14 Aug 2024 07:36:00 +0300": "07:36",
    "07:36, 14 August 2024": "07:36",
    "14.08.2024 07:36": "07:36",
    "14/08/2024": "",
    "2024-08-14T00:00:00": "",
}
NOT_READ = [
    "",
    "1723620960",
    "2024",
    "August 2024",
    "03/04/2024",
    "2024-02-30",
    "On 14 August 2024 they met",
    "14 August",
    "9999-01-01",
    "1 " * 200,
]


@pytest.mark.parametrize("text", READ)
def test_a_date_is_read_with_its_time(text: str) -> None:
    assert read_moment(text) == Moment("2024-08-14", READ[text])


@pytest.mark.parametrize("text", NOT_READ)
def test_what_states_no_one_day_is_not_read(text: str) -> None:
    assert read_moment(text) is None


def test_the_day_of_a_change_is_marked() -> None:
    moment = read_moment("Last updated: 14 August 2024")
    assert moment is not None
    assert moment.updated


def test_the_path_of_an_address_may_state_the_day() -> None:
    assert day_in_address("https://example.org/world/2022/jun/09/guns") == "2022-06-09"
    assert day_in_address("https://example.org/2022/13/40/guns") == ""
    assert day_in_address("https://example.org/2022061/guns") == ""
