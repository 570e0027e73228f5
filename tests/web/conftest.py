"""The application on a newsroom's worth of articles, and on an empty archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from archive.settings import Settings
from tests.conftest import ingest, write_jsonl
from tests.web.newsroom import newsroom


@pytest.fixture(scope="session")
def newsroom_archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an archive that holds newsroom()."""
    home = tmp_path_factory.mktemp("newsroom")
    return ingest(home / "var", [write_jsonl(home / "articles.jsonl", newsroom())])


@pytest.fixture(scope="session")
def client(newsroom_archive: Settings) -> FlaskClient:
    """Return a client of the whole application on the newsroom."""
    return create_app(newsroom_archive).test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> FlaskClient:
    """Return a client of the application on an archive that took in nothing: its one file was refused."""
    (tmp_path / "blank.txt").write_text("", encoding="utf-8")
    return create_app(ingest(tmp_path / "var", [tmp_path / "blank.txt"])).test_client()
