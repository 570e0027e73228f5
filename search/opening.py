"""Open an archive for readers: its store, its index and the gazetteers, as the settings say."""

from __future__ import annotations

from archive.gazetteers.all import load_gazetteers
from archive.settings import Settings
from archive.store import Store
from search.engines.current import CurrentIndex
from search.service import Service


def open_service(settings: Settings) -> Service:
    """Return the service on the archive the settings name."""
    index = CurrentIndex(settings.home, settings.engine, settings.cluster)
    return Service(Store(settings.home), index, load_gazetteers(), meaning=settings.model)
