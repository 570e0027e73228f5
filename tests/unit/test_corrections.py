"""corrections.csv: what it may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.corrections import ACTIONS, COLUMNS, Correction
from archive.corrections_check import load, read
from archive.errors import BadRequest
from archive.gazetteers.all import load_gazetteers

HEADER = ",".join(COLUMNS)
WHY = "Same man.,2026-03-31"


def rows_of(folder: Path, *lines: str, header: str = HEADER) -> tuple[Correction, ...]:
    (folder / "corrections.csv").write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return load(folder, load_gazetteers()).rows


def problems_of(folder: Path, *lines: str, header: str = HEADER) -> list[str]:
    (folder / "corrections.csv").write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return [f"{problem.where}: {problem.message}" for problem in read(folder, load_gazetteers())[1]]


def test_no_file_means_no_corrections(tmp_path: Path) -> None:
    assert load(tmp_path, load_gazetteers()).rows == ()


def test_every_action_can_be_read(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        f"merge,person,peter-whitlock,,pete-whitlock,,{WHY}",
        f"split,person,pete-whitlock,P. Whitlock,Paul Whitlock (admiral),n234 /articles/n567?q=x,{WHY}",
        f"alias,equipment,drones,Grey Wolf,,,{WHY}",
        f"drop,country,GE,,,n234,{WHY}",
        f"drop,person,sky-sentinel,,,*,{WHY}",
        'add,country,LV,,,n234,"Named as Riga, twice.",2026-03-31',
    )
    assert [row.action for row in rows] == ["merge", "split", "alias", "drop", "drop", "add"]
    assert (rows[1].other, rows[1].label) == ("paul-whitlock-admiral", "Paul Whitlock (admiral)")
    assert rows[1].articles == ("n234", "n567")
    assert rows[4].articles == ()
    assert rows[5].reason == "Named as Riga, twice."


def test_blank_lines_remarks_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + ";".join(COLUMNS) + "\n\n# ours;;;;;;;\nMerge;Person;a-b;;c-d;;why;2026-03-31\n"
    (tmp_path / "corrections.csv").write_text(text, encoding="utf-8")
    assert [(row.action, row.value, row.line) for row in load(tmp_path, load_gazetteers()).rows] == [("merge", "a-b", 4)]


def test_a_row_keeps_its_id_when_its_reason_or_place_changes(tmp_path: Path) -> None:
    first = rows_of(tmp_path, f"merge,person,a-b,,c-d,,{WHY}")[0]
    second = rows_of(tmp_path, f"drop,country,GE,Georgia,,,{WHY}", "merge,person,a-b,,c-d,,Other words.,2026-04-01")[1]
    assert first.id == second.id
    assert first.rule != second.rule


BAD = {
    f"mend,person,a-b,,c-d,,{WHY}": "there is no action 'mend'",
    "merge,person,a-b,,c-d,,,2026-03-31": "the reason is missing",
    "merge,person,a-b,,c-d,,Same man.,31.3.2026": "the date '31.3.2026' is not one",
    "merge,person,a-b,,c-d,,Same man.,": "the date '' is not one",
    f"merge,country,GE,,UA,,{WHY}": "only persons can be merged",
    f"drop,source,a.example,,,*,{WHY}": "the facet 'source' cannot be corrected",
    f"merge,person,,,c-d,,{WHY}": "the value is missing",
    f"drop,country,Georgia,,,n1,{WHY}": "there is no country 'Georgia': its id is GE",
    f"alias,equipment,flying-pig,Pig,,,{WHY}": "there is no equipment 'flying-pig': write its id",
    f"merge,person,a-b,A. B.,c-d,,{WHY}": "merge has no use for name",
    f"merge,person,a-b,,,,{WHY}": "other is missing",
    f"alias,person,a-b,,,,{WHY}": "the name is missing",
    f"split,person,a-b,,c-d,,{WHY}": "neither name nor article is given",
    f"drop,person,a-b,,,,{WHY}": "or * under article to drop it from all of them",
    f"drop,person,a-b,A. B.,,*,{WHY}": "* under article goes only with drop, alone and without a name",
    f"add,country,LV,,,,{WHY}": "the article is missing",
    f"split,person,a-b,A. B.,a-b,,{WHY}": "a-b and a-b are one person here",
    f"merge,person,a-b,,a-b,,{WHY}": "a-b is merged into itself in the end",
    "merge,person,a-b,,c-d,,Same man, surely.,2026-03-31": "has more cells than the header",
    "merge,person,a-b": "has fewer cells than the header",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_row_is_named_with_its_cure(tmp_path: Path, line: str) -> None:
    found = problems_of(tmp_path, f"alias,country,UA,Cossackia,,,{WHY}", line)
    assert len(found) == 1
    assert found[0].startswith("corrections.csv line 3: ")
    assert BAD[line] in found[0]


PAIRS = {
    "repeats line 2": (f"merge,person,a-b,,c-d,,{WHY}", "merge,person,a-b,,c-d,,Again.,2026-04-01"),
    "a-b is merged into c-d on line 2": (f"merge,person,a-b,,c-d,,{WHY}", f"merge,person,a-b,,e-f,,{WHY}"),
    "c-d and a-b are one person here": (f"merge,person,a-b,,c-d,,{WHY}", f"split,person,c-d,A. B.,a-b,,{WHY}"),
    "'grey wolf' means drones on line 2": (f"alias,equipment,drones,Grey Wolf,,,{WHY}", f"alias,equipment,radar,grey wolf,,,{WHY}"),
    "'Wolf' means drones on line 2": (f"alias,equipment,drones,Wolf,,,{WHY}", f"alias,country,GE,Wolf,,,{WHY}"),
    "GE is added to n1 on line 2": (f"add,country,GE,,,n1,{WHY}", f"drop,country,GE,,,n1,{WHY}"),
}


@pytest.mark.parametrize("message", PAIRS)
def test_rows_that_do_not_go_together_are_named(tmp_path: Path, message: str) -> None:
    found = problems_of(tmp_path, *PAIRS[message])
    assert len(found) == 1
    assert found[0].startswith(f"corrections.csv line 3: {message}")


def test_merges_in_a_circle_are_named(tmp_path: Path) -> None:
    found = problems_of(tmp_path, f"merge,person,a-b,,c-d,,{WHY}", f"merge,person,c-d,,e-f,,{WHY}", f"merge,person,e-f,,a-b,,{WHY}")
    assert [problem.split(":")[0] for problem in found] == [f"corrections.csv line {line}" for line in (2, 3, 4)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"action,facet\n", "the columns must be action,facet,value"),
        (b"", "here they are missing"),
        ("naïve".encode("latin-1"), "byte 2 is not UTF-8"),
        (HEADER.encode("utf-16"), "save the file as"),
        (f'{HEADER}\nmerge,person,"a-b,,c-d,,x,2026-01-01\n'.encode(), "fewer cells"),
    ],
)
def test_a_file_of_another_form_is_refused_as_a_whole(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "corrections.csv").write_bytes(content)
    with pytest.raises(BadRequest, match="nothing was changed") as refused:
        load(tmp_path, load_gazetteers())
    assert message in refused.value.message


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as refused:
        rows_of(tmp_path, f"mend,person,a-b,,c-d,,{WHY}", f"merge,person,a-b,,c-d,,{WHY}", f"drop,country,GE,,,,{WHY}")
    assert "line 2" in refused.value.message
    assert "line 4" in refused.value.message
    assert "line 3" not in refused.value.message


def test_the_examples_in_the_documentation_can_be_applied(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.startswith("    ") and line.count(",") >= 7]
    assert lines[0] == HEADER
    assert {row.action for row in rows_of(tmp_path, *lines[1:])} == set(ACTIONS)
