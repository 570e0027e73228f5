"""Any search as a file: /export.csv and its like, written while they are sent."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from search.exports import EXPORTS, Export
from search.listing import listing
from search.service import Service
from web.asking import base_address, read_whole


def blueprint(service: Service, address: str) -> Blueprint:
    """Return one route for each format; links in files begin with `address`, or with the address asked for where that is empty."""
    routes = Blueprint("exports", __name__)
    for kind in EXPORTS:
        name = kind.suffix.replace(".", "_")
        routes.add_url_rule(f"/export.{kind.suffix}", name, partial(export, service, kind, address))
    return routes


def export(service: Service, kind: Export, address: str) -> Response:
    """Answer with everything the search at hand finds. What cannot be searched is an error before the first byte."""
    found = listing(service, read_whole(service))
    base = base_address(address)
    response = Response(kind.write(found, base), mimetype=kind.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="convoy-edition-{found.edition}.{kind.suffix}"'
    response.headers["Link"] = f'<{base}{found.url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Convoy-Articles"] = str(found.total)
    return response
