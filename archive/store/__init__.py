"""The truth in SQLite: articles and their versions, mentions, entities, editions, links and refusals."""

from archive.store.links import Links
from archive.store.reading import Store
from archive.store.trouble import STORAGE_ERRORS, storage_trouble
from archive.store.writing import Kept, Prepared, Writer

__all__ = ["STORAGE_ERRORS", "Kept", "Links", "Prepared", "Store", "Writer", "storage_trouble"]
