"""The articles that come nearest to a query in meaning, whatever their words."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import TYPE_CHECKING

from archive import meaning
from archive.store import Store
from archive.store.points import every_point, standing, state
from search.meaning import point_of, said_by
from search.reading import Reading

if TYPE_CHECKING:
    from archive.meaning import Signs

MOST = 20
"""Articles that a list lets in."""

NEAR = 0.7
"""How near they must come (`meaning.cosines`)."""

LOOKED_AT = 100
"""Articles alike in the signs of their numbers that are looked at closely."""


@dataclass(frozen=True)
class Points:
    """The signs of the points there were in one state of an archive, and the content of each; None where there were none."""

    state: str = ""
    contents: array[int] = field(default_factory=lambda: array("q"))
    signs: Signs | None = None


class Nearest:
    """Answers for the articles of one archive. It holds the signs of all points, 48 bytes each, read again as some come."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._points = Points()

    def to(self, reading: Reading) -> tuple[int, ...]:
        """Return the keys of the versions nearest to what was asked, at the edition it was asked of, the nearest first.

        None where it is not words alone, or says too little.
        """
        query, points = said_by(reading), self._known()
        if not query or points.signs is None:
            return ()
        point = point_of(query)
        alike = [points.contents[place] for place in meaning.alike(points.signs, point, LOOKED_AT)]
        found = standing(self._store, alike, reading.request.edition)
        near = dict(zip(found, meaning.cosines(list(found.values()), point), strict=True))
        return tuple(key for key in nlargest(MOST, near, key=near.__getitem__) if near[key] >= NEAR)

    def _known(self) -> Points:
        """Return the points that are there now."""
        now = state(self._store, meaning.NAME)
        if now != self._points.state:
            contents = array("q")
            self._points = Points(now, contents, meaning.signs(self._parts(contents)) if now else None)
        return self._points

    def _parts(self, contents: array[int]) -> Iterator[Sequence[bytes]]:
        """Yield all points, and write down the contents that have them."""
        for rows in every_point(self._store):
            contents.extend(content for content, _ in rows)
            yield [point for _, point in rows]
