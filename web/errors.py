"""Error pages that say what happened and what to do; for programs the same as problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from archive.errors import ConvoyError, NotYet
from archive.store import STORAGE_ERRORS, storage_trouble
from search.request import SearchRequest

HEADINGS = {
    400: "This could not be understood",
    404: "Not found",
    405: "Not possible here",
    410: "Withdrawn",
    413: "Too large",
    414: "Too long an address",
    500: "Something went wrong",
    503: "The archive cannot answer now",
}
ADVICE = {
    404: "There is no such page here. The address may have been cut short when it was copied; a search for the headline may help.",
    405: "This address can only be read, not written to.",
    413: "What was sent is larger than this archive accepts.",
    414: "This address is too long to be read. Search for fewer words, or choose fewer values.",
    500: "Something went wrong on our side and has been written to the log. Please try again, or start from the front page.",
}


def register(app: Flask) -> None:
    """Answer every error of `app` with a page that helps."""
    app.register_error_handler(ConvoyError, known)
    app.register_error_handler(HTTPException, http_error)
    for kind in STORAGE_ERRORS:
        app.register_error_handler(kind, trouble)


def known(error: ConvoyError) -> Response:
    """Answer an error whose message is written for the reader."""
    heading = "Not there yet" if isinstance(error, NotYet) else ""
    return answer(error.status, error.message, heading=heading, link=error.link)


def trouble(error: Exception) -> Response:
    """Answer where the disk under the archive failed; what exactly goes to the log, not to the reader."""
    current_app.logger.error("%s", storage_trouble(error))
    return answer(503, "The archive cannot be read at the moment. Whoever runs it finds the reason in the server's log.")


def http_error(error: HTTPException) -> Response:
    """Answer an HTTP error with our own words, keeping headers such as Allow. A crash arrives here as a 500, already logged."""
    status = error.code or 500
    response = answer(status, ADVICE.get(status, error.description or HTTPStatus(status).phrase))
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def answer(status: int, message: str, *, heading: str = "", link: tuple[str, str] | None = None) -> Response:
    """Return an error as a whole page, as the fragment htmx swaps, or as problem+json under /api and for /healthz.

    `link` is where to go on, a label and an address; without it that is the front page.
    """
    phrase = HTTPStatus(status).phrase
    if request.path.startswith("/api/") or request.path == "/healthz":
        response = jsonify({"type": "about:blank", "title": phrase, "status": status, "detail": message})
        response.mimetype = "application/problem+json"
    else:
        name = "errors/_answer.html" if request.headers.get("HX-Request") == "true" else "errors/index.html"
        title = heading or HEADINGS.get(status, phrase)
        response = make_response(render_template(name, title=title, message=message, link=link, request=SearchRequest()))
    response.status_code = status
    return response
