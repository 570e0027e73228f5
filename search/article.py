"""An article as its page shows it: text cut into marked stretches, values with the sentences that earned them."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from archive.facets import FACETS
from archive.model import Mention, Version
from archive.sentences import sentences
from search.highlights import Highlighter
from search.labels import Labels
from search.request import SearchRequest
from search.result import ArticlePage, Evidence, Marked, Snippet, Story

Stretch = tuple[int, int, str, str, bool]
"""Start, end, kind and value of a marked part of the text, and whether a mention holds a word of the query."""

MOST_SENTENCES = 20
"""Sentences listed for one value of an article; the marks in the text show the others."""

Span = tuple[int, int]


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
        back=request.url(),
        story=story,
    )


def merged(mentions: Sequence[Mention], hits: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the marked stretches of a text by offset without overlap: mentions first, then words of the query beside them."""
    taken: list[Stretch] = []
    for mention in sorted(placed(mentions), key=lambda mention: (mention.start, -mention.end)):
        if not taken or mention.start >= taken[-1][1]:
            taken.append((mention.start, mention.end, mention.facet, mention.value, False))
    beside: list[Stretch] = []
    place = 0
    for start, end in hits:
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if place == len(taken) or end <= taken[place][0]:
            beside.append((start, end, "hit", "", False))
        else:
            taken[place] = (*taken[place][:4], True)
    return heapq.merge(taken, beside)


def cut(text: str, start: int, end: int, stretches: Sequence[Stretch], labels: Labels) -> Iterator[Marked]:
    """Yield text[start:end] as stretches that follow each other without a gap."""
    at = start
    for left, right, kind, value, hit in islice(stretches, bisect_left(stretches, start, key=itemgetter(0)), None):
        if left >= end:
            break
        if left < at or right > end:
            continue
        if left > at:
            yield Marked(text[at:left])
        yield Marked(text[left:right], kind, value, labels.label(kind, value) if value else "", hit)
        at = right
    if at < end:
        yield Marked(text[at:end])


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
    spoken = {mention.value: Snippet(correction_told(mention)) for mention in own if mention.end == mention.start}
    earned = {
        value: tuple(Snippet(text[start:end], inside(places, start, end)) for (start, end), places in found.items())
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


def inside(places: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return places in a text as places in its sentence from `start` to `end`."""
    return tuple((left - start, min(right, end) - start) for left, right in places)


def placed(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions that stand somewhere in the text; one that a correction added may not."""
    return (mention for mention in mentions if mention.end > mention.start)


def correction_told(mention: Mention) -> str:
    """Say in a sentence which correction gave a value that stands nowhere in the text."""
    return f"Added by a {mention.rule}"
