"""What tells programs and people what is here: /openapi.json, /api, /opensearch.xml, /robots.txt, the sitemap; and CORS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Flask, Response, jsonify, make_response, render_template
from flask import request as http

from archive.errors import NotFound
from archive.facets import facet_named
from archive.store.lists import count_standing, standing_articles
from archive.wording import counted
from search.exports import EXPORTS
from search.request import SearchRequest
from search.service import Service
from web import openapi
from web.asking import base_address, read_request
from web.conditional import answered
from web.feeds import feed_address

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
ARTICLES_A_MAP = 10_000
SUGGESTIONS = "application/x-suggestions+json"
ROBOTS = (
    *("/api/", "/export.", "/facet/", "/why/", "/changes", "/links", "/s/", "/cite.", "/articles/*/cite."),
    *("/opensearch-suggestions", "/*?*edition=", "/*?*page="),
)
"""What crawlers leave alone: the same articles again, in endless combinations."""

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("Search", "/api/search?q=howitzers&country=UA&from=2024"),
    ("Oldest first, from a page on", "/api/search?country=UA&sort=oldest&page=2"),
    ("All values of a facet", "/api/facets/equipment?country=UA"),
    ("The sentences that earned the values", "/api/evidence?q=howitzers"),
    ("Suggestions for what is being typed", "/api/suggest?q=howi"),
    ("The editions", "/api/editions"),
    ("Everything found, as a table", "/export.csv?q=howitzers"),
    ("Every sentence that earned a value, as a table", "/export.evidence.csv?q=howitzers"),
    ("New articles, for a feed reader", "/feed.atom?country=UA"),
    ("This description, for programs", "/openapi.json"),
)
"""What the page /api shows and tests fetch."""

LINK = {"url": "/?q=howitzers", "pin": True}

OPEN = ("/api/", "/openapi.json", "/feed.atom", "/export.")
"""What scripts of other web sites may read where CONVOY_CORS names them."""


def blueprint(service: Service, address: str) -> Blueprint:
    """Return these routes; addresses in them begin with `address`, or with the one asked for where that is empty."""
    routes = Blueprint("discovery", __name__)
    routes.add_url_rule("/openapi.json", "openapi", partial(described, address))
    routes.add_url_rule("/api", "api", partial(api, address))
    routes.add_url_rule("/opensearch.xml", "opensearch", partial(opensearch, address))
    routes.add_url_rule("/opensearch-suggestions", "suggestions", partial(suggestions, service, address))
    routes.add_url_rule("/robots.txt", "robots", partial(robots, address))
    routes.add_url_rule("/sitemap.xml", "sitemap", partial(sitemap, service, address))
    routes.add_url_rule("/sitemap-<int:number>.xml", "sitemap_part", partial(sitemap_part, service, address))
    return routes


def register(app: Flask, service: Service, *, address: str, origins: Sequence[str]) -> None:
    """Add these routes to `app`, let scripts of `origins` read the open ones, and give templates the feed and the exports."""
    app.register_blueprint(blueprint(service, address))
    app.jinja_env.globals.update(feed_address=feed_address, exports=EXPORTS)
    if origins:
        app.after_request(partial(shared, frozenset(origins)))


def shared(origins: frozenset[str], response: Response) -> Response:
    """Let a script of an allowed origin read an answer."""
    if http.method not in ("GET", "HEAD") or not http.path.startswith(OPEN):
        return response
    origin = http.headers.get("Origin", "")
    if "*" in origins:
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.vary.add("Origin")
        if origin in origins:
            response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Convoy-Articles"
    return response


def described(address: str) -> Response:
    """Answer the description of the API."""
    return answered(jsonify(openapi.document(base_address(address))), http)


def api(address: str) -> Response:
    """Answer the page that documents the API."""
    base = base_address(address)
    examples = [(told, f"curl '{base}{path}'") for told, path in EXAMPLES]
    examples.append(("A short link that never changes", f"curl --json '{json.dumps(LINK)}' '{base}/api/links'"))
    return make_response(
        render_template("api/index.html", examples=examples, operations=openapi.OPERATIONS, request=SearchRequest())
    )


def opensearch(address: str) -> Response:
    """Answer what a browser needs to offer the archive as a search engine."""
    base = base_address(address)
    top = Element("OpenSearchDescription", xmlns=OPENSEARCH)
    SubElement(top, "ShortName").text = "Convoy"
    SubElement(top, "Description").text = "News about defence and military aid"
    SubElement(top, "InputEncoding").text = "UTF-8"
    SubElement(top, "Url", type="text/html", template=f"{base}/?q={{searchTerms}}")
    SubElement(top, "Url", type=SUGGESTIONS, template=f"{base}/opensearch-suggestions?q={{searchTerms}}")
    SubElement(top, "Url", type="application/atom+xml", template=f"{base}/feed.atom?q={{searchTerms}}")
    SubElement(top, "Url", type="application/opensearchdescription+xml", rel="self", template=f"{base}/opensearch.xml")
    return xml(top, "application/opensearchdescription+xml")


def suggestions(service: Service, address: str) -> Response:
    """Answer what a browser shows under its own search box: the words typed, completions, what they are, addresses."""
    asked, base = read_request(), base_address(address)
    found = service.suggest(asked)
    texts = [one.label if one.kind == "query" else f"{one.query} {one.label}".strip() for one in found]
    told = ["" if one.count is None else f"{facet_named(one.kind).label.lower()}, {counted(one.count)}" for one in found]
    response = jsonify([asked.query, texts, told, [base + one.url for one in found]])
    response.mimetype = SUGGESTIONS
    return answered(response, http)


def robots(address: str) -> Response:
    """Answer what crawlers may read: articles and plain searches."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ROBOTS), "", f"Sitemap: {base_address(address)}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def sitemap(service: Service, address: str) -> Response:
    """Answer the list of the sitemap's parts."""
    parts = max(1, -(-count_standing(service.store, service.store.newest) // ARTICLES_A_MAP))
    base = base_address(address)
    top = Element("sitemapindex", xmlns=SITEMAP)
    for number in range(1, parts + 1):
        SubElement(SubElement(top, "sitemap"), "loc").text = f"{base}/sitemap-{number}.xml"
    return xml(top, "application/xml")


def sitemap_part(service: Service, address: str, number: int) -> Response:
    """Answer one part of the sitemap: articles in the order they came, each with the instant of its last change."""
    found = list(
        standing_articles(service.store, service.store.newest, offset=(number - 1) * ARTICLES_A_MAP, limit=ARTICLES_A_MAP)
        if number
        else ()
    )
    if not found and number != 1:
        raise NotFound("The sitemap has no such part. /sitemap.xml lists those there are.")
    return xml(url_set(base_address(address), found), "application/xml")


def url_set(base: str, articles: Iterable[tuple[str, str]]) -> Element:
    """Return articles as a sitemap."""
    top = Element("urlset", xmlns=SITEMAP)
    for article, changed in articles:
        entry = SubElement(top, "url")
        SubElement(entry, "loc").text = f"{base}/articles/{article}"
        SubElement(entry, "lastmod").text = changed
    return top


def xml(top: Element, mimetype: str) -> Response:
    """Return an XML document with its ETag, or 304 where the reader has it."""
    body = b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(top, encoding="utf-8")
    return answered(Response(body, mimetype=mimetype), http)
