"""The pages a reader sees: search, article, all values of a facet."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from flask import Blueprint, Response, render_template
from flask import make_response as whole
from flask import request as http
from htmx_flask import make_response
from htmx_flask import request as hx

from search.result import ResultPage
from web.asking import answer, misunderstood, read_request
from web.ports import Service
from web.values import facet

TYPING = "X-Convoy-Typing"
"""The header the search box sends while someone types in it (templates/search/_box.html)."""


def blueprint(service: Service, templates: Path) -> Blueprint:
    """Return the routes of the pages, answered by `service`, with the folder their templates are in."""
    routes = Blueprint("pages", __name__, template_folder=templates)
    routes.add_url_rule("/", "search", partial(search, service))
    routes.add_url_rule("/articles/<article_id>", "article", partial(article, service))
    routes.add_url_rule("/facet/<name>", "facet", partial(facet, service))
    return routes


def search(service: Service) -> Response:
    """Answer a search: the whole page, or for htmx the part of it that changes and the address it goes by."""
    page = answer(service)
    if not hx.htmx and page.request.filters != read_request().filters and not misunderstood():
        # A name stands here, or an id that was merged or renamed; the reader goes on to the id that stands for it.
        return redirected(page.url)
    context = {"page": page, "oldest": oldest(service, page), "request": page.request, "weekly": weekly(service, page)}
    if not hx.htmx or hx.htmx.history_restore_request:
        return whole(render_template("search/index.html", **context))
    replaces = http.headers.get(TYPING) == "1" or page.url == path_of(hx.htmx.current_url or "")
    address = {"replace_url": page.url} if replaces else {"push_url": page.url}
    fragment: Response = make_response(render_template("search/_answer.html", **context), **address)
    return fragment


def redirected(address: str) -> Response:
    """Lead to another address of ours."""
    response = whole("", 302)
    response.location = address
    return response


def path_of(address: str) -> str:
    """Return what follows the host in an address: a step that leads nowhere new makes no entry in the history."""
    _, _, rest = address.partition("://")
    return rest[rest.find("/") :]


def oldest(service: Service, page: ResultPage) -> str:
    """Return the date of the oldest article, for the front page only; empty elsewhere and where no article has a date."""
    if not (page.request.empty and page.hits and page.page == 1):
        return ""
    return service.oldest()


def weekly(service: Service, page: ResultPage) -> str:
    """Say how many articles a week the feed of a result may bring: the expectation a subscriber needs."""
    if not page.total:
        return "none so far"
    number = service.weekly(page)
    return f"about {number:,.0f} a week" if number >= 1 else "less than one a week" if number else "none of late"


def article(service: Service, article_id: str) -> Response:
    """Answer one article, with the words of the search the reader came from marked."""
    page = service.article(article_id, read_request())
    return whole(render_template("article/index.html", page=page, request=page.request))
