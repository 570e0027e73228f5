"""The country table: loads, is sound, says what is wrong in it, and knows names as people type them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.gazetteers.country import DATA, CountryGazetteer, load, read

CASES = Path(__file__).parent / "data" / "country_names.csv"


def typed_names() -> tuple[Mapping[str, str], ...]:
    """Return the names people type and the countries they mean."""
    with CASES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@pytest.mark.parametrize("case", typed_names(), ids=lambda case: f"{case['typed']} ({case['language']})")
def test_a_typed_name_resolves_in_any_language_case_and_accent(case: Mapping[str, str]) -> None:
    assert sorted(load().resolve(case["typed"])) == case["countries"].split()


def test_the_data_files_are_sound() -> None:
    assert load().check() == ()


def test_every_state_and_the_disputed_ones_are_there() -> None:
    countries = load().countries
    assert len(countries) >= 200
    assert {"XK", "VA", "PS", "TW", "HK"} <= set(countries)


def test_labels_are_the_usual_short_english_names() -> None:
    labels = {value: load().label(value) for value in ("US", "GB", "CZ", "TR", "CI", "ZZ")}
    assert labels == {
        "US": "United States",
        "GB": "United Kingdom",
        "CZ": "Czechia",
        "TR": "Turkey",
        "CI": "Ivory Coast",
        "ZZ": None,
    }


def test_every_label_resolves_to_its_own_country() -> None:
    gazetteer = load()
    assert [value for value, country in gazetteer.countries.items() if gazetteer.resolve(country.label)[:1] != (value,)] == []


def test_a_country_stands_in_a_region_and_rolls_up_to_nothing() -> None:
    lithuania = load().countries["LT"]
    assert (lithuania.region, lithuania.subregion) == ("Europe", "Northern Europe")
    assert load().parents("LT") == ()


@pytest.mark.parametrize(
    ("code", "now"), [("UK", "GB"), ("uk", "GB"), ("EL", "GR"), ("ZR", "CD"), ("lt", "LT"), ("LT", "LT"), ("??", "??")]
)
def test_an_old_or_everyday_code_leads_to_the_current_one(code: str, now: str) -> None:
    assert load().current(code) == now


WRONG = [
    ("countries", {"iso2": "Xy", "label": "Nowhere", "region": "Europe"}, "no ISO 3166-1"),
    ("countries", {"iso2": "QQ", "label": "Nowhere", "region": "Europe"}, "no form of kind name"),
    ("countries", {"iso2": "QQ", "label": "Nowhere", "region": "Atlantis"}, "region 'Atlantis'"),
    ("countries", {"iso2": "LT", "label": "Again", "region": "Europe"}, "stands in line"),
    ("countries", {"iso2": "QQ", "label": "Lithuania", "region": "Europe"}, "stands in line"),
    ("forms", {"iso2": "QQ", "form": "Nowhere", "kind": "name"}, "unknown country 'QQ'"),
    ("forms", {"iso2": "LT", "form": "Lithuania", "kind": "name"}, "stands in line"),
    ("forms", {"iso2": "LT", "form": "Litva ", "kind": "name"}, "spaces around"),
    ("forms", {"iso2": "LT", "form": "Litva", "kind": "nickname"}, "kind 'nickname'"),
    ("forms", {"iso2": "LT", "form": "Litva", "kind": "name", "guard": "watchdog"}, "unknown guard 'watchdog'"),
    ("forms", {"iso2": "LT", "form": "Latvia", "kind": "name"}, "form of LV too and has no guard"),
    ("decoys", {"form": "Lithuania", "reason": "a song"}, "is a form too"),
    ("decoys", {"form": "Middle Earth", "reason": "a book"}, "holds no form"),
    ("guards", {"guard": "idle", "verdict": "drop", "scope": "here", "pattern": "~ x", "why": "w"}, "no form has the guard"),
    ("guards", {"guard": "turkey", "verdict": "perhaps", "scope": "here", "pattern": "~ x", "why": "w"}, "verdict 'perhaps'"),
    ("guards", {"guard": "turkey", "verdict": "drop", "scope": "here", "pattern": "x", "why": "w"}, "has 1 ~"),
    ("guards", {"guard": "turkey", "verdict": "drop", "scope": "document", "pattern": "~ x", "why": "w"}, "has 0 ~"),
    ("guards", {"guard": "turkey", "verdict": "drop", "scope": "here", "pattern": "~ @birds", "why": "w"}, "group of words @birds"),
    ("guards", {"guard": "turkey", "verdict": "drop", "scope": "here", "pattern": "~ (x", "why": "w"}, "cannot be read"),
    ("words", {"group": "birds", "word": "goose"}, "no guard refers to @birds"),
    ("names", {"iso2": "LT", "language": "tlh", "name": "x"}, "language 'tlh'"),
    ("codes", {"code": "UK", "iso2": "GB"}, "stands in line"),
]


@pytest.mark.parametrize(("file", "cells", "message"), WRONG)
def test_check_names_file_line_and_fault(file: str, cells: dict[str, str], message: str) -> None:
    rows = {**read(DATA)}
    line = len(rows[file]) + 2
    rows[file] = (*rows[file], {**dict.fromkeys(rows[file][0], ""), **cells})
    found = [problem.message for problem in CountryGazetteer(rows).check() if problem.where == f"country/{file}.csv line {line}"]
    assert any(message in one for one in found), found


def test_a_missing_file_is_an_error_not_an_empty_table(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path)
