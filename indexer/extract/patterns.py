"""Regular expressions made of the words of data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable


def any_of(words: Iterable[str], escaped: Callable[[str], str]) -> str:
    """Return a regular expression for any of some words, each part of one as `escaped` writes it.

    Words that begin alike stand together, in their order, to be passed over in one step.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for word in words:
        alike[escaped(word[0])].append(escaped(word[1:]))
    begun = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in alike.items())
    return f"(?:{begun})"
