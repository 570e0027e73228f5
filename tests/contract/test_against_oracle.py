"""Every engine gives the oracle's answers on random archives and random searches."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import ENGINES, IndexDocument, Search, open_engine
from search.engines.scan_engine import ScanEngine
from tests.contract.strategies import archives, searches


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(archive=archives(), asked=st.lists(searches, min_size=10, max_size=30))
def test_engine_answers_as_the_oracle_does(name: str, archive: tuple[IndexDocument, ...], asked: list[Search]) -> None:
    oracle = ScanEngine()
    with TemporaryDirectory() as folder:
        engine = open_engine(name, Path(folder) / "index")
        for opened in (oracle, engine):
            with opened.writing() as writer:
                writer.put(archive)
        for search in asked:
            expected, found = oracle.search(search), engine.search(search)
            assert (found.total, found.articles) == (expected.total, expected.articles), search
            assert dict(found.counts) == dict(expected.counts), search
            assert dict(found.dates) == dict(expected.dates), search
            if search.sort != "relevance":
                assert found.keys == expected.keys, search
            elif not search.stories and search.offset == 0 and search.size >= expected.total:
                assert sorted(found.keys) == sorted(expected.keys), search
            else:
                assert len(found.keys) == len(expected.keys), search
        engine.close()
