"""The first and the last day of an archive, of its articles as they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.store import Store
from archive.store.lists import records
from search.engines import Search
from search.engines.current import CurrentIndex


@dataclass(frozen=True)
class Days:
    """Looks the days up, once an edition: while it is the newest they do not change. They are YYYY-MM-DD, empty without any."""

    store: Store
    index: CurrentIndex
    kept: dict[str, tuple[int, str]] = field(default_factory=dict)

    def newest(self) -> str:
        """Return the day of the newest article, or of the newest edition where an article claims to be newer."""
        return self._once("newest", self._newest)

    def oldest(self) -> str:
        """Return the day of the oldest article."""
        return self._once("oldest", lambda: self._first("oldest"))

    def _newest(self) -> str:
        edition = self.store.edition()
        return min(self._first("newest"), edition.made[:10]) if edition else ""

    def _first(self, sort: str) -> str:
        keys = self.index.search(Search(sort=sort, size=1)).keys
        return next((record.date for record in records(self.store, keys)), "")

    def _once(self, which: str, look_up: Callable[[], str]) -> str:
        edition = self.index.edition()
        known = self.kept.get(which)
        if known is None or known[0] != edition:
            known = self.kept[which] = (edition, look_up())
        return known[1]
