"""run(request) → ResultPage: the one use case behind page, API, feeds and terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property

from archive.errors import BadRequest
from archive.facets import FACET_NAMES, FACETS, facet_named
from archive.gazetteers import Gazetteer
from archive.model import Version
from archive.store import Links, Store
from search.absent import absent
from search.aliases import Aliases
from search.article import ArticlePage, article_page
from search.controls import choices, lacking, notices, pager, rankings, sorts, too_deep, understood
from search.days import Days
from search.distinctive import Background, Usual
from search.engines import Found, Search
from search.engines.current import CurrentIndex
from search.facets import SHOWN, FacetLister
from search.fallback import Lacks, Loose
from search.highlights import Highlighter
from search.histogram import counted_by, histogram
from search.labels import Labels, labels_of
from search.meaning import by_meaning
from search.names import ArchiveNames, FacetNames, current_filter, unknown
from search.nearest import Nearest
from search.outlets import Outlets
from search.pins import Pins, words_of
from search.reading import Reader, Reading, nowhere, with_dates
from search.regions import values_of, without_groups
from search.request import DISTINCTIVE, LAST_PAGE, PAGE_SIZE, SearchRequest
from search.result import FacetList, Hit, Notice, ResultPage, Spelling, Suggestion
from search.same import load
from search.snippets import snippets
from search.stories import Stories, units
from search.suggest import Suggester
from search.tree import AllOf, Among, FacetIs, Node
from search.values import Asked, ValueLister, called, grouped
from search.ways import ways

WEEKS = 12
"""Weeks over which a search's articles are counted to say how many a week to expect."""

MOST_VALUES = 100_000
"""Values that the page of all values of one facet lists at most."""

COUNTED = {facet.name: MOST_VALUES if facet.tree else SHOWN for facet in FACETS}
"""How many values of each facet a result page counts: of a tree all, since they are nested in each other."""

EVERY_VALUE = dict.fromkeys(FACET_NAMES, MOST_VALUES)


@dataclass(frozen=True)
class Service:
    """The archive as readers use it: a store, an index and the gazetteers; `meaning`: the order heeds what articles mean."""

    store: Store
    index: CurrentIndex
    gazetteers: Mapping[str, Gazetteer]
    meaning: bool = False

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a request."""
        asked, answered = request, self.current(request)
        reading = self.read(answered)
        request = reading.request
        highlighter = Highlighter(reading.tree)
        lacks = Lacks(reading.loose, highlighter) if reading.loose else None
        by = counted_by(request)
        usual = self.usual(request) if request.ranking else None
        hints = self.hints(request, reading)
        found = self.find(request, reading, counts=EVERY_VALUE if usual else COUNTED, dates=by, hints=hints)
        found = usual.reordered(request, found, COUNTED) if usual else found
        versions = self.store.versions(found.keys, mentions=False)
        stories = self.stories(request, reading, versions.values())
        keys = stories.heads(versions[key] for key in found.keys if key in versions) if request.counted == "stories" else found.keys
        versions = self.also(keys, versions)
        labels = Labels.collect(self.store, self.gazetteers, request, found, (*versions.values(), *stories.records.values()))
        lister = FacetLister(request, labels, self.gazetteers, usual)
        pages = max(1, -(-found.total // PAGE_SIZE))
        return ResultPage(
            request=request,
            url=request.url(),
            edition=request.edition or self.index.edition(),
            total=found.total,
            page=request.page,
            pages=pages,
            notices=(*self.doubts_of(asked, answered), *notices(reading), *too_deep(request, found.total and pages)),
            hits=tuple(self.hit(versions[key], request, highlighter, labels, lacks, stories) for key in keys if key in versions),
            facets=tuple(ValueLister(lister, one, found.counts[one.name], self.total_of(reading)).beside() for one in FACETS),
            choices=tuple(choices(request, labels.label)),
            sorts=tuple(sorts(request)),
            pager=tuple(pager(request, pages)),
            clear_url=request.cleared().url(),
            understood=tuple(understood(reading)),
            passed_over=reading.passed_over,
            lacking=lacking(reading),
            spelling=self.spelling(reading),
            ways=() if found.total else tuple(ways(reading, choices(request, labels.label), self.totals(reading))),
            searched=reading.tree,
            hints=hints,
            articles=found.articles,
            units=tuple(units(request)) if request.count or found.articles > found.total else (),
            dates=histogram(request, found.dates, by),
            rankings=tuple(rankings(request)),
        )

    def also(self, keys: Sequence[int], known: Mapping[int, Version]) -> Mapping[int, Version]:
        """Return versions by key, reading those that are not known yet."""
        more = [key for key in keys if key not in known]
        found = {**known, **self.store.versions(more, mentions=False)} if more else known
        return {key: found[key] for key in keys if key in found}

    def stories(self, request: SearchRequest, reading: Reading, versions: Iterable[Version]) -> Stories:
        """Return the stories of some articles, and which of their reports a request finds."""

        def find(keys: tuple[int, ...]) -> tuple[int, ...]:
            among = replace(reading, tree=AllOf((reading.tree, Among(keys))))
            return self.find(replace(request, sort="newest", count="articles"), among, counts={}, size=len(keys), offset=0).keys

        edition = request.edition or self.index.edition()
        return Stories.collect(self.store, (version.story for version in versions), edition, find)

    def doubts(self, asked: SearchRequest) -> tuple[Notice, ...]:
        """Say so where the edition asked for is not there yet, or where nobody knows a value."""
        return self.doubts_of(asked, self.current(asked))

    def doubts_of(self, asked: SearchRequest, answered: SearchRequest) -> tuple[Notice, ...]:
        """Say the same where what `current` makes of the request is known already."""

        def count(facet: str, value: str) -> int:
            return self.index.search(Search(query=FacetIs(facet, value), edition=answered.edition, size=0)).total

        to_come, newest = asked.edition is not None and answered.edition is None, self.index.edition()
        not_yet = (Notice(f"There is no edition {asked.edition}; the newest, {newest}, is shown."),) if to_come else ()
        return (*not_yet, *unknown(self.names, answered, count))

    def find(
        self,
        request: SearchRequest,
        reading: Reading,
        *,
        counts: Mapping[str, int],
        size: int = PAGE_SIZE,
        offset: int | None = None,
        dates: str = "",
        hints: Sequence[Node] | None = None,
    ) -> Found:
        """Ask the index, for the page of the request where no offset is given; `hints` where they are known already."""
        known = hints if hints is not None else self.hints(request, reading) if size else ()
        search = self.search_of(request, reading, known)
        offset = (request.page - 1) * PAGE_SIZE if offset is None else offset
        search = replace(search, offset=offset, size=size, counts=counts, dates=dates)
        pins = self.pins_of(reading)
        return pins.index.search(search) if request.edition is None else pins.search(request, search)

    def search_of(self, request: SearchRequest, reading: Reading, hints: Sequence[Node]) -> Search:
        """Return the search of a request, its first page."""
        query, filters = without_groups(with_dates(reading.tree, request), request.filters, self.gazetteers)
        return Search(
            query=query,
            filters=filters,
            edition=request.edition,
            sort=request.order,
            wanted={chosen.facet: values_of(chosen) for chosen in filters},
            stories=request.counted == "stories",
            hints=tuple(hints),
        )

    def hints(self, request: SearchRequest, reading: Reading) -> tuple[Node, ...]:
        """Return what orders a result by relevance beyond its words one by one; nothing in another order."""
        return self.reader.search(reading).hints if request.order == "relevance" else ()

    @property
    def pins(self) -> Pins:
        """Return what answers searches that are pinned to an edition."""
        return Pins(self.index, Links(self.store))

    def pins_of(self, reading: Reading) -> Pins:
        """Return the same on the index that a reading is answered from."""
        edition = reading.request.edition or self.index.edition()
        return replace(self.pins, index=by_meaning(self.index, self.store, reading, edition)) if self.meaning else self.pins

    def pinned(self, request: SearchRequest, edition: int) -> SearchRequest:
        """Return a search pinned to an edition, as it is answered, and let its answer last.

        Raises BadRequest while the archive is empty.
        """
        newest = self.index.edition()
        if not newest:
            raise BadRequest("There is nothing to pin yet: this archive is empty.")
        pinned = self.run(replace(request, edition=min(edition, newest), page=1)).request
        # Reading the words may have led to another address; what lasts is that one's answer, down to the last page.
        self.run(pinned.with_page(LAST_PAGE))
        self.pins.hold(pinned)
        return pinned.with_page(request.page)

    def keep_order(self, page: ResultPage) -> None:
        """Let the further pages of a live answer go on in its order, whatever comes into the archive meanwhile."""
        live, pinned = page.request, replace(page.request, edition=page.edition)
        if live.edition is None and live.order == "relevance" and page.pages > page.page:
            # While the archive is the same, what was counted to answer is remembered.
            now = self.index.edition() == page.edition
            reading = self.reader.read(words_of(live)) if now else self.read(pinned)
            self.pins_of(reading).begin(pinned, reading, self.search_of(pinned, reading, page.hints))

    def every(self, request: SearchRequest) -> tuple[SearchRequest, Found]:
        """Return all articles that a request finds, from its first page on, with the request as `run` understands it.

        The keys are taken in one search, so that they are those of one moment.
        """
        reading = self.read(self.current(request).with_page(1))
        asked, size = reading.request.with_counted("articles"), self.index.engine().count()
        found = self.find(asked, reading, counts={}, size=size)
        while found.total > len(found.keys):
            found = self.find(asked, reading, counts={}, size=found.total)
        return reading.request, found

    def current(self, request: SearchRequest) -> SearchRequest:
        """Return the request as it is answered: merged or renamed ids, and names, replaced by the ids that stand for them then.

        An edition that is not there yet can't be answered from: the request is then for the archive as it stands.
        """
        if request.edition is not None and request.edition > self.index.edition():
            request = replace(request, edition=None)
        filters = tuple(current_filter(self.names[chosen.facet], chosen, request.edition) for chosen in request.filters)
        return request if filters == request.filters else replace(request, filters=filters)

    def read(self, request: SearchRequest) -> Reading:
        """Return how a request is understood; facet values go by any name the gazetteers or the archive know."""
        pinned = request.edition is not None and request.query
        return self.pins.read(request, self.reader.read) if pinned else self.reader.read(request)

    @cached_property
    def reader(self) -> Reader:
        """Return what reads requests, made at the first of them."""
        same = load()
        near = Nearest(self.store).to if self.meaning else nowhere
        return Reader(self.index, self.names, Aliases(same, self.gazetteers), same, self.store.articles, near)

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

    def totals(self, known: Reading) -> Callable[[SearchRequest], int]:
        """Return what counts what a request shows that asks for parts of a known one, which showed nothing."""
        count = self.reader.counter(known.request)

        def read(request: SearchRequest) -> Reading | None:
            if words_of(request) == words_of(known.request):
                return known
            return self.reader.part(request, known, count) if request.edition is None else self.read(request)

        @cache
        def total(request: SearchRequest) -> int:
            reading = read(request)
            asked = replace(reading.request, filters=request.filters) if reading else request
            return self.find(asked, reading, counts={}, size=0).total if reading else 0

        return total

    @cached_property
    def names(self) -> Mapping[str, FacetNames]:
        """Return who knows the names of each facet's values, the corrections and redirects of the archive included."""
        listed = {facet: ArchiveNames(facet, gazetteer, self.store) for facet, gazetteer in self.gazetteers.items()}
        return {"source": Outlets(self.store), **listed}

    def hit(
        self,
        version: Version,
        request: SearchRequest,
        highlighter: Highlighter,
        labels: Labels,
        lacks: Lacks | None,
        stories: Stories,
    ) -> Hit:
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
            story=stories.story(version, request, labels),
            lacks=lacks.of(article) if lacks else (),
            near=bool(lacks and version.key in lacks.near),
        )

    def facet(self, request: SearchRequest, name: str, asked: Asked) -> FacetList:
        """Return what is asked for of the values of one facet over a request. Raises NotFound for an unknown facet."""
        facet = facet_named(name)
        reading = self.read(self.current(request.with_page(1)))
        request = reading.request
        found = self.find(request, reading, counts={name: MOST_VALUES}, size=0)
        counts = found.counts[name]
        if asked.find:
            group = grouped(self.gazetteers[name]) if asked.order == facet.group else None
            counts = called(name, counts, asked.find, self.suggester, lambda ids: self.labelled(name, ids), group)
        usual = self.usual(request) if asked.order == DISTINCTIVE else None
        counts = usual.ranked(name, counts, shown=MOST_VALUES, chosen=()) if usual else counts
        labels = Labels.collect(self.store, self.gazetteers, request, replace(found, counts={name: counts}), ())
        lister = FacetLister(request, labels, self.gazetteers, usual)
        return ValueLister(lister, facet, counts, self.total_of(reading)).listed(asked)

    def total_of(self, reading: Reading) -> Callable[[SearchRequest], int]:
        """Return what counts what other requests for the same words find."""
        return lambda other: self.find(other, reading, counts={}, size=0).total

    def labelled(self, facet: str, ids: set[str]) -> dict[str, str]:
        """Return what readers call the ids of a facet."""
        return labels_of(facet, ids, self.gazetteers.get(facet), self.store)

    def usual(self, request: SearchRequest) -> Usual:
        """Return how the whole archive is made up at the edition of a request."""
        return self.background.at(request.edition or self.index.edition(), stories=request.counted == "stories")

    @cached_property
    def background(self) -> Background:
        """Return what counts whole editions, made when it is first needed."""
        return Background(self.index)

    def article(self, article_id: str, request: SearchRequest) -> ArticlePage:
        """Return an article's page, its words marked for the request it was reached from. Raises NotFound and Gone."""
        request = self.current(request)
        version = self.store.version(article_id, request.edition)
        if version is None:
            raise absent(self.store, article_id, request)
        reading = self.read(request)
        stories = self.stories(request, reading, (version,))
        labels = Labels.collect(self.store, self.gazetteers, request, None, (version, *stories.records.values()))
        edition = request.edition or self.store.newest
        story = stories.story(version, request, labels)
        return article_page(version, request, Highlighter(reading.tree), labels, story, edition=edition)

    def weekly(self, page: ResultPage) -> float:
        """Return how many articles a week a result had over the last WEEKS weeks before the archive's newest day.

        Of fewer than one a week it is enough to know that there were some.
        """
        last = self.days.newest()
        if not last:
            return 0.0
        asked = page.request
        since = (date.fromisoformat(last) - timedelta(weeks=WEEKS)).isoformat()
        least, most = page.dates.since(since) if page.dates else (0, WEEKS)
        if not most or (least and most < WEEKS):
            return least / WEEKS
        recent = replace(asked, start=max(asked.first_day() or "", since), end=min(asked.last_day() or last, last), page=1)
        return self.find(recent, Reading(recent, page.searched, Loose((), ())), counts={}, size=0).total / WEEKS

    def oldest(self) -> str:
        """Return the date of the oldest article, empty where none has a date."""
        return self.days.oldest()

    @cached_property
    def days(self) -> Days:
        """Return what knows the first and the last day of the archive."""
        return Days(self.store, self.index)

    def health(self) -> Mapping[str, str | int]:
        """Say how the archive stands: `status` is ok, or empty before the first ingest."""
        edition = self.index.edition()
        versions = self.index.engine().count()
        return {"status": "ok" if edition else "empty", "edition": edition, "engine": self.index.name, "versions": versions}


TEXT = tuple(facet for facet in FACETS if facet.from_text)


def article_url(article_id: str, request: SearchRequest) -> str:
    """Return an article's address, which carries the search it was found by."""
    return request.url(f"/articles/{article_id}")
