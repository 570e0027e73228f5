"""The table in docs/query.md, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.query import parse
from search.tree import show
from tests.unit.query_names import NAMES

DOCUMENT = Path(__file__).parents[2] / "docs" / "query.md"
CELL = re.compile(r"(?<!\\)\|")


def rows() -> Iterator[tuple[str, str, list[int], bool]]:
    """Yield query, tree, offsets of notices, and whether the reader is still typing."""
    heading = ""
    for line in DOCUMENT.read_text(encoding="utf-8").split("## Text and tree")[1].split("\n"):
        if line.startswith("#"):
            heading = line
        elif line.startswith("|") and not line.startswith(("|--", "| query ")):
            _, query, tree, notices, _ = CELL.split(line)
            yield code(query), code(tree), [int(offset) for offset in notices.split(",") if offset.strip()], "typing" in heading


def code(cell: str) -> str:
    """Return what a table cell shows."""
    return cell.strip().strip("`").replace("\\|", "|")


ROWS = list(rows())


def test_the_table_is_long_enough_to_be_a_grammar() -> None:
    assert len({(query, typing) for query, _, _, typing in ROWS}) >= 240


@pytest.mark.parametrize(("query", "tree", "notices", "typing"), ROWS)
def test_each_text_is_read_as_the_table_says(query: str, tree: str, notices: list[int], typing: bool) -> None:
    parsed = parse(query, names=NAMES, last_is_prefix=typing)
    assert show(parsed.tree) == tree
    assert [notice.position for notice in parsed.notices] == notices
