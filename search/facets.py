"""From counts to facet lists: labels, links, what is selected, and trees for facets that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.facets import Facet
from archive.gazetteers import Gazetteer
from search.distinctive import Usual
from search.engines import FacetCounts
from search.labels import Labels
from search.request import SearchRequest, encode
from search.result import FacetList, FacetValue, Link, Missing

SHOWN = 10
"""Values that a list shows, and each branch of a tree, before "show all"; selected ones are always shown."""

Counted = tuple[str, int]


@dataclass(frozen=True)
class Makers:
    """Makes the addresses of one facet: a value added or taken back in each mode."""

    all: Callable[[str], str]
    any: Callable[[str], str]
    none_of: Callable[[str], str]

    def toggled(self, value: str, mode: str) -> str:
        """Return the address that adds a value, or takes it back from the mode it is selected in."""
        return {"any": self.any, "not": self.none_of}.get(mode, self.all)(value)


@dataclass(frozen=True)
class FacetLister:
    """Makes the facet lists of one request."""

    request: SearchRequest
    labels: Labels
    gazetteers: Mapping[str, Gazetteer]
    usual: Usual | None = None

    def facet(self, facet: Facet, counts: FacetCounts, *, whole: bool = False) -> FacetList:
        """Return one facet: its SHOWN most frequent values and the selected ones, or the `whole` of what was counted."""
        roots, narrower = self.tree(facet, counts.values)
        lister = self.branches(facet, counts, narrower, whole=whole)
        kept = lister.kept(roots, SHOWN)
        chosen = self.request.filter(facet.name)
        return FacetList(
            name=facet.name,
            label=facet.label,
            plural=facet.plural,
            tree=facet.tree,
            values=tuple(lister.value(root) for root in kept),
            missing=Missing(counts.missing, chosen.missing, self.request.missing_url(facet.name)),
            more=counts.distinct - len(counts.values) + len(roots) - len(kept),
            more_url=self.request.with_page(1).url(f"/facet/{facet.name}"),
            group_url=self.page_url(facet.name, "order", facet.group) if facet.group else "",
            modes=self.switches(facet),
        )

    def some(self, facet: Facet, counts: FacetCounts, values: Iterable[Counted]) -> tuple[FacetValue, ...]:
        """Return some of the values counted, each by itself."""
        lister = self.branches(facet, counts, {}, whole=True)
        return tuple(lister.value(value) for value in values)

    def branches(self, facet: Facet, counts: FacetCounts, narrower: Mapping[str, list[Counted]], *, whole: bool) -> Branches:
        """Return what makes the values of a facet."""
        return Branches(
            facet=facet.name,
            labels=self.labels,
            makers=self.makers(facet.name),
            counts=counts,
            narrower=narrower,
            modes=self.modes(facet.name),
            adds=self.request.adds(facet.name),
            gazetteer=self.gazetteers.get(facet.name),
            beneath_url=lambda value: self.page_url(facet.name, "within", value),
            usual=self.usual,
            whole=whole,
        )

    def page_url(self, facet: str, key: str, value: str) -> str:
        """Return the address of a facet's page, with one thing asked for."""
        address = self.request.with_ranking("").with_page(1).url(f"/facet/{facet}")
        return f"{address}{'&' if '?' in address else '?'}{key}={encode(value)}"

    def switches(self, facet: Facet) -> tuple[Link, ...]:
        """Return the two ways to take the values chosen, where some are: all of them, or any."""
        chosen = self.request.filter(facet.name)
        if not (chosen.all or chosen.any) or (facet.single and not chosen.all):
            return ()
        return tuple(
            Link(label, self.request.with_mode(facet.name, mode).url(), bool(values))
            for mode, label, values in (("all", "all of these", chosen.all), ("any", "any of these", chosen.any))
        )

    def makers(self, facet: str) -> Makers:
        """Return what makes the addresses of a facet's values."""
        return Makers(self.request.adder(facet), self.request.adder(facet, "any"), self.request.adder(facet, "not"))

    def tree(self, facet: Facet, counted: Iterable[Counted]) -> tuple[list[Counted], Mapping[str, list[Counted]]]:
        """Split counted values into roots and, by parent, narrower ones; a facet without a tree has roots only."""
        if not facet.tree:
            return list(counted), {}
        roots: list[Counted] = []
        narrower: dict[str, list[Counted]] = {}
        parents = self.gazetteers[facet.name].parents
        for pair in counted:
            above = parents(pair[0])
            (narrower.setdefault(above[0], []) if above else roots).append(pair)
        return roots, narrower

    def modes(self, facet: str) -> Mapping[str, str]:
        """Return how each selected value of a facet is selected."""
        chosen = self.request.filter(facet)
        return {
            **dict.fromkeys(chosen.none_of, "not"),
            **dict.fromkeys(chosen.any, "any"),
            **dict.fromkeys(chosen.all, "all"),
        }


@dataclass(frozen=True)
class Branches:
    """Makes the values of one facet, from the roots of its tree down to what is worth showing."""

    facet: str
    labels: Labels
    makers: Makers
    counts: FacetCounts
    narrower: Mapping[str, list[Counted]]
    modes: Mapping[str, str]
    adds: str
    gazetteer: Gazetteer | None
    beneath_url: Callable[[str], str]
    usual: Usual | None
    whole: bool

    def kept(self, values: Sequence[Counted], most: int) -> list[Counted]:
        """Return the `most` frequent values and those that are selected or hold a selected one; all where the whole is shown."""
        if self.whole:
            return list(values)
        return [*values[:most], *(value for value in values[most:] if self.holds(value[0]))]

    def holds(self, value: str) -> bool:
        """Tell whether a value or anything narrower is selected."""
        return bool(self.modes) and (value in self.modes or any(self.holds(child) for child, _ in self.narrower.get(value, ())))

    def value(self, counted: Counted, level: int = 1) -> FacetValue:
        """Return one value with its addresses and, where it is a root or opened by a selection, its narrower values."""
        value, count = counted
        mode = self.modes.get(value, "")
        narrower = self.narrower.get(value, ())
        children = self.kept(narrower, SHOWN) if self.whole or level == 1 or self.holds(value) else ()
        joined = self.counts.joined.get(value) if self.adds == "any" and not mode else None
        return FacetValue(
            value=value,
            label=self.labels.label(self.facet, value),
            count=count,
            selected=bool(mode),
            url=self.makers.toggled(value, mode or self.adds),
            without_url=self.makers.none_of(value),
            mode=mode,
            note=self.gazetteer.explanation(value) if self.gazetteer else "",
            children=tuple(self.value(child, level + 1) for child in children),
            beneath=len(narrower) - len(children),
            beneath_url=self.beneath_url(value) if len(children) < len(narrower) else "",
            gives=joined,
            measure=self.usual.measure(self.facet, value, count, self.counts.total) if self.usual else None,
        )
