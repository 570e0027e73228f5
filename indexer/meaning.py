"""Give every article its point of meaning, the last step of an ingest: until it is done, search orders by words alone."""

from __future__ import annotations

from collections.abc import Callable

from archive.meaning import NAME, Model, opening
from archive.store import Store, Writer
from archive.store.points import articles, keep_points, wanting

AT_ONCE = 512
"""Articles between two writes: a kill loses no more."""

TOGETHER = 16
"""Texts of like length that the model reads at once."""


def count_wanting(store: Store) -> int:
    """Return how many articles have no point."""
    return len(wanting(store, NAME))


def give_points(store: Store, writer: Writer, model: Model, step: Callable[[int], None]) -> None:
    """Make and keep the points of all articles that have none. A run that is killed goes on where it was."""
    left = wanting(store, NAME)
    for start in range(0, len(left), AT_ONCE):
        batch = left[start : start + AT_ONCE]
        texts = list(map(opening, articles(store, [key for _, key in batch])))
        made: list[tuple[int, bytes]] = []
        by_length = sorted(range(len(batch)), key=lambda number: len(texts[number]))
        for first in range(0, len(batch), TOGETHER):
            some = by_length[first : first + TOGETHER]
            found = model.points([texts[number] for number in some])
            made += [(batch[number][0], point) for number, point in zip(some, found, strict=True)]
            step(len(some))
        keep_points(writer, NAME, made)
