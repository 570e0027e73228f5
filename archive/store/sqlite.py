"""sqlite-utils, loaded without numpy.

Where numpy is installed, sqlite-utils loads it to know the types of its numbers. No process of ours writes any, and most have no
other use for it: without it each is 11 MB smaller and starts sooner.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Database", "Migrations"]


@contextmanager
def hidden(module: str) -> Iterator[None]:
    """Let a module seem not to be installed, unless it is loaded already."""
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None, which forbids an import, is not in its type
    if module in modules:
        yield
        return
    modules[module] = None
    try:
        yield
    finally:
        del modules[module]


with hidden("numpy"):
    from sqlite_utils import Database, Migrations
