"""The shapes of what the API answers, as types: /openapi.json is made from them, and tests hold the answers to them."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class NamedValue(TypedDict):
    """A facet value: its id and what a reader calls it."""

    value: str
    label: str


class SnippetShape(TypedDict):
    """A piece of an article; marks are [start, end] offsets of the words found."""

    text: str
    marks: list[list[int]]


class ReportShape(TypedDict):
    """Another report of a story; found: the search finds it too."""

    id: str
    external_id: str | None
    url: str
    title: str
    date: str
    source: NamedValue | None
    found: bool


class StoryShape(TypedDict):
    """The story of an article: how many reports it has; others lists the other ones, the first published first, up to twenty."""

    id: str
    reports: int
    others: NotRequired[list[ReportShape]]


class HitShape(TypedDict):
    """One article of a result, for its whole story where stories are counted; lacks are the words of the query it does without.

    near: it does without more of them than others, and is listed since it comes close in meaning.
    """

    id: str
    external_id: str | None
    url: str
    title: str
    date: str
    source: NamedValue | None
    snippets: list[SnippetShape]
    facets: dict[str, list[NamedValue]]
    story: StoryShape
    lacks: NotRequired[list[str]]
    near: NotRequired[bool]


class CountedValue(TypedDict):
    """A facet value with its count; url adds it to the search, or takes it back where it is selected.

    gives is what url finds where the value joins others of which any will do; measure is how over-represented it is, in that order.
    """

    value: str
    label: str
    count: int
    selected: bool
    url: str
    gives: NotRequired[int]
    measure: NotRequired[float]
    children: NotRequired[list[CountedValue]]


class MissingShape(TypedDict):
    """The articles without a value in a facet."""

    count: int
    url: str


class FacetShape(TypedDict):
    """One facet of a result; more is how many values were left out."""

    name: str
    label: str
    values: list[CountedValue]
    missing: MissingShape
    more: int


class BarShape(TypedDict):
    """The articles of a year, a month or a day, or of what was asked for of it: start to end; url narrows the search to them."""

    label: str
    start: str
    end: str
    count: int
    url: str


class DatesShape(TypedDict):
    """The dates of a result: bars of one unit (year, month or day), and how many articles have none."""

    unit: str
    bars: list[BarShape]
    undated: int


class ExpandedShape(TypedDict):
    """A word that was looked for in other ways too; off: it was taken as written; url switches that."""

    text: str
    kind: str
    others: list[str]
    off: bool
    url: str


class LackingShape(TypedDict):
    """Too few articles hold all the words, or it is a question: all do, the others hold least of words; url insists on all.

    near articles are let in that hold fewer and come close in meaning; near_url leaves them out, or lets them in.
    """

    all: int
    url: str
    least: int
    words: int
    near: int
    near_url: str


class SpellingShape(TypedDict):
    """What the words may have been meant to be; applied where the answer is that of query, and url then takes them as typed."""

    query: str
    words: list[list[str]]
    count: int
    applied: bool
    url: str


class WayShape(TypedDict):
    """A part, or both of two, of a search that found nothing: what it finds alone, the rest without it, and that search."""

    label: str
    alone: int
    without: int
    url: str
    both: bool


class ReadingShape(TypedDict):
    """How the words were understood."""

    expanded: list[ExpandedShape]
    passed_over: list[str]
    lacking: LackingShape | None
    spelling: SpellingShape | None
    ways: list[WayShape]


class SearchAnswer(TypedDict):
    """A page of a result. total and facets count what counted says, stories or articles; reports is how many articles that is.

    next is the address of the following page, null on the last.
    """

    url: str
    edition: int
    total: int
    counted: str
    reports: int
    page: int
    pages: int
    notices: list[str]
    articles: list[HitShape]
    facets: list[FacetShape]
    dates: DatesShape | None
    reading: ReadingShape
    next: str | None


class FacetAnswer(TypedDict):
    """The values of one facet over a search, a page at a time."""

    url: str
    notices: list[str]
    name: str
    label: str
    values: list[CountedValue]
    missing: MissingShape
    more: int
    page: int
    pages: int
    next: str | None


class ProofShape(TypedDict):
    """One sentence that earned an article a value, and the address that leads to it on the article's page.

    Offsets count characters of the article's text; without a place they are 0.
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
    mentions: list[list[int]]
    rules: list[str]
    sentence_url: str


class EvidenceAnswer(TypedDict):
    """The evidence of a page of articles; total counts articles."""

    url: str
    edition: int
    total: int
    page: int
    pages: int
    notices: list[str]
    evidence: list[ProofShape]
    next: str | None


class ArticleAnswer(TypedDict):
    """One article; text is title, standfirst and body joined by blank lines, which all offsets count in."""

    id: str
    external_id: str | None
    url: str
    edition: int
    hash: str
    title: str
    standfirst: str
    text: str
    author: str
    date: str
    time: str
    source: NamedValue | None
    original: str
    language: str
    story: StoryShape
    facets: dict[str, list[NamedValue]]
    evidence: list[ProofShape]


class EditionShape(TypedDict):
    """A numbered, dated state of the archive and how many articles it changed."""

    number: int
    made: str
    reason: str
    added: int
    changed: int
    withdrawn: int
    relabelled: int


class EditionsAnswer(TypedDict):
    """Every edition, newest first."""

    editions: list[EditionShape]


class SuggestionShape(TypedDict):
    """What the words typed may become: kind is a facet, or query for a longer query; other is the spelling that matched."""

    kind: str
    label: str
    other: str
    count: int | None
    query: str
    url: str


class SuggestAnswer(TypedDict):
    """What the words typed may become, the best first."""

    suggestions: list[SuggestionShape]


class LinkRequest(TypedDict):
    """What a short link is asked for with; pin makes it lead to the same answer for ever, at an edition (the newest where none)."""

    url: str
    pin: NotRequired[bool]
    edition: NotRequired[int | None]


class LinkAnswer(TypedDict):
    """A short link: url is its own address, address that to which it leads; edition is null where it is not pinned."""

    code: str
    url: str
    address: str
    edition: int | None


class Problem(TypedDict):
    """An error as RFC 9457 has it; detail says what to do."""

    type: str
    title: str
    status: int
    detail: str
