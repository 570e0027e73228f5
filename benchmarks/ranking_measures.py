"""What a ranking is worth: nDCG@10, average precision, recall@100."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2

Gains = Mapping[str, int]
"""Document → how well it answers, for those that do at all."""


def ndcg_at_10(ranking: Sequence[str], gains: Gains) -> float:
    """Return the discounted gain of the first ten as a share of the best that could be."""
    ideal = discounted(sorted(gains.values(), reverse=True)[:10])
    return discounted([gains.get(document, 0) for document in ranking[:10]]) / ideal


def discounted(gains: Sequence[int]) -> float:
    """Return gains added up, the place's logarithm dividing each."""
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))


def average_precision(ranking: Sequence[str], gains: Gains) -> float:
    """Return the precision at the place of each answer, averaged over all answers there are."""
    places = [place for place, document in enumerate(ranking, 1) if document in gains]
    return sum(number / place for number, place in enumerate(places, 1)) / len(gains)


def recall_at_100(ranking: Sequence[str], gains: Gains) -> float:
    """Return the share of all answers among the first hundred."""
    return sum(document in gains for document in ranking[:100]) / len(gains)


MEASURES: Mapping[str, Callable[[Sequence[str], Gains], float]] = {
    "nDCG@10": ndcg_at_10,
    "MAP": average_precision,
    "recall@100": recall_at_100,
}
