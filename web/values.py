"""All values of one facet over a search, as a page, and as the part of it that opens in place beside the results."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, render_template
from flask import make_response as whole
from flask import request as http
from htmx_flask import make_response
from htmx_flask import request as hx

from archive.errors import NotFound
from archive.facets import FACET_NAMES, FACETS, Facet
from search.request import clean
from search.result import Link
from search.values import Asked, offered
from web import words
from web.asking import read_request
from web.ports import Service

VALUES_A_PAGE = 500
LONGEST_NAME = 200

LISTED = "listed"
"""The id of what someone who types a name on the page of all values sees change (templates/facet/index.html)."""


def facet(service: Service, name: str) -> Response:
    """Answer the values of one facet over a search in the order asked for, VALUES_A_PAGE at a time; for htmx the part it swaps."""
    asked, request = read_asked(name), service.current(read_request())
    orders = offered(facet_called(name), request)
    if asked.order not in orders:
        asked = replace(asked, order="count")
    values = service.facet(request, name, asked)
    pages = max(1, -(-len(values.values) // VALUES_A_PAGE))
    number = min(request.page, pages)
    shown = replace(values, values=values.values[(number - 1) * VALUES_A_PAGE : number * VALUES_A_PAGE])
    context = {
        "facet": values,
        "groups": words.initials(shown) if asked.order == "name" else [("", list(shown.values))],
        "asked": asked,
        "request": request.with_page(1),
    }
    part = bool(hx.htmx) and not hx.htmx.history_restore_request
    if part and hx.htmx.target != LISTED:
        return whole(render_template("facet/_list.html", **context) if asked.find or asked.within else "")
    path, first = f"/facet/{name}", request.with_page(1)
    context["live"] = asked.url(replace(first, edition=None), path)
    links = [Link(str(n), asked.url(request.with_page(n), path), n == number) for n in range(1, pages + 1)]
    addresses = {order: replace(asked, order=order).url(first, path) for order in orders}
    context |= {"number": number, "links": links, "orders": addresses, "every": Asked().url(first, path)}
    if part:
        typed: Response = make_response(render_template("facet/_listed.html", **context), replace_url=links[number - 1].url)
        return typed
    return whole(render_template("facet/index.html", **context))


def read_asked(name: str) -> Asked:
    """Read what of a facet's values the address at hand asks for. Raises NotFound for a facet there is not."""
    facet_called(name)
    given = {key: clean(http.args.get(key, ""))[:LONGEST_NAME] for key in ("order", "find", "within")}
    return Asked(given["order"] or "count", given["find"], given["within"])


def facet_called(name: str) -> Facet:
    """Return a facet by its name. Raises NotFound for one there is not."""
    found = next((one for one in FACETS if one.name == name), None)
    if found is None:
        raise NotFound(f"There is no facet called “{name}”. There are: {', '.join(FACET_NAMES)}.")
    return found
