"""An archive's indices on a cluster: numbered, with an alias that leads to the one in use."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from archive.settings import Cluster
from search.engines import Engine
from search.engines.opensearch_client import Json, NotFoundError, answering, connect
from search.engines.opensearch_engine import opened, owner_of
from search.engines.opensearch_index import check_owner

REMEMBERED = 1.0
"""Seconds for which the alias is not asked about again; the index before a switch stays for longer than that."""


class ClusterIndices:
    """Indices `<name>.<number>` behind the alias `<name>`. What the writer locks is under `home`."""

    def __init__(self, home: Path, cluster: Cluster) -> None:
        self._folder = home / "index"
        self._cluster = cluster
        self._client = connect(cluster)
        self._asked, self._number = 0.0, 0

    def in_use(self) -> int:
        """Return the number the alias leads to."""
        if not self._number or monotonic() - self._asked > REMEMBERED:
            with answering(self._cluster, self._cluster.index):
                self._number = max((number_of(index) for index in self._behind_alias()), default=0)
            self._asked = monotonic()
        return self._number

    def numbers(self) -> list[int]:
        """Return the numbers of the indices."""
        with answering(self._cluster, self._cluster.index):
            return sorted(filter(None, map(number_of, self._all())))

    def open(self, number: int) -> Engine:
        """Open an index."""
        return opened(self._path(number), self._cluster)

    def build(self, number: int) -> Engine:
        """Make an index, unless there are indices of another archive under our name."""
        with answering(self._cluster, self._cluster.index):
            for found in self._all().values():
                check_owner(found["mappings"].get("_meta", {}), self._cluster, owner_of(self._folder))
        return opened(self._path(number), self._cluster, aside=True)

    def use(self, number: int) -> None:
        """Switch the alias."""
        with answering(self._cluster, self._cluster.index):
            leave: list[Json] = [{"remove": {"index": index, "alias": self._cluster.index}} for index in self._behind_alias()]
            take: Json = {"add": {"index": self._index(number), "alias": self._cluster.index}}
            self._client.indices.update_aliases(body={"actions": [*leave, take]})
        self._asked, self._number = monotonic(), number

    def remove(self, number: int) -> None:
        """Remove an index."""
        with answering(self._cluster, self._index(number)):
            self._client.indices.delete(index=self._index(number))

    def _all(self) -> dict[str, dict[str, dict[str, Json]]]:
        found: dict[str, dict[str, dict[str, Json]]] = self._client.indices.get_mapping(index=f"{self._cluster.index}.*")
        return found

    def _behind_alias(self) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=self._cluster.index))
        except NotFoundError:
            return []

    def _index(self, number: int) -> str:
        return f"{self._cluster.index}.{number}"

    def _path(self, number: int) -> Path:
        return self._folder / f"opensearch-{number}"


def number_of(index: str) -> int:
    """Return the number of an index, 0 for one that has none."""
    digits = index.rpartition(".")[2]
    return int(digits) if digits.isdigit() else 0
