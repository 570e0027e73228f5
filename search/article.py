"""An article as its page shows it: text cut into marked stretches, values with the sentences that earned them."""

from __future__ import annotations

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
from search.result import ArticlePage, Evidence, Marked, Snippet

Stretch = tuple[int, int, str, str]
"""Start, end, kind and value of a marked part of the text."""


def article_page(
    version: Version, request: SearchRequest, highlighter: Highlighter, labels: Labels, *, edition: int
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
    )


def merged(mentions: Sequence[Mention], hits: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the marked stretches of a text by offset without overlap: mentions first, then words of the query beside them."""
    taken: list[Stretch] = []
    for mention in sorted(placed(mentions), key=lambda mention: (mention.start, -mention.end)):
        if not taken or mention.start >= taken[-1][1]:
            taken.append((mention.start, mention.end, mention.facet, mention.value))
    found = iter(taken)
    current = next(found, None)
    for start, end in hits:
        while current and current[1] <= start:
            yield current
            current = next(found, None)
        if current is None or end <= current[0]:
            yield (start, end, "hit", "")
    if current:
        yield current
    yield from found


def cut(text: str, start: int, end: int, stretches: Sequence[Stretch], labels: Labels) -> Iterator[Marked]:
    """Yield text[start:end] as stretches that follow each other without a gap."""
    at = start
    for left, right, kind, value in islice(stretches, bisect_left(stretches, start, key=itemgetter(0)), None):
        if left >= end:
            break
        if left < at or right > end:
            continue
        if left > at:
            yield Marked(text[at:left])
        yield Marked(text[left:right], kind, value, labels.label(kind, value) if value else "")
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
    """Return the values of a facet, each with every sentence that earned it, once each, in order of appearance."""
    text = version.article.text
    bounds = sentences(text)
    found: dict[str, dict[tuple[int, int], list[tuple[int, int]]]] = {}
    place = 0
    own = [mention for mention in version.mentions if mention.facet == facet]
    for mention in sorted(placed(own), key=lambda mention: mention.start):
        while place + 1 < len(bounds) and bounds[place][1] <= mention.start:
            place += 1
        start, end = bounds[place]
        place_in_sentence = (mention.start - start, min(mention.end, end) - start)
        found.setdefault(mention.value, {}).setdefault((start, end), []).append(place_in_sentence)
    spoken = {mention.value: Snippet(correction_told(mention)) for mention in own if mention.end == mention.start}
    earned = {
        value: tuple(Snippet(text[start:end], tuple(places)) for (start, end), places in spots.items())
        for value, spots in found.items()
    }
    earned |= {value: (told,) for value, told in spoken.items() if value not in earned}
    return tuple(Evidence(labels.link(facet, value, SearchRequest()), shown) for value, shown in earned.items())


def placed(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions that stand somewhere in the text; one that a correction added may not."""
    return (mention for mention in mentions if mention.end > mention.start)


def correction_told(mention: Mention) -> str:
    """Say in a sentence which correction gave a value that stands nowhere in the text."""
    return f"Added by a {mention.rule}"
