"""Choose the sentences of an article that show why it was found. Data, never HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.model import Article
from archive.sentences import sentence_around, sentences
from search.highlights import Highlighter, Hit, Span, merged
from search.result import Snippet

MOST_SENTENCES = 40
"""More sentences than these, of one article, are not weighed against each other."""

MOST_WINDOWS = 20
"""Nor more windows than these in one sentence."""

ELLIPSIS = "…"
BEGINS = re.compile(r"""(?:\A|[.!?…]["'”’»)\]]*\s+|\n\s*\n\s*)\Z""")
ENDS = re.compile(r"""[.!?…]["'”’»)\]]*\Z""")
PARAGRAPH_ENDS = re.compile(r"\s*(?:\Z|\n\s*\n)")
ONE_LINE = str.maketrans("\n\r\t\v\f", "     ")


def snippets(article: Article, highlighter: Highlighter, *, most: int = 3, length: int = 240) -> tuple[Snippet, ...]:
    """Return up to `most` snippets of about `length` characters: sentences below the title with the query's words marked.

    The first has most of the query's different words, each further one most of those not yet shown; of equals the earlier.
    Without a word to mark, the one snippet is how the text begins.
    """
    text = article.text
    start = len(article.title) + len("\n\n") if article.title else 0
    hits = [hit for hit in highlighter.hits(article) if hit.start >= start]
    if not hits:
        return opening(text, start, length)
    groups = worth_weighing(by_sentence(text, start, hits, length), {hit.term for hit in hits}, most)
    return tuple(snippet(text, group.bounds, group.hits, length) for group in best(groups, most))


def opening(text: str, start: int, length: int) -> tuple[Snippet, ...]:
    """Return the first sentences from an offset on, as many as fit; none where there is no text."""
    end = start
    for _, right in sentences(text, start, min(len(text), start + 2 * length)):
        if end > start and right - start > length:
            break
        end = right
    if end == start:
        return ()
    return (Snippet(" ".join(snippet(text, (start, end), (), length).text.split())),)


class Group(NamedTuple):
    """A sentence with the hits that begin in it; `terms` are the numbers of the query's words among them."""

    bounds: Span
    hits: Sequence[Hit]
    terms: set[int]


def by_sentence(text: str, start: int, hits: Sequence[Hit], length: int) -> Iterator[Group]:
    """Yield the first sentences that hold hits, each with those that begin in it; what is said twice, once."""
    at = 0
    seen: set[str] = set()
    for _ in range(MOST_SENTENCES):
        if at == len(hits):
            return
        bounds = sentence_around(text, hits[at].start, start, len(text), reach=2 * length)
        first = at
        while at < len(hits) and hits[at].start < bounds[1]:
            at += 1
        sentence = text[slice(*bounds)].strip()
        if sentence not in seen:
            yield Group(bounds, hits[first:at], {hit.term for hit in hits[first:at]})
        seen.add(sentence)
        start = bounds[1]


def worth_weighing(groups: Iterator[Group], wanted: set[int], most: int) -> list[Group]:
    """Return the sentences up to the last that could be chosen: after `most` of them with every word none is better."""
    weighed: list[Group] = []
    for group in groups:
        weighed.append(group)
        most -= group.terms == wanted
        if not most:
            break
    return weighed


def best(groups: Sequence[Group], most: int) -> Iterator[Group]:
    """Yield the sentences to show, the best first."""
    left = list(groups)
    shown: set[int] = set()
    while left and most:
        chosen = max(left, key=lambda group: (len(group.terms - shown), len(group.terms), -group.bounds[0]))
        yield chosen
        shown |= chosen.terms
        left.remove(chosen)
        most -= 1


def snippet(text: str, bounds: Span, hits: Sequence[Hit], length: int) -> Snippet:
    """Return a sentence, or where it is too long the part with most of the query's different words, with its marks."""
    start, end = bounds if bounds[1] - bounds[0] <= length else window(text, bounds, hits, length)
    before = "" if BEGINS.search(text, max(0, start - 9), start) else ELLIPSIS
    after = "" if ENDS.search(text, start, end) or PARAGRAPH_ENDS.match(text, end) else ELLIPSIS
    shift = len(before) - start
    marks = merged(hit for hit in hits if start <= hit.start < end)
    return Snippet(
        text=before + on_one_line(text[start:end]) + after,
        marks=tuple((left + shift, min(right, end) + shift) for left, right in marks),
    )


def on_one_line(text: str) -> str:
    """Return a text with a space in the place of each line break and tab."""
    # Most sentences have none, and to look for them one by one takes longer than all else that is done with a sentence.
    return text if text.isprintable() else text.translate(ONE_LINE)


def window(text: str, bounds: Span, hits: Sequence[Hit], length: int) -> Span:
    """Return the bounds, at spaces, of the part of a long sentence to show."""
    start, end = bounds
    left = start
    if hits:
        first = max(hits[:MOST_WINDOWS], key=lambda hit: (len(terms_near(hits, hit.start, length * 3 // 4)), -hit.start))
        left = max(start, min(first.start - length // 4, end - length))
    if left > start:
        left = text.find(" ", left, left + length // 4) + 1 or left
    right = min(end, left + length)
    if right < end:
        right = max(text.rfind(" ", right - length // 4, right + 1), 0) or right
    return left, right


def terms_near(hits: Sequence[Hit], start: int, reach: int) -> set[int]:
    """Return the numbers of the query's words within so many characters from an offset on."""
    return {hit.term for hit in hits if start <= hit.start < start + reach}
