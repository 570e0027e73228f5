"""The truth in SQLite: articles and their versions, mentions, entities, editions and refusals."""

from archive.store.reading import Store
from archive.store.writing import Kept, Prepared, Writer

__all__ = ["Kept", "Prepared", "Store", "Writer"]
