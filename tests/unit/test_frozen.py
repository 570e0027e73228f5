"""What is kept of a search comes back as it was, and nothing else can be kept."""

from __future__ import annotations

import json
from datetime import date
from typing import get_args

import pytest
from hypothesis import given

from search.frozen import freeze, thaw
from search.lexemes import QueryNotice
from search.pins import CLASSES
from search.query import Parsed, parse
from search.tree import Node
from tests.contract.strategies import trees


@given(tree=trees)
def test_every_tree_comes_back(tree: Node) -> None:
    parsed = Parsed(tree, (QueryNotice("“odd”", 3),))
    assert thaw(freeze(parsed), CLASSES) == parsed


def test_every_kind_of_node_is_known() -> None:
    assert set(get_args(Node)) <= set(CLASSES)


def test_a_query_comes_back_with_its_notices() -> None:
    parsed = parse('"air defence" (tank* OR radar~) -title:drone date:2024..2025 "unclosed')
    assert parsed.notices
    assert thaw(freeze(parsed), CLASSES) == parsed


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="date cannot be kept"):
        freeze(date(2024, 1, 1))
    with pytest.raises(KeyError):
        thaw(json.dumps({"is": "Popen", "args": "x"}), CLASSES)
