"""Links that last: short links, pins, what changed since a pin, and references for those who cite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from flask import Blueprint, Flask, Response, jsonify, make_response, redirect, render_template
from flask import request as http
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as Answer

from archive.errors import BadRequest, NotFound
from archive.facets import FACET_NAMES
from archive.store.links import read_code
from search.article import ArticlePage
from search.changes import KINDS, Since, article_since, changes, since
from search.cite import FORMATS, Work, apa, chicago
from search.entities import entity_url, standing
from search.request import SearchRequest, read_number
from search.result import ResultPage
from search.service import Service
from search.shapes import LinkRequest
from web.asking import absolute, read_request, read_whole
from web.words import page_title

ARTICLE = re.compile(r"/articles/([^/]+)")
ENTITY = re.compile(rf"/({'|'.join(FACET_NAMES)})/([^/]+)")
LINK_KEYS = frozenset(LinkRequest.__annotations__)
NO_PAGE = "There are short links to searches, articles, countries, persons, equipment and outlets only."
UNKNOWN = (
    "No page of this archive goes by this short link. Such links work only in the archive they were made in, or a copy of it. "
    "Check the code for a missing letter, or ask whoever sent it for the whole address."
)


@dataclass(frozen=True)
class Shared:
    """A short link as its page shows it: code, where it leads, and the edition it is pinned to (None: it follows the archive)."""

    code: str
    address: str
    edition: int | None

    @property
    def short(self) -> str:
        """Return the absolute short address."""
        return absolute(f"/s/{self.code}")


def register(app: Flask, service: Service) -> None:
    """Hang the routes of links on `app`; templates get what they need of this module."""
    routes = Blueprint("links", __name__)
    for rule, name, view, methods in (
        ("/links", "make", make, ["POST"]),
        ("/api/links", "make_for_programs", make_for_programs, ["POST"]),
        ("/links/<code>", "made", made, ["GET"]),
        ("/s/<code>", "follow", follow, ["GET"]),
        ("/changes", "differing", differing, ["GET"]),
        ("/cite.<suffix>", "cite_search", cite_search, ["GET"]),
        ("/articles/<article_id>/cite.<suffix>", "cite_article", cite_article, ["GET"]),
    ):
        routes.add_url_rule(rule, name, partial(view, service), methods=methods)
    app.register_blueprint(routes)
    app.jinja_env.globals.update(
        since_edition=partial(banner, service),
        article_since=partial(article_since, service),
        references=partial(references, service),
        absolute=absolute,
        today=today,
        CHANGE_KINDS=KINDS,
    )


def banner(service: Service, request: SearchRequest) -> Since | None:
    """Return what a page pinned to an edition says about it, None for one that is not."""
    return since(service, request) if request.edition is not None else None


def make(service: Service) -> Answer:
    """Make a short link from the form on a page and lead to the page that shows it."""
    ours_only()
    shared = share(service, http.form.get("url", ""), pin=bool(http.form.get("pin")), edition=http.form.get("edition", ""))
    return redirect(f"/links/{shared.code}", 303)


def make_for_programs(service: Service) -> Response:
    """Make a short link: `url` is an address of this archive, `pin` true pins it to `edition` (the newest where none is given)."""
    ours_only()
    given = http.get_json(silent=True)
    if not isinstance(given, dict) or not as_sent(given):
        raise BadRequest('Send the address to link to, as JSON: {"url": "/?q=patriot", "pin": true, "edition": 1}.')
    shared = share(service, given["url"], pin=given.get("pin", False), edition=str(given.get("edition") or ""))
    response = jsonify({"code": shared.code, "url": shared.short, "address": absolute(shared.address), "edition": shared.edition})
    response.status_code, response.location = 201, shared.short
    return response


def as_sent(given: dict[str, object]) -> bool:
    """Tell whether what a program sent has the shape of a LinkRequest."""
    edition = given.get("edition")
    numbered = edition is None or (isinstance(edition, int) and not isinstance(edition, bool))
    return isinstance(given.get("url"), str) and isinstance(given.get("pin", False), bool) and numbered and set(given) <= LINK_KEYS


def ours_only() -> None:
    """Refuse what another site's page sends; programs that are no browsers send neither header."""
    site, origin = http.headers.get("Sec-Fetch-Site", ""), http.headers.get("Origin", "")
    if site not in ("same-origin", "none") if site else origin and urlsplit(origin).netloc != http.host:
        raise Forbidden("Links are made from a page of this archive itself, not from another site.")


def share(service: Service, address: str, *, pin: bool, edition: str) -> Shared:
    """Make the short link of an address, pinned where asked for. Raises NotFound where it is no address that can be linked to."""
    parts = read_address(address)
    asked = SearchRequest.from_pairs(parse_qsl(parts.query, keep_blank_values=True))
    newest = service.index.edition()
    number = (read_number(edition, default=None) or asked.edition or newest) if pin else asked.edition
    path = unquote(parts.path)
    if path in ("", "/"):
        held = service.current(asked) if number is None else service.pinned(asked, number)
        return shared_as(service, held, held.url())
    # Whoever pins an edition to come gets the newest: what is to come can't be held.
    held = SearchRequest.from_pairs([*asked.to_pairs(), ("edition", str(min(number, newest)) if number else "")])
    if found := ARTICLE.fullmatch(path):
        page = service.article(found[1], held)
        service.pins.hold(held)
        return shared_as(service, held, held.url(page.url))
    if found := ENTITY.fullmatch(path):
        held = SearchRequest(edition=held.edition)
        return shared_as(service, held, entity_url(found[1], standing(service, found[1], found[2], held), held))
    raise NotFound(NO_PAGE)


def read_address(address: str) -> SplitResult:
    """Split an address. One that is none raises NotFound."""
    try:
        return urlsplit(address)
    except ValueError as error:
        raise NotFound(NO_PAGE) from error


def shared_as(service: Service, held: SearchRequest, address: str) -> Shared:
    """Make the short link of a canonical address."""
    return Shared(service.pins.links.make(address), address, held.edition)


def known(service: Service, text: str) -> Shared:
    """Return a short link by its code, or raise NotFound that helps."""
    code = read_code(text)
    address = service.pins.links.address(code)
    if address is None:
        raise NotFound(UNKNOWN)
    request = SearchRequest.from_pairs(parse_qsl(urlsplit(address).query))
    return Shared(code, address, request.edition)


def made(service: Service, code: str) -> Response:
    """Answer with a short link, what it leads to and how to cite that."""
    shared = known(service, code)
    parts = urlsplit(shared.address)
    request = SearchRequest.from_pairs(parse_qsl(parts.query))
    article = ARTICLE.fullmatch(parts.path)
    page = service.article(article[1], request) if article else service.run(request) if parts.path == "/" else None
    return make_response(render_template("links/index.html", shared=shared, page=page, request=request))


def follow(service: Service, code: str) -> Answer:
    """Lead from a short link to the address it stands for."""
    return redirect(known(service, code).address, 302)


def differing(service: Service) -> Response:
    """Answer with the articles that a pinned search finds otherwise today."""
    kind = http.args.get("kind", "")
    request = read_request()
    page = changes(service, request, kind if kind in KINDS else "")
    if page is None and request.edition is not None:
        raise BadRequest(f"There is no edition {request.edition} yet: changes are counted from one that is there.")
    if page is None:
        raise BadRequest("Changes are counted from an edition: add edition= and its number to the address.")
    return make_response(render_template("changes/index.html", page=page, request=service.current(request)))


def cite_search(service: Service, suffix: str) -> Response:
    """Answer with a reference to a search, pinned, as a file for reference managers."""
    asked = read_whole(service)
    return reference(cited_search(service, service.run(service.pinned(asked, asked.edition or service.index.edition()))), suffix)


def cite_article(service: Service, article_id: str, suffix: str) -> Response:
    """Answer with a reference to an article, pinned, as a file for reference managers."""
    return reference(cited_article(service.article(article_id, read_whole(service))), suffix)


def reference(work: Work, suffix: str) -> Response:
    """Return a reference as a file."""
    if suffix not in FORMATS:
        raise NotFound(f"References come as {', '.join(f'.{ending} ({known.label})' for ending, known in FORMATS.items())}.")
    response = make_response(FORMATS[suffix].write(work))
    response.headers["Content-Type"] = f"{FORMATS[suffix].media}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{work.key}.{suffix}"'
    return response


@dataclass(frozen=True)
class References:
    """How a page is cited: two styles as text, and (label, address) of files for reference managers."""

    address: str
    styles: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]


def references(service: Service, page: ArticlePage | ResultPage) -> References:
    """Return how an article or a pinned search is cited."""
    if isinstance(page, ArticlePage):
        work = cited_article(page)
        file = SearchRequest(edition=page.edition).url(f"{page.url}/cite.")
    else:
        work = cited_search(service, page)
        file = page.request.with_page(1).url("/cite.")
    files = tuple((known.label, file.replace("/cite.", f"/cite.{ending}", 1)) for ending, known in FORMATS.items())
    return References(work.address, (("APA", apa(work)), ("Chicago", chicago(work))), files)


def cited_article(page: ArticlePage) -> Work:
    """Return an article as a work that is cited, pinned to the edition it is shown at."""
    return Work(
        kind="article",
        id=page.id,
        title="".join(stretch.text for stretch in page.title) or "Untitled",
        author=page.author,
        outlet=page.source.label if page.source else "",
        date=page.date,
        original=page.original,
        language=page.language,
        address=absolute(SearchRequest(edition=page.edition).url(page.url)),
        edition=page.edition,
        accessed=today(),
    )


def cited_search(service: Service, page: ResultPage) -> Work:
    """Return a pinned search as a work that is cited."""
    edition = service.store.edition(page.edition)
    return Work(
        kind="search",
        id="search",
        title="Search: " + page_title(page).removesuffix(" · Convoy").replace(" · ", ", "),
        author="",
        outlet="",
        date=edition.made[:10] if edition else "",
        original="",
        language="",
        address=absolute(page.request.with_page(1).url()),
        edition=page.edition,
        accessed=today(),
    )


def today() -> str:
    """Return the day of access, UTC."""
    return datetime.now(UTC).date().isoformat()
