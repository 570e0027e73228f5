"""Workbooks are sent while they are written, hold text whatever it looks like, and go on over further sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

import pytest
from openpyxl import load_workbook

from search.workbook import PIECE, SHEET, workbook

COLUMNS = ("n", "text")


def written(rows: Iterator[tuple[str, str]] | list[tuple[str, str]], **limits: int) -> bytes:
    """Return a workbook of rows."""
    return b"".join(workbook(COLUMNS, rows, (("Search", "/"),), **limits))


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of each sheet, as a spreadsheet program reads them."""
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_first_rows_are_sent_before_the_last_are_read() -> None:
    read = 0

    def rows() -> Iterator[tuple[str, str]]:
        nonlocal read
        for number in range(20_000):
            read += 1
            yield str(number), "x" * 100

    pieces = workbook(COLUMNS, rows(), ())
    first = next(pieces)
    assert first
    assert read < 20_000 / 5
    assert max(map(len, pieces)) < 2 * PIECE
    assert read == 20_000


def test_one_that_was_cut_off_cannot_be_opened() -> None:
    data = written([(str(number), "words") for number in range(2_000)])
    with pytest.raises(BadZipFile):
        load_workbook(io.BytesIO(data[:-30]))


@pytest.mark.parametrize("limits", [{"most_rows": 3}, {"most_bytes": PIECE}])
def test_rows_go_on_over_further_sheets_each_with_the_heading(limits: dict[str, int]) -> None:
    rows = [(str(number), "x" * 30_000) for number in range(30)]
    found = sheets(written(rows, **limits))
    *tables, about = found
    assert len(tables) > 2
    assert tables[:2] == ["Articles", "Articles 2"]
    assert about == "About"
    assert {found[name][0] for name in tables} == {COLUMNS}
    assert [row for name in tables for row in found[name][1:]] == rows
    assert found["About"] == [("Search", "/"), ("Rows", "30")]


def test_only_the_first_sheet_is_selected() -> None:
    # In a group of selected sheets an edit of one changes all.
    with ZipFile(io.BytesIO(written([("1", "a"), ("2", "b")], most_rows=2))) as archive:
        selected = [b"tabSelected" in archive.read(SHEET.format(number)) for number in (1, 2, 3)]
    assert selected == [True, False, False]


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4])
def test_a_sheet_is_begun_only_for_rows(rows: int) -> None:
    found = sheets(written([(str(number), "x") for number in range(rows)], most_rows=3))
    assert len(found) == max(1, -(-rows // 2)) + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", " two  spaces ", "a\nb", "<b>&amp;</b>", "1", "TRUE", "#N/A"])
def test_a_cell_is_the_text_it_was(text: str) -> None:
    found = sheets(written([("1", text)]))["Articles"][1]
    assert found == ("1", text)


def test_what_xml_cannot_hold_is_coded_as_excel_does() -> None:
    with ZipFile(io.BytesIO(written([("1", "a\x01b\rc _x0041_ \uffff")]))) as archive:
        sheet = archive.read(SHEET.format(1)).decode()
    (cell,) = re.findall(r"<t[^>]*>(a[^<]*)</t>", sheet)
    assert cell == "a_x0001_b_x000D_c _x005F_x0041_ _xFFFF_"
