"""From file to archive: read, clean, extract, store, index."""
