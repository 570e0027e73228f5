"""The tables, as migrations: each runs once on each archive, in order; a released one is never edited."""

from __future__ import annotations

from secrets import token_hex

from archive.store.sqlite import Database, Migrations

migrations = Migrations("convoy")


@migrations()
def tables_of_the_first_archive(db: Database) -> None:
    """Make the tables.

    contents: cleaned articles, one row per distinct state; versions: which content and values an article had from edition
    `added` until `retired`; origins: which files brought an article; files: what was read, so that it is not read again.
    """
    db.create_table(
        "editions",
        {
            "number": int,
            "made": str,
            "reason": str,
            "added": int,
            "changed": int,
            "withdrawn": int,
            "relabelled": int,
        },
        pk="number",
    )
    db.create_table(
        "contents",
        {
            "id": int,
            "hash": str,
            "title": str,
            "standfirst": str,
            "body": str,
            "author": str,
            "date": str,
            "time": str,
            "source": str,
            "url": str,
            "language": str,
            "external_id": str,
            "cuts": str,
            "spans": str,
            "model": str,
        },
        pk="id",
    ).create_index(["hash"], unique=True)
    versions = db.create_table(
        "versions",
        {"key": int, "article": str, "content": int, "added": int, "retired": int, "facets": str, "mentions": str},
        pk="key",
        foreign_keys=[("content", "contents", "id")],
        not_null={"article", "content", "added", "facets", "mentions"},
    )
    for column in ("article", "added", "retired", "content"):
        versions.create_index([column])
    db.create_table(
        "entities",
        {"facet": str, "value": str, "label": str, "match": str},
        pk=("facet", "value"),
    ).create_index(["facet", "match"])
    origins = db.create_table("origins", {"article": str, "path": str, "stamp": str}, pk=("article", "path"))
    origins.create_index(["path"])
    db.create_table("files", {"path": str, "size": int, "modified": int, "stamp": str}, pk="path")
    refusals = db.create_table("refusals", {"id": int, "path": str, "place": str, "reason": str}, pk="id")
    refusals.create_index(["path"])
    db.create_table("facts", {"name": str, "value": str}, pk="name")


@migrations()
def tables_of_corrections_and_coverage(db: Database) -> None:
    """Make the tables.

    corrections: the rows of corrections.csv in force; corrected: which of them changed a version's values; redirects: ids of
    persons that were merged or renamed, since edition `edition`; leftovers: words that look like a name and became no value.
    """
    db.create_table(
        "corrections",
        {
            "id": str,
            "line": int,
            "action": str,
            "facet": str,
            "value": str,
            "name": str,
            "other": str,
            "articles": str,
            "reason": str,
            "date": str,
            "label": str,
            "match": str,
        },
        pk="id",
    ).create_index(["facet", "match"])
    corrected = db.create_table("corrected", {"version": int, "correction": str}, pk=("version", "correction"))
    corrected.create_index(["correction"])
    db.create_table(
        "redirects",
        {"facet": str, "old": str, "new": str, "kind": str, "edition": int},
        pk=("facet", "old"),
    ).create_index(["facet", "new"])
    db.create_table("leftovers", {"facet": str, "surface": str, "articles": int, "article": str}, pk=("facet", "surface"))


@migrations()
def tables_of_links(db: Database) -> None:
    """Make the tables, and give the archive its id.

    links: short links by code; kept: what a pinned search must not find out anew, by kind and address, compressed; `lasting` is 1
    where someone made a link to it. A copy of an archive keeps its id, so that the same address has the same code there.
    """
    db.create_table("links", {"code": str, "address": str, "made": str}, pk="code")
    kept = db.create_table(
        "kept",
        {"id": int, "kind": str, "state": str, "body": bytes, "lasting": int},
        pk="id",
        not_null={"kind", "state", "body", "lasting"},
    )
    kept.create_index(["kind", "state"], unique=True)
    kept.create_index(["kind", "lasting"])
    db.table("facts").insert({"name": "archive", "value": token_hex(8)})


@migrations()
def stories_of_versions(db: Database) -> None:
    """Make room for stories.

    versions.story: the story a version belongs to, empty where it is named after its own article; openings: of each article
    that was compared with others, with which content, and what later ones are compared with (hashes of its first words).
    """
    versions = db.table("versions")
    versions.add_column("story", str, not_null_default="")
    versions.create_index(["story"])
    db.create_table("openings", {"article": str, "content": int, "opening": bytes}, pk="article")


@migrations()
def points_of_contents(db: Database) -> None:
    """Make room for what a model of meaning says of contents: points, each a row of numbers of one byte."""
    db.create_table("points", {"content": int, "point": bytes}, pk="content", not_null={"point"})


@migrations()
def dates_not_read(db: Database) -> None:
    """Make room for the dates that files state and nobody can read, beside what was refused in these files."""
    dates = db.create_table("unread_dates", {"id": int, "path": str, "place": str, "stated": str}, pk="id")
    dates.create_index(["path"])
