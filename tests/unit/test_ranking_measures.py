"""The measures of a ranking, on rankings small enough to reckon by hand."""

from __future__ import annotations

from math import log2

import pytest

from benchmarks.ranking_measures import average_precision, ndcg_at_10, recall_at_100

GAINS = {"a": 1, "b": 1}


def test_a_perfect_ranking_scores_one() -> None:
    assert [measure(["a", "b", "c"], GAINS) for measure in (ndcg_at_10, average_precision, recall_at_100)] == [1, 1, 1]


def test_places_count() -> None:
    assert ndcg_at_10(["x", "a", "y", "b"], GAINS) == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert average_precision(["x", "a", "y", "b"], GAINS) == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_what_is_not_found_counts_as_nothing() -> None:
    assert average_precision(["a"], GAINS) == recall_at_100(["a"], GAINS) == 0.5
    assert ndcg_at_10([], GAINS) == 0
    assert ndcg_at_10([*"klmnopqrst", "a"], GAINS) == 0
    assert recall_at_100([*map(str, range(100)), "a"], GAINS) == 0


def test_higher_gains_belong_first() -> None:
    assert ndcg_at_10(["low", "high"], {"high": 3, "low": 1}) < ndcg_at_10(["high", "low"], {"high": 3, "low": 1}) == 1
