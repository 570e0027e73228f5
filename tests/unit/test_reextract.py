"""Reextract: the same mentions from several processes as from one, and nothing left that the model never read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive.model import Span
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.extract.crews import Workforce
from indexer.extract.workers import BATCH, find_all
from indexer.reextract import reextract
from tests.conftest import ingest, never, write_jsonl


def test_workers_give_every_text_its_own_mentions_in_order() -> None:
    readings = [
        (f"Orvar Quill sent {number} howitzers to {('Latvia', 'Poland', 'Norway')[number % 3]}.", (Span(0, 11),))
        for number in range(2 * BATCH + 1)
    ]
    alone = [found or () for found in find_all(readings, crew=Workforce(1))]
    assert list(find_all(readings, crew=Workforce(2))) == alone
    assert [[mention.value for mention in found if mention.facet == "country"] for found in alone[:3]] == [["LV"], ["PL"], ["NO"]]
    assert {mention.surface for found in alone for mention in found if mention.facet == "person"} == {"Orvar Quill"}


def test_articles_the_model_never_read_are_read_when_it_is_there(tmp_path: Path) -> None:
    text = "Orvar Quill, the harbour master, met reporters in Riga. Quill said the radars had come."
    document = {"id": "1", "source": "news.example", "title": "Radars reach Riga", "text": text}
    settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "a.jsonl", (document,))])
    assert persons_of(settings) == ()
    store = Store(settings.home)
    try:
        with Writer.open(store) as writer:
            edition = reextract(store, writer, replace(settings, model=True), lambda documents: None, never)
    finally:
        store.close()
    assert edition is not None
    assert persons_of(settings) == ("orvar-quill",)


def persons_of(settings: Settings) -> tuple[str, ...]:
    """Return the persons of the one article of an archive."""
    store = Store(settings.home)
    try:
        version, _ = next(store.standing())
        return version.values["person"]
    finally:
        store.close()
