"""The truth in SQLite: articles and their versions, mentions, entities, editions, links and refusals."""

from archive.store.links import Links
from archive.store.reading import Store
from archive.store.writing import Kept, Prepared, Writer

__all__ = ["Kept", "Links", "Prepared", "Store", "Writer"]
