"""What can go wrong with the disk under an archive, said in one sentence that a person can act on."""

from __future__ import annotations

import sqlite3

STORAGE_ERRORS = (OSError, sqlite3.Error)
"""What reading or writing an archive raises when its disk is full, read-only, missing or damaged."""


def storage_trouble(error: BaseException) -> str:
    """Return what happened and what to look at."""
    cure = "Check that CONVOY_HOME is a folder that can be written to, on a disk with room, and that nothing else wrote in it."
    return f"The archive cannot be read or written: {error}. {cure}"
