"""From counts to facet lists: labels, links, what is selected, and trees for facets that have one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.facets import Facet
from archive.gazetteers import Gazetteer
from search.engines import FacetCounts
from search.labels import Labels
from search.request import SearchRequest
from search.result import FacetList, FacetValue, Missing

SHOWN = 10
"""Values a facet shows before "show all"; selected ones are always shown."""

Counted = tuple[str, int]


@dataclass(frozen=True)
class FacetLister:
    """Makes the facet lists of one request."""

    request: SearchRequest
    labels: Labels
    gazetteers: Mapping[str, Gazetteer]

    def facet(self, facet: Facet, counts: FacetCounts, shown: int | None = SHOWN) -> FacetList:
        """Return one facet with its `shown` most frequent values (None: all that were counted) and the selected ones."""
        roots, narrower = self.tree(facet, counts.values)
        modes = self.modes(facet.name)
        kept = list(roots[:shown]) + [root for root in roots[len(roots) if shown is None else shown :] if self.holds(root, narrower, modes)]
        chosen = self.request.filter(facet.name)
        missing = Missing(counts.missing, chosen.missing, self.request.toggle_missing(facet.name).url())
        hidden = counts.distinct - len(counts.values) + len(roots) - len(kept)
        return FacetList(
            name=facet.name,
            label=facet.label,
            plural=facet.plural,
            tree=facet.tree,
            values=tuple(self.value(facet, root, narrower, modes) for root in kept),
            missing=missing,
            more=max(0, hidden),
            more_url=self.request.with_page(1).url(f"/facet/{facet.name}"),
        )

    def tree(self, facet: Facet, counted: Iterable[Counted]) -> tuple[list[Counted], Mapping[str, list[Counted]]]:
        """Split counted values into roots and, by parent, narrower ones; a facet without a tree has roots only."""
        if not facet.tree:
            return list(counted), {}
        roots: list[Counted] = []
        narrower: dict[str, list[Counted]] = {}
        for value, count in counted:
            parent = next(iter(self.gazetteers[facet.name].parents(value)), None)
            (roots if parent is None else narrower.setdefault(parent, [])).append((value, count))
        return roots, narrower

    def modes(self, facet: str) -> Mapping[str, str]:
        """Return how each selected value of a facet is selected."""
        chosen = self.request.filter(facet)
        return {
            **dict.fromkeys(chosen.none_of, "not"),
            **dict.fromkeys(chosen.any, "any"),
            **dict.fromkeys(chosen.all, "all"),
        }

    def holds(self, root: Counted, narrower: Mapping[str, list[Counted]], modes: Mapping[str, str]) -> bool:
        """Tell whether a value or anything narrower is selected."""
        return root[0] in modes or any(self.holds(child, narrower, modes) for child in narrower.get(root[0], ()))

    def value(self, facet: Facet, counted: Counted, narrower: Mapping[str, list[Counted]], modes: Mapping[str, str]) -> FacetValue:
        """Return one value with the request that adds it, or leaves it where it is selected, and its narrower values."""
        value, count = counted
        mode = modes.get(value, "")
        return FacetValue(
            value=value,
            label=self.labels.label(facet.name, value),
            count=count,
            selected=bool(mode),
            url=self.request.toggle(facet.name, value, mode or "all").url(),
            mode=mode,
            children=tuple(self.value(facet, child, narrower, modes) for child in narrower.get(value, ())),
        )
