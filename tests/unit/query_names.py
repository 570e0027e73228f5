"""A few names for queries to meet: what the table in docs/query.md says is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.terms import Names


@dataclass(frozen=True)
class FewNames:
    """A gazetteer of a handful of names, in lower case, and the ids they may mean."""

    ids: Mapping[str, tuple[str, ...]]

    def label(self, value: str) -> str | None:
        """Return the id itself where it is one."""
        return value if any(value in ids for ids in self.ids.values()) else None

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids of a name in any case."""
        return self.ids.get(name.lower(), ())


NAMES: Mapping[str, Names] = {
    "country": FewNames({"lithuania": ("LT",), "ukraine": ("UA",), "south korea": ("KR",), "korea": ("KP", "KR")}),
    "person": FewNames({"zelensky": ("volodymyr-zelenskyy",), "зеленський": ("volodymyr-zelenskyy",)}),
    "equipment": FewNames({"air defence": ("air-defence",)}),
    "source": FewNames({"reuters": ("reuters.com",)}),
}
