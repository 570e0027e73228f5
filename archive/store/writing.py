"""Write the archive: keep articles, remember files, make editions. One writer at a time, held by a lock file."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from archive.corrections import Corrections
from archive.errors import Unavailable
from archive.model import Article, Edition, Leftover, Mention, Redirect, Refusal, Span, UnreadDate
from archive.store.reading import Store, marks
from archive.store.rows import (
    ANNOUNCED,
    Row,
    content_hash,
    content_row,
    correction_row,
    dumps,
    mentions_json,
    whole,
    without_order,
    without_rules,
)


class Kept(Enum):
    """What keeping an article came to."""

    ADDED = "added"
    CHANGED = "changed"
    RELABELLED = "relabelled"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Prepared:
    """An article ready to be kept: cleaned, its values found. `spans` None: no language model has read it.

    `corrected` are the ids of the corrections that changed its values.
    """

    article: Article
    mentions: tuple[Mention, ...]
    values: Mapping[str, tuple[str, ...]]
    spans: tuple[Span, ...] | None = None
    model: str = ""
    path: str = ""
    stamp: str = ""
    corrected: tuple[str, ...] = ()


class Writer:
    """The one writer of an archive. Everything it keeps belongs to the edition that `finish` makes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.db = store.db
        self.edition = store.newest + 1

    @classmethod
    @contextmanager
    def open(cls, store: Store) -> Iterator[Writer]:
        """Hold the archive's lock for the length of a block; a second indexer gets Unavailable."""
        path = store.path.with_name("indexer.lock")
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Unavailable(f"Another indexer is at work on {path.parent}; wait until it has finished.") from None
            yield cls(store)

    def keep(self, batch: Sequence[Prepared]) -> list[Kept]:
        """Keep a batch of articles in one transaction."""
        with self.db.atomic():
            return [self._keep(prepared) for prepared in batch]

    def _keep(self, prepared: Prepared) -> Kept:
        article = prepared.article
        if prepared.path:
            self._remember_origin(article.id, prepared.path, prepared.stamp)
        # Of all its versions only the last can stand.
        last = self.store.one("select * from versions where article = ? order by key desc limit 1", (article.id,))
        before = last if last and last["retired"] is None else None
        content = self._content(prepared)
        facets, mentions = dumps(prepared.values), mentions_json(prepared.mentions)
        if before and before["content"] == content and self._same_values(before, facets, mentions):
            self._remember_corrected(whole(before["key"]), prepared.corrected)
            return Kept.UNCHANGED
        if before:
            self.db.execute("update versions set retired = ? where key = ?", [self.edition, before["key"]])
        story = str(last["story"]) if last else ""
        named: Row = {"article": article.id, "content": content, "added": self.edition, "story": story}
        row: Row = {**named, "facets": facets, "mentions": mentions}
        key = self._insert("versions", row)
        if prepared.corrected:
            self._remember_corrected(key, prepared.corrected)
        if not before:
            return Kept.ADDED
        return Kept.RELABELLED if before["content"] == content else Kept.CHANGED

    def _same_values(self, before: Row, facets: str, mentions: str) -> bool:
        """Tell whether a version has these values, earned in these places.

        Where only their order or the rules that found them read otherwise, these are put in: a rule may name a line of a data
        file, and a line put in above it is no new state of the article.
        """
        if (before["facets"], before["mentions"]) == (facets, mentions):
            return True
        if without_order(str(before["facets"])) != without_order(facets):
            return False
        if without_rules(str(before["mentions"])) != without_rules(mentions):
            return False
        self.db.execute("update versions set facets = ?, mentions = ? where key = ?", [facets, mentions, before["key"]])
        return True

    def _remember_corrected(self, version: int, corrected: Sequence[str]) -> None:
        self.db.execute("delete from corrected where version = ?", [version])
        if corrected:
            self.db.table("corrected").insert_all({"version": version, "correction": correction} for correction in corrected)

    def _content(self, prepared: Prepared) -> int:
        row = content_row(prepared.article, prepared.spans, prepared.model)
        known = self.store.one("select id from contents where hash = ?", (str(row["hash"]),))
        if known is None:
            return self._insert("contents", row)
        if prepared.spans is not None:
            self.db.execute("update contents set spans = ?, model = ? where id = ?", [row["spans"], row["model"], known["id"]])
        return whole(known["id"])

    def _insert(self, table: str, row: Row) -> int:
        """Put a row into a table and return its number: ten times as fast as `Table.insert`, which asks what the table is like."""
        cursor = self.db.execute(f"insert into {table} ({', '.join(row)}) values ({marks(list(row))})", list(row.values()))
        return whole(cursor.lastrowid)

    def keep_spans(self, article: Article, spans: Sequence[Span]) -> None:
        """Keep what the language model offered for an article that is here already."""
        row = content_row(article, spans, "on")
        self.db.execute("update contents set spans = ?, model = ? where hash = ?", [row["spans"], row["model"], row["hash"]])

    def withdraw(self, articles: Iterable[str]) -> int:
        """Withdraw articles by id; return how many stood."""
        standing = list(articles)
        with self.db.atomic():
            done = self.db.execute(
                f"update versions set retired = ? where retired is null and article in ({marks(standing)})",
                [self.edition, *standing],
            )
        return int(done.rowcount)

    def read_before(self, path: str, size: int, modified: int) -> str | None:
        """Return the stamp a file was read under when it had this size and modification time (ns), or None."""
        row = self.store.one("select stamp from files where path = ? and size = ? and modified = ?", (path, size, modified))
        return str(row["stamp"]) if row else None

    def file_read(
        self, path: str, size: int, modified: int, stamp: str, refused: Sequence[Refusal], dates: Sequence[UnreadDate] = ()
    ) -> None:
        """Remember that a file was read to its end, what was refused in it and which of its dates were not read."""
        with self.db.atomic():
            row = {"path": path, "size": size, "modified": modified, "stamp": stamp}
            self.db.table("files").upsert(row, pk="path")
            for table in ("refusals", "unread_dates"):
                self.db.execute(f"delete from {table} where path = ?", [path])
            self.db.table("refusals").insert_all([{"path": path, "place": r.where, "reason": r.reason} for r in refused])
            self.db.table("unread_dates").insert_all([{"path": path, "place": d.where, "stated": d.stated} for d in dates])

    def articles_of(self, path: str) -> int:
        """Return how many articles a file brought when it was last read."""
        return self.store.count("select count(*) from origins join files using (path, stamp) where path = ?", (path,))

    def stands(self, article: Article, path: str, stamp: str) -> bool:
        """Tell whether exactly this article stands in the archive, and if so remember that the file brings it."""
        sql = "select 1 from contents join versions on content = id where hash = ? and article = ? and retired is null"
        if not self.store.one(sql, (content_hash(article), article.id)):
            return False
        self._remember_origin(article.id, path, stamp)
        return True

    def _remember_origin(self, article: str, path: str, stamp: str) -> None:
        sql = "insert into origins (article, path, stamp) values (?, ?, ?) on conflict do update set stamp = excluded.stamp"
        self.db.execute(sql, [article, path, stamp])

    def sole_article(self, path: str) -> str | None:
        """Return the standing article that this file alone brought, where it brought exactly one; else None."""
        brought = [str(row["article"]) for row in self.store.rows("select article from origins where path = ? limit 2", (path,))]
        if len(brought) != 1:
            return None
        elsewhere = self.store.count("select count(*) from origins where article = ?", (brought[0],))
        return brought[0] if elsewhere == 1 else None

    def forget_origins(self, path: str, *, gone: bool) -> None:
        """Forget what a file no longer brings: everything where it is gone, else the articles its last reading did not meet."""
        if gone:
            for table in ("origins", "files", "refusals", "unread_dates"):
                self.db.execute(f"delete from {table} where path = ?", [path])
        else:
            last = "(select stamp from files where path = origins.path)"
            self.db.execute(f"delete from origins where path = ? and stamp <> {last}", [path])

    def withdraw_orphans(self) -> int:
        """Withdraw the articles that no remembered file brings any more; return how many."""
        with self.db.atomic():
            done = self.db.execute(
                "update versions set retired = ? where retired is null and article not in (select article from origins)",
                [self.edition],
            )
        return int(done.rowcount)

    def entity(self, facet: str, value: str, label: str, match: str) -> str:
        """Return the id under which an entity is known: of one with the same match key, else `value`, made unique and kept.

        An id that a correction announced is taken by the first that would be called so.
        """
        row = self.store.one("select value from entities where facet = ? and match = ?", (facet, match))
        if row:
            return str(row["value"])
        sql = "update entities set match = ? where facet = ? and value = ? and match = ?"
        if self.db.execute(sql, [match, facet, value, ANNOUNCED + value]).rowcount:
            return value
        free, number = value, 1
        while self.store.one("select 1 from entities where facet = ? and value = ?", (facet, free)):
            number += 1
            free = f"{value}-{number}"
        self._insert("entities", {"facet": facet, "value": free, "label": label, "match": match})
        return free

    def announce(self, facet: str, value: str, label: str) -> None:
        """Make an entity that a correction names known under its label, unless there is one of this id."""
        row = {"facet": facet, "value": value, "label": label, "match": ANNOUNCED + value}
        self.db.table("entities").insert(row, ignore=True)

    def correct(self, corrections: Corrections) -> None:
        """Put corrections in force in place of those before."""
        self.db.execute("delete from corrections")
        self.db.table("corrections").insert_all(map(correction_row, corrections.rows))
        self.remember("corrections", corrections.stamp)

    def redirect(self, facet: str, redirects: Iterable[Redirect]) -> None:
        """Let ids stand for others. A redirect that leads to the same id already keeps the edition it holds from."""
        for redirect in redirects:
            known = self.store.redirect(facet, redirect.old)
            if known is None or known.new != redirect.new:
                self.db.table("redirects").upsert({"facet": facet, **redirect.__dict__}, pk=("facet", "old"))

    def revive(self, facet: str, values: Iterable[str]) -> None:
        """Let ids that articles have now stand for themselves."""
        for value in values:
            self.db.execute("delete from redirects where facet = ? and old = ?", [facet, value])

    def cover(self, leftovers: Iterable[Leftover]) -> None:
        """Keep what a check could not resolve, in place of what the check before left."""
        with self.db.atomic():
            self.db.execute("delete from leftovers")
            self.db.table("leftovers").insert_all(leftover.__dict__ for leftover in leftovers)
            self.remember("coverage", str(self.store.newest))

    def remember(self, name: str, value: str) -> None:
        """Keep a fact about the archive."""
        self.db.table("facts").upsert({"name": name, "value": value}, pk="name")

    def finish(self, reason: str) -> Edition | None:
        """Close the edition if anything changed since the last one, and return it; what a killed run kept is part of it."""
        counts = self._changes()
        if not any(counts.values()):
            return None
        made = datetime.now(UTC).replace(microsecond=0).isoformat()
        edition = Edition(self.edition, made, reason, **counts)
        self.db.table("editions").insert(json.loads(json.dumps(edition.__dict__)))
        self.edition += 1
        return edition

    def _changes(self) -> dict[str, int]:
        """Count the articles that this edition added, changed, withdrew and relabelled, against the edition before."""
        came = self._contents("added = :e and (retired is null or retired > :e)")
        went = self._contents("retired = :e and added < :e")
        both = came.keys() & went.keys()
        same = sum(came[article] == went[article] for article in both)
        # Counted here: joined in SQL, for want of an index over both, every article would be held against every other.
        return {
            "added": len(came) - len(both),
            "changed": len(both) - same,
            "withdrawn": len(went) - len(both),
            "relabelled": same,
        }

    def _contents(self, where: str) -> dict[str, int]:
        """Return the content of each article that has a version under a condition on this edition `:e`."""
        found = self.db.query(f"select article, content from versions where {where}", {"e": self.edition})
        return {str(row["article"]): whole(row["content"]) for row in found}


def path_key(path: Path) -> str:
    """Return how a file is remembered: its absolute path as text."""
    return str(path.resolve())
