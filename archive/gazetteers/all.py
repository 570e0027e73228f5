"""Every gazetteer by its facet's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from archive.gazetteers import Gazetteer, country, equipment, person


@cache
def load_gazetteers() -> Mapping[str, Gazetteer]:
    """Load every gazetteer once a process."""
    return {"country": country.load(), "person": person.load(), "equipment": equipment.load()}
