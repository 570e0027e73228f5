"""Archives to test with: a few short articles of our own, ingested once a session."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import NoReturn

import pytest

from archive.model import Refusal
from archive.settings import Cluster as SearchCluster
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.commands import index
from indexer.pipeline import Ingest
from search.engines import ENGINES, NO_CLUSTER, ON_CLUSTER
from tools.opensearch.cluster import Cluster
from tools.opensearch.install import Missing

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


CHOSEN = {"engine": "tantivy"}
"""The engine of archives for which a test names none: `pytest --engine opensearch tests/web tests/browser` tries another."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that chooses it."""
    parser.addoption("--engine", choices=tuple(ENGINES), default="tantivy", help="engine of archives for which a test names none")


@pytest.fixture(scope="session", autouse=True)
def engine_under_test(request: pytest.FixtureRequest) -> str:
    """Return the engine chosen, its cluster started where it needs one."""
    CHOSEN["engine"] = request.config.getoption("--engine")
    if CHOSEN["engine"] in ON_CLUSTER:
        request.getfixturevalue("cluster")
    return CHOSEN["engine"]


def settings_of(home: Path, engine: str = "") -> Settings:
    """Return the settings of an archive without the language model; on the cluster of this session its index is its own."""
    engine = engine or CHOSEN["engine"]
    index = f"archive-{sha256(str(home).encode()).hexdigest()[:16]}"
    cluster = SearchCluster(tuple(CHOSEN["cluster"].split()), index, replicas=0) if engine in ON_CLUSTER else NO_CLUSTER
    return Settings(home=home, engine=engine, jobs=1, model=False, cluster=cluster)


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a command or server opens an archive of `settings_of`."""
    cluster = settings.cluster
    there = {"CONVOY_OPENSEARCH": " ".join(cluster.addresses), "CONVOY_OPENSEARCH_INDEX": cluster.index}
    return {**os.environ, "CONVOY_HOME": str(settings.home), "CONVOY_ENGINE": settings.engine, **there}


def ingest(home: Path, paths: list[Path], engine: str = "", *, prune: bool = False) -> Settings:
    """Ingest paths into an archive without the language model; return the settings that open it."""
    settings = settings_of(home, engine)
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


@pytest.fixture(scope="session")
def cluster() -> Iterator[SearchCluster]:
    """Start an OpenSearch of one node for the tests of this session and return the settings that lead to it.

    Where it cannot be had, what needs it is not tested and says why; in continuous integration that is a failure.
    """
    folder = Path(mkdtemp(prefix="convoy-cluster-"))
    started = Cluster.at(folder, nodes=1, heap=384, leash=True)
    try:
        started.start()
        CHOSEN["cluster"] = started.addresses
        yield SearchCluster(addresses=tuple(started.addresses.split()), index="tests", replicas=0)
    except Missing as lacking:
        missing(lacking)
    finally:
        started.remove()


def missing(lacking: Missing) -> NoReturn:
    """Say that the cluster was not tested for want of something."""
    untested(f"the cluster engine was not tested: {lacking}")


def untested(reason: str) -> NoReturn:
    """Say what was not tested; where tests must be complete that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
