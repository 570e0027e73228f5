"""The nouns: what is read, what is kept and what is found in it. Imports nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple


@dataclass(frozen=True)
class RawArticle:
    """One document as a reader found it in a file, before cleaning.

    `text` is plain text with one line or blank-line-separated paragraph per paragraph; `title`, `date`
    and the others are what the file itself states, untrusted and possibly empty. `where` names the
    place for a person: `feed.jsonl line 7`.
    """

    path: Path
    where: str
    text: str
    title: str = ""
    standfirst: str = ""
    author: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    external_id: str = ""


@dataclass(frozen=True)
class Cut:
    """A piece of boilerplate kept aside: why it was cut and its text."""

    reason: str
    text: str


@dataclass(frozen=True)
class Article:
    """One cleaned article. Offsets everywhere count characters of `text`.

    `date` is the publication date, `YYYY-MM-DD` or empty; `time` is `HH:MM` or empty; `language` is ISO 639-1 or empty.
    """

    id: str
    title: str
    body: str
    standfirst: str = ""
    author: str = ""
    date: str = ""
    time: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    external_id: str = ""
    cuts: tuple[Cut, ...] = ()

    @property
    def text(self) -> str:
        """Return title, standfirst and body joined by blank lines: what is searched, marked and cited."""
        return "\n\n".join(part for part in (self.title, self.standfirst, self.body) if part)


class Span(NamedTuple):
    """A stretch of an article's text that the language model took for a person's name. A tuple: there are many."""

    start: int
    end: int


class Mention(NamedTuple):
    """Words of an article that earn it a facet value. A tuple: made, compared and sent between processes by the million.

    `value` is the id within the facet (ISO2, person slug, equipment id); `label` is what a reader calls it;
    `surface` is `article.text[start:end]`; `rule` names the rule or the gazetteer line that decided.
    """

    facet: str
    value: str
    label: str
    surface: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Entity:
    """A facet value that the articles themselves brought: a person or an outlet, under a stable id."""

    facet: str
    value: str
    label: str


@dataclass(frozen=True)
class Version:
    """One state of one article: what it said and which values it had between two editions.

    `added` is the edition that brought it, `retired` the one that replaced or withdrew it (None while it stands). `story` names
    the story it is a report of: by the id of the article the archive knew first of it, its own where it is the only one.
    """

    key: int
    article: Article
    mentions: tuple[Mention, ...]
    values: Mapping[str, tuple[str, ...]]
    added: int
    retired: int | None = None
    story: str = ""


@dataclass(frozen=True)
class State:
    """A version without its words: `key` its own, `content` the same for versions that say the same."""

    key: int
    article: str
    content: int
    values: Mapping[str, tuple[str, ...]]


INGEST = "ingest of "
"""How the reason of an edition begins that files or folders were taken in for; their paths follow."""


@dataclass(frozen=True)
class Edition:
    """A numbered, dated state of the archive and what it changed. `made` is an ISO 8601 UTC instant, `reason` as it is kept."""

    number: int
    made: str
    reason: str
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    relabelled: int = 0

    @property
    def told(self) -> str:
        """Return the reason as it is shown: of what was taken in the last part of its path, the rest being the machine's affair."""
        if not self.reason.startswith(INGEST):
            return self.reason
        return INGEST + ", ".join(PurePath(path).name or path for path in self.reason.removeprefix(INGEST).split(", "))


@dataclass(frozen=True)
class Refusal:
    """A file or document that was not taken: where it is, why, and what to do about it."""

    where: str
    reason: str


@dataclass(frozen=True)
class UnreadDate:
    """A date that cannot be read, of a document that was taken: where that is, and the beginning of what it states."""

    where: str
    stated: str


@dataclass(frozen=True)
class Redirect:
    """An id that was merged or renamed, and the one that stands for it since an edition.

    `kind` is `merge` where a correction says so, `moved` where a gazetteer came to know a person under another id, `corrected`
    where corrections that came or went moved the articles.
    """

    old: str
    new: str
    kind: str
    edition: int


@dataclass(frozen=True)
class Leftover:
    """Words that look like a name of a facet and became no value: in how many articles, and one of them."""

    facet: str
    surface: str
    articles: int
    article: str


@dataclass(frozen=True)
class Report:
    """What one run of the indexer did. `repeated` names the documents that repeat an article read earlier in the run.

    `unread_dates` are of every document read now or before, as `refused` are, until their file changes.
    """

    edition: int | None = None
    added: int = 0
    changed: int = 0
    relabelled: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    refused: tuple[Refusal, ...] = ()
    repeated: tuple[str, ...] = ()
    unread_dates: tuple[UnreadDate, ...] = ()
