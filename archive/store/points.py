"""The points of meaning of articles (`archive/meaning.py`): one a content, made by the indexer, read by search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.store.reading import Store, marks
from archive.store.writing import Writer

FACT = "points"
"""The fact that names the model whose points are kept."""

KEPT = "points kept"
"""The fact that counts how often a point was kept: another number says that there are others than before."""

AT_ONCE = 10_000
"""Points that are read at once where all are."""

WANTING = (
    "select min(v.key) as key, v.content as content from versions v left join points p on p.content = v.content"
    " where v.retired is null and p.content is null group by v.content"
)


def wanting(store: Store, name: str) -> tuple[tuple[int, int], ...]:
    """Return the (content, key of a version) of standing articles that have no point of the model called so."""
    known = store.fact(FACT) == name
    sql = WANTING if known else "select min(key) as key, content from versions where retired is null group by content"
    return tuple((int(str(row["content"])), int(str(row["key"]))) for row in store.rows(f"{sql} order by content"))


def keep_points(writer: Writer, name: str, made: Iterable[tuple[int, bytes]]) -> None:
    """Keep the points of contents in one transaction; those of another model are forgotten."""
    with writer.db.atomic():
        if writer.store.fact(FACT) != name:
            writer.db.execute("delete from points")
            writer.remember(FACT, name)
        rows = list(made)
        writer.db.conn.executemany("insert or replace into points (content, point) values (?, ?)", rows)
        writer.remember(KEPT, str(int(writer.store.fact(KEPT) or 0) + len(rows)))


def points(store: Store, keys: Sequence[int], name: str) -> Mapping[int, bytes]:
    """Return the points of versions by key; a version without one, or with one of another model, is left out."""
    if store.fact(FACT) != name:
        return {}
    sql = f"select v.key, p.point from versions v join points p on p.content = v.content where v.key in ({marks(keys)})"
    return dict(store.db.execute(sql, list(keys)))


def state(store: Store, name: str) -> str:
    """Return what changes whenever points of the model called so are kept; empty while there are none of that model."""
    return f"{name} {store.fact(KEPT)}" if store.fact(FACT) == name else ""


def every_point(store: Store) -> Iterator[Sequence[tuple[int, bytes]]]:
    """Yield every content that has a point with it, AT_ONCE at most at a time."""
    cursor = store.db.execute("select content, point from points")
    while found := cursor.fetchmany(AT_ONCE):
        yield found


def standing(store: Store, contents: Sequence[int], edition: int | None) -> Mapping[int, bytes]:
    """Return the points of the versions that have some contents at an edition (None: now), by their keys."""
    at = store.newest if edition is None else edition
    sql = (
        "select v.key, p.point from versions v join points p on p.content = v.content"
        f" where v.content in ({marks(contents)}) and v.added <= ? and (v.retired is null or v.retired > ?)"
    )
    return dict(store.db.execute(sql, [*contents, at, at]))
