"""/feed.atom: the newest stories of any search, for feed readers, as RFC 4287 has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response
from flask import request as http

from archive.store.lists import arrivals
from archive.store.stories import last_arrivals
from archive.wording import counted
from search.render import bracketed
from search.request import SearchRequest
from search.result import Hit, Report, ResultPage, Snippet
from search.service import Service
from web.asking import base_address, read_whole
from web.conditional import answered
from web.words import in_words, pieces

ATOM = "http://www.w3.org/2005/Atom"
PAGES = 3
"""Pages of the search that the feed holds."""

NOT_IN_XML = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EPOCH = "1970-01-01T00:00:00Z"


def blueprint(service: Service, address: str) -> Blueprint:
    """Return the route of the feed; links begin with `address`, or with the address asked for where that is empty."""
    routes = Blueprint("feeds", __name__)
    routes.add_url_rule("/feed.atom", "atom", partial(atom, service, address))
    return routes


def atom(service: Service, address: str) -> Response:
    """Answer the search at hand as a feed, or 304 where the reader has it as it is."""
    asked = plain(read_whole(service))
    pages = list(newest(service, asked))
    hits = [hit for page in pages for hit in page.hits]
    changed = arrived(service, pages[0], [named(hit, pages[0].request) for hit in hits])
    made = edition_made(service, pages[0].edition)
    feed = feed_of(pages[0], asked, hits, changed, base_address(address), made)
    body = b"<?xml version='1.0' encoding='utf-8'?>\n" + tostring(feed, encoding="utf-8", xml_declaration=False)
    return answered(Response(body, mimetype="application/atom+xml"), http, modified=made)


def plain(asked: SearchRequest) -> SearchRequest:
    """Return a request without order and page, of which a feed has its own."""
    return replace(asked, sort="", page=1)


def feed_address(asked: SearchRequest) -> str:
    """Return the address of the feed of a search."""
    return plain(asked).url("/feed.atom")


def newest(service: Service, asked: SearchRequest) -> Iterator[ResultPage]:
    """Yield the first pages of a search, newest first."""
    asked = asked.with_sort("newest")
    first = service.run(asked)
    yield first
    for number in range(2, min(PAGES, first.pages) + 1):
        yield service.run(asked.with_page(number))


def named(hit: Hit, asked: SearchRequest) -> str:
    """Return the article that an entry is named after: its own, or the one the archive knew first of its story."""
    return hit.story.id if asked.counted == "stories" else hit.id


def arrived(service: Service, page: ResultPage, names: Sequence[str]) -> Mapping[str, str]:
    """Return when the entries so named came to be as they stood at a page's edition."""
    kept = last_arrivals if page.request.counted == "stories" else arrivals
    return kept(service.store, names, page.edition)


def edition_made(service: Service, number: int) -> str:
    """Return when an edition was made, the beginning of time before the first."""
    edition = service.store.edition(number) if number else None
    return edition.made if edition else EPOCH


def feed_of(
    page: ResultPage, asked: SearchRequest, hits: Sequence[Hit], changed: Mapping[str, str], base: str, made: str
) -> Element:
    """Return the feed of a search's first page and all its hits; `changed` tells when each entry came to be as it is."""
    entries = [entry_of(hit, page.request, changed.get(named(hit, page.request), made), base) for hit in hits]
    address = feed_address(asked)
    feed = Element("feed", xmlns=ATOM)
    put(feed, "id", urn(address))
    put(feed, "title", f"{in_words(page) or 'All articles'} · Convoy")
    put(feed, "updated", max(changed.values(), default=made))
    put(SubElement(feed, "author"), "name", "Convoy")
    put(feed, "generator", "Convoy")
    link(feed, "self", base + address, "application/atom+xml")
    link(feed, "alternate", base + asked.url(), "text/html")
    feed.extend(entries)
    return feed


def entry_of(hit: Hit, asked: SearchRequest, changed: str, base: str) -> Element:
    """Return one hit as an entry: what matched, in which sentence; `published` is the day of the article itself."""
    entry = Element("entry")
    put(entry, "id", urn(f"/articles/{named(hit, asked)}"))
    put(entry, "title", hit.title)
    put(entry, "updated", changed)
    if hit.date:
        put(entry, "published", f"{hit.date}T00:00:00Z")
    put(SubElement(entry, "author"), "name", hit.source.label if hit.source else "unknown")
    link(entry, "alternate", base + article_address(hit.id, asked), "text/html")
    for name, values in hit.facets:
        for value in values:
            SubElement(entry, "category", term=value.value, scheme=f"urn:convoy:{name}", label=xml_safe(value.label))
    put(entry, "summary", " ".join(bracketed(snippet) for snippet in hit.snippets))
    put(entry, "content", "".join(html_of(hit, asked, base)), type="html")
    return entry


def html_of(hit: Hit, asked: SearchRequest, base: str) -> Iterator[str]:
    """Yield the matched sentences as HTML, which words and values of the search the article has, and the story's other reports."""
    yield from (f"<p>{marked(snippet)}</p>" for snippet in hit.snippets)
    words = matched_words(hit)
    if words:
        yield f"<p>Words found: {escaped(', '.join(words))}</p>"
    values = matched_values(hit, asked)
    if values:
        yield f"<p>Values found: {escaped(', '.join(values))}</p>"
    others = [report for report in hit.story.listed if report.id != hit.id]
    if others and asked.counted == "stories":
        items = "".join(f"<li>{reported(report, asked, base)}</li>" for report in others)
        yield f"<p>One story, {counted(hit.story.reports, 'report', 'reports')}:</p><ul>{items}</ul>"


def article_address(article: str, asked: SearchRequest) -> str:
    """Return an article's address with its search but not its place there: an entry stays as it is when others push it down."""
    return plain(asked).url(f"/articles/{article}")


def reported(report: Report, asked: SearchRequest, base: str) -> str:
    """Return another report of a story as HTML."""
    where = ", ".join(part for part in (report.source.label if report.source else "", report.date) if part)
    return (
        f'<a href="{escaped(base + article_address(report.id, asked))}">{escaped(report.title)}</a> ({escaped(where or "undated")})'
    )


def matched_words(hit: Hit) -> list[str]:
    """Return the words of the query as the article writes them, once each."""
    texts = [(hit.title, hit.title_marks), *((snippet.text, snippet.marks) for snippet in hit.snippets)]
    found = [text[start:end] for text, marks in texts for start, end in marks]
    return list({word.casefold(): word for word in reversed(found)}.values())[::-1]


def matched_values(hit: Hit, asked: SearchRequest) -> list[str]:
    """Return the labels of the values that the search chose and the article has."""
    named = [*hit.facets, ("source", (hit.source,) if hit.source else ())]
    return [
        value.label
        for name, values in named
        for value in values
        if value.value in (*asked.filter(name).all, *asked.filter(name).any)
    ]


def marked(snippet: Snippet) -> str:
    """Return a snippet as HTML."""
    cut = pieces(snippet.text, snippet.marks)
    return "".join(f"<mark>{escaped(piece)}</mark>" if hit else escaped(piece) for piece, hit in cut)


def escaped(text: str) -> str:
    """Return a text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def urn(path: str) -> str:
    """Return an id that is the same for ever, wherever the archive is served: made from an address without its host."""
    return uuid5(NAMESPACE_URL, f"convoy:{path}").urn


def put(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with a text."""
    SubElement(parent, name, attributes).text = xml_safe(text)


def link(parent: Element, relation: str, address: str, kind: str) -> None:
    """Add a link."""
    SubElement(parent, "link", rel=relation, href=address, type=kind)


def xml_safe(text: str) -> str:
    """Return a text without the characters XML cannot hold."""
    return NOT_IN_XML.sub("", text)
