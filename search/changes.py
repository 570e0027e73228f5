"""What has changed since an edition for one search: which articles came, changed, went, or have other values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from archive.facets import FACETS
from archive.model import Edition, State, Version
from search.engines import Search
from search.labels import labels_of
from search.reading import with_dates
from search.request import PAGE_SIZE, SearchRequest
from search.result import Link
from search.service import Service

KINDS = {"new": "new", "changed": "changed", "withdrawn": "withdrawn", "relabelled": "with other values"}
"""Each kind of change and how it is said after a number."""

SINCE = "since"


@dataclass(frozen=True)
class Since:
    """What the banner of a pinned search says. `kinds` holds (kind, how many articles, address of their list)."""

    edition: Edition
    live: str
    kinds: tuple[tuple[str, int, str], ...]

    @property
    def total(self) -> int:
        """Return how many articles differ."""
        return sum(number for _, number, _ in self.kinds)


@dataclass(frozen=True)
class Change:
    """One article that differs. `then` and `now` tell whether the search finds it; `gained` and `lost` are labels of values."""

    kind: str
    title: str
    date: str
    then_url: str
    now_url: str
    then: bool
    now: bool
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """One page of the articles that differ, of one kind or of all."""

    since: Since
    kind: str
    url: str
    changes: tuple[Change, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True)
class Difference:
    """How an article differs: its state at the edition and now, None where it did not stand, and whether the search finds it."""

    article: str
    before: State | None
    after: State | None
    then: bool
    now: bool

    @property
    def kind(self) -> str:
        """Return the kind of change: what happened to the article between the edition and now."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "withdrawn"
        return "relabelled" if self.before.content == self.after.content else "changed"


def since(service: Service, request: SearchRequest) -> Since | None:
    """Return what a pinned search's banner says, None where a search is not pinned. Counted once for each newest edition."""
    request = service.current(request).with_page(1)
    edition = service.store.edition(request.edition) if request.edition is not None else None
    if edition is None:
        return None
    pins, newest = service.pins, service.index.edition()
    if edition.number == newest:
        return Since(edition, live(request).url(), ())
    state = f"{request.url()} {newest}"
    kept = pins.links.kept(SINCE, state)
    if kept is None:
        differing = [difference.kind for difference in differences(service, request, newest)]
        counts = {kind: differing.count(kind) for kind in KINDS}
        kept = pins.links.keep(SINCE, state, json.dumps(counts).encode())
    found: Mapping[str, int] = json.loads(kept)
    return Since(edition, live(request).url(), tuple((kind, found[kind], changes_url(request, kind)) for kind in KINDS))


@dataclass(frozen=True)
class ArticleSince:
    """What the banner of a pinned article says: `kind` is empty where nothing changed, `live` where it was withdrawn."""

    edition: Edition
    kind: str
    live: str


def article_since(service: Service, article: str, request: SearchRequest) -> ArticleSince | None:
    """Return what became of an article since the edition a request is pinned to, None where it is not pinned."""
    request = service.current(request)
    edition = service.store.edition(request.edition) if request.edition is not None else None
    if edition is None:
        return None
    before, after = (next(iter(service.store.states([article], at)), None) for at in (edition.number, service.store.newest))
    kind = "" if before == after else Difference(article, before, after, True, True).kind
    return ArticleSince(edition, kind, live(request).url(f"/articles/{article}") if after else "")


def live(request: SearchRequest) -> SearchRequest:
    """Return a request for the archive as it stands now."""
    return replace(request, edition=None, page=1)


def changes_url(request: SearchRequest, kind: str = "", page: int = 1) -> str:
    """Return the address of the list of changes."""
    return request.with_page(page).url("/changes") + (f"&kind={kind}" if kind else "")


def differences(service: Service, request: SearchRequest, newest: int) -> list[Difference]:
    """Return the articles that a pinned search finds otherwise than the live one, by id."""
    edition = request.edition or newest
    then, now = found_keys(service, request, edition), found_keys(service, service.current(live(request)), newest)
    articles = sorted(set(service.store.articles_of(sorted(then ^ now))))
    before = {state.article: state for state in service.store.states(articles, edition)}
    after = {state.article: state for state in service.store.states(articles, newest)}
    return [difference(article, before.get(article), after.get(article), then, now) for article in articles]


def difference(article: str, before: State | None, after: State | None, then: set[int], now: set[int]) -> Difference:
    """Return how one article differs, given the keys found then and now."""
    was, is_ = before is not None and before.key in then, after is not None and after.key in now
    return Difference(article, before, after, was, is_)


def found_keys(service: Service, request: SearchRequest, edition: int) -> set[int]:
    """Return the keys of all a request finds in an edition by its words.

    The index may be further on than the edition it is marked with. What comes near in meaning is not followed: an article has not
    changed since others come nearer.
    """
    reading = service.read(request)
    tree = replace(reading.loose, near=()).most() if reading.loose else reading.tree
    search = Search(query=with_dates(tree, request), filters=request.filters, edition=edition, size=0)
    total = service.index.search(search).total
    return set(service.index.search(replace(search, size=total)).keys) if total else set()


def changes(service: Service, request: SearchRequest, kind: str) -> Changes | None:
    """Return a page of the articles that differ, of one kind or (empty) of all; None where the search is not pinned."""
    told = since(service, request)
    if told is None:
        return None
    request = service.current(request)
    found = [one for one in differences(service, request, service.index.edition()) if kind in ("", one.kind)]
    last = max(1, -(-len(found) // PAGE_SIZE))
    page = min(request.page, last)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    pages = [Link(str(n), changes_url(request, kind, n), n == page) for n in range(1, last + 1)] if last > 1 else []
    return Changes(told, kind, changes_url(request, kind, page), tuple(described(service, request, shown)), tuple(pages))


def described(service: Service, request: SearchRequest, shown: Iterable[Difference]) -> Iterator[Change]:
    """Yield differences as the list shows them."""
    shown = list(shown)
    keys = [state.key for one in shown if (state := one.after or one.before)]
    versions = service.store.versions(keys, mentions=False)
    for one in shown:
        state = one.after or one.before
        if state is not None and state.key in versions:
            yield change(service, request, one, versions[state.key])


def change(service: Service, request: SearchRequest, one: Difference, version: Version) -> Change:
    """Return one difference with the labels of the values an article gained and lost."""
    before, after = values_of(one.before), values_of(one.after)
    both = one.before is not None and one.after is not None
    return Change(
        kind=one.kind,
        title=version.article.title,
        date=version.article.date,
        then_url=request.with_page(1).url(f"/articles/{one.article}") if one.before else "",
        now_url=live(request).url(f"/articles/{one.article}") if one.after else "",
        then=one.then,
        now=one.now,
        gained=labels(service, after - before) if both else (),
        lost=labels(service, before - after) if both else (),
    )


def values_of(state: State | None) -> set[tuple[str, str]]:
    """Return the (facet, value) pairs of a state."""
    return {(facet, value) for facet, values in (state.values if state else {}).items() for value in values}


def labels(service: Service, pairs: set[tuple[str, str]]) -> tuple[str, ...]:
    """Return the labels of (facet, value) pairs, facet by facet."""
    found: list[str] = []
    for facet in FACETS:
        ids = sorted(value for name, value in pairs if name == facet.name)
        known = labels_of(facet.name, set(ids), service.gazetteers.get(facet.name), service.store)
        found += [known.get(value, value) for value in ids]
    return tuple(found)
