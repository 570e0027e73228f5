"""Long lists out of the archive: many articles a batch, without their texts, for exports, feeds and the sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.store.reading import Store, marks

COLUMNS = (
    "v.key, v.article, c.hash, c.external_id, c.title, c.standfirst, c.author, c.date, c.time, c.source, c.url, c.language,"
    " v.added, coalesce(nullif(v.story, ''), v.article), v.facets"
)
STANDING = "v.added <= ? and (v.retired is null or v.retired > ?)"


class Record(NamedTuple):
    """One version of an article without its body: what a row of an export holds. `hash` is the fingerprint of its content."""

    key: int
    id: str
    hash: str
    external_id: str
    title: str
    standfirst: str
    author: str
    date: str
    time: str
    source: str
    url: str
    language: str
    added: int
    story: str
    values: Mapping[str, Sequence[str]]


def records(store: Store, keys: Sequence[int]) -> Iterator[Record]:
    """Yield the records of version keys in the order of the keys; keys that are not there are left out."""
    rows = store.db.execute(
        f"select {COLUMNS} from versions v join contents c on c.id = v.content where v.key in ({marks(keys)})", list(keys)
    )
    found = {row[0]: row for row in rows}
    for key in keys:
        if key in found:
            *plain, facets = found[key]
            yield Record._make((*plain, json.loads(facets)))


def arrivals(store: Store, articles: Sequence[str], edition: int) -> Mapping[str, str]:
    """Return when the archive came to hold articles as they stood at an edition: the instants their versions were added."""
    rows = store.db.execute(
        f"select v.article, e.made from versions v join editions e on e.number = v.added where {STANDING}"
        f" and v.article in ({marks(articles)})",
        [edition, edition, *articles],
    )
    return {str(article): str(made) for article, made in rows}


def first_edition(store: Store, article: str) -> int | None:
    """Return the number of the edition that an article came in with, None where no finished one ever had it."""
    row = store.one("select min(added) as came from versions where article = ? and added <= ?", (article, store.newest))
    return int(row["came"]) if row and row["came"] is not None else None


def count_standing(store: Store, edition: int) -> int:
    """Return how many articles stand at an edition."""
    return store.count(f"select count(*) from versions v where {STANDING}", (edition, edition))


def standing_articles(store: Store, edition: int, *, offset: int, limit: int) -> Iterator[tuple[str, str]]:
    """Yield the (id, instant of its last change) of articles that stand at an edition, in the order they came."""
    yield from store.db.execute(
        f"select v.article, e.made from versions v join editions e on e.number = v.added where {STANDING}"
        " order by v.key limit ? offset ?",
        [edition, edition, limit, offset],
    )
