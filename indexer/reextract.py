"""Find the values of every standing article anew, from the spans the language model once gave; it does not run again."""

from __future__ import annotations

from archive.model import Edition
from archive.settings import Settings
from archive.store import Prepared, Store, Writer
from indexer.extract.workers import load_extractor
from indexer.pipeline import Ingest, Progress


def reextract(store: Store, writer: Writer, settings: Settings, progress: Progress) -> Edition | None:
    """Keep every standing article with the values today's gazetteers give; return the edition, None where nothing changed."""
    ingest = Ingest(store, writer, settings)
    extractor = load_extractor()
    batch: list[Prepared] = []
    for version, spans in store.standing():
        mentions = tuple(map(ingest.settle, extractor.find(version.article.text, spans or ())))
        batch.append(ingest.relabelled(version.article, mentions))
        if len(batch) == 256:
            writer.keep(batch)
            progress(len(batch))
            batch = []
    writer.keep(batch)
    progress(len(batch))
    writer.remember("extraction", ingest.rules)
    return writer.finish("values found anew")
