"""Read the archive: versions, editions, labels. One connection a thread; nothing here writes."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.corrections import Correction
from archive.model import Article, Edition, Leftover, Mention, Redirect, Refusal, Span, State, UnreadDate, Version
from archive.store.rows import (
    ANNOUNCED,
    CONTENT_COLUMNS,
    Row,
    correction_of,
    edition_of,
    places_of,
    spans_of,
    state_of,
    version_of,
    whole,
)
from archive.store.schema import migrations
from archive.store.sqlite import Database

JOINED = "select v.*, c.* from versions v join contents c on c.id = v.content"
BRIEF = JOINED.replace("v.*", "v.key, v.article, v.added, v.retired, v.facets, v.story, '[]' as mentions")
SHOWN = BRIEF.replace("c.*", ", ".join(f"c.{column}" for column in (*CONTENT_COLUMNS, "cuts")))
FILE_NAME = "archive.sqlite"


class Store:
    """The archive in one SQLite file, `archive.sqlite` in `home`; made on first use. Safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._local = threading.local()
        self._opened: list[Database] = []
        home.mkdir(parents=True, exist_ok=True)
        db = self.db
        if migrations.pending(db):
            # Several web processes may open an archive of an earlier release at once.
            with (home / "migration.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                db.enable_wal()
                migrations.apply(db)

    @property
    def db(self) -> Database:
        """Return this thread's connection."""
        found: Database | None = getattr(self._local, "db", None)
        if found is None:
            connection = sqlite3.connect(self.path, timeout=30, check_same_thread=False)
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma foreign_keys = on")
            found = self._local.db = Database(connection)
            self._opened.append(found)
        return found

    def close(self) -> None:
        """Close every thread's connection."""
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()

    def rows(self, sql: str, parameters: Sequence[str | int] = ()) -> Iterator[Row]:
        """Run a select and yield its rows as mappings. `Database.query` would put a savepoint around each."""
        cursor = self.db.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description]
        yield from (dict(zip(names, row, strict=True)) for row in cursor)

    def one(self, sql: str, parameters: Sequence[str | int] = ()) -> Row | None:
        """Run a select and return its first row, or None."""
        cursor = self.db.execute(sql, list(parameters))
        row = cursor.fetchone()
        return row and dict(zip((column[0] for column in cursor.description), row, strict=True))

    def count(self, sql: str, parameters: Sequence[str | int] = ()) -> int:
        """Run a select and return the number in its one row's one column."""
        row = self.one(sql, parameters)
        return whole(next(iter(row.values()))) if row else 0

    def edition(self, number: int | None = None) -> Edition | None:
        """Return an edition by number, or the newest; None where there is none."""
        where = "" if number is None else "where number = ?"
        row = self.one(f"select * from editions {where} order by number desc limit 1", () if number is None else (number,))
        return edition_of(row) if row else None

    def editions(self) -> tuple[Edition, ...]:
        """Return every edition, newest first."""
        return tuple(map(edition_of, self.rows("select * from editions order by number desc")))

    @property
    def newest(self) -> int:
        """Return the number of the newest finished edition, 0 before the first."""
        return self.count("select max(number) from editions")

    def versions(self, keys: Sequence[int], *, mentions: bool = True) -> Mapping[int, Version]:
        """Return versions by key, with or without their mentions; keys that are not there are left out."""
        found = self.rows(f"{JOINED if mentions else SHOWN} where v.key in ({marks(keys)})", keys)
        return {version.key: version for version in map(version_of, found)}

    def articles(self, keys: Sequence[int]) -> tuple[Article, ...]:
        """Return the articles of versions in the order of their keys; keys that are not there are left out."""
        found = self.versions(keys, mentions=False)
        return tuple(found[key].article for key in keys if key in found)

    def version(self, article: str, edition: int | None = None) -> Version | None:
        """Return the version of an article that stood at an edition (None: the newest), or None."""
        at = self.newest if edition is None else edition
        row = self.one(f"{JOINED} where v.article = ? and v.added <= ? and (v.retired is null or v.retired > ?)", (article, at, at))
        return version_of(row) if row else None

    def places(self, article: str, edition: int) -> tuple[Mention, ...]:
        """Return the mentions that an article had at an edition, without their words, which would have to be read; by offset."""
        sql = "select mentions from versions where article = ? and added <= ? and (retired is null or retired > ?)"
        row = self.one(sql, (article, edition, edition))
        return places_of(str(row["mentions"])) if row else ()

    def states(self, articles: Sequence[str], edition: int) -> Iterator[State]:
        """Yield what stood of articles at an edition, in no order."""
        for start in range(0, len(articles), 500):
            batch = articles[start : start + 500]
            found = self.rows(
                f"select key, article, content, facets from versions where article in ({marks(batch)})"
                " and added <= ? and (retired is null or retired > ?)",
                (*batch, edition, edition),
            )
            yield from map(state_of, found)

    def articles_of(self, keys: Sequence[int]) -> Iterator[str]:
        """Yield the article of each version, in no order."""
        for start in range(0, len(keys), 500):
            batch = keys[start : start + 500]
            found = self.rows(f"select article from versions where key in ({marks(batch)})", batch)
            yield from (str(row["article"]) for row in found)

    def touched(self, since: int) -> Iterator[Version]:
        """Yield every version that came or went after edition `since`, or whose story others joined, without its mentions.

        0 yields all. Versions that say the same come one behind the other, else by age: an index need read their words only once.
        """
        keys = [whole(row["key"]) for row in self.rows(f"{TOUCHED} order by content, key", (since, self.newest) * 3)]
        for start in range(0, len(keys), 500):
            batch = keys[start : start + 500]
            found = self.rows(f"{BRIEF} where v.key in ({marks(batch)}) order by v.content, v.key", batch)
            yield from [version_of(row) for row in found]

    def count_touched(self, since: int) -> int:
        """Return how many versions `touched` yields."""
        return self.count(f"select count(*) from ({TOUCHED})", (since, self.newest) * 3)

    def standing(self, *, mentions: bool = True) -> Iterator[tuple[Version, tuple[Span, ...] | None]]:
        """Yield every version that stands now, its mentions left out if so wished, with the spans (None: never read), by key."""
        keys = [whole(row["key"]) for row in self.rows(f"{STANDING} order by key")]
        for start in range(0, len(keys), 500):
            batch = keys[start : start + 500]
            for row in list(self.rows(f"{JOINED if mentions else BRIEF} where v.key in ({marks(batch)}) order by v.key", batch)):
                spans = row["spans"]
                yield version_of(row), spans_of(None if spans is None else str(spans))

    def unread(self) -> Iterator[Article]:
        """Yield every article that stands now and that no language model has read."""
        keys = [whole(row["key"]) for row in self.rows(f"{STANDING} and content in (select id from contents where spans is null)")]
        for start in range(0, len(keys), 500):
            yield from self.articles(keys[start : start + 500])

    def labels(self, facet: str, values: Iterable[str]) -> dict[str, str]:
        """Return the labels of values that articles brought (persons, outlets); unknown ones are left out."""
        wanted = list(values)
        sql = f"select value, label from entities where facet = ? and value in ({marks(wanted)})"
        return dict(self.db.execute(sql, [facet, *wanted]))

    def entities(self, facet: str) -> tuple[tuple[str, str], ...]:
        """Return the (id, label) of everything articles brought to a facet, by id."""
        return tuple(self.db.execute("select value, label from entities where facet = ? order by value", [facet]))

    def entities_called(self, facet: str, match: str) -> tuple[str, ...]:
        """Return the ids of what articles brought to a facet under a match key."""
        found = self.rows("select value from entities where facet = ? and match = ? order by value", (facet, match))
        return tuple(str(row["value"]) for row in found)

    def announced(self, facet: str, value: str) -> bool:
        """Tell whether an id is that of an entity which only corrections ever named."""
        return self.one("select 1 from entities where facet = ? and match = ?", (facet, ANNOUNCED + value)) is not None

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections in force, in the order of their file."""
        return tuple(map(correction_of, self.rows("select * from corrections order by line")))

    def corrected(self) -> Mapping[str, int]:
        """Return how many standing articles each correction changes, by its id; those that change none are left out."""
        found = self.rows(
            "select correction, count(*) articles from corrected join versions on key = version"
            " where added <= ? and (retired is null or retired > ?) group by correction",
            (self.newest, self.newest),
        )
        return {str(row["correction"]): whole(row["articles"]) for row in found}

    def called(self, facet: str, match: str) -> tuple[str, ...]:
        """Return the ids that corrections give to a name, by its match key."""
        found = self.rows("select value, other from corrections where facet = ? and match = ? order by line", (facet, match))
        return tuple(str(row["other"] or row["value"]) for row in found)

    def redirect(self, facet: str, old: str) -> Redirect | None:
        """Return what stands for an id that was merged or renamed, or None."""
        row = self.one("select * from redirects where facet = ? and old = ?", (facet, old))
        return Redirect(old, str(row["new"]), str(row["kind"]), whole(row["edition"])) if row else None

    def redirects(self, facet: str) -> tuple[Redirect, ...]:
        """Return every redirect of a facet, by the old id."""
        found = self.rows("select * from redirects where facet = ? order by old", (facet,))
        return tuple(Redirect(str(row["old"]), str(row["new"]), str(row["kind"]), whole(row["edition"])) for row in found)

    def leftovers(self, facet: str, limit: int) -> tuple[Leftover, ...]:
        """Return what the last check saw in the articles and could not resolve, the most frequent first."""
        found = self.rows(
            "select * from leftovers where facet = ? order by articles desc, surface limit ?",
            (facet, limit),
        )
        return tuple(Leftover(facet, str(row["surface"]), whole(row["articles"]), str(row["article"])) for row in found)

    def titles(self, articles: Sequence[str]) -> Mapping[str, str]:
        """Return the titles of articles by id, as they last stood."""
        found = self.rows(
            f"select article, title from versions join contents on id = content where article in ({marks(articles)}) order by key",
            articles,
        )
        return {str(row["article"]): str(row["title"]) for row in found}

    def refusals(self, path: str = "") -> tuple[Refusal, ...]:
        """Return what was refused and has not been mended since, in one file where one is given."""
        return tuple(Refusal(str(row["place"]), str(row["reason"])) for row in self._left_by("refusals", path))

    def unread_dates(self, path: str = "") -> tuple[UnreadDate, ...]:
        """Return the dates that files, or one file, stated when they were last read and that could not be read."""
        return tuple(UnreadDate(str(row["place"]), str(row["stated"])) for row in self._left_by("unread_dates", path))

    def _left_by(self, table: str, path: str) -> Iterator[Row]:
        where = "where path = ?" if path else ""
        return self.rows(f"select * from {table} {where} order by id", (path,) if path else ())

    def paths_under(self, roots: Collection[Path]) -> tuple[str, ...]:
        """Return the files the archive remembers that are, or lie below, some files and folders given by absolute path."""
        wanted = frozenset(roots)
        known = (Path(str(row["path"])) for row in self.rows("select path from files order by path"))
        return tuple(str(path) for path in known if not wanted.isdisjoint((path, *path.parents)))

    def fact(self, name: str) -> str:
        """Return a remembered fact about the archive, empty where it was never set."""
        row = self.one("select value from facts where name = ?", (name,))
        return str(row["value"]) if row else ""


STANDING = "select key from versions where retired is null"
JOINED_STORIES = "select story from versions where story <> '' and added > ? and added <= ?"
TOUCHED = (
    f"select key from versions where (added > ? and added <= ?) or (retired > ? and retired <= ?) or article in ({JOINED_STORIES})"
)


def marks(values: Sequence[str | int]) -> str:
    """Return one placeholder a value."""
    return ",".join("?" * len(values))
