"""All values of one facet over a search: in any order, by group, those called by a name, or those narrower than one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.facets import Facet
from search.analysis import folded
from search.engines import FacetCounts
from search.facets import Counted, FacetLister
from search.request import DISTINCTIVE, SearchRequest, written
from search.result import FacetList, FacetValue
from search.suggest import Suggester, from_each_word

ORDERS = ("count", "name", DISTINCTIVE)

Labeller = Callable[[set[str]], dict[str, str]]
"""What readers call ids."""

Total = Callable[[SearchRequest], int]
"""How many articles a request finds."""


@dataclass(frozen=True)
class Asked:
    """What of a facet's values is asked for: their order, only those called `find`, only those narrower than `within`."""

    order: str = "count"
    find: str = ""
    within: str = ""

    def url(self, request: SearchRequest, path: str, *further: tuple[str, str]) -> str:
        """Return the address of these values of a request, with further pairs; `count` is the order where none is named."""
        order = self.order if self.order != "count" else ""
        pairs = [("order", order), ("find", self.find), ("within", self.within), *further]
        plain = request.with_ranking("")
        return path + "?" * bool(every := [*plain.to_pairs(), *(pair for pair in pairs if pair[1])]) + "&".join(map(written, every))


def orders(facet: Facet) -> tuple[str, ...]:
    """Return the orders a facet's values can be listed in: by what groups them, too, where something does."""
    return (*ORDERS, facet.group) if facet.group else ORDERS


def called(facet: str, counts: FacetCounts, name: str, suggester: Suggester, labels: Labeller) -> FacetCounts:
    """Return the counts of values that have a name of which some words begin like the one given.

    Of what the newest articles have all names are known; other values go by their labels.
    """
    start = " ".join(folded(name))
    older = suggester.unknown(facet, (value for value, _ in counts.values))
    found = {value for value, label in labels(older).items() if any(text.startswith(start) for text in from_each_word(label))}
    found |= suggester.called(facet, start)
    return replace(counts, values=tuple(one for one in counts.values if start and one[0] in found))


@dataclass(frozen=True)
class ValueLister:
    """Lists what is asked for of the values counted in one facet; of those called `find` only they are among `counts`."""

    lister: FacetLister
    facet: Facet
    counts: FacetCounts
    total: Total

    def listed(self, asked: Asked) -> FacetList:
        """Return the values asked for."""
        whole = self.lister.facet(self.facet, self.counts, whole=True)
        if asked.find:
            values = self.lister.some(self.facet, self.counts, self.counts.values)
        elif asked.within:
            values = next((value.children for value in branches(whole.values) if value.value == asked.within), ())
        elif asked.order == self.facet.group:
            values = tuple(self.groups())
        else:
            values = whole.values
        if asked.order == "name":
            values = tuple(sorted(values, key=lambda value: value.label.casefold()))
        within = self.lister.labels.label(self.facet.name, asked.within) if asked.within else ""
        return replace(whole, values=values, more=0, within=within)

    def groups(self) -> Iterator[FacetValue]:
        """Yield groups by how many articles have any value of theirs, each with its values; then the values that are in none."""
        grouped: dict[str, list[Counted]] = {}
        for one in self.counts.values:
            grouped.setdefault(self.lister.gazetteers[self.facet.name].group(one[0]), []).append(one)
        rest = grouped.pop("", [])
        made = [self.group(value, some) for value, some in grouped.items()]
        yield from sorted(made, key=lambda group: (-group.count, group.label))
        yield from self.lister.some(self.facet, self.counts, rest)

    def group(self, value: str, some: list[Counted]) -> FacetValue:
        """Return one group with its values; its count is exact, as it is another search's total."""
        request, name = self.lister.request, self.facet.name
        mode = request.mode(name, value)
        adds = mode or request.adds(name)
        chosen = request.filter(name)
        wanted = tuple(sorted({*chosen.all, value}))
        alone = request.with_filter(replace(chosen, all=wanted, any=()))
        return FacetValue(
            value=value,
            label=self.lister.gazetteers[name].label(value) or value,
            count=self.total(alone),
            selected=bool(mode),
            url=request.toggle(name, value, adds).url(),
            without_url=request.toggle(name, value, "not").url(),
            mode=mode,
            children=self.lister.some(self.facet, self.counts, some),
            gives=self.total(request.toggle(name, value, adds)) if adds == "any" and not mode and chosen.any else None,
            group=True,
        )


def branches(values: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    """Yield values and all that is narrower."""
    for value in values:
        yield value
        yield from branches(value.children)
