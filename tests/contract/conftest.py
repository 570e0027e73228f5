"""One engine of each kind on a shelf of its own, and made-up articles to put in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from search.engines import ENGINES, ON_CLUSTER, Engine, IndexDocument
from tests.contract.made_up import ARTICLES
from tests.contract.shelves import Shelf, shelf_of

NUMBERS = count(1)


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each declared engine in turn; one that cannot be opened fails the suite.

    The cluster is started for the first test that needs it.
    """
    if request.param in ON_CLUSTER:
        request.getfixturevalue("cluster")
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder the engine lives in, not made yet; none is called like another."""
    return tmp_path / f"index{next(NUMBERS)}"


@pytest.fixture
def shelf(name: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Shelf]:
    """Return the place of the engine's index."""
    shelf = shelf_of(name, folder, request.getfixturevalue("cluster")) if name in ON_CLUSTER else shelf_of(name, folder)
    yield shelf
    shelf.tidy()


@pytest.fixture
def engine(shelf: Shelf) -> Iterator[Engine]:
    """Open an empty engine and close it afterwards."""
    engine = shelf.open()
    yield engine
    engine.close()


@pytest.fixture
def filled(engine: Engine, articles: tuple[IndexDocument, ...]) -> Engine:
    """Return an engine that holds the made-up articles."""
    with engine.writing() as writer:
        writer.put(articles)
    return engine


@pytest.fixture
def articles() -> tuple[IndexDocument, ...]:
    """Return eight versions of seven made-up articles; key 8 has replaced key 4 in edition 3."""
    return ARTICLES
