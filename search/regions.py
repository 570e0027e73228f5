"""Values that stand for groups of others, as regions do for countries: engines know only the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.gazetteers import Gazetteer
from search.engines import Filter
from search.tree import AllOf, AnyOf, Everything, FacetIs, Node


def without_groups(tree: Node, filters: Iterable[Filter], gazetteers: Mapping[str, Gazetteer]) -> tuple[Node, tuple[Filter, ...]]:
    """Return a query and its filters with every group replaced by the values in it; a wanted group is met by any one of them."""
    nodes: list[Node] = []
    plain: list[Filter] = []
    for chosen in filters:
        groups = {value: found for value in values_of(chosen) if (found := members(chosen.facet, value, gazetteers))}
        wanted = [groups[value] for value in chosen.all if value in groups]
        nodes += [AnyOf(tuple(FacetIs(chosen.facet, value) for value in values)) for values in wanted]
        plain.append(
            replace(
                chosen,
                all=tuple(value for value in chosen.all if value not in groups),
                any=tuple(one for value in chosen.any for one in groups.get(value, (value,))),
                none_of=tuple(one for value in chosen.none_of for one in groups.get(value, (value,))),
            )
        )
    if not nodes:
        return tree, tuple(plain)
    return AllOf((*nodes,) if tree == Everything() else (tree, *nodes)), tuple(plain)


def values_of(chosen: Filter) -> tuple[str, ...]:
    """Return every value a filter names."""
    return (*chosen.all, *chosen.any, *chosen.none_of)


def members(facet: str, value: str, gazetteers: Mapping[str, Gazetteer]) -> tuple[str, ...]:
    """Return the values a group stands for, empty where it is none."""
    return gazetteers[facet].members(value) if facet in gazetteers else ()
