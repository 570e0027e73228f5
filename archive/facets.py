"""FACETS: the one declared list of facet fields. Engines, URLs, templates, API and exports loop over it."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "~none"
"""What the index holds for an article without a value in a facet; no id can equal it."""


@dataclass(frozen=True)
class Facet:
    """One facet field: its name in URLs, its heading, whether its values form a tree, whether an article has one at most.

    `group` is what its values can be grouped by on demand, empty where nothing.
    """

    name: str
    label: str
    plural: str
    tree: bool = False
    from_text: bool = True
    single: bool = False
    group: str = ""


FACETS: tuple[Facet, ...] = (
    Facet("country", "Country", "countries", group="region"),
    Facet("person", "Person", "persons"),
    Facet("equipment", "Equipment", "equipment", tree=True),
    Facet("source", "Outlet", "outlets", from_text=False, single=True),
)

FACET_NAMES: tuple[str, ...] = tuple(facet.name for facet in FACETS)

SINGLE: frozenset[str] = frozenset(facet.name for facet in FACETS if facet.single)
