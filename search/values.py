"""All values of one facet over a search: in any order, by group, those called by a name, or those narrower than one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.facets import Facet
from archive.gazetteers import Gazetteer
from search.analysis import folded
from search.engines import FacetCounts
from search.facets import Counted, FacetLister
from search.regions import values_of
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

    def pairs(self, request: SearchRequest) -> tuple[tuple[str, str], ...]:
        """Return what of an address says among which values and in which order, `count` where none is named."""
        order = self.order if self.order != "count" else ""
        return (*request.with_ranking("").to_pairs(), *(pair for pair in (("order", order), ("within", self.within)) if pair[1]))

    def url(self, request: SearchRequest, path: str, *further: tuple[str, str]) -> str:
        """Return the address of these values of a request, with further pairs."""
        every = [*self.pairs(request), *([("find", self.find)] if self.find else []), *further]
        return path + "?" * bool(every) + "&".join(map(written, every))


def orders(facet: Facet) -> tuple[str, ...]:
    """Return the orders a facet's values can be listed in: by what groups them, too, where something does."""
    return (*ORDERS, facet.group) if facet.group else ORDERS


def offered(facet: Facet, request: SearchRequest) -> tuple[str, ...]:
    """Return the orders that say something of a result: nothing is distinctive of the whole archive."""
    whole = request.with_ranking("").with_page(1).empty
    return tuple(order for order in orders(facet) if not (whole and order == DISTINCTIVE))


def called(
    facet: str, counts: FacetCounts, name: str, suggester: Suggester, labels: Labeller, group: Callable[[str], str] | None
) -> FacetCounts:
    """Return the counts of values that have a name of which some words begin like the one given.

    Of what the newest articles have all names are known; other values go by their labels. With `group`, what the group of a value
    is called, those in a group so called are found too.
    """
    start = " ".join(folded(name))
    older = suggester.unknown(facet, (value for value, _ in counts.values))
    found = {value for value, label in labels(older).items() if any(text.startswith(start) for text in from_each_word(label))}
    found |= suggester.called(facet, start)
    if group:
        found |= {value for value, _ in counts.values if any(text.startswith(start) for text in from_each_word(group(value)))}
    return replace(counts, values=tuple(one for one in counts.values if start and one[0] in found))


def grouped(gazetteer: Gazetteer) -> Callable[[str], str]:
    """Return what says how the group of a value is called, empty where it is in none."""
    return lambda value: gazetteer.label(gazetteer.group(value)) or ""


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
        if asked.order == self.facet.group:
            values = tuple(self.groups())
        elif asked.find:
            values = self.lister.some(self.facet, self.counts, filter(self.beneath(asked.within), self.counts.values))
        elif asked.within:
            values = next((value.children for value in branches(whole.values) if value.value == asked.within), ())
        else:
            values = whole.values
        if asked.order == "name":
            values = tuple(sorted(values, key=lambda value: value.label.casefold()))
        gazetteer = self.lister.gazetteers.get(self.facet.name)
        within = (gazetteer and gazetteer.label(asked.within)) or asked.within
        return replace(whole, values=values, more=0, within=within)

    def beside(self) -> FacetList:
        """Return the facet as it stands beside a result, the chosen groups first: engines do not count these."""
        listed, gazetteer = self.lister.facet(self.facet, self.counts), self.lister.gazetteers.get(self.facet.name)
        chosen = values_of(self.lister.request.filter(self.facet.name)) if gazetteer else ()
        groups = [self.group(value, []) for value in chosen if gazetteer and gazetteer.members(value)]
        return replace(listed, values=(*groups, *listed.values)) if groups else listed

    def beneath(self, within: str) -> Callable[[Counted], bool]:
        """Return what tells whether a value is narrower than one, at any depth; all are where none is named."""
        gazetteer = self.lister.gazetteers.get(self.facet.name)
        return lambda one: not within or bool(gazetteer and within in gazetteer.parents(one[0]))

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
