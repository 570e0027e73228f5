"""The pages that account for the values: why one is there, what was corrected, what could not be resolved."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, make_response, render_template

from search import provenance
from search.request import SearchRequest, clean
from search.service import Service
from web.asking import read_request


def blueprint(service: Service) -> Blueprint:
    """Return the routes of these pages, answered by `service`."""
    routes = Blueprint("provenance", __name__)
    routes.add_url_rule("/why/<facet>/<value>", "why", partial(why, service))
    routes.add_url_rule("/corrections", "corrections", partial(corrections, service))
    routes.add_url_rule("/review", "review", partial(review, service))
    return routes


def why(service: Service, facet: str, value: str) -> Response:
    """Answer with the sentences that earned a facet value in the search at hand, newest first."""
    page = provenance.why(service, read_request(), facet, clean(value))
    return make_response(render_template("why/index.html", page=page, request=page.request))


def corrections(service: Service) -> Response:
    """Answer with every correction in force, the latest first."""
    rows = sorted(provenance.corrections(service), key=lambda applied: applied.row.date, reverse=True)
    return make_response(render_template("corrections/index.html", rows=rows, request=SearchRequest()))


def review(service: Service) -> Response:
    """Answer with the names the last check could not resolve, and the edition it looked at."""
    edition = service.store.fact("coverage")
    lists = provenance.review(service)
    return make_response(render_template("review/index.html", lists=lists, edition=edition, request=SearchRequest()))
