"""What a page says of itself to those who link to it: Open Graph for previews, schema.org for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask

from search.article import ArticlePage, Marked
from search.entities import EntityPage, entity_url
from search.request import SearchRequest
from search.result import Hit, ResultPage
from web.asking import absolute
from web.words import in_words, page_title, safe_address, total

LONGEST = 200
THINGS = {"country": "Country", "person": "Person", "equipment": "Thing", "source": "Organization"}
SCHEMA = "https://schema.org"

Json = dict[str, object]


@dataclass(frozen=True)
class Preview:
    """Title, description, absolute address, Open Graph type and schema.org data of a page."""

    title: str
    description: str
    url: str
    kind: str
    data: Json


def register(app: Flask) -> None:
    """Give the templates of `app` a function for each kind of page."""
    app.jinja_env.globals.update(article_preview=article_preview, search_preview=search_preview, entity_preview=entity_preview)


def article_preview(page: ArticlePage, edition: int | None) -> Preview:
    """Describe an article by its title and standfirst or first paragraph, and what it is about; pinned where an edition is given.

    Those who share a page take the address from here, so that a pinned one must stay pinned.
    """
    title = joined(page.title)
    description = shortened(joined(page.standfirst) or " ".join(joined(one) for one in page.paragraphs[:2]))
    url = absolute(SearchRequest(edition=edition).url(page.url))
    data: Json = {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "headline": title,
        "description": description,
        "url": url,
        "identifier": page.id,
        "isPartOf": {"@type": "WebSite", "name": "Convoy", "url": absolute("/")},
        "about": [
            {"@type": THINGS[name], "name": one.value.label, "url": absolute(entity_url(name, one.value.value))}
            for name, _, found in page.evidence
            for one in found
        ],
    }
    given = {
        "datePublished": page.date,
        "inLanguage": page.language,
        "author": {"@type": "Person", "name": page.author} if page.author else None,
        "publisher": {"@type": "Organization", "name": page.source.label} if page.source else None,
        "isBasedOn": safe_address(page.original),
    }
    return Preview(title, description, url, "article", data | {name: value for name, value in given.items() if value})


def search_preview(page: ResultPage) -> Preview:
    """Describe a search by its words, filters and count, and the articles on its page."""
    title = page_title(page)
    asked = in_words(page)
    when = f", as of edition {page.edition}" if page.request.edition else ""
    description = f"{total(page)}{f': {asked}' if asked else ' about defence and military aid'}{when}."
    data = {"@context": SCHEMA, "@type": "SearchResultsPage", "name": title, "url": absolute(page.url)}
    return Preview(title, shortened(description), absolute(page.url), "website", data | {"mainEntity": items(page)})


def entity_preview(about: EntityPage) -> Preview:
    """Describe an entity by its explanation and how many articles name it."""
    title = f"{about.label} · Convoy"
    told = f"{about.told.rstrip('.')}. " if about.told else ""
    description = shortened(f"{told}{total(about.page)} in the archive.")
    thing: Json = {"@type": THINGS[about.facet.name], "name": about.label, "description": about.told or about.facet.label}
    data: Json = {"@context": SCHEMA, "@type": "CollectionPage", "name": title, "url": absolute(about.url), "about": thing}
    return Preview(title, description, absolute(about.url), "website", data | {"mainEntity": items(about.page)})


def items(page: ResultPage) -> Json:
    """Return the articles on a page as a list for search engines."""
    base = absolute("")
    listed = [item(place, hit, base) for place, hit in enumerate(page.hits, 1)]
    return {"@type": "ItemList", "numberOfItems": page.total, "itemListElement": listed}


def item(place: int, hit: Hit, base: str) -> Json:
    """Return one article of a list; its address begins with `base`."""
    return {"@type": "ListItem", "position": place, "url": base + hit.url.partition("?")[0], "name": hit.title}


def joined(stretches: Iterable[Marked]) -> str:
    """Return marked text without its marks."""
    return "".join(stretch.text for stretch in stretches)


def shortened(text: str) -> str:
    """Return text on one line, cut at a word where it is longer than LONGEST."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
