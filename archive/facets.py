"""FACETS: the one declared list of facet fields. Engines, URLs, templates, API and exports loop over it."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "~none"
"""What the index holds for an article without a value in a facet; no id can equal it."""


@dataclass(frozen=True)
class Facet:
    """One facet field: its name in URLs, its heading, and whether its values form a tree."""

    name: str
    label: str
    plural: str
    tree: bool = False
    from_text: bool = True


FACETS: tuple[Facet, ...] = (
    Facet("country", "Country", "countries"),
    Facet("person", "Person", "persons"),
    Facet("equipment", "Equipment", "equipment", tree=True),
    Facet("source", "Outlet", "outlets", from_text=False),
)

FACET_NAMES: tuple[str, ...] = tuple(facet.name for facet in FACETS)
