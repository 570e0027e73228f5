"""The points of meaning of articles (`archive/meaning.py`): one a content, made by the indexer, read by search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.store.reading import Store, marks
from archive.store.writing import Writer

FACT = "points"
"""The fact that names the model whose points are kept."""

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
        writer.db.conn.executemany("insert or replace into points (content, point) values (?, ?)", list(made))


def points(store: Store, keys: Sequence[int], name: str) -> Mapping[int, bytes]:
    """Return the points of versions by key; a version without one, or with one of another model, is left out."""
    if store.fact(FACT) != name:
        return {}
    sql = f"select v.key, p.point from versions v join points p on p.content = v.content where v.key in ({marks(keys)})"
    return dict(store.db.execute(sql, list(keys)))
