"""The evidence pack: one row for each article, facet value and sentence that earned it, with places in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.facets import FACETS
from archive.model import Version
from archive.sentences import sentences
from archive.store.rows import content_hash
from search.article import anchor, correction_told, spots
from search.listing import LabelCache, Listing
from search.request import SearchRequest
from search.service import article_url


class Proof(NamedTuple):
    """One sentence of one article that earned it one value.

    `start`, `end` and `mentions` count characters of the article's text; a value that a correction added without a place in
    the text has `sentence` tell so, both offsets 0 and no mentions. `hash` is the fingerprint of the article as it stood, `url` its
    page at that edition, `sentence_url` the place on it, `rules` how it was decided for each mention.
    """

    article: str
    url: str
    hash: str
    edition: int
    title: str
    date: str
    facet: str
    value: str
    label: str
    sentence: str
    start: int
    end: int
    mentions: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]
    sentence_url: str


def evidence_pack(listing: Listing) -> Iterator[Proof]:
    """Yield the evidence of every article of a listing, in its order; facets as declared, sentences in order of appearance."""
    labels = LabelCache(listing.service)
    for version in listing.versions():
        yield from proofs(version, listing.edition, labels)


def proofs(version: Version, edition: int, labels: LabelCache) -> Iterator[Proof]:
    """Yield the evidence in one article as it stands at an edition."""
    article = version.article
    text = article.text
    bounds = sentences(text)
    url = article_url(article.id, SearchRequest(edition=edition))
    about = (article.id, url, content_hash(article), edition, article.title, article.date)
    for facet in (facet.name for facet in FACETS if facet.from_text):
        own = [mention for mention in version.mentions if mention.facet == facet]
        rules = {(mention.start, mention.end, mention.value): mention.rule for mention in own}
        found = spots(own, bounds)
        for value, places in found.items():
            label = labels.label(facet, value)
            for (start, end), marks in places.items():
                told = tuple(rules[(*mark, value)] for mark in marks)
                yield Proof(
                    *about, facet, value, label, text[start:end], start, end, tuple(marks), told, f"{url}#{anchor(marks[0][0])}"
                )
        for mention in own:
            if mention.end == mention.start and mention.value not in found:
                told = (mention.rule,)
                label = labels.label(facet, mention.value)
                yield Proof(*about, facet, mention.value, label, correction_told(mention), 0, 0, (), told, url)
