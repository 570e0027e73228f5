"""The articles that come nearest to a query in meaning, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive import meaning
from archive.store import Store
from archive.store.points import come_since, dates, gone_since, pointed, points
from archive.store.stories import siblings
from search.meaning import point_of, said_by
from search.reading import Reading

MOST = 20
"""Stories that may be let into a list."""

NEAR = 0.7
"""How near they must come (`meaning.cosines`)."""

LOOKED_AT, LOOKED_AT_DATED = 400, 2000
"""Articles alike in the signs of their points that are looked at closely; more where they must be of some days."""


class Known(NamedTuple):
    """The signs of the points of every article up to an edition."""

    edition: int
    signs: meaning.Signs


class Nearest:
    """Answers for the articles of one archive. It holds the signs of their points and reads those that have come since, if any."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: Known | None = None

    def to(self, reading: Reading, edition: int) -> tuple[int, ...]:
        """Return the keys of the versions that say nearly what was asked, at an edition and the dates asked for, the nearest first.

        Of the nearest stories all reports that come near. None where the query is not words alone, or says too little.
        """
        query = said_by(reading)
        newest = pointed(self._store, meaning.NAME) if query else 0
        if not newest:
            return ()
        point, dated = point_of(query), bool(reading.request.start or reading.request.end)
        keys = self._signs(newest).alike(point, edition, LOOKED_AT_DATED if dated else LOOKED_AT)
        if dated:
            keys = self._within(keys, reading.request.first_day(), reading.request.last_day())
        known = points(self._store, keys, meaning.NAME)
        near = dict(zip(known, meaning.cosines(list(known.values()), point), strict=True))
        found = sorted((key for key in near if near[key] >= NEAR), key=lambda key: (-near[key], key))
        return tuple(self._of_stories(found, edition))

    def _signs(self, newest: int) -> meaning.Signs:
        """Return the signs of the points that are there up to an edition."""
        known = self._known or Known(0, meaning.Signs())
        if newest != known.edition:
            come = come_since(self._store, known.signs.last, newest)
            known = self._known = Known(newest, known.signs.grown(come, gone_since(self._store, known.edition, newest)))
        return known.signs

    def _within(self, keys: Sequence[int], first: str | None, last: str | None) -> list[int]:
        """Return the keys of those published between two days."""
        found = dates(self._store, keys)
        return [key for key in keys if found[key] and (first or "") <= found[key] <= (last or "9")]

    def _of_stories(self, keys: Sequence[int], edition: int) -> list[int]:
        """Return the keys that belong to the first MOST stories among them."""
        stories = siblings(self._store, keys, edition) if len(keys) > MOST else {key: frozenset((key,)) for key in keys}
        first: dict[frozenset[int], None] = {}
        for key in keys:
            first.setdefault(stories[key])
        shown = frozenset[int]().union(*list(first)[:MOST])
        return [key for key in keys if key in shown]
