"""One search as a request to a cluster: its query, its order, and the groups its facets are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from search.engines import Filter, Search
from search.engines.opensearch_client import Json
from search.engines.opensearch_counts import Share, asked, dates_asked
from search.engines.opensearch_query import Query, all_of, query_of
from search.engines.plan import Some, filter_plans, freed_facets, plan_of, ranks, value
from search.engines.stories import UNFOLDED, Folded, Stories

FOUND = "found"
"""The group of what was found; a facet counted without its own `any` choice has a group of its own."""

FREED = "freed_"

WHOLE = Share()
NO_STORIES = Stories(())


@dataclass(frozen=True)
class Request:
    """A search in the cluster's words.

    `stories` holds the reports that share theirs, `folds` what the articles of each group are folded to.

    The `any` choices of facets that are counted without them are kept out of the query: they narrow what was found afterwards,
    and each group of counts by all of them but its own.
    """

    search: Search
    folds: Mapping[str, Folded] = field(default_factory=dict)
    stories: Stories = NO_STORIES

    def body(self, facets: Iterable[str], share: Share = WHOLE) -> Json:
        """Return the request without the place of its page, counting these facets, or a share of their values."""
        groups = self.groups(facets, share)
        return {
            "query": self.query(),
            "post_filter": self.chosen(FOUND),
            "aggs": {name: {"filter": self.chosen(name), "aggs": inner} for name, inner in groups.items() if inner},
            "sort": self.sort(),
            "track_total_hits": True,
            "_source": False,
        }

    def query(self) -> Query:
        """Return query, edition and those filters that hold for every count; only the query and what hints at it score."""
        kept = (filter_plans(chosen, freed=chosen.facet in self.freed()) for chosen in self.search.filters)
        conditions = [query_of(plan) for plan in chain.from_iterable(kept)]
        hints = [query_of(plan_of(hint)) for hint in self.search.hints] if self.search.sort == "relevance" else []
        conditions += standing(self.search.edition)
        return {"bool": {"must": [query_of(plan_of(self.search.query))], "should": hints, "filter": conditions}}

    def sort(self) -> list[Json]:
        """Return what orders the hits: the key is always the last of it."""
        key: Json = {"key": "desc"}
        if self.search.sort == "relevance":
            words = any(ranks(plan_of(node)) for node in (self.search.query, *self.search.hints))
            return [{"_score": "desc"}, key] if words else [key]
        return [{"day": {"order": "desc" if self.search.sort == "newest" else "asc", "missing": "_last"}}, key]

    def groups(self, facets: Iterable[str], share: Share) -> dict[str, Json]:
        """Return the aggregations by group."""
        search, groups = self.search, dict[str, Json]()
        for facet in facets:
            counting = asked(facet, self.most(facet), search.wanted.get(facet, ()), share, self.own(facet))
            groups.setdefault(self.group(facet), {}).update(counting)
        if search.dates and share == WHOLE:
            groups.setdefault(FOUND, {}).update(dates_asked(search.dates))
        return groups

    def most(self, facet: str) -> int:
        """Return how many values of a facet to ask for: NONE may be among them, and those whose count is lowered by folding."""
        return self.search.counts[facet] + 1 + len(self.fold(self.group(facet)).again.get(facet, ()))

    def fold(self, group: str) -> Folded:
        """Return what the articles of a group are folded to."""
        return self.folds.get(group, UNFOLDED)

    def group(self, facet: str) -> str:
        """Return the group in which a facet is counted."""
        return FREED + facet if facet in self.freed() else FOUND

    def chosen(self, group: str) -> Query:
        """Return the choices that narrow a group."""
        return all_of(self.choices(group))

    def choices(self, group: str) -> Iterator[Some]:
        """Yield the plans of the choices that narrow a group."""
        for chosen in self.narrowing(group):
            yield Some(tuple(value(chosen.facet, choice) for choice in chosen.any))

    def own(self, facet: str) -> Query | None:
        """Return the facet's own choices where it is counted without them."""
        chosen = [given for given in self.narrowing(FOUND) if given.facet == facet]
        return all_of(Some(tuple(value(facet, choice) for choice in given.any)) for given in chosen) if chosen else None

    def narrowing(self, group: str) -> Iterator[Filter]:
        """Yield the filters whose `any` choices are kept out of the query, but for those of the facet the group counts."""
        for chosen in self.search.filters:
            if chosen.any and chosen.facet in self.freed() and FREED + chosen.facet != group:
                yield chosen

    def freed(self) -> tuple[str, ...]:
        """Return the facets to be counted without their own `any` choices."""
        return freed_facets(self.search)


def standing(edition: int | None) -> list[Query]:
    """Return what picks the versions that stand in an edition, or now."""
    if edition is None:
        return [{"term": {"gone": False}}]
    return [{"range": {"added": {"lte": edition}}}, {"range": {"retired": {"gt": edition}}}]
