"""What is kept of a search comes back as it was, and nothing else can be kept."""

from __future__ import annotations

import json
from datetime import date
from typing import get_args

import pytest
from hypothesis import given

from search.expansion import Expansion
from search.fallback import Loose
from search.frozen import freeze, thaw
from search.lexemes import QueryNotice
from search.pins import CLASSES
from search.query import parse
from search.reading import Reading
from search.request import SearchRequest
from search.spelling import Correction
from search.tree import Node
from tests.contract.strategies import trees


def reading(tree: Node, notices: tuple[QueryNotice, ...]) -> Reading:
    """Return a reading that has something in every place."""
    return Reading(
        request=SearchRequest("odd words", edition=2, words="most"),
        tree=tree,
        parts=Loose((tree,), ()),
        notices=notices,
        expansions=(Expansion("odd", "word", ("strange",)),),
        passed_over=("the",),
        loose=Loose((), (tree,)),
        all=3,
        correction=Correction("old words", (("odd", "old"),), applied=False),
        beginning="wor",
    )


@given(tree=trees)
def test_every_tree_comes_back(tree: Node) -> None:
    read = reading(tree, (QueryNotice("“odd”", 3),))
    assert thaw(freeze(read), CLASSES) == read


def test_every_kind_of_node_is_known() -> None:
    assert set(get_args(Node)) <= set(CLASSES)


def test_a_query_comes_back_with_its_notices() -> None:
    parsed = parse('"air defence" (tank* OR radar~) -title:drone date:2024..2025 "unclosed')
    assert parsed.notices
    read = reading(parsed.tree, parsed.notices)
    assert thaw(freeze(read), CLASSES) == read


def test_other_values_are_refused() -> None:
    with pytest.raises(TypeError, match="date cannot be kept"):
        freeze(date(2024, 1, 1))
    with pytest.raises(KeyError):
        thaw(json.dumps({"is": "Popen", "args": "x"}), CLASSES)
