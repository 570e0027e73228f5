"""An article as its page shows it: text cut into marked stretches, values with the sentences that earned them."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from archive.facets import FACETS
from archive.model import Mention, Version
from archive.sentences import sentences
from search.highlights import Highlighter
from search.labels import Labels
from search.request import SearchRequest
from search.result import Snippet, Story, Value

MOST_SENTENCES = 20
"""Sentences listed for one value of an article; the marks in the text show the others."""

Span = tuple[int, int]


class Stretch(NamedTuple):
    """A marked part of the text: whether a mention holds a word of the query (`hit`), and where mentions begin in it (`places`)."""

    start: int
    end: int
    kind: str
    value: str = ""
    hit: bool = False
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Marked:
    """A stretch of article text: `kind` is a facet name, `hit` for a word of the query, or empty for plain text.

    `hit` tells that a mention holds a word of the query. Stretches of a paragraph follow each other without a gap; `value` is the
    facet value a mention earned. `anchors` are the names by which links find the mentions that begin in it.
    """

    text: str
    kind: str = ""
    value: str = ""
    label: str = ""
    hit: bool = False
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence(Snippet):
    """A sentence that earned a value, the mentions marked. `anchor` is the first one's; empty: it stands nowhere in the text."""

    anchor: str = ""


@dataclass(frozen=True)
class Evidence:
    """A value of an article with the first sentences that earned it; `more` further ones are not listed."""

    value: Value
    sentences: tuple[Sentence, ...]
    more: int = 0


@dataclass(frozen=True)
class ArticlePage:
    """Everything the article page shows. `evidence` holds (facet list row, values with sentences) in declared order.

    `cuts` are (reason, text) pairs kept out of the index; `request` is the search the reader came from, as it is answered.
    """

    id: str
    external_id: str | None
    url: str
    edition: int
    title: tuple[Marked, ...]
    standfirst: tuple[Marked, ...]
    paragraphs: tuple[tuple[Marked, ...], ...]
    author: str
    date: str
    time: str
    source: Value | None
    original: str
    language: str
    evidence: tuple[tuple[str, str, tuple[Evidence, ...]], ...]
    cuts: tuple[tuple[str, str], ...]
    request: SearchRequest
    story: Story


def article_page(
    version: Version, request: SearchRequest, highlighter: Highlighter, labels: Labels, story: Story, *, edition: int
) -> ArticlePage:
    """Return everything the article page shows."""
    article = version.article
    text = article.text
    stretches = list(merged(version.mentions, highlighter.marks(article)))
    body_start = len(text) - len(article.body)
    title_end = len(article.title)
    standfirst = (title_end + 2, title_end + 2 + len(article.standfirst)) if article.standfirst else (title_end, title_end)
    source = labels.values("source", version.values.get("source", ()), SearchRequest())
    return ArticlePage(
        id=article.id,
        external_id=article.external_id or None,
        url=f"/articles/{article.id}",
        edition=edition,
        title=tuple(cut(text, 0, title_end, stretches, labels)),
        standfirst=tuple(cut(text, *standfirst, stretches, labels)),
        paragraphs=tuple(tuple(cut(text, start, end, stretches, labels)) for start, end in paragraphs(text, body_start)),
        author=article.author,
        date=article.date,
        time=article.time,
        source=source[0] if source else None,
        original=article.url,
        language=article.language,
        evidence=tuple((facet.name, facet.label, evidence(version, facet.name, labels)) for facet in FACETS if facet.from_text),
        cuts=tuple((piece.reason, piece.text) for piece in article.cuts),
        request=request,
        story=story,
    )


def merged(mentions: Sequence[Mention], hits: Iterable[Span]) -> Iterator[Stretch]:
    """Yield mentions (of those that overlap the first and longest), then words of the query beside them."""
    taken: list[Stretch] = []
    for mention in sorted(placed(mentions), key=lambda mention: (mention.start, -mention.end)):
        if not taken or mention.start >= taken[-1].end:
            taken.append(Stretch(mention.start, mention.end, mention.facet, mention.value, places=(mention.start,)))
        elif mention.start > taken[-1].places[-1]:
            # It has no mark of its own, and yet is linked to.
            taken[-1] = taken[-1]._replace(places=(*taken[-1].places, mention.start))
    beside: list[Stretch] = []
    place = 0
    for start, end in hits:
        while place < len(taken) and taken[place].end <= start:
            place += 1
        if place == len(taken) or end <= taken[place].start:
            beside.append(Stretch(start, end, "hit"))
        else:
            taken[place] = taken[place]._replace(hit=True)
    return heapq.merge(taken, beside)


def cut(text: str, start: int, end: int, stretches: Sequence[Stretch], labels: Labels) -> Iterator[Marked]:
    """Yield text[start:end] as stretches that follow each other without a gap."""
    at = start
    for one in islice(stretches, bisect_left(stretches, start, key=attrgetter("start")), None):
        if one.start >= end:
            break
        if one.start < at or one.end > end:
            continue
        if one.start > at:
            yield Marked(text[at : one.start])
        label = labels.label(one.kind, one.value) if one.value else ""
        yield Marked(text[one.start : one.end], one.kind, one.value, label, one.hit, tuple(map(anchor, one.places)))
        at = one.end
    if at < end:
        yield Marked(text[at:end])


def anchor(place: int) -> str:
    """Return the name by which a link finds the mention at an offset of an article's text: the same in every edition of it."""
    return f"at-{place}"


def paragraphs(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the paragraphs from an offset on; blank lines part them."""
    while start < len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 2


def evidence(version: Version, facet: str, labels: Labels) -> tuple[Evidence, ...]:
    """Return the values of a facet, each with the sentences that earned it, once each, in order of appearance."""
    text = version.article.text
    own = [mention for mention in version.mentions if mention.facet == facet]
    spoken = {mention.value: Sentence(correction_told(mention)) for mention in own if mention.end == mention.start}
    earned = {
        value: tuple(quoted(text, span, places) for span, places in found.items())
        for value, found in spots(own, sentences(text)).items()
    }
    earned |= {value: (told,) for value, told in spoken.items() if value not in earned}
    return tuple(
        Evidence(labels.link(facet, value, SearchRequest()), shown[:MOST_SENTENCES], max(0, len(shown) - MOST_SENTENCES))
        for value, shown in earned.items()
    )


def spots(mentions: Iterable[Mention], bounds: Sequence[Span]) -> dict[str, dict[Span, list[Span]]]:
    """Return where mentions stand, by value and by the sentence (of those that `bounds` gives) each begins in."""
    found: dict[str, dict[Span, list[Span]]] = {}
    place = 0
    for mention in sorted(placed(mentions), key=lambda mention: mention.start):
        while place + 1 < len(bounds) and bounds[place][1] <= mention.start:
            place += 1
        found.setdefault(mention.value, {}).setdefault(bounds[place], []).append((mention.start, mention.end))
    return found


def quoted(text: str, bounds: Span, places: Sequence[Span]) -> Sentence:
    """Return the sentence between two offsets with the mentions at `places` of the text marked in it."""
    start, end = bounds
    return Sentence(text[start:end], tuple((left - start, min(right, end) - start) for left, right in places), anchor(places[0][0]))


def placed(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions that stand somewhere in the text; one that a correction added may not."""
    return (mention for mention in mentions if mention.end > mention.start)


def correction_told(mention: Mention) -> str:
    """Say in a sentence which correction gave a value that stands nowhere in the text."""
    return f"Added by a {mention.rule}"
