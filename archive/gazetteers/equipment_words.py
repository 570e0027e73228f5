"""How the spelling of equipment is made comparable: a text as pieces, a name as a key of canonical words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

PIECE = re.compile(r"[A-Za-z]++(?![^\W\d_])|[^\w&]+|\d+|[^\W\d_]+|&(?:(?:[A-Za-z]{2,8}|#\d{1,6});)?|_+")
"""Splits a text, without loss, into runs of letters, runs of digits, HTML entities and what stands between; what is usual first."""

WORD = re.compile(r"[^\W\d_]+|\d+")

DASHES = ("-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")

QUOTES = (*(f"{mark} " for mark in "'’\"”"), *(f" {mark}" for mark in "'‘\"“"))

SPACES = (" ", "  ", "\n", "\t", "\u00a0", "\u202f", "&nbsp;")

GAPS = frozenset(("", "/", ".", " -", "- ", " - ", "-\n", "&ndash;", *SPACES, *DASHES, *QUOTES))
"""What may stand between two words of one name: F-16, F 16, F16, F‑16, 'kamikaze' drone."""

LOOKALIKES = str.maketrans("ABCEHIKMOPTXYaceopxy", "АВСЕНІКМОРТХУасеорху")
"""Latin letters and the Cyrillic letters that look the same: Т-72 is often typed with the Cyrillic one."""

NO_PLURAL = frozenset(("aircraft", "artillery", "ammunition", "ammo", "personnel"))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name as written, letters and digits apart: `T-72B3` is T, 72, B, 3."""
    return tuple(WORD.findall(text))


def key(text: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    """Return what two spellings of one name share: its words in lower case, each in its canonical spelling."""
    # A list, since a generator takes half as long again, and a server that starts waits for thousands of these.
    return tuple([spellings.get(word, word) for word in words(text.lower())])


def plurals(word: str) -> tuple[str, ...]:
    """Return the plural forms of a noun; none where the word is one already or has digits."""
    lower = word.lower()
    if word.isdigit() or len(word) < 2 or lower in NO_PLURAL:
        return ()
    if lower.endswith("s"):
        return (f"{word}es",) if lower.endswith("ss") else ()
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return (f"{word[:-1]}ies", f"{word}s")
    if lower.endswith(("x", "z", "ch", "sh")):
        return (f"{word}es", f"{word}s")
    return (f"{word}s",)


def spelled_out(form: str) -> Iterator[str]:
    """Yield the spellings a form stands for: `mine~hunter` is written together or apart."""
    head, mark, tail = form.partition("~")
    if not mark:
        yield form
        return
    for rest in spelled_out(tail):
        yield f"{head} {rest}"
        yield f"{head}{rest}"


def variants(text: str) -> Iterator[str]:
    """Yield a name in every spelling it stands for: together or apart, one or many."""
    for spelling in spelled_out(text):
        yield spelling
        last = words(spelling)[-1]
        if spelling.endswith(last):
            yield from (spelling.removesuffix(last) + plural for plural in plurals(last))
