"""From the store to an index: bring one up to date, or build one aside and switch."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from archive.facets import FACETS
from archive.gazetteers import Gazetteer
from archive.model import Version
from archive.store import Store
from archive.store.stories import shared_stories
from search.engines import LIVE, IndexDocument, Writer
from search.engines.current import CurrentIndex

Progress = Callable[[int], None]


def update_index(store: Store, current: CurrentIndex, gazetteers: Mapping[str, Gazetteer], progress: Progress) -> int:
    """Put what changed since the index's edition into the index in use; return how many versions were put."""
    since, newest = current.edition(), store.newest
    if since >= newest:
        return 0
    with current.engine().writing() as writer:
        return fill(writer, store, since, gazetteers, progress)


def rebuild_index(store: Store, current: CurrentIndex, gazetteers: Mapping[str, Gazetteer], progress: Progress) -> int:
    """Build the whole index aside and switch to it in one step; return how many versions were put."""
    with current.building() as engine, engine.writing() as writer:
        return fill(writer, store, 0, gazetteers, progress)


def fill(writer: Writer, store: Store, since: int, gazetteers: Mapping[str, Gazetteer], progress: Progress) -> int:
    """Put every version touched after an edition and mark the newest edition."""
    count = 0
    shared = shared_stories(store)

    def documents() -> Iterator[IndexDocument]:
        nonlocal count
        for version in store.touched(since):
            count += 1
            progress(1)
            yield document_of(version, gazetteers, shared)

    writer.put(documents())
    writer.mark(str(store.newest))
    return count


def document_of(version: Version, gazetteers: Mapping[str, Gazetteer], shared: Container[str] = ()) -> IndexDocument:
    """Return what an index holds of a version: its text fields, its values with all they roll up to, its story if it is shared."""
    article = version.article
    return IndexDocument(
        key=version.key,
        title=article.title,
        standfirst=article.standfirst,
        body=article.body,
        date=article.date,
        facets={facet.name: rolled_up(version.values.get(facet.name, ()), gazetteers.get(facet.name)) for facet in FACETS},
        added=version.added,
        retired=LIVE if version.retired is None else version.retired,
        story=version.story if version.story in shared else "",
    )


def rolled_up(values: tuple[str, ...], gazetteer: Gazetteer | None) -> tuple[str, ...]:
    """Return values with their parents, once each, sorted."""
    if gazetteer is None:
        return values
    parents = (parent for value in values for parent in gazetteer.parents(value))
    return tuple(sorted({*values, *parents}))
