"""The stories on a page: which reports each has, the first published first, and which of them the search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.model import Version
from archive.store import Store
from archive.store.lists import Record, records
from archive.store.stories import Dated, joined_of, reports
from search.labels import Labels
from search.request import COUNTS, SearchRequest
from search.result import Link, Report, Story

LISTED = 20
"""Reports of one story that are listed."""

MOST_ASKED = 5000
"""Reports on one page that the index is asked about: whether the search finds them. There are hardly ever more than a hundred."""


@dataclass(frozen=True)
class Stories:
    """The stories that have several reports, by id, in the order of publication; `found` are the keys that the search finds."""

    reports: Mapping[str, Sequence[Dated]]
    found: frozenset[int]
    records: Mapping[int, Record]

    @classmethod
    def collect(
        cls, store: Store, stories: Iterable[str], edition: int, find: Callable[[tuple[int, ...]], Iterable[int]]
    ) -> Stories:
        """Look up the reports of some stories at an edition; `find` returns which of some versions a search finds."""
        # Most stories have one report. Those that others joined are found without reading an article.
        joined = joined_of(store, sorted(set(stories)))
        if not joined:
            return cls({}, frozenset(), {})
        several = {story: dated for story, dated in reports(store, joined, edition).items() if len(dated) > 1}
        keys = tuple(one.key for one in chain.from_iterable(several.values()))[:MOST_ASKED]
        listed = [one.key for dated in several.values() for one in dated[:LISTED]]
        return cls(several, frozenset(find(keys) if keys else ()), {record.key: record for record in records(store, listed)})

    def first(self, version: Version) -> int:
        """Return the key of the first published report found of a version's story."""
        return next((one.key for one in self.reports.get(version.story, ()) if one.key in self.found), version.key)

    def heads(self, versions: Iterable[Version]) -> tuple[int, ...]:
        """Return the keys of what is shown of some stories: of each the first published report found."""
        return tuple(map(self.first, versions))

    def story(self, version: Version, request: SearchRequest, labels: Labels) -> Story:
        """Return a version's story with its first reports listed, their addresses carrying the search."""
        dated = self.reports.get(version.story)
        if not dated:
            return Story(version.story)
        shown = [self.records[one.key] for one in dated[:LISTED] if one.key in self.records]
        listed = tuple(report(r, request, labels, found=r.key in self.found, here=r.key == version.key) for r in shown)
        return Story(version.story, len(dated), listed, max(one.date for one in dated))


def report(record: Record, request: SearchRequest, labels: Labels, *, found: bool = True, here: bool = False) -> Report:
    """Return one article as others name it, its address carrying a search."""
    return Report(
        id=record.id,
        external_id=record.external_id or None,
        url=request.url(f"/articles/{record.id}"),
        title=record.title,
        date=record.date,
        source=next(iter(labels.values("source", record.values.get("source", ()), request)), None),
        found=found,
        here=here,
    )


def units(request: SearchRequest) -> list[Link]:
    """Return the two ways to count."""
    return [Link(what, request.with_counted(what).url(), what == request.counted) for what in COUNTS]
