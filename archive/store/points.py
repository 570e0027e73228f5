"""The points of meaning of articles (`archive/meaning.py`): one a content, made by the indexer, read by search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.store.reading import Store, marks
from archive.store.writing import Writer

FACT = "points"
"""The fact that names the model whose points are kept."""

POINTED = "pointed"
"""The fact that names the newest edition whose articles all have their points."""

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
            writer.remember(POINTED, "")
        writer.db.conn.executemany("insert or replace into points (content, point) values (?, ?)", list(made))


def points(store: Store, keys: Sequence[int], name: str) -> Mapping[int, bytes]:
    """Return the points of versions by key; a version without one, or with one of another model, is left out."""
    if store.fact(FACT) != name:
        return {}
    sql = f"select v.key, p.point from versions v join points p on p.content = v.content where v.key in ({marks(keys)})"
    return dict(store.db.execute(sql, list(keys)))


def finish_points(writer: Writer) -> None:
    """Say that every article that stands has its point.

    What was kept meanwhile of answers at the newest edition, and is not to last, is forgotten: they are other ones now.
    """
    newest = str(writer.store.newest)
    if writer.store.fact(POINTED) != newest:
        at = f"edition={newest}"
        with writer.db.atomic():
            writer.db.execute("delete from kept where lasting = 0 and (state glob ? or state glob ?)", [f"*{at}", f"*{at}&*"])
            writer.remember(POINTED, newest)


def pointed(store: Store, name: str) -> int:
    """Return the newest edition whose articles all have points of the model called so, 0 where there is none."""
    return int(store.fact(POINTED) or 0) if store.fact(FACT) == name else 0


def come_since(store: Store, key: int, edition: int) -> Iterator[Sequence[tuple[int, int, bytes]]]:
    """Yield (key, edition it came with, point) of the versions behind a key up to an edition, by key, AT_ONCE at most at a time."""
    sql = "select v.key, v.added, p.point from versions v join points p on p.content = v.content where v.key > ? and v.added <= ?"
    cursor = store.db.execute(f"{sql} order by v.key", [key, edition])
    while found := cursor.fetchmany(AT_ONCE):
        yield found


def gone_since(store: Store, since: int, edition: int) -> Sequence[tuple[int, int]]:
    """Return (key, edition it went with) of the versions that went after one edition up to another."""
    found: list[tuple[int, int]] = store.db.execute(
        "select key, retired from versions where retired > ? and retired <= ?", [since, edition]
    ).fetchall()
    return found


def dates(store: Store, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the dates of versions."""
    sql = f"select v.key, c.date from versions v join contents c on c.id = v.content where v.key in ({marks(keys)})"
    return dict(store.db.execute(sql, list(keys)))
