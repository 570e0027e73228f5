"""Ingest: what a run adds, changes, leaves, refuses and prunes; the store decides, so these look at the store."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Report, UnreadDate
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.pipeline import Ingest
from tests.conftest import DOCUMENTS, write_jsonl


class Archive:
    """An archive in a folder and the articles folder it is fed from."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "var", jobs=1, model=False)
        self.articles = folder / "articles"
        self.articles.mkdir()

    def ingest(self, *, prune: bool = False, path: Path | None = None) -> Report:
        store = Store(self.settings.home)
        try:
            with Writer.open(store) as writer:
                return Ingest(store, writer, self.settings).run([path or self.articles], prune=prune)
        finally:
            store.close()

    def titles(self) -> list[str]:
        store = Store(self.settings.home)
        try:
            return sorted(version.article.title for version, _ in store.standing())
        finally:
            store.close()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.withdrawn


def test_the_same_files_again_change_nothing(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl")
    assert counts(archive.ingest()) == (5, 0, 0, 0)
    again = archive.ingest()
    assert counts(again) == (0, 0, 5, 0)
    assert again.edition is None


def test_a_file_touched_without_a_change_changes_nothing(archive: Archive) -> None:
    path = write_jsonl(archive.articles / "a.jsonl")
    archive.ingest()
    path.write_bytes(path.read_bytes() + b"\n")
    assert counts(archive.ingest()) == (0, 0, 5, 0)


def test_a_changed_article_with_an_address_makes_a_new_version(archive: Archive) -> None:
    path = archive.articles / "a.jsonl"
    write_jsonl(path)
    archive.ingest()
    write_jsonl(path, ({**DOCUMENTS[0], "title": "Lithuania promises three radars"}, *DOCUMENTS[1:]))
    report = archive.ingest()
    assert counts(report) == (0, 1, 4, 0)
    assert "Lithuania promises three radars" in archive.titles()
    assert len(archive.titles()) == 5


def test_a_changed_text_file_without_address_makes_a_new_version(archive: Archive) -> None:
    path = archive.articles / "a.txt"
    path.write_text("Radars for Riga\n\nLatvia bought radars from Denmark for its coast guard.\n", encoding="utf-8")
    archive.ingest()
    path.write_text("Radars for Riga\n\nLatvia bought four radars from Denmark for its coast guard.\n", encoding="utf-8")
    assert counts(archive.ingest()) == (0, 1, 0, 0)
    assert archive.titles() == ["Radars for Riga"]


def test_a_changed_copy_leaves_the_other_copy_alone(archive: Archive) -> None:
    text = "Radars for Riga\n\nLatvia bought radars from Denmark for its coast guard.\n"
    for name in ("a.txt", "b.txt"):
        (archive.articles / name).write_text(text, encoding="utf-8")
    assert counts(archive.ingest()) == (1, 0, 1, 0)
    (archive.articles / "b.txt").write_text(text.replace("radars from", "nine radars from"), encoding="utf-8")
    assert counts(archive.ingest()) == (1, 0, 1, 0)
    assert len(archive.titles()) == 2


def test_two_feeds_with_the_same_numbers_never_overwrite_each_other(archive: Archive) -> None:
    for source in ("one.example", "two.example"):
        document = {
            "id": "1",
            "source": source,
            "title": f"News of {source}",
            "text": f"{source} reports that radars arrived in Riga.",
        }
        write_jsonl(archive.articles / f"{source}.jsonl", (document,))
    assert counts(archive.ingest()) == (2, 0, 0, 0)


def test_a_refused_document_is_named_and_the_rest_go_on(archive: Archive) -> None:
    lines = [json.dumps(DOCUMENTS[0]), "{not json", json.dumps({"id": "9", "title": "", "text": ""}), json.dumps(DOCUMENTS[1])]
    path = archive.articles / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    (archive.articles / "empty.txt").write_bytes(b"")
    (archive.articles / "picture.txt").write_bytes(bytes(range(256)) * 40)
    report = archive.ingest()
    assert report.added == 2
    reasons = {(Path(refusal.where).name, refusal.reason.partition(":")[0].partition(" (")[0]) for refusal in report.refused}
    assert {("a.jsonl", "bad JSON at line 2"), ("a.jsonl line 3", "no text")} < reasons
    assert sorted(name for name, _ in reasons) == ["a.jsonl", "a.jsonl line 3", "empty.txt", "picture.txt"]


def test_what_was_too_large_is_read_once_the_limit_is_raised(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl")
    limits = archive.settings
    archive.settings = replace(limits, largest_article=100)
    assert archive.ingest().added < 5
    archive.settings = limits
    report = archive.ingest()
    assert (report.added + report.unchanged, report.refused) == (5, ())


def test_refusals_are_reported_again_until_they_are_mended(archive: Archive) -> None:
    path = archive.articles / "a.txt"
    path.write_bytes(b"")
    assert len(archive.ingest().refused) == 1
    assert len(archive.ingest().refused) == 1
    path.write_text("Mended\n\nNow there is an article about radars here.\n", encoding="utf-8")
    assert archive.ingest().refused == ()


UNREAD = ["the 45th of Smarch", "2024-02-30", "August 2024", "2024", "08/09/2024", "14/8/24", "14 août 2024", "1723600000"]


def test_dates_that_cannot_be_read_are_named_until_they_are_mended(archive: Archive) -> None:
    path = archive.articles / "a.jsonl"
    write_jsonl(path, (*({**DOCUMENTS[3], "url": "", "id": date, "date": date} for date in UNREAD), *DOCUMENTS))
    named = tuple(UnreadDate(f"{path} line {line}", date) for line, date in enumerate(UNREAD, start=1))
    report = archive.ingest()
    assert (report.added, report.refused, report.unread_dates) == (13, (), named)
    assert archive.ingest().unread_dates == named
    store = Store(archive.settings.home)
    assert store.unread_dates() == named
    write_jsonl(path)
    assert archive.ingest().unread_dates == store.unread_dates() == ()
    store.close()


def test_dates_of_files_that_are_gone_are_forgotten_with_them(archive: Archive) -> None:
    path = write_jsonl(archive.articles / "a.jsonl", ({**DOCUMENTS[0], "date": "soon"},))
    archive.ingest()
    path.unlink()
    archive.ingest(prune=True)
    store = Store(archive.settings.home)
    assert store.unread_dates() == ()
    store.close()


def test_a_long_date_is_shown_on_one_line_without_what_steers_a_terminal(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl", ({**DOCUMENTS[0], "date": "\x1b[2J\nsoon " * 1_000},))
    (date,) = archive.ingest().unread_dates
    assert date.stated.startswith("[2J soon [2J soon")
    assert len(date.stated) <= 81
    assert date.stated.isprintable()


def test_pruning_withdraws_documents_that_left_their_file_and_files_that_are_gone(archive: Archive) -> None:
    first, second = archive.articles / "a.jsonl", archive.articles / "b.jsonl"
    write_jsonl(first, DOCUMENTS[:3])
    write_jsonl(second, DOCUMENTS[3:])
    archive.ingest()
    write_jsonl(first, DOCUMENTS[:2])
    second.unlink()
    assert archive.ingest().withdrawn == 0
    assert counts(archive.ingest(prune=True)) == (0, 0, 2, 3)
    assert len(archive.titles()) == 2


def test_pruning_a_folder_that_is_gone_withdraws_what_it_brought_and_nothing_else(archive: Archive) -> None:
    for name, documents in (("gone", DOCUMENTS[:2]), ("gone-not", DOCUMENTS[2:])):
        (archive.articles / name).mkdir()
        write_jsonl(archive.articles / name / "a.jsonl", documents)
    archive.ingest()
    (archive.articles / "gone").rename(archive.articles.parent / "elsewhere")
    report = archive.ingest(prune=True, path=archive.articles / "gone")
    assert (counts(report), report.refused) == ((0, 0, 0, 2), ())
    assert len(archive.titles()) == 3


def test_pruning_leaves_other_folders_alone(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl", DOCUMENTS[:2])
    elsewhere = archive.articles / "elsewhere"
    elsewhere.mkdir()
    write_jsonl(elsewhere / "b.jsonl", DOCUMENTS[2:])
    archive.ingest()
    (archive.articles / "a.jsonl").unlink()
    assert archive.ingest(prune=True, path=elsewhere).withdrawn == 0
    assert archive.ingest(prune=True).withdrawn == 2


def test_a_repeated_document_is_reported(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl", (DOCUMENTS[0], {**DOCUMENTS[0], "id": "77"}))
    report = archive.ingest()
    assert report.added == 1
    assert [where.rpartition(" ")[2] for where in report.repeated] == ["2"]


def test_compressed_files_are_read(archive: Archive) -> None:
    text = "".join(json.dumps(document) + "\n" for document in DOCUMENTS)
    (archive.articles / "a.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    assert archive.ingest().added == 5


def test_values_are_found_with_their_places(archive: Archive) -> None:
    write_jsonl(archive.articles / "a.jsonl", DOCUMENTS[:1])
    archive.ingest()
    store = Store(archive.settings.home)
    try:
        version, _ = next(store.standing())
    finally:
        store.close()
    assert version.values["country"] == ("LT", "UA")
    assert set(version.values["person"]) == {"laurynas-kasciunas", "volodymyr-zelenskyy"}
    assert set(version.values["equipment"]) == {"counter-drone", "radar"}
    assert version.values["source"] == ("news.example",)
    assert all(version.article.text[mention.start : mention.end] == mention.surface for mention in version.mentions)
