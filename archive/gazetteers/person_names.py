"""Names as keys: folding, the Slavic skeleton, given-name groups, slugs and the key under which two spellings are one person."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

DATA = Path(__file__).parent / "data" / "person"

APOSTROPHES = re.compile(r"['’‘ʼ´`′]")
POSSESSIVE = re.compile(r"['’‘ʼ´`′](?:s|S)?$")
SEPARATORS = re.compile(r"[^a-z0-9]+")
INITIALS = re.compile(r"\b((?:[A-Z]\. ?)+)(?=[A-Z])")
NICKNAME = re.compile(r"[\"“«(\[][^\"“”«»()]{0,30}[\"”»)\]]|(?<= )['‘][^'‘’]{1,30}['’](?= )")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "vi", "xiv"))
PARTICLES = frozenset(("al", "el", "von", "van", "der", "den", "de", "la", "le", "du", "da", "dos", "di", "del", "the", "of"))
"""Small words of a surname that spellings of the same name leave out or keep."""

SPELLINGS = (
    ("tsch", "c"), ("tch", "c"), ("shch", "s"), ("sch", "s"), ("ch", "c"), ("cz", "c"), ("sh", "s"), ("sz", "s"), ("zh", "z"),
    ("kh", "h"), ("gh", "h"), ("g", "h"), ("w", "v"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("oe", "o"), ("ue", "u"), ("ae", "a"),
    ("y", "i"), ("j", "i"), ("ii", "i"), ("ii", "i"), ("ie", "e"), ("iu", "u"),
)  # fmt: skip
"""Rewritten in this order: ways of writing one sound that transliterations from Cyrillic and German choose between."""

SKI = re.compile(r"(?<=[sc]k)i+$")
DOUBLED = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name as lower-case ASCII words: accents, script, apostrophes, hyphens, invisible letters and `'s` levelled."""
    if name.isascii():
        text = name
        if text.isalpha():
            # The usual case, in which nothing below finds anything to do.
            return text.lower()
    else:
        text = "".join(letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    text = APOSTROPHES.sub("", POSSESSIVE.sub("", text.strip()))
    text = APOSTROPHES.sub("", text if text.isascii() else anyascii(text))
    return SEPARATORS.sub(" ", text.lower()).strip()


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return what the spellings of one folded word have in common: zelenskyy, zelenskiy and zelenski are one."""
    for spelling, sound in SPELLINGS:
        word = word.replace(spelling, sound)
    if word.endswith("i"):
        word = SKI.sub("i", word)
    elif word.endswith("enka"):
        word = word.removesuffix("a") + "o"
    return DOUBLED.sub(r"\1", word)


@cache
def given_groups() -> Mapping[str, str]:
    """Return the group's first name for every given name of given_names.csv, both as skeletons."""
    with (DATA / "given_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["names"].split() for row in csv.DictReader(file)]
    return {skeleton(fold(name)): skeleton(fold(names[0])) for names in rows for name in names}


@cache
def given_spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the given names of each group of given_names.csv, as skeletons, by the group's key."""
    found: dict[str, tuple[str, ...]] = {}
    for name, group in given_groups().items():
        found[group] = (*found.get(group, ()), name)
    return found


@lru_cache(maxsize=65536)
def given_key(word: str) -> str:
    """Return the key of a given name: its group's where it has one (Volodymyr, Vladimir), else its skeleton."""
    bare = skeleton(word)
    return given_groups().get(bare, bare)


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, nickname dropped, initials joined (H. W. and HW are `hw`), without particles."""
    plain = NICKNAME.sub(" ", name) if not name.isalpha() else name
    plain = INITIALS.sub(lambda match: match.group().replace(".", "").replace(" ", "") + " ", plain)
    first, *others = fold(plain).split() or fold(name).split() or [""]
    return (first, *(word for word in others if word not in PARTICLES)) if first else ()


@lru_cache(maxsize=65536)
def name_key(name: str) -> tuple[str, ...]:
    """Return the comparable words of a name: group of the first, skeletons of the others, suffix last."""
    words = name_words(name)
    if len(words) < 2:
        return tuple(map(skeleton, words))
    return (given_key(words[0]), *(word if word in SUFFIXES else skeleton(word) for word in words[1:]))


def merge_key(name: str) -> str:
    """Return a key that two names share only when they may be taken for one person in different articles.

    Pure. All words must agree, so a surname alone, another middle initial or a Jr never merges with the full name.
    """
    return " ".join(name_key(name))


def initial(folded: str) -> bool:
    """Tell whether a folded word is one to three initials rather than a name."""
    return len(folded) == 1 or (len(folded) <= 5 and all(len(part) == 1 for part in folded.split()))


def patronymic(folded: str) -> bool:
    """Tell whether a folded word looks like a Russian or Ukrainian middle name."""
    return folded.endswith(("ovich", "evich", "ovych", "yovych", "ivna", "ovna", "evna"))


def without_middle(name: str) -> str:
    """Return a name's folded words without initials and patronymics in the middle."""
    first, *others = name_words(name) or ("",)
    middle = [word for word in others[:-1] if not ((len(word) <= 2 and word not in SUFFIXES) or patronymic(word))]
    return " ".join((first, *middle, *others[-1:]))


def slug_of(name: str) -> str:
    """Return a name's id: its folded words joined by hyphens."""
    return "-".join(fold(name).split())
