"""Every article of a request in the page's order, whatever their number: what exports are written from.

The keys are taken in one search, so that an ingest in the meantime changes nothing; the articles are read a batch at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.facets import FACET_NAMES
from archive.model import Version
from archive.store.lists import Record, records
from archive.store.stories import report_counts
from search.labels import labels_of
from search.request import SearchRequest
from search.result import Value
from search.service import Service

BATCH = 500
"""Articles read at a time."""

MOST_LABELS = 50_000
"""Labels kept in memory; above it they are looked up afresh."""

SOURCE = "source"


@dataclass(frozen=True)
class Listed:
    """One article of a listing: its record, its outlet, by facet its values with labels, and how many reports its story has."""

    record: Record
    source: Value | None
    facets: Mapping[str, tuple[Value, ...]]
    reports: int


@dataclass(frozen=True)
class Listing:
    """All that a request finds at `edition`. `url` is its canonical address; `keys` are version keys in the page's order."""

    service: Service
    request: SearchRequest
    url: str
    edition: int
    keys: Sequence[int]

    @property
    def total(self) -> int:
        """Return how many articles there are."""
        return len(self.keys)

    def __iter__(self) -> Iterator[Listed]:
        """Yield the articles."""
        labels = LabelCache(self.service)
        for batch in self.batches():
            found = list(records(self.service.store, batch))
            labels.learn(record.values for record in found)
            reports = report_counts(self.service.store, [record.story for record in found], self.edition)
            yield from (listed(record, labels, reports.get(record.story, 1)) for record in found)

    def versions(self) -> Iterator[Version]:
        """Yield the articles with their texts and mentions."""
        for batch in self.batches():
            found = self.service.store.versions(batch)
            yield from (found[key] for key in batch if key in found)

    def batches(self) -> Iterator[Sequence[int]]:
        """Yield the keys, BATCH at a time."""
        for start in range(0, len(self.keys), BATCH):
            yield list(self.keys[start : start + BATCH])


def listing(service: Service, request: SearchRequest) -> Listing:
    """Find everything a request finds, from its first page on."""
    edition = service.index.edition()
    understood, found = service.every(request)
    return Listing(service, understood, understood.url(), understood.edition or edition, array("q", found.keys))


class LabelCache:
    """What readers call ids, kept for the articles that follow."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[tuple[str, str], Value] = {}

    def learn(self, articles: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """Look up all values of some articles that are not known yet, in one step a facet."""
        if len(self._known) >= MOST_LABELS:
            self._known.clear()
        wanted: dict[str, set[str]] = {}
        for values in articles:
            for facet, ids in values.items():
                wanted.setdefault(facet, set()).update(ids)
        for facet, every in wanted.items():
            unknown = {value for value in every if (facet, value) not in self._known}
            found = labels_of(facet, set(unknown), self._service.gazetteers.get(facet), self._service.store)
            self._known |= {(facet, value): Value(value, found.get(value, value)) for value in unknown}

    def label(self, facet: str, value: str) -> str:
        """Return what a reader calls an id."""
        return self.value(facet, value).label

    def value(self, facet: str, value: str) -> Value:
        """Return a value with its label, the id itself where nobody knows it."""
        known = self._known.get((facet, value))
        if known is None:
            self.learn(({facet: (value,)},))
            known = self._known[facet, value]
        return known


def listed(record: Record, labels: LabelCache, reports: int) -> Listed:
    """Return a record with labels and the number of reports of its story."""
    value = labels.value
    facets = {facet: tuple([value(facet, one) for one in record.values.get(facet, ())]) for facet in FACET_NAMES}
    return Listed(record, next(iter(facets[SOURCE]), None), facets, reports)
