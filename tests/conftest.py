"""Archives to test with: a few short articles of our own, ingested once a session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.model import Refusal
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.__main__ import index
from indexer.pipeline import Ingest

Document = dict[str, str]

DOCUMENTS: tuple[Document, ...] = (
    {
        "id": "1", "url": "https://news.example/a", "date": "2024-08-14", "source": "news.example",
        "title": "Lithuania promises radars and anti-drone equipment",
        "text": "Laurynas Kasčiūnas met Volodymyr Zelensky in Kyiv.\n\n"
                "Lithuania will send radars and anti-drone equipment to Ukraine.",
    },
    {
        "id": "2", "url": "https://news.example/b", "date": "2024-08-20", "source": "news.example",
        "title": "Poland and Lithuania order howitzers",
        "text": "Poland orders 20 self-propelled howitzers. Lithuania follows with towed howitzers.\n\nNo date was given.",
    },
    {
        "id": "3", "url": "https://paper.example/c", "date": "2023-02-01", "source": "paper.example",
        "title": "Germany sends Leopard 2 tanks",
        "text": "Germany said it would send 14 Leopard 2 tanks to Ukraine. Olaf Scholz called Volodymyr Zelenskyy.",
    },
    {
        "id": "4", "url": "https://paper.example/d", "date": "2022-05-09", "source": "paper.example",
        "title": "A quiet day at the market",
        "text": "Apples cost more than pears this week, and nobody could say why.",
    },
    {
        "id": "5", "url": "https://news.example/e", "date": "", "source": "news.example",
        "title": "Radars at sea",
        "text": "The frigate carries two radars. <script>alert(1)</script> Estonia & Latvia watch.",
    },
)  # fmt: skip


def ingest(home: Path, paths: list[Path], engine: str = "tantivy", *, prune: bool = False) -> Settings:
    """Ingest paths into an archive without the language model; return the settings that open it."""
    settings = Settings(home=home, engine=engine, jobs=1, model=False)
    store = Store(home)
    try:
        with Writer.open(store) as writer:
            Ingest(store, writer, settings).run(paths, prune=prune)
            index(store, settings)
    finally:
        store.close()
    return settings


def never(refusal: Refusal) -> None:
    """Fail where an article is given up."""
    pytest.fail(f"{refusal.where}: {refusal.reason}")


def write_jsonl(path: Path, documents: tuple[Document, ...] = DOCUMENTS) -> Path:
    """Write documents as JSON lines."""
    path.write_text("".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an archive that holds DOCUMENTS."""
    home = tmp_path_factory.mktemp("small")
    return ingest(home / "var", [write_jsonl(home / "articles.jsonl")])
