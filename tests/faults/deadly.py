"""Work that ends the process that does it, where an item says so. Worker processes import it by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from archive import meaning
from archive.store import Store, Writer
from archive.store.points import wanting
from indexer.meaning import give_points


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


def read_for_meaning(home: str, most: int) -> None:
    """Give the articles of an archive their points of meaning; this process is killed once it has read `most` of them."""
    read = 0

    def step(count: int) -> None:
        nonlocal read
        read += count
        if read >= most:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(Store(Path(home))) as store, Writer.open(store) as writer:
        give_points(writer, meaning.model(), wanting(store, meaning.NAME), step)
