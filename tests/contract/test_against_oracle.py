"""Every engine gives the oracle's answers on random archives and random searches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import ENGINES, ON_CLUSTER, Engine, IndexDocument, Search
from search.engines.scan_engine import ScanEngine
from tests.contract.shelves import Shelf
from tests.contract.strategies import archives, searches

UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)
"""The examples share a shelf: each asks it for an index that is empty."""


@pytest.mark.parametrize("name", sorted(ENGINES.keys() - ON_CLUSTER), indirect=True)
@settings(max_examples=60, deadline=None, suppress_health_check=UNHURRIED)
@given(archive=archives(), asked=st.lists(searches, min_size=10, max_size=30))
def test_engine_answers_as_the_oracle_does(shelf: Shelf, archive: tuple[IndexDocument, ...], asked: list[Search]) -> None:
    compare(shelf.fresh(), archive, asked)


@pytest.mark.parametrize("name", sorted(ON_CLUSTER), indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=UNHURRIED)
@given(archive=archives(), asked=st.lists(searches, min_size=10, max_size=30))
def test_engine_on_a_cluster_answers_as_the_oracle_does(
    shelf: Shelf, archive: tuple[IndexDocument, ...], asked: list[Search]
) -> None:
    compare(shelf.fresh(), archive, asked)


def compare(engine: Engine, archive: tuple[IndexDocument, ...], asked: list[Search]) -> None:
    """Put an archive into an empty engine and the oracle and ask both the same searches."""
    oracle = ScanEngine()
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
