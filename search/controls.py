"""What stands around a result: filters in force, orders, pages, and what to say about how a request was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.facets import FACETS
from search.lexemes import QueryNotice
from search.periods import period
from search.reading import Reading
from search.request import DISTINCTIVE, LAST_PAGE, SORTS, SearchRequest
from search.result import Choice, Lacking, Link, Notice, Understood
from search.when import when

AROUND = 20
"""Characters of a query shown on each side of the one that was not understood."""

SORT_LABELS = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}
RANKINGS = {"": "Most frequent", DISTINCTIVE: "Distinctive"}

JOINS = {"or": "or ", "not": "without "}
"""What stands before a value that is chosen so."""

Labelled = Callable[[str, str], str]
"""What readers call a value: of a facet, by its id."""

MODE_FIELDS = (("all", "all"), ("any", "any"), ("not", "none_of"))


def notices(reading: Reading) -> tuple[Notice, ...]:
    """Say what of a query was not read as it was written, and offer dates where its words name some."""
    begun = reading.beginning
    guess = (Notice(f"Nothing found for “{begun}” as a whole word: these articles have words that begin so."),) if begun else ()
    return (*guess, *(pointing(notice, reading.request.query) for notice in reading.notices), *when(reading.request))


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


def too_deep(request: SearchRequest, pages: int) -> tuple[Notice, ...]:
    """Say so where a page lies beyond the last of so many; of none, nothing is said."""
    if not pages or request.page <= pages:
        return ()
    count = "one page" if pages == 1 else f"{pages} pages"
    return (Notice(f"This result has {count} and nothing beyond.", (Link("Go to the last page", request.with_page(pages).url()),)),)


def choices(request: SearchRequest, labelled: Labelled) -> list[Choice]:
    """Return the filters in force, in declared order, each with the request without it."""
    found: list[Choice] = []
    for facet in FACETS:
        chosen = request.filter(facet.name)
        for mode, name in MODE_FIELDS:
            for place, value in enumerate(getattr(chosen, name)):
                how = "or" if mode == "any" and place else mode
                label = JOINS.get(how, "") + labelled(facet.name, value)
                found.append(Choice(facet.name, facet.label, label, how, request.toggle(facet.name, value, mode).url()))
        if chosen.missing:
            found.append(Choice(facet.name, facet.label, "none found", "none", request.missing_url(facet.name)))
    if request.start or request.end:
        label = period(request.start, request.end)
        found.append(Choice("dates", "Published", label, "", request.with_dates("", "").url()))
    return found


def rankings(request: SearchRequest) -> list[Link]:
    """Return the orders of facet values on offer; none where the result is the archive, which has nothing of its own."""
    if request.with_ranking("").empty:
        return []
    return [Link(label, request.with_ranking(name).url(), name == request.ranking) for name, label in RANKINGS.items()]


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


def lacking(reading: Reading) -> Lacking | None:
    """Say how many articles hold all the words, and how many words the others hold; None where all have to be there."""
    loose = reading.loose
    if not loose:
        return None
    other = "most" if loose.near else "near"
    return Lacking(
        all=reading.all,
        url=reading.request.with_words("all").url(),
        least=loose.least,
        words=len(loose.words),
        near=len(loose.near),
        near_url=reading.request.with_words(other).url() if reading.beyond else "",
    )
