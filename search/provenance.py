"""Why a value is there: the sentences that earned it over a whole result, newest first; and what was corrected or is unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from archive.corrections import Correction
from archive.facets import FACETS, Facet, facet_named
from archive.gazetteers import Gazetteer
from archive.model import Leftover, Mention, Version
from archive.sentences import sentence_around
from search.article import Sentence, correction_told, quoted
from search.controls import pager
from search.labels import Labels
from search.names import known
from search.request import LAST_PAGE, PAGE_SIZE, SearchRequest
from search.result import Link, Value
from search.service import Service, article_url

SENTENCES = 5
"""Sentences shown of one article; its own page shows them all."""

TAKING = ("drop", "merge", "split")
"""Corrections that take articles from the value they name."""

REVIEWED = 100
"""Unresolved names shown a facet."""


@dataclass(frozen=True)
class Proof:
    """One article and the sentences in it that earned the value, each with its mentions marked.

    `more` counts the mentions in further sentences; `notes` are corrections that gave the value without a place in the text.
    """

    url: str
    title: str
    date: str
    source: Value | None
    sentences: tuple[Sentence, ...]
    more: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """One page of the evidence for a facet value in a result. `total` is its number of articles, as the facet counts it.

    `back` is the address of the result, `live` that of the first page as the archive stands now.
    """

    facet: Facet
    value: Value
    request: SearchRequest
    url: str
    edition: int
    total: int
    proofs: tuple[Proof, ...]
    pages: tuple[Link, ...]
    back: str
    live: str


@dataclass(frozen=True)
class Applied:
    """A correction in force: its labels, its articles as (title, address), and how many articles it changes now.

    An article that is not in the archive goes by its id and has no address.
    """

    row: Correction
    value: str
    other: str
    articles: tuple[tuple[str, str], ...]
    touched: int


@dataclass(frozen=True)
class Review:
    """What could not be resolved in one facet: with the title and address of an article for each name."""

    facet: Facet
    found: tuple[tuple[Leftover, str, str], ...]


def why(service: Service, request: SearchRequest, name: str, value: str) -> Why:
    """Return the evidence for a facet value in the result of a request, a page of articles at a time.

    Raises NotFound for an unknown facet or value. A value chosen as one of several (`any`) is told by itself, as its count is.
    """
    facet = facet_named(name)
    back = service.current(request).with_page(1)
    now = known(service.names, name, value, back.edition)
    asked = narrowed(back, name, now).with_page(request.page)
    found = service.find(replace(asked, sort="newest", count="articles"), service.read(asked), counts={})
    versions = service.store.versions(found.keys)
    labels = Labels.collect(service.store, service.gazetteers, asked, None, versions.values())
    prover = Prover(name, now, service.gazetteers.get(name))
    path = f"/why/{name}/{quote(now, safe='')}"
    links = pager(asked, last_page(found.total))
    return Why(
        facet=facet,
        value=Value(now, labels.label(name, now), asked.with_page(1).url(), True),
        request=back,
        url=back.with_page(asked.page).url(path),
        edition=asked.edition or service.index.edition(),
        total=found.total,
        proofs=tuple(prover.of(versions[key], back, labels) for key in found.keys if key in versions),
        pages=tuple(replace(link, url=back.with_page(int(link.label)).url(path)) for link in links),
        back=back.url(),
        live=replace(back, edition=None).url(path),
    )


def narrowed(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return a request with a value chosen, and without the `any` choices of its facet, which its count leaves out too."""
    chosen = request.filter(facet)
    return request.with_filter(replace(chosen, all=tuple(sorted({*chosen.all, value})), any=()))


def last_page(total: int) -> int:
    """Return how many pages a number of articles makes."""
    return min(LAST_PAGE, max(1, -(-total // PAGE_SIZE)))


@dataclass(frozen=True)
class Prover:
    """Finds the sentences of articles that earned one value, or a value that rolls up to it."""

    facet: str
    value: str
    gazetteer: Gazetteer | None

    def of(self, version: Version, request: SearchRequest, labels: Labels) -> Proof:
        """Return the evidence in one article, its page linked with the search it was found by."""
        article = version.article
        meant = [mention for mention in version.mentions if mention.facet == self.facet and self.earns(mention)]
        shown = tuple(sentences_with(article.text, [mention for mention in meant if mention.end > mention.start]))
        notes = tuple(dict.fromkeys(correction_told(mention) for mention in meant if mention.end == mention.start))
        return Proof(
            url=article_url(article.id, request),
            title=article.title,
            date=article.date,
            source=next(iter(labels.values("source", version.values.get("source", ()), request)), None),
            sentences=shown,
            more=len(meant) - len(notes) - sum(len(sentence.marks) for sentence in shown),
            notes=notes,
        )

    def earns(self, mention: Mention) -> bool:
        """Tell whether a mention earns the value."""
        return mention.value == self.value or (self.gazetteer is not None and self.value in self.gazetteer.parents(mention.value))


def sentences_with(text: str, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """Yield the first SENTENCES sentences that hold mentions, marked; `mentions` are by offset."""
    place = 0
    for _ in range(SENTENCES):
        if place == len(mentions):
            return
        start, end = sentence_around(text, mentions[place].start)
        marks: list[tuple[int, int]] = []
        while place < len(mentions) and (not marks or mentions[place].start < end):
            end = max(end, mentions[place].end)
            marks.append((mentions[place].start, mentions[place].end))
            place += 1
        yield quoted(text, (start, end), marks)


def corrections(service: Service) -> tuple[Applied, ...]:
    """Return the corrections in force, in the order of their file."""
    return applied(service, service.store.corrections())


def took_away(service: Service, facet: str, value: str) -> tuple[Applied, ...]:
    """Return the corrections that took articles from a value: by them it may have none."""
    rows = service.store.corrections()
    return applied(service, [row for row in rows if (row.facet, row.value) == (facet, value) and row.action in TAKING])


def applied(service: Service, rows: Sequence[Correction]) -> tuple[Applied, ...]:
    """Return corrections as they are shown."""
    touched = service.store.corrected()
    titles = service.store.titles(sorted({article for row in rows for article in row.articles}))
    return tuple(
        Applied(
            row,
            label(service, row.facet, row.value),
            label(service, row.facet, row.other) if row.other else "",
            tuple((titles.get(article, article), f"/articles/{article}" if article in titles else "") for article in row.articles),
            touched.get(row.id, 0),
        )
        for row in rows
    )


def label(service: Service, facet: str, value: str) -> str:
    """Return what a reader calls an id, the id itself where nobody knows it."""
    return service.names[facet].label(value) or value


def review(service: Service) -> tuple[Review, ...]:
    """Return what the last check could not resolve, the most frequent first, facet by facet."""
    left = {facet.name: service.store.leftovers(facet.name, REVIEWED) for facet in FACETS if facet.from_text}
    titles = service.store.titles(sorted({leftover.article for found in left.values() for leftover in found}))
    return tuple(Review(facet, tuple(titled(left[facet.name], titles))) for facet in FACETS if facet.from_text)


def titled(found: Iterable[Leftover], titles: Mapping[str, str]) -> Iterator[tuple[Leftover, str, str]]:
    """Yield unresolved names with the title and address of their article."""
    for leftover in found:
        yield leftover, titles.get(leftover.article, leftover.article), f"/articles/{leftover.article}"
