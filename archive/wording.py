"""How numbers of things are said, for every room that says some."""

from __future__ import annotations


def counted(number: int, one: str = "article", many: str = "articles") -> str:
    """Return `1 article`, `1,234 articles`."""
    return f"{number:,} {one if number == 1 else many}"
