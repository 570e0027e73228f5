"""What programs ask for: the same search as JSON, and whether the archive is well."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from flask import Blueprint, Response, jsonify

from search.render import as_json
from web.asking import answer, read_request
from web.ports import Service


def blueprint(service: Service) -> Blueprint:
    """Return the routes for programs, answered by `service`."""
    routes = Blueprint("api", __name__)
    routes.add_url_rule("/api/search", "search", partial(search, service))
    routes.add_url_rule("/api/suggest", "suggest", partial(suggest, service))
    routes.add_url_rule("/healthz", "health", partial(health, service))
    return routes


def search(service: Service) -> Response:
    """Answer a search as JSON, in the shape tests/web/test_api.py holds fast; the addresses in it are those of the pages."""
    return jsonify(as_json(answer(service)))


def suggest(service: Service) -> Response:
    """Answer what the words in `q` may become, each with the address of the search it leads to; filters in the address stay."""
    return jsonify({"suggestions": [asdict(one) for one in service.suggest(read_request())]})


def health(service: Service) -> Response:
    """Answer 200 and a few figures; an archive that cannot answer raises Unavailable and so gives 503."""
    return jsonify({"status": "ok", **service.health()})
