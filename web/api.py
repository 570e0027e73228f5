"""What programs ask for: the searches of the pages as JSON, under the same names, and whether the archive is well."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial

from flask import Blueprint, Response, jsonify
from flask import request as http

from archive.errors import BadRequest
from search.answers import (
    article_answer,
    editions_answer,
    evidence_answer,
    facet_part,
)
from search.render import as_json, told
from search.render import facet as facet_json
from search.request import read_number
from search.result import ResultPage
from search.service import Service
from search.values import orders
from web.asking import misunderstood, read_request
from web.conditional import answered
from web.values import VALUES_A_PAGE, facet_called, read_asked


def blueprint(service: Service) -> Blueprint:
    """Return the routes for programs, answered by `service`."""
    routes = Blueprint("api", __name__)
    routes.add_url_rule("/api/search", "search", partial(search, service))
    routes.add_url_rule("/api/articles/<article_id>", "article", partial(article, service))
    routes.add_url_rule("/api/facets/<name>", "facet", partial(facet, service))
    routes.add_url_rule("/api/evidence", "evidence", partial(evidence, service))
    routes.add_url_rule("/api/editions", "editions", partial(editions, service))
    routes.add_url_rule("/api/suggest", "suggest", partial(suggest, service))
    routes.add_url_rule("/healthz", "health", partial(health, service))
    return routes


def search(service: Service) -> Response:
    """Answer a page of a search; the addresses in it are those of the pages, but for `next`."""
    return json(as_json(page_at_hand(service)))


def article(service: Service, article_id: str) -> Response:
    """Answer one article with its values and the evidence for them."""
    return json(article_answer(service, article_id, read_request()))


def facet(service: Service, name: str) -> Response:
    """Answer the values of one facet over a search in the order asked for, VALUES_A_PAGE at a time."""
    asked, request = read_asked(name), read_request()
    known = orders(facet_called(name))
    if asked.order not in known:
        raise BadRequest(f"There is no order “{asked.order[:40]}”. Order by {', '.join(known[:-1])} or {known[-1]}.")
    values = service.facet(request, name, asked)
    pages = max(1, -(-len(values.values) // VALUES_A_PAGE))
    number = cursor() or request.page
    part = facet_part(values, (number - 1) * VALUES_A_PAGE, number * VALUES_A_PAGE)
    first = request.with_page(1)
    following = asked.url(first, f"/api/facets/{name}", ("cursor", str(number + 1))) if number < pages else None
    notices = [told(notice) for notice in (*misunderstood("order", "find", "within", "cursor"), *service.doubts(request))]
    where = {"page": number, "pages": pages, "next": following}
    return json({"url": asked.url(first, f"/facet/{name}"), "notices": notices, **facet_json(part), **where})


def evidence(service: Service) -> Response:
    """Answer the sentences that earned the articles of a page of a search their values."""
    return json(evidence_answer(service, page_at_hand(service)))


def editions(service: Service) -> Response:
    """Answer every edition of the archive, the newest first."""
    return json(editions_answer(service.store.editions()))


def page_at_hand(service: Service) -> ResultPage:
    """Answer the address at hand, at the place its cursor names, with a notice for each part that was not understood."""
    asked = read_request()
    page = service.run(asked.with_page(cursor() or asked.page))
    service.keep_order(page)
    return replace(page, notices=(*misunderstood("cursor"), *page.notices))


def cursor() -> int | None:
    """Return the place that the address at hand goes on from, None where it begins. A cursor that is none raises BadRequest."""
    given = http.args.get("cursor")
    if given is None:
        return None
    place = read_number(given, default=None)
    if place is None:
        raise BadRequest("This cursor was not given out by this archive. Follow the address in “next” as it stands.")
    return place


def json(value: object) -> Response:
    """Return an answer as JSON with its ETag, or 304 where the reader has it."""
    return answered(jsonify(value), http)


def suggest(service: Service) -> Response:
    """Answer what the words in `q` may become, each with the address of the search it leads to; filters in the address stay."""
    return json({"suggestions": [asdict(one) for one in service.suggest(read_request())]})


def health(service: Service) -> Response:
    """Answer 200 and a few figures; an archive that cannot answer raises Unavailable and so gives 503."""
    return jsonify({"status": "ok", **service.health()})
