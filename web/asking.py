"""From the address at hand to an answer: what it asks for, what of it could not be read, what to do when nothing is found."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import Flask, current_app
from flask import request as http
from werkzeug.exceptions import RequestURITooLarge

from search.controls import choices
from search.dates import read_date
from search.misread import check, misread, shortened
from search.request import SearchRequest, clean
from search.result import Notice, ResultPage
from web.ports import Service
from web.words import searched

ASKED = "convoy.asked"
"""Where what an address asks for is kept, with the HTTP request itself: it is read more than once."""

LONGEST_ADDRESS = 64 * 1024
"""Bytes of query string read at most: 10,000 letters of any script fit, percent-encoded."""


def read_request() -> SearchRequest:
    """Read the search from the address of the HTTP request at hand. An address over LONGEST_ADDRESS raises 414."""
    if len(http.query_string) > LONGEST_ADDRESS:
        raise RequestURITooLarge("This address is too long to be read. Search for fewer words, or choose fewer values.")
    if ASKED not in http.environ:
        http.environ[ASKED] = SearchRequest.from_pairs(http.args.items(multi=True))
    asked: SearchRequest = http.environ[ASKED]
    return asked


def answer(service: Service) -> ResultPage:
    """Answer the address at hand, with a notice for each part of it that was not understood."""
    page = service.run(read_request())
    return replace(page, notices=(*misunderstood(), *page.notices))


def misunderstood(*own: str) -> tuple[Notice, ...]:
    """Return a notice for each part of the address at hand that was not understood; `own` are keys the page itself reads."""
    return tuple(misread(read_request(), http.args.items(multi=True), own))


def read_whole(service: Service) -> SearchRequest:
    """Read the search of a file from the address at hand. Raises BadRequest where a part of it was not understood."""
    asked = read_request()
    check(http.args.items(multi=True), service.doubts(asked))
    return asked


def register(app: Flask, service: Service) -> None:
    """Let the templates of `app` ask for all notices about their address, those a search's page has from its answer."""
    app.jinja_env.globals.update(
        notices=lambda *own: (*misunderstood(*own), *service.doubts(read_request())),
        typed_date=typed_date,
        search_in_words=partial(search_in_words, service),
    )


def search_in_words(service: Service, request: SearchRequest) -> str:
    """Return a search in words, empty where nothing is asked for."""
    return searched(request.query, choices(request, lambda facet, value: service.names[facet].label(value) or value))


def typed_date(key: str) -> str:
    """Return what stands in a box for a date: the date, or what was typed where that was not understood, to be corrected."""
    given = clean(http.args.getlist(key)[-1]) if key in http.args else ""
    return read_date(given) or shortened(given)


def base_address(address: str) -> str:
    """Return scheme and host for links that leave the page: the public address, or the one asked for where that is empty."""
    return address or http.host_url.rstrip("/")


def absolute(path: str) -> str:
    """Return a path of ours with scheme and host."""
    return base_address(current_app.config.get("ADDRESS", "")) + path
