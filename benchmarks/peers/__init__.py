"""What Convoy is compared with: the same documents, the same questions, the same page's work. PEERS names every peer there is.

A page's work is the twenty best articles with title, date and outlet, how many there are, the most frequent values of the three
facets of the text, and the articles of each month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from archive.gazetteers.all import load_gazetteers
from archive.store import Store
from benchmarks.archives import MADE_OF, Archive, say
from benchmarks.questions import Question
from indexer.indexing import document_of
from search.engines import IndexDocument

COUNTED = ("country", "person", "equipment")
SHOWN = 12
"""Values listed of each facet."""

PAGE = 20


class Peer(Protocol):
    """A search system with the documents of one archive."""

    version: str
    """Its name and version, as in the report."""

    def ask(self, question: Question) -> int:
        """Do a page's work for a question; return how many articles match."""

    def close(self) -> None:
        """Let go of files, and stop what was started."""


class Builder(Protocol):
    """How a peer comes to be: a class with these."""

    built: str
    """The name of what it builds; peers that name the same share it."""

    def build(self, documents: Iterator[IndexDocument], folder: Path) -> None:
        """Index documents in an empty folder."""

    def __call__(self, folder: Path) -> Peer:
        """Open what was built."""


PEERS: Mapping[str, str] = {
    "datasette": "benchmarks.peers.datasette:Datasette",
    "fts5": "benchmarks.peers.fts5:Fts5",
    "whoosh": "benchmarks.peers.whoosh:Whoosh",
    "opensearch": "benchmarks.peers.opensearch:OpenSearch",
}


def open_peer(name: str, archive: Archive) -> Peer:
    """Return a peer with an archive's documents, indexed beside it unless that was done before."""
    module, _, attribute = PEERS[name].partition(":")
    kind: Builder = getattr(import_module(module), attribute)
    folder = archive.folder / "peers" / kind.built
    if not (folder / MADE_OF).exists():
        folder.mkdir(parents=True, exist_ok=True)
        say(f"indexing {archive.articles:,} articles with {name}")
        kind.build(documents(archive), folder)
        (folder / MADE_OF).write_text((archive.folder / MADE_OF).read_text())
    return kind(folder)


def documents(archive: Archive) -> Iterator[IndexDocument]:
    """Yield what every index holds of an archive."""
    gazetteers = load_gazetteers()
    store = Store(archive.home)
    try:
        for version in store.touched(0):
            if version.retired is None:
                yield document_of(version, gazetteers)
    finally:
        store.close()


def text_of(document: IndexDocument) -> str:
    """Return a document's standfirst and body."""
    return "\n\n".join(part for part in (document.standfirst, document.body) if part)
