"""FACETS: the one declared list of facet fields. Engines, URLs, templates, API and exports loop over it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import NotFound

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


def facet_named(name: str) -> Facet:
    """Return a facet by name, or raise NotFound listing those there are."""
    found = next((facet for facet in FACETS if facet.name == name), None)
    if found is None:
        raise NotFound(f"There is no facet called {name!r}. There are: {', '.join(FACET_NAMES)}.")
    return found
