"""Folding on a cluster: of the articles found, those that share their story are read for each search; no process could hold all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from archive.facets import FACET_NAMES
from search.engines.opensearch_client import Json
from search.engines.opensearch_page import Asker, Hit
from search.engines.opensearch_request import FOUND, FREED, Request
from search.engines.stories import Report, Stories

READ = ("key", "story", "day", *FACET_NAMES)
"""The fields that are read of each."""


def folded(asker: Asker, request: Request) -> Request:
    """Return a request with what each of its groups is folded to: one search for the reports among all that any group holds."""
    shared: Json = {"bool": {"must": [request.query()], "filter": [{"exists": {"field": "story"}}]}}
    body = {"query": shared, "sort": [{"key": "asc"}], "docvalue_fields": READ, "track_total_hits": True, "_source": False}
    hits = asker.all(body)
    reports = [report_of(hit) for hit in hits]
    stories, groups = Stories(reports), [FOUND, *(FREED + facet for facet in request.freed())]
    folds = {group: stories.fold(report.key for report in within(reports, request, group)) for group in groups}
    return replace(request, folds=folds, stories=stories)


def within(reports: list[Report], request: Request, group: str) -> Iterator[Report]:
    """Yield the reports that belong to a group: those with one of the values of each choice that narrows it."""
    choices = [(chosen.facet, {*chosen.any}) for chosen in request.narrowing(group)]
    return (report for report in reports if all(values & {*report.values[facet]} for facet, values in choices))


def report_of(hit: Hit) -> Report:
    """Return a hit as a report."""
    fields: Mapping[str, list[str | int]] = hit["fields"]
    values = {facet: [str(value) for value in fields[facet]] for facet in FACET_NAMES}
    return Report(int(fields["key"][0]), str(fields["story"][0]), int(fields.get("day", [0])[0]), values)
