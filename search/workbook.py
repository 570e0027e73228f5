"""Tables as an Excel workbook (.xlsx), written row by row to a temporary file. Every cell is text: nothing is ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile

from xlsxwriter import Workbook

LONGEST_CELL = 32_767
"""Characters Excel keeps in a cell."""

MOST_ROWS = 1_048_576
"""Rows Excel keeps in a sheet; what goes beyond is put on further sheets."""

PIECE = 64 * 1024


def workbook(
    columns: Sequence[str], rows: Iterable[Sequence[str]], facts: Sequence[tuple[str, str]], *, most_rows: int = MOST_ROWS
) -> Iterator[bytes]:
    """Yield a workbook: the rows under a heading, then a sheet of facts and how many rows there are.

    A workbook is one archive whose table of contents is written last: one that was cut off cannot be opened.
    """
    with TemporaryFile() as file:
        # Without `in_memory` rows go to a temporary file as soon as the next one begins.
        book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        count = fill(book, columns, rows, most_rows)
        sheet = book.add_worksheet("About")
        for place, (name, told) in enumerate((*facts, ("Rows", str(count)))):
            sheet.write_string(place, 0, name)
            sheet.write_string(place, 1, fitting(told))
        book.close()
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")


def fill(book: Workbook, columns: Sequence[str], rows: Iterable[Sequence[str]], most_rows: int) -> int:
    """Write rows on as many sheets as they need, each under the heading; return how many there were."""
    sheet, place, count, sheets = None, most_rows, 0, 0
    for row in rows:
        if sheet is None or place == most_rows:
            sheets += 1
            sheet, place = headed(book, columns, sheets), 1
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(place, column, fitting(cell))
        place, count = place + 1, count + 1
    if sheet is None:
        headed(book, columns, 1)
    return count


def headed(book: Workbook, columns: Sequence[str], number: int) -> Workbook:
    """Return a new sheet that begins with the heading."""
    sheet = book.add_worksheet("Articles" if number == 1 else f"Articles {number}")
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name)
    return sheet


def fitting(cell: str) -> str:
    """Return a text at a length Excel keeps."""
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
