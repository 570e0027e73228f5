"""run(request) → ResultPage: the one use case behind page, API, feeds and terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from archive.errors import BadRequest, Gone, NotFound
from archive.facets import FACET_NAMES, FACETS, Facet
from archive.gazetteers import Gazetteer
from archive.model import Article, Version
from archive.store import Links, Store
from archive.store.lists import records
from search.aliases import Aliases
from search.article import article_page
from search.engines import Filter, Found, Search
from search.engines.current import CurrentIndex
from search.facets import SHOWN, FacetLister
from search.fallback import Lacks
from search.highlights import Highlighter
from search.histogram import counted_by, histogram
from search.labels import Labels
from search.lexemes import QueryNotice
from search.names import ArchiveNames
from search.outlets import Outlets
from search.pins import Pins
from search.reading import Reader, Reading, with_dates
from search.request import LAST_PAGE, PAGE_SIZE, SORTS, SearchRequest
from search.result import ArticlePage, Choice, FacetList, Hit, Lacking, Link, Notice, ResultPage, Spelling, Suggestion, Understood
from search.same import load
from search.snippets import snippets
from search.suggest import Suggester
from search.terms import Names
from search.ways import ways

WEEKS = 12
"""Weeks over which a search's articles are counted to say how many a week to expect."""

AROUND = 20
"""Characters of a query shown on each side of the one that was not understood."""

SORT_LABELS = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}
MOST_VALUES = 100_000
"""Values that the page of all values of one facet lists at most."""

COUNTED = {facet.name: MOST_VALUES if facet.tree else SHOWN for facet in FACETS}
"""How many values of each facet a result page counts: of a tree all, since they are nested in each other."""

MODE_FIELDS = (("all", "all"), ("any", "any"), ("not", "none_of"))


@dataclass(frozen=True)
class Service:
    """The archive as readers use it: a store, an index and the gazetteers."""

    store: Store
    index: CurrentIndex
    gazetteers: Mapping[str, Gazetteer]

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a request."""
        asked, request = request, self.current(request)
        reading = self.read(request)
        request = reading.request
        highlighter = Highlighter(reading.tree)
        lacks = Lacks(reading.loose.words, highlighter) if reading.loose else None
        by = counted_by(request)
        found = self.find(request, reading, counts=COUNTED, dates=by)
        versions = self.store.versions(found.keys, mentions=False)
        labels = self.labels(request, found, versions.values())
        lister = FacetLister(request, labels, self.gazetteers)
        pages = max(1, -(-found.total // PAGE_SIZE))
        return ResultPage(
            request=request,
            url=request.url(),
            edition=request.edition or self.index.edition(),
            total=found.total,
            page=request.page,
            pages=pages,
            notices=(*self.not_yet(asked, request), *notices(reading), *too_deep(request, pages)),
            hits=tuple(self.hit(versions[key], request, highlighter, labels, lacks) for key in found.keys if key in versions),
            facets=tuple(lister.facet(facet, found.counts[facet.name]) for facet in FACETS),
            choices=tuple(choices(request, labels)),
            sorts=tuple(sorts(request)),
            pager=tuple(pager(request, pages)),
            clear_url=request.cleared().url(),
            understood=tuple(understood(reading)),
            passed_over=reading.passed_over,
            lacking=lacking(reading),
            spelling=self.spelling(reading),
            ways=() if found.total else tuple(ways(reading, choices(request, labels), self.total)),
            dates=histogram(request, found.dates, by),
        )

    def not_yet(self, asked: SearchRequest, answered: SearchRequest) -> tuple[Notice, ...]:
        """Say so where the edition asked for is not there yet."""
        if asked.edition is None or answered.edition is not None:
            return ()
        return (Notice(f"There is no edition {asked.edition}; the newest, {self.index.edition()}, is shown."),)

    def find(
        self, request: SearchRequest, reading: Reading, *, counts: Mapping[str, int], size: int = PAGE_SIZE, dates: str = ""
    ) -> Found:
        """Ask the index."""
        wanted = {chosen.facet: (*chosen.all, *chosen.any, *chosen.none_of) for chosen in request.filters}
        search = replace(
            self.reader.search(reading) if size else Search(query=with_dates(reading.tree, request), edition=request.edition),
            filters=request.filters,
            offset=(request.page - 1) * PAGE_SIZE,
            size=size,
            counts=counts,
            wanted=wanted,
            dates=dates,
        )
        return self.index.search(search) if request.edition is None else self.pins.search(request, search)

    @property
    def pins(self) -> Pins:
        """Return what answers searches that are pinned to an edition."""
        return Pins(self.index, Links(self.store))

    def pinned(self, request: SearchRequest, edition: int) -> SearchRequest:
        """Return a search pinned to an edition, as it is answered, and let its answer last.

        Raises BadRequest while the archive is empty.
        """
        newest = self.index.edition()
        if not newest:
            raise BadRequest("There is nothing to pin yet: this archive is empty.")
        pinned = self.run(replace(request, edition=min(edition, newest), page=1)).request
        # Reading the words may have led to another address; what lasts is that one's answer.
        self.run(pinned)
        self.pins.hold(pinned)
        return pinned.with_page(request.page)

    def keep_order(self, page: ResultPage) -> None:
        """Let the further pages of a live answer go on in its order, whatever comes into the archive meanwhile."""
        if page.request.edition is None and page.request.order == "relevance" and page.pages > page.page:
            reading = self.read(replace(page.request, edition=page.edition))
            self.find(reading.request, reading, counts={})

    def every(self, request: SearchRequest) -> tuple[SearchRequest, Found]:
        """Return all that a request finds, from its first page on, with the request as `run` understands it.

        The keys are taken in one search, so that they are those of one moment.
        """
        reading = self.read(self.current(request).with_page(1))
        size = self.index.engine().count()
        found = self.find(reading.request, reading, counts={}, size=size)
        while found.total > len(found.keys):
            found = self.find(reading.request, reading, counts={}, size=found.total)
        return reading.request, found

    def current(self, request: SearchRequest) -> SearchRequest:
        """Return the request as it is answered: merged or renamed ids replaced by those that stand for them at its edition.

        An edition that is not there yet can't be answered from: the request is then for the archive as it stands.
        """
        if request.edition is not None and request.edition > self.index.edition():
            request = replace(request, edition=None)
        filters = tuple(self.current_filter(chosen, request.edition) for chosen in request.filters)
        return request if filters == request.filters else replace(request, filters=filters)

    def current_filter(self, chosen: Filter, edition: int | None) -> Filter:
        """Return one facet's choices with the ids that stand for them at an edition (None: now)."""
        names = self.names.get(chosen.facet)
        if names is None:
            return chosen
        renamed = {name: tuple(sorted({names.current(v, edition) for v in getattr(chosen, name)})) for _, name in MODE_FIELDS}
        return replace(chosen, all=renamed["all"], any=renamed["any"], none_of=renamed["none_of"])

    def read(self, request: SearchRequest) -> Reading:
        """Return how a request is understood; facet values go by any name the gazetteers or the archive know."""
        pinned = request.edition is not None and request.query
        return self.pins.read(request, self.reader.read) if pinned else self.reader.read(request)

    @cached_property
    def reader(self) -> Reader:
        """Return what reads requests, made at the first of them."""
        same = load()
        names: Mapping[str, Names] = {**self.names, "source": Outlets(self.store)}
        return Reader(self.index, names, Aliases(same, self.gazetteers), same, self.articles)

    def articles(self, keys: Sequence[int]) -> tuple[Article, ...]:
        """Return the articles of versions, in order."""
        versions = self.store.versions(keys, mentions=False)
        return tuple(versions[key].article for key in keys if key in versions)

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return what the words typed may become."""
        return self.suggester.suggest(request)

    @cached_property
    def suggester(self) -> Suggester:
        """Return what makes suggestions, made at the first of them."""
        return Suggester(self.store, self.index, self.gazetteers, load())

    def spelling(self, reading: Reading) -> Spelling | None:
        """Return what a query with few results may have been meant to be and what that finds; None where nothing is better."""
        fixed = reading.correction
        if fixed is None:
            return None
        other = reading.request.with_query(fixed.query)
        if fixed.applied:
            return Spelling(fixed.query, fixed.words, reading.all, True, reading.request.with_words("all").url())
        count = self.read(other).all
        return Spelling(fixed.query, fixed.words, count, False, other.url()) if count > reading.all else None

    def total(self, request: SearchRequest) -> int:
        """Return how many articles a request shows."""
        reading = self.read(request)
        return self.find(reading.request.with_page(1), reading, counts={}, size=0).total

    @property
    def names(self) -> Mapping[str, ArchiveNames]:
        """Return who knows the names of each facet's values, the corrections and redirects of the archive included."""
        return {facet: ArchiveNames(facet, gazetteer, self.store) for facet, gazetteer in self.gazetteers.items()}

    def labels(self, request: SearchRequest, found: Found, versions: Iterable[Version]) -> Labels:
        """Collect the labels a page needs, in one look-up a facet."""
        return Labels.collect(self.store, self.gazetteers, request, found, versions)

    def hit(self, version: Version, request: SearchRequest, highlighter: Highlighter, labels: Labels, lacks: Lacks | None) -> Hit:
        """Return one article as a result shows it."""
        article = version.article
        return Hit(
            id=article.id,
            external_id=article.external_id or None,
            url=article_url(article.id, request),
            title=article.title,
            title_marks=highlighter.title_marks(article),
            date=article.date,
            source=next(iter(labels.values("source", version.values.get("source", ()), request)), None),
            snippets=snippets(article, highlighter),
            facets=tuple((facet.name, labels.values(facet.name, version.values.get(facet.name, ()), request)) for facet in TEXT),
            lacks=lacks.of(article) if lacks else (),
        )

    def facet(self, request: SearchRequest, name: str, order: str = "count") -> FacetList:
        """Return every value of one facet for a request, by count or by name."""
        facet = facet_named(name)
        request = self.current(request)
        reading = self.read(request)
        request = reading.request
        found = self.find(replace(request, page=1), reading, counts={name: MOST_VALUES}, size=0)
        lister = FacetLister(request, self.labels(request, found, ()), self.gazetteers)
        listed = lister.facet(facet, found.counts[name], whole=True)
        by_name = sorted(listed.values, key=lambda value: value.label.casefold())
        return replace(listed, values=tuple(by_name)) if order == "name" else listed

    def article(self, article_id: str, request: SearchRequest) -> ArticlePage:
        """Return an article's page, its words marked for the request it was reached from. Raises NotFound and Gone."""
        request = self.current(request)
        version = self.store.version(article_id, request.edition)
        if version is None:
            if self.store.last_version(article_id) is None:
                raise NotFound("There is no such article in this archive. It may have been mistyped; search for its title instead.")
            raise Gone("This article was withdrawn from the archive, or did not stand in it at that edition.")
        highlighter = Highlighter(self.read(request).tree)
        labels = Labels.collect(self.store, self.gazetteers, request, None, (version,))
        return article_page(version, request, highlighter, labels, edition=request.edition or self.store.newest)

    def weekly(self, request: SearchRequest) -> float:
        """Return how many articles a week a request found over the last WEEKS weeks before the archive's newest day."""
        last = self.newest_day()
        if not last:
            return 0.0
        since = (date.fromisoformat(last) - timedelta(weeks=WEEKS)).isoformat()
        recent = replace(request, start=max(request.first_day() or "", since), end=min(request.last_day() or last, last), page=1)
        return self.total(recent) / WEEKS

    def newest_day(self) -> str:
        """Return the day of the newest article, or of the newest edition where an article claims to be newer; empty without any."""
        keys = self.index.search(Search(sort="newest", size=1)).keys
        newest = next((record.date for record in records(self.store, keys)), "")
        edition = self.store.edition()
        return min(newest, edition.made[:10]) if edition else ""

    def oldest(self) -> str:
        """Return the date of the oldest article, empty where none has a date."""
        keys = self.index.search(Search(sort="oldest", size=1)).keys
        return next((version.article.date for version in self.store.versions(keys, mentions=False).values()), "")

    def health(self) -> Mapping[str, str | int]:
        """Say how the archive stands: `status` is ok, or empty before the first ingest."""
        edition = self.index.edition()
        versions = self.index.engine().count()
        return {"status": "ok" if edition else "empty", "edition": edition, "engine": self.index.name, "versions": versions}


TEXT = tuple(facet for facet in FACETS if facet.from_text)


def facet_named(name: str) -> Facet:
    """Return a facet by name, or raise NotFound listing those there are."""
    found = next((facet for facet in FACETS if facet.name == name), None)
    if found is None:
        raise NotFound(f"There is no facet called {name!r}. There are: {', '.join(FACET_NAMES)}.")
    return found


def lacking(reading: Reading) -> Lacking | None:
    """Say how many articles hold all the words, and how many words the others hold; None where all have to be there."""
    if not reading.loose:
        return None
    return Lacking(reading.all, reading.request.with_words("all").url(), reading.loose.least, len(reading.loose.words))


def notices(reading: Reading) -> tuple[Notice, ...]:
    """Say what of a query was not read as it was written."""
    begun = reading.beginning
    guess = (Notice(f"Nothing found for “{begun}” as a whole word: these articles have words that begin so."),) if begun else ()
    return (*guess, *(pointing(notice, reading.request.query) for notice in reading.notices))


def pointing(notice: QueryNotice, query: str) -> Notice:
    """Return a notice about a query that shows the character it is about, with up to AROUND others on each side."""
    at = notice.position
    before, after = query[:at], query[at + 1 :]
    cut = (f"…{before[-AROUND:]}" if len(before) > AROUND else before, f"{after[:AROUND]}…" if len(after) > AROUND else after)
    return Notice(notice.message, spot=(cut[0], query[at : at + 1], cut[1]), character=at + 1)


def understood(reading: Reading) -> Iterator[Understood]:
    """Yield the expressions that were looked for in other ways too, each with the request that switches that."""
    for one in reading.expansions:
        url = reading.request.toggle_plain(one.text).url()
        yield Understood(one.text, one.kind, one.others, one.off, url)


def article_url(article_id: str, request: SearchRequest) -> str:
    """Return an article's address, which carries the search it was found by."""
    return request.url(f"/articles/{article_id}")


def too_deep(request: SearchRequest, pages: int) -> tuple[Notice, ...]:
    """Say so where a page lies beyond the last."""
    if request.page <= pages:
        return ()
    last = request.with_page(min(pages, LAST_PAGE))
    return (Notice(f"There is no page {request.page}; the last is page {last.page}.", last.url(), f"Go to page {last.page}"),)


def choices(request: SearchRequest, labels: Labels) -> list[Choice]:
    """Return the filters in force, in declared order, each with the request without it."""
    found: list[Choice] = []
    for facet in FACETS:
        chosen = request.filter(facet.name)
        for mode, name in MODE_FIELDS:
            for value in getattr(chosen, name):
                url = request.toggle(facet.name, value, mode).url()
                found.append(Choice(facet.name, facet.label, labels.label(facet.name, value), mode, url))
        if chosen.missing:
            found.append(Choice(facet.name, facet.label, "none found", "none", request.toggle_missing(facet.name).url()))
    if request.start:
        found.append(Choice("from", "From", request.start, "", request.with_dates("", request.end).url()))
    if request.end:
        found.append(Choice("to", "To", request.end, "", request.with_dates(request.start, "").url()))
    return found


def sorts(request: SearchRequest) -> list[Link]:
    """Return the orders on offer; relevance only where there is a query."""
    offered = SORTS if request.query else SORTS[1:]
    return [Link(SORT_LABELS[sort], request.with_sort(sort).url(), sort == request.order) for sort in offered]


def pager(request: SearchRequest, pages: int) -> list[Link]:
    """Return the pages around the one at hand, always with the first and the last that can be reached."""
    last = min(pages, LAST_PAGE)
    if last == 1:
        return []
    near = {1, last, *range(max(1, request.page - 2), min(last, request.page + 2) + 1)}
    return [Link(str(number), request.with_page(number).url(), number == request.page) for number in sorted(near)]
