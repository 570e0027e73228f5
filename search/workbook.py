"""Tables as an Excel workbook (.xlsx), sent while it is written. Every cell is text: nothing is ever a formula.

XlsxWriter makes the frame; rows are written here as they come, at some five times its pace and with nothing put aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, RawIOBase
from itertools import chain
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

LONGEST_CELL = 32_767
"""Characters Excel keeps in a cell."""

MOST_ROWS = 1_048_576
"""Rows Excel keeps in a sheet, the heading among them; what goes beyond is put on further sheets."""

MOST_BYTES = 2_000_000_000
"""Bytes of a sheet: the archive would have to describe a larger one in a way that not every program reads."""

PIECE = 256 * 1024
"""Bytes of a sheet that are compressed and sent at a time."""

SWIFT = 3
"""How hard sheets are compressed: the next steps make them a tenth smaller and take half as long again."""

TABLE, ABOUT = "Articles", "About"
SHEET = "xl/worksheets/sheet{}.xml"
NO_ROWS = b"<sheetData/>"
SIZE = re.compile(rb"<dimension [^>]*/>")
WIDTH, WIDEST = 18, 255
NAMES = tuple(xl_col_to_name(column) for column in range(WIDEST + 1))
CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\0-\x08\x0b-\x1f\ufffe\uffff]")
"""What a workbook has as _xHHHH_: characters XML cannot hold, and an underscore where the text looks like such a code."""

Row = Sequence[str]


def workbook(
    columns: Row, rows: Iterable[Row], facts: Sequence[Row], *, most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES
) -> Iterator[bytes]:
    """Yield a workbook: the rows under a heading, then a sheet of facts and how many rows there are.

    A workbook is one archive whose table of contents is written last: one that was cut off cannot be opened.
    """
    book, rows = Book(most_rows, most_bytes), iter(rows)
    row = next(rows, None)
    while row is not None or not book.names:
        name = f"{TABLE} {len(book.names) + 1}" if book.names else TABLE
        yield from book.sheet(name, chain((columns,) if row is None else (columns, row), rows))
        row = next(rows, None)
    count = book.rows - len(book.names)
    yield from book.sheet(ABOUT, (*facts, ("Rows", str(count))))
    yield book.end()


class Book:
    """A workbook that is written a sheet at a time, each of which takes as many rows as it may hold."""

    def __init__(self, most_rows: int, most_bytes: int) -> None:
        self.names: list[str] = []
        self.rows = 0
        self._most_rows, self._most_bytes = most_rows, most_bytes
        self._outbox = Outbox()
        self._archive = ZipFile(self._outbox, "w", ZIP_DEFLATED, compresslevel=SWIFT)

    def sheet(self, name: str, rows: Iterable[Row]) -> Iterator[bytes]:
        """Write a sheet until it is full or there are no more rows; yield what of it is ready to be sent."""
        self.names.append(name)
        path = SHEET.format(len(self.names))
        before, _, after = SIZE.sub(b"", frame(self.names)[path]).partition(NO_ROWS)
        with self._archive.open(path, "w") as file:
            file.write(before + b"<sheetData>")
            size = 0
            for piece in self._pieces(rows):
                size += file.write(piece)
                yield self._outbox.take()
                if size > self._most_bytes:
                    break
            file.write(b"</sheetData>" + after)

    def _pieces(self, rows: Iterable[Row]) -> Iterator[bytes]:
        waiting, size = [], 0
        # The numbers come first: `zip` then takes no row that there is no number for.
        for number, row in zip(range(1, self._most_rows + 1), rows, strict=False):
            waiting.append(marked(number, row))
            self.rows += 1
            size += len(waiting[-1])
            if size > PIECE:
                yield "".join(waiting).encode()
                waiting, size = [], 0
        yield "".join(waiting).encode()

    def end(self) -> bytes:
        """Write what makes the sheets a workbook, and return the last of it."""
        sheets = {SHEET.format(number) for number in range(1, len(self.names) + 1)}
        for path, content in frame(self.names).items():
            if path not in sheets:
                self._archive.writestr(path, content)
        self._archive.close()
        return self._outbox.take()


class Outbox(RawIOBase):
    """A file that only grows; what was written waits to be taken."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, piece: ReadableBuffer, /) -> int:
        """Add bytes."""
        self._waiting.append(bytes(piece))
        return len(self._waiting[-1])

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def frame(names: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a workbook with these sheets, all empty."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, WIDEST, WIDTH)
            if name != ABOUT:
                sheet.freeze_panes(1, 0)
    with ZipFile(made) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def marked(number: int, row: Row) -> str:
    """Return a row as a sheet has it; empty cells are left out."""
    cells = [
        f'<c r="{NAMES[column]}{number}" t="inlineStr"><is><t xml:space="preserve">{text(cell)}</t></is></c>'
        for column, cell in enumerate(row)
        if cell
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(cell: str) -> str:
    """Return a text as a cell has it, at a length Excel keeps."""
    if len(cell) > LONGEST_CELL:
        cell = cell[: LONGEST_CELL - 1] + "…"
    if CODED.search(cell):
        cell = CODED.sub(lambda found: f"_x{ord(found[0]):04X}_", cell)
    return escape(cell)
