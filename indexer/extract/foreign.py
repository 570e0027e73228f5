"""The characters of a text that are not ASCII: a page has few different ones, and they tell whether it needs a closer look."""

from __future__ import annotations

from functools import lru_cache

ASCII = bytes(range(128))
REMEMBERED = 128
"""So many texts are remembered: more than are worked on together."""


@lru_cache(maxsize=REMEMBERED)
def foreign(text: str) -> str:
    """Return each character of a text that is not ASCII once. Every finder asks it of the same texts, one after the other."""
    # Deleting bytes takes a fraction of the time of looking through a text for some of them.
    return "".join(set(text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")))
