"""The names of outlets, which the articles themselves bring."""

from __future__ import annotations

from dataclasses import dataclass

from archive.store import Store


@dataclass(frozen=True)
class Outlets:
    """Resolves what a person writes after `source:`: an id, a label, or how an id begins (`reuters` for reuters.com)."""

    store: Store

    def label(self, value: str) -> str | None:
        """Return an outlet's label, or None where there is no such outlet."""
        return self.store.labels("source", [value]).get(value)

    def current(self, value: str, edition: int | None = None) -> str:
        """Return the id itself: outlets are neither merged nor renamed."""
        return value

    def resolve(self, name: str, edition: int | None = None) -> tuple[str, ...]:
        """Return the ids of the outlets a name may mean."""
        wanted = name.casefold()
        known = self.store.entities("source")
        same = tuple(value for value, label in known if wanted in (value, label.casefold()))
        return same or tuple(value for value, _ in known if value.startswith(wanted + "."))
