"""A country, person, kind of equipment or outlet on a page of its own: what it is, how much there is about it, what is newest."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from archive.facets import Facet, facet_named
from search.names import known
from search.provenance import Applied, took_away
from search.request import SearchRequest
from search.result import Link, ResultPage
from search.service import Service


@dataclass(frozen=True)
class EntityPage:
    """Everything an entity's page shows. `page` is the answer to the search for it, `broader` what it is a kind of.

    `corrections` are those by which it has no articles, where it has none.
    """

    facet: Facet
    value: str
    label: str
    told: str
    broader: tuple[Link, ...]
    url: str
    page: ResultPage
    corrections: tuple[Applied, ...]


def entity_url(facet: str, value: str, request: SearchRequest | None = None) -> str:
    """Return the address of an entity's page, at the edition of a request where one is given."""
    edition = request.edition if request else None
    return SearchRequest(edition=edition).url(f"/{facet}/{quote(value, safe='')}")


def standing(service: Service, facet: str, value: str, request: SearchRequest) -> str:
    """Return the id under which an entity goes at a request's edition: its own, that which replaced it, or the one so called.

    Raises NotFound where nobody knows it, or where several are so called.
    """
    return known(service.names, facet, value, service.current(request).edition)


def entity(service: Service, facet: str, value: str, request: SearchRequest) -> EntityPage:
    """Return the page of an entity under the id that `standing` gave, at the request's edition."""
    about = service.current(SearchRequest(edition=request.edition))
    gazetteer = service.gazetteers.get(facet)
    parents = gazetteer.parents(value) if gazetteer else ()
    page = service.run(about.toggle(facet, value))
    return EntityPage(
        facet=facet_named(facet),
        value=value,
        label=service.names[facet].label(value) or value,
        told=gazetteer.explanation(value) if gazetteer else "",
        broader=tuple(Link(service.names[facet].label(one) or one, entity_url(facet, one, about)) for one in reversed(parents)),
        url=entity_url(facet, value, about),
        page=page,
        corrections=() if page.total else took_away(service, facet, value),
    )
