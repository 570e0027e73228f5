"""One engine of each kind on a folder of its own, and made-up articles to put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import ENGINES, Engine, IndexDocument, open_engine
from tests.contract.made_up import ARTICLES


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each declared engine in turn; one that cannot be opened fails the suite."""
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder the engine lives in, not made yet."""
    return tmp_path / "index"


@pytest.fixture
def engine(name: str, folder: Path) -> Iterator[Engine]:
    """Open an empty engine and close it afterwards."""
    engine = open_engine(name, folder)
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
