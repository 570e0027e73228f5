"""Where an engine's index lies during one test, and what can happen to it there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from opensearchpy import OpenSearch

from archive.settings import Cluster
from search.engines import NO_CLUSTER, ON_CLUSTER, Engine, open_engine

OURS = ("convoy-stamp.json", "convoy-mark.txt")


class Shelf(Protocol):
    """A place for one index of one engine."""

    @property
    def name(self) -> str:
        """Return the engine's name."""

    @property
    def folder(self) -> Path:
        """Return the folder the index is in, or is named after."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the settings by which another process finds it."""

    def open(self) -> Engine:
        """Open the engine, on a new index where there is none yet."""

    def fresh(self) -> Engine:
        """Open the engine on an empty index, whatever was opened before."""

    def put_stranger(self) -> None:
        """Put something there that is not an index of ours."""

    def stranger_is_there(self) -> bool:
        """Tell whether that is still there."""

    def restamp(self, part: str) -> None:
        """Alter one part of the stamp."""

    def vanish(self) -> None:
        """Take the index away."""

    def damage(self) -> None:
        """Make it unreadable."""

    def leftovers(self) -> list[str]:
        """Return what lies around beside the index."""

    def tidy(self) -> None:
        """Take away what the test left elsewhere than in its own folder."""


@dataclass(frozen=True)
class FolderShelf:
    """The shelf of an engine whose index is a folder."""

    name: str
    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Return nothing: the folder says it all."""
        return {}

    def open(self) -> Engine:
        """Open the folder."""
        return open_engine(self.name, self.folder)

    def fresh(self) -> Engine:
        """Open another folder."""
        return open_engine(self.name, self.folder / uuid4().hex)

    def put_stranger(self) -> None:
        """Put a picture into the folder."""
        self.folder.mkdir()
        (self.folder / "holiday.jpg").write_bytes(b"\xff\xd8")

    def stranger_is_there(self) -> bool:
        """Look for the picture."""
        return (self.folder / "holiday.jpg").exists()

    def restamp(self, part: str) -> None:
        """Alter the file of the stamp."""
        stamp = self.folder / "convoy-stamp.json"
        stamp.write_text(altered(stamp.read_text(), part))

    def vanish(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder)

    def damage(self) -> None:
        """Cut every file of the engine's own in half."""
        for path in self.folder.iterdir():
            if path.is_file() and path.name not in OURS:
                path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    def leftovers(self) -> list[str]:
        """List the folder's neighbours."""
        return [path.name for path in self.folder.parent.iterdir() if path != self.folder]

    def tidy(self) -> None:
        """Do nothing: the folder goes with the test."""


@dataclass(frozen=True)
class ClusterShelf:
    """The shelf of the engine whose index is on a cluster; `client` is a way to it past the engine."""

    folder: Path
    cluster: Cluster
    client: OpenSearch
    name: str = "opensearch"

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the settings that lead another process to the cluster."""
        return {"CONVOY_OPENSEARCH": self.cluster.addresses[0], "CONVOY_OPENSEARCH_INDEX": self.cluster.index}

    @property
    def index(self) -> str:
        """Return what the index is called."""
        return f"{self.cluster.index}.{self.folder.name}"

    def open(self) -> Engine:
        """Open the index."""
        return open_engine(self.name, self.folder, self.cluster)

    def fresh(self) -> Engine:
        """Open the same index, cleared: making one costs more."""
        engine = self.open()
        with engine.writing() as writer:
            writer.clear()
        return engine

    def put_stranger(self) -> None:
        """Make an index of somebody else's under our name."""
        self.client.indices.create(index=self.index, body={"mappings": {"properties": {"holiday": {"type": "keyword"}}}})

    def stranger_is_there(self) -> bool:
        """Look for somebody else's field."""
        return "holiday" in self.client.indices.get_mapping(index=self.index)[self.index]["mappings"]["properties"]

    def restamp(self, part: str) -> None:
        """Alter the stamp in the index's mapping."""
        meta = self.client.indices.get_mapping(index=self.index)[self.index]["mappings"]["_meta"]
        stamp = json.loads(altered(json.dumps(meta["stamp"]), part))
        self.client.indices.put_mapping(index=self.index, body={"_meta": {**meta, "stamp": stamp}})

    def vanish(self) -> None:
        """Delete the index."""
        self.client.indices.delete(index=self.index)

    def damage(self) -> None:
        """Close the index: it is there, and cannot be read."""
        self.client.indices.close(index=self.index)

    def leftovers(self) -> list[str]:
        """List other indices of this archive, and files beside the folder that are not those of every archive on a cluster."""
        files = {path.name for path in self.folder.parent.iterdir()} - {"opensearch.id", "opensearch.lock"}
        return [*files, *self.others()]

    def others(self) -> list[str]:
        """List other indices of this archive."""
        return [index for index in self.client.indices.get_mapping(index=f"{self.cluster.index}.*") if index != self.index]

    def tidy(self) -> None:
        """Delete the index if it is still there."""
        self.client.indices.delete(index=self.index, params={"ignore_unavailable": "true"})


def altered(stamp: str, part: str) -> str:
    """Return the text of a stamp with one part another."""
    return stamp.replace(f'"{part}": ', f'"{part}": "not ", "{part} then": ')


def shelf_of(name: str, folder: Path, cluster: Cluster = NO_CLUSTER) -> Shelf:
    """Return the shelf of an engine."""
    if name in ON_CLUSTER:
        return ClusterShelf(folder, cluster, OpenSearch(list(cluster.addresses)))
    return FolderShelf(name, folder)
