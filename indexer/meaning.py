"""Give every article its point of meaning, the last step of an ingest: until it is done, search orders by words alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.meaning import NAME, Model, opening
from archive.store import Writer
from archive.store.points import keep_points

AT_ONCE = 512
"""Articles between two writes: a kill loses no more."""

TOGETHER = 16
"""Texts of like length that the model reads at once."""


Wanting = Sequence[tuple[int, int]]
"""Contents without a point, each with the key of a version that has it."""


def give_points(writer: Writer, model: Model, left: Wanting, step: Callable[[int], None]) -> None:
    """Make and keep the points that are wanting. A run that is killed goes on where it was: what is kept is wanting no more."""
    for start in range(0, len(left), AT_ONCE):
        batch = left[start : start + AT_ONCE]
        texts = list(map(opening, writer.store.articles([key for _, key in batch])))
        made: list[tuple[int, bytes]] = []
        by_length = sorted(range(len(batch)), key=lambda number: len(texts[number]))
        for first in range(0, len(batch), TOGETHER):
            some = by_length[first : first + TOGETHER]
            found = model.points([texts[number] for number in some])
            made += [(batch[number][0], point) for number, point in zip(some, found, strict=True)]
            step(len(some))
        keep_points(writer, NAME, made)
