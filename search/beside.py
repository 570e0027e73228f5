"""What stands before and after an article in the result its address names; nothing is remembered between two requests."""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Version
from archive.store.lists import records
from search.reading import Reading
from search.request import LAST_PAGE, PAGE_SIZE, SearchRequest
from search.result import Beside, Link
from search.service import Service


def beside(service: Service, article_id: str, request: SearchRequest) -> Beside | None:
    """Return the neighbours of an article on the page of a result that its address carries, None where it is not there.

    One search for that page and one hit more on either side; an address without a search stands for all articles.
    """
    asked = service.current(request)
    version = service.store.version(article_id, asked.edition)
    if version is None:
        return None
    reading = service.read(asked)
    first = (reading.request.page - 1) * PAGE_SIZE
    start, end = max(0, first - 1), min(first + PAGE_SIZE + 1, LAST_PAGE * PAGE_SIZE)
    found = service.find(reading.request, reading, counts={}, size=end - start, offset=start)
    versions = service.store.versions(found.keys, mentions=False)
    listed = [versions[key] for key in found.keys if key in versions]
    at = place(version, listed, folded=reading.request.counted == "stories")
    if at is None:
        return None
    before = link(service, reading, listed[at - 1], start + at - 1) if at else None
    after = link(service, reading, listed[at + 1], start + at + 1) if at + 1 < len(listed) else None
    return Beside(start + at + 1, found.total, before, after)


def place(version: Version, listed: Sequence[Version], *, folded: bool) -> int | None:
    """Return where an article stands in a list; `folded`: any report of its story does."""
    same = (n for n, one in enumerate(listed) if one.key == version.key or (folded and one.story == version.story))
    return next(same, None)


def link(service: Service, reading: Reading, version: Version, at: int) -> Link | None:
    """Return a neighbour as its page shows it: of a story the first published report found, with the page it stands on."""
    request = reading.request.with_page(at // PAGE_SIZE + 1)
    folded = request.counted == "stories"
    key = service.stories(request, reading, (version,)).first(version) if folded else version.key
    shown = next(records(service.store, [key]), None)
    return Link(shown.title, request.url(f"/articles/{shown.id}")) if shown else None
