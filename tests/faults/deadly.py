"""Work that ends the process that does it, where an item says so. Worker processes import it by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence


def measure(batch: Sequence[str]) -> list[int]:
    """Return the lengths of words; a word `poison` kills this process, a word that is a file's path does so once."""
    for word in batch:
        if word == "poison" or (word.startswith("/") and consumed(word)):
            os.kill(os.getpid(), signal.SIGKILL)
    return [len(word) for word in batch]


def consumed(path: str) -> bool:
    """Take a file away; tell whether it was there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True
