"""run(request) → ResultPage: the one use case behind page, API, feeds and terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from archive.errors import BadRequest, Gone, NotFound
from archive.facets import FACET_NAMES, FACETS, Facet
from archive.gazetteers import Gazetteer
from archive.model import Version
from archive.store import Links, Store
from search.article import article_page
from search.engines import Filter, Found, Search
from search.engines.current import CurrentIndex
from search.facets import SHOWN, FacetLister
from search.highlights import Highlighter
from search.labels import Labels
from search.names import ArchiveNames
from search.outlets import Outlets
from search.pins import Pins
from search.query import Parsed, parse
from search.request import LAST_PAGE, PAGE_SIZE, SORTS, SearchRequest
from search.result import ArticlePage, Choice, FacetList, Hit, Link, Notice, ResultPage
from search.snippets import snippets
from search.terms import Names
from search.tree import AllOf, DateRange, Everything, Node

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
        """Answer a request; where nothing has its last word, which may be half typed, answer for its beginning and say so."""
        page = self.answer(request)
        if page.total or not unfinished(request.query):
            return page
        longer = self.answer(replace(request, query=request.query + "*"))
        return replace(longer, notices=(begins_with(request), *longer.notices)) if longer.total else page

    def answer(self, request: SearchRequest) -> ResultPage:
        """Answer a request as it stands."""
        asked = request
        request = self.current(request)
        parsed = self.parse(request)
        highlighter = Highlighter(parsed.tree)
        found = self.find(request, parsed, counts=COUNTED)
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
            notices=tuple(Notice(notice.message) for notice in parsed.notices) + too_deep(request, pages) + not_yet(asked, request),
            hits=tuple(self.hit(versions[key], request, highlighter, labels) for key in found.keys if key in versions),
            facets=tuple(lister.facet(facet, found.counts[facet.name]) for facet in FACETS),
            choices=tuple(choices(request, labels)),
            sorts=tuple(sorts(request)),
            pager=tuple(pager(request, pages)),
            clear_url=request.cleared().url(),
        )

    def find(self, request: SearchRequest, parsed: Parsed, *, counts: Mapping[str, int], size: int = PAGE_SIZE) -> Found:
        """Ask the index."""
        wanted = {chosen.facet: (*chosen.all, *chosen.any, *chosen.none_of) for chosen in request.filters}
        search = Search(
            query=with_dates(parsed.tree, request),
            filters=request.filters,
            edition=request.edition,
            sort=request.order,
            offset=(request.page - 1) * PAGE_SIZE,
            size=size,
            counts=counts,
            wanted=wanted,
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
        page = self.run(replace(request, edition=min(edition, newest), page=1))
        self.pins.hold(page.request)
        return page.request.with_page(request.page)

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

    @property
    def names(self) -> Mapping[str, ArchiveNames]:
        """Return who knows the names of each facet's values, the corrections and redirects of the archive included."""
        return {facet: ArchiveNames(facet, gazetteer, self.store) for facet, gazetteer in self.gazetteers.items()}

    def parse(self, request: SearchRequest) -> Parsed:
        """Read the request's words; facet values go by any name the gazetteers or the archive know."""

        def read() -> Parsed:
            names: Mapping[str, Names] = {**self.names, "source": Outlets(self.store)}
            return parse(request.query, names=names)

        return read() if request.edition is None or not request.query else self.pins.read(request, read)

    def labels(self, request: SearchRequest, found: Found, versions: Iterable[Version]) -> Labels:
        """Collect the labels a page needs, in one look-up a facet."""
        return Labels.collect(self.store, self.gazetteers, request, found, versions)

    def hit(self, version: Version, request: SearchRequest, highlighter: Highlighter, labels: Labels) -> Hit:
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
        )

    def facet(self, request: SearchRequest, name: str, order: str = "count") -> FacetList:
        """Return every value of one facet for a request, by count or by name."""
        facet = facet_named(name)
        request = self.current(request)
        parsed = self.parse(request)
        found = self.find(replace(request, page=1), parsed, counts={name: MOST_VALUES}, size=0)
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
        highlighter = Highlighter(self.parse(request).tree)
        labels = Labels.collect(self.store, self.gazetteers, request, None, (version,))
        return article_page(version, request, highlighter, labels, edition=request.edition or self.store.newest)

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


def with_dates(tree: Node, request: SearchRequest) -> Node:
    """Return the tree narrowed to the request's dates."""
    if not (request.start or request.end):
        return tree
    dates = DateRange(request.first_day(), request.last_day())
    return dates if tree == Everything() else AllOf((tree, dates))


def unfinished(query: str) -> bool:
    """Tell whether the last word of a query may be the beginning of a longer one."""
    last = query.rpartition(" ")[2]
    return len(last) > 1 and last[-2:].isalnum() and ":" not in last and query.count('"') % 2 == 0


def begins_with(request: SearchRequest) -> Notice:
    """Say that the last word was taken as a beginning. The address of the answer says so too, so that it can be passed on."""
    word = request.query.split()[-1][:40]
    return Notice(f"Nothing found for “{word}” as a whole word: these articles have words that begin so.")


def article_url(article_id: str, request: SearchRequest) -> str:
    """Return an article's address, which carries the search it was found by."""
    return request.url(f"/articles/{article_id}")


def too_deep(request: SearchRequest, pages: int) -> tuple[Notice, ...]:
    """Say so where a page lies beyond the last."""
    if request.page <= pages:
        return ()
    last = request.with_page(min(pages, LAST_PAGE))
    return (Notice(f"There is no page {request.page}; the last is page {last.page}.", last.url(), f"Go to page {last.page}"),)


def not_yet(asked: SearchRequest, answered: SearchRequest) -> tuple[Notice, ...]:
    """Say so where the edition asked for is not there yet."""
    if asked.edition is None or answered.edition is not None:
        return ()
    return (Notice(f"There is no edition {asked.edition} yet: this is the archive as it stands now."),)


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
