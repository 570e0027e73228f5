"""The equipment data: complete, free of collisions, and readable by the words people type."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from archive.gazetteers.equipment import DATA, EquipmentGazetteer, load
from archive.gazetteers.equipment_tables import SHAPE_TESTS, WORD_TESTS, Rows, read_rows
from indexer.extract.equipment_guards import TESTS

GOOD: Rows = {
    "types": (
        {"id": "drones", "parent": "", "label": "Drones", "explanation": "They fly.", "un_register": "IV", "sipri": "Aircraft"},
        {"id": "fpv-drone", "parent": "drones", "label": "FPV", "explanation": "It hits.", "un_register": "", "sipri": "Other"},
    ),
    "systems": (
        {
            **{"id": "upyr", "type": "fpv-drone", "label": "Upyr", "maker": "RU"},
            **{"names": "Upyr drone", "weak": "Upyr", "guard": "near-drone"},
        },
    ),
    "forms": ({"form": "drone", "value": "drones", "guard": ""}, {"form": "toy drone", "value": "none", "guard": ""}),
    "guards": ({"id": "near-drone", "test": "near", "words": "drone*", "trap": "The Upyr is a vampire."},),
    "patterns": ({"heads": "fpv", "regex": r"FPV-\d+", "value": "fpv-drone", "guard": ""},),
    "heads": ({"kind": "drones", "words": "drone|drones", "value": ""},),
    "links": ({"first": "drones", "second": "drones", "value": "drones"},),
    "spellings": ({"variant": "uncrewed", "canonical": "unmanned"},),
}

ROW = {
    "systems": {"id": "other", "type": "fpv-drone", "label": "Other", "maker": "UA", "names": "Other", "weak": "", "guard": ""},
    "forms": {"form": "kite", "value": "drones", "guard": ""},
    "guards": {"id": "other", "test": "near", "words": "kite", "trap": "A kite."},
    "types": {"id": "boats", "parent": "", "label": "Boats", "explanation": "They swim.", "un_register": "", "sipri": ""},
    "patterns": {"heads": "x", "regex": "X-1", "value": "drones", "guard": ""},
    "heads": {"kind": "drones", "words": "kit", "value": ""},
    "links": {"first": "drones", "second": "drones", "value": "drones"},
}


def messages(file: str, **cells: str) -> str:
    """Return what `check` says about good data with one more row, changed by `cells`, in a file."""
    rows = {**GOOD, file: (*GOOD[file], {**ROW[file], **cells})}
    return "\n".join(f"{problem.where}: {problem.message}" for problem in EquipmentGazetteer(rows).check())


def test_the_data_files_have_no_problem() -> None:
    assert load().check() == ()


def test_good_rows_have_no_problem() -> None:
    assert EquipmentGazetteer(GOOD).check() == ()


@pytest.mark.parametrize(
    ("file", "cells", "message"),
    [
        ("systems", {"id": "upyr"}, "is also at systems.csv line 2"),
        ("systems", {"id": "fpv-drone"}, "is also at types.csv line 3"),
        ("systems", {"id": "Big System"}, "is not small letters and digits"),
        ("systems", {"id": "none"}, "is also at reserved"),
        ("systems", {"type": "kites"}, "type 'kites' is unknown"),
        ("systems", {"maker": "Ukraine"}, "is not a two-letter country code"),
        ("systems", {"names": "Upyr drone"}, "also names upyr at systems.csv line 2, without a guard"),
        ("systems", {"names": "Kite;Kite"}, "'Kite' is already at systems.csv line 3"),
        ("systems", {"weak": "Kite", "guard": "nowhere"}, "guard 'nowhere' is unknown"),
        ("forms", {"form": "Drone", "value": "fpv-drone"}, "also names drones at forms.csv line 2, without a guard"),
        ("forms", {"form": "drone"}, "'drone' is already at forms.csv line 2"),
        ("forms", {"form": " "}, "has an empty name"),
        ("forms", {"value": "kites"}, "value 'kites' is unknown"),
        ("types", {"parent": "fpv-drone"}, "parent 'fpv-drone' is no category"),
        ("types", {"explanation": "Two. Sentences."}, "explanation is not one sentence"),
        ("types", {"label": ""}, "has no label"),
        ("guards", {"test": "smells-like"}, "test 'smells-like' is unknown"),
        ("guards", {"words": ""}, "has no words"),
        ("guards", {"trap": ""}, "has no trap sentence"),
        ("guards", {}, "guard 'other' is never used"),
        ("guards", {"words": "@lost"}, "guard 'lost' is unknown"),
        ("patterns", {"regex": "(X"}, "regular expression cannot be read"),
        ("patterns", {"heads": ""}, "has no head"),
        ("patterns", {"value": "upyr"}, "value 'upyr' is unknown"),
        ("heads", {"kind": "kites"}, "kind 'kites' is unknown"),
        ("heads", {"words": ""}, "has no words"),
        ("links", {"second": "kites"}, "second 'kites' is unknown"),
    ],
)
def test_check_names_what_is_wrong(file: str, cells: dict[str, str], message: str) -> None:
    assert message in messages(file, **cells)


def test_every_guard_test_that_data_may_name_is_carried_out_by_the_finder() -> None:
    assert {*WORD_TESTS, *SHAPE_TESTS} - {"list"} == set(TESTS)


def test_the_vocabulary_has_the_size_it_promises() -> None:
    gazetteer = load()
    assert len(gazetteer.systems) >= 1_400
    assert len({name.text.lower() for name in gazetteer.names}) >= 8_000


def test_every_type_is_explained_in_one_sentence() -> None:
    for kind in load().kinds.values():
        assert re.fullmatch(r"[A-Z][^.]+\.", kind.explanation), kind.id


def test_a_system_rolls_up_to_its_type_and_category() -> None:
    gazetteer = load()
    assert gazetteer.parents("himars") == ("rocket-artillery", "artillery")
    assert gazetteer.parents("rocket-artillery") == ("artillery",)
    assert gazetteer.parents("artillery") == ()
    assert gazetteer.parents("unknown") == ()
    assert gazetteer.type_of("leopard-2") == "main-battle-tank"
    assert gazetteer.type_of("drones") == "drones"


def test_labels_and_explanations_are_known_for_all_levels_and_absent_for_strangers() -> None:
    gazetteer = load()
    assert gazetteer.label("shahed-136") == "Shahed-136"
    assert gazetteer.label("main-battle-tank") == "Tank"
    assert gazetteer.label("unknown") is None
    assert gazetteer.explanation("leopard-2") == gazetteer.explanation("main-battle-tank") != ""
    assert gazetteer.explanation("unknown") == ""


def test_every_system_rolls_up_to_a_category() -> None:
    gazetteer = load()
    for value in gazetteer.systems:
        assert gazetteer.parents(value)[-1] in gazetteer.kinds


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("shorad", "short-range-air-defence"),
        ("m142", "himars"),
        ("air defense", "air-defence"),
        ("Air-Defence", "air-defence"),
        ("anti-drone", "counter-drone"),
        ("ANTI DRONE", "counter-drone"),
        ("patriots", "patriot"),
        ("f16", "f-16"),
        ("F 16", "f-16"),
        ("leopard 2a6", "leopard-2"),
        ("tanks", "main-battle-tank"),
        ("armored vehicles", "armoured-vehicles"),
        ("155mm", "artillery-ammunition"),
        ("155 mm", "artillery-ammunition"),
        ("shahed 136", "shahed-136"),
        ("Град", "bm-21-grad"),
        ("Байрактар", "bayraktar-tb2"),
        ("mlrs", "rocket-artillery"),
        ("mine hunter", "mine-countermeasures-vessel"),
        ("fpv-drone", "fpv-drone"),
    ],
)
def test_names_are_resolved_in_any_spelling(typed: str, value: str) -> None:
    assert value in load().resolve(typed)


@pytest.mark.parametrize("typed", ["", "---", "umbrella stand", "think tank"])
def test_what_is_no_equipment_resolves_to_nothing(typed: str) -> None:
    assert load().resolve(typed) == ()


def test_a_missing_data_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path)


def test_data_files_are_plain_tables() -> None:
    for path in DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            widths = {len(row) for row in csv.reader(lines, strict=True)}
        assert len(widths) == 1, path.name
