"""Pages of entities: /country/LT, /person/<slug>, /equipment/<id>, /source/<id>."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from archive.facets import FACETS
from search.entities import entity, entity_url, standing
from search.request import clean
from search.result import ResultPage
from search.service import Service
from web.asking import read_request
from web.words import branches


def blueprint(service: Service) -> Blueprint:
    """Return one route for each facet, answered by `service`."""
    routes = Blueprint("entities", __name__)
    routes.add_app_template_global(partial(abouts, service), "abouts")
    for facet in FACETS:
        routes.add_url_rule(f"/{facet.name}/<value>", facet.name, partial(one, service, facet.name))
    return routes


def abouts(service: Service, page: ResultPage) -> list[tuple[str, str]]:
    """Return (label, address) of the pages of the entities that a search asks for, but of those that nobody knows."""
    values = ((facet.name, value) for facet in page.facets for value in branches(facet.values))
    chosen = ((name, value) for name, value in values if value.mode == "all" and not value.group)
    known = ((name, value) for name, value in chosen if service.names[name].label(value.value) is not None)
    return [(value.label, entity_url(name, value.value, page.request)) for name, value in known]


def one(service: Service, facet: str, value: str) -> Response:
    """Answer with an entity's page, or lead from an id that was merged or a name to the id that stands for it."""
    asked = read_request()
    now = standing(service, facet, clean(value), asked)
    if now != value:
        return redirect(entity_url(facet, now, asked), 302)
    about = entity(service, facet, now, asked)
    return make_response(render_template("entity/index.html", about=about, request=service.current(asked).cleared()))
