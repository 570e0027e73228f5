"""The one token chain every engine copies: plain letters -> words -> lower case -> ASCII fold -> Snowball English stem.

Words are runs of letters or runs of digits, so that F-16, F16 and F 16 are all `f`, `16`. There are no stop words. The rules,
with their reasons and examples, are in docs/engines.md.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

ANALYSIS_VERSION = f"1-unicode{unicodedata.unidata_version}"
"""Changes when the same text could give other tokens; part of every index's stamp."""

LONGEST = 64
"""A word of more characters than this is nobody's word: it is left out and takes no place."""

MOST_REMEMBERED = 1 << 17
"""Words of which it is remembered what was made of them."""

LETTER = r"A-Za-z\x80-\U0010ffff"
"""After `plain`, every character beyond ASCII is a letter or a mark that belongs to one."""

WORD = re.compile(rf"[{LETTER}]+(?:'[{LETTER}]+)*|[0-9]+")
WORD_OR_LINE_END = re.compile(rf"{WORD.pattern}|\n")
POSSESSIVE = re.compile(rf"'[sS](?![0-9{LETTER}])")

BLANKED = "".join(chr(code).lower() if chr(code).isalnum() or code == ord("'") else " " for code in range(128))
"""For each ASCII character what `folded_of` makes of it: what belongs to a word in lower case, of the rest blanks."""

DROPPED_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
UNIT = re.compile(rf"[^\x00-\x7f][{DROPPED_MARK}]*")
IS_DROPPED_MARK = re.compile(f"[{DROPPED_MARK}]")
ASCII = bytes(range(128))

APOSTROPHES = frozenset("‘’‛ʼʹʻ′＇´")
UNDECOMPOSED = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ŀ": "l",
    "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɲ": "n", "ƒ": "f", "ĸ": "k", "™": " ", "℠": " ",
}  # fmt: skip
"""Latin letters that Unicode does not take apart, as English newspapers write them (Əliyev: Aliyev)."""


class Token(NamedTuple):
    """One word of a text: `start` and `end` are offsets into the text as given, `position` counts words from 0."""

    stem: str
    folded: str
    start: int
    end: int
    position: int


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    ready, origin = aligned(text)
    matches = (match for match in WORD.finditer(ready) if match.end() - match.start() <= LONGEST)
    return [
        Token(*analysed(match[0]), origin[match.start()], origin[match.end()], position) for position, match in enumerate(matches)
    ]


def stems(text: str) -> list[str]:
    """Return the stems of a text in order, as `tokens` does but faster."""
    return stems_of(folded(text))


def stems_of(folded: Iterable[str]) -> list[str]:
    """Return the stems of folded words."""
    return list(map(STEMS.__getitem__, folded))


def folded(text: str) -> list[str]:
    """Return the words of a text in order, folded but not stemmed."""
    return folded_of(plain(text))


def folded_of(ready: str) -> list[str]:
    """Return the words of `plain` text in order, folded but not stemmed."""
    if ready.isascii():
        blanked = ready.translate(BLANKED)
        if blanked.replace(" ", "").isalpha():
            # Two of three sentences have neither figures nor apostrophes, and then there is nothing between words but blanks.
            return short(blanked.split())
    return " ".join(words_of(ready)).replace("'", "").lower().split()


def folded_lines(texts: Iterable[str]) -> str:
    """Return the words of each text, folded but not stemmed, with single spaces between them, and a line end after each text.

    All are folded at once: one by one, tens of thousands of names take five times as long.
    """
    lines = "\n".join(text.replace("\n", " ") for text in texts)
    found = " ".join([*short(WORD_OR_LINE_END.findall(plain(lines))), "\n"])
    return found.replace("'", "").lower().replace(" \n", "\n").replace("\n ", "\n")


def spaced(text: str) -> str:
    """Return the words of a text, folded but not lower-cased or stemmed, with single spaces between them.

    Split at spaces, lower-cased and stemmed this is the stems of `tokens`.
    """
    return " ".join(words(text)).replace("'", "")


def words(text: str) -> list[str]:
    """Return the words of a text as `plain` spells them."""
    return words_of(plain(text))


def words_of(ready: str) -> list[str]:
    """Return the words of `plain` text."""
    return short(WORD.findall(ready))


def short(words: list[str]) -> list[str]:
    """Return words without those that are too long to be any."""
    if max(map(len, words), default=0) > LONGEST:
        return [word for word in words if len(word) <= LONGEST]
    return words


def plain(text: str) -> str:
    """Return text in which ASCII letters, digits and apostrophes mean themselves, what lies beyond ASCII is letters, folded and
    lower-cased, and possessive endings are blank."""
    return POSSESSIVE.sub("  ", text if text.isascii() else with_folded(text, units(text)))


def units(text: str) -> set[str]:
    """Return the different characters of a text beyond ASCII, each with the marks on it."""
    # Bytes are passed over four times as fast as characters; a mark belongs to what stands before it, which is then lost.
    beyond = text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")
    return set(UNIT.findall(text) if IS_DROPPED_MARK.search(beyond) else beyond)


def with_folded(text: str, units: Iterable[str]) -> str:
    """Return a text with each of its different units folded, wherever it stands: a text has many letters and few units."""
    # The longest first: a letter alone is not the same letter with a mark.
    for unit in sorted(units, key=len, reverse=True):
        folded = folded_unit(unit)
        if folded != unit:
            text = text.replace(unit, folded)
    return text


class Origin:
    """For each character of `plain` text, and its end, the offset it came from; only units that change their length are kept."""

    def __init__(self, changed: Iterable[re.Match[str]]) -> None:
        self._begins: list[int] = []
        self._units: list[tuple[int, int, int]] = []
        shift = 0
        for unit in changed:
            begin = unit.start() - shift
            end = begin + len(folded_unit(unit[0]))
            shift = unit.end() - end
            self._begins.append(begin)
            self._units.append((unit.start(), end, shift))

    def __getitem__(self, offset: int) -> int:
        place = bisect_right(self._begins, offset) - 1
        if place < 0:
            return offset
        start, end, shift = self._units[place]
        return start if offset < end else offset + shift


def aligned(text: str) -> tuple[str, Origin | range]:
    """Return `plain` text and, for each of its characters and its end, the offset it came from."""
    if text.isascii():
        return plain(text), range(len(text) + 1)
    there = units(text)
    ready = POSSESSIVE.sub("  ", with_folded(text, there))
    changed = {unit for unit in there if len(folded_unit(unit)) != len(unit)}
    if not changed:
        return ready, range(len(text) + 1)
    return ready, Origin(unit for unit in UNIT.finditer(text) if unit[0] in changed)


class Remembered(dict[str, str]):
    """What is made of words, worked out once each; emptied when there are too many.

    A million articles ask for 300 million: `lru_cache`, which notes the order in which it is asked, takes twice as long.
    """

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        return self.setdefault(word, self._made(word))


@lru_cache(maxsize=1 << 17)
def analysed(word: str) -> tuple[str, str]:
    """Return stem and folded form of one word found in `plain` text."""
    whole = word.replace("'", "").lower()
    return str(stemmer().stemWord(whole)), whole


@cache
def stemmer() -> Stemmer:
    """Return the Snowball English stemmer; its own cache is off since `analysed` keeps the words."""
    return Stemmer("english", 0)


STEMS = Remembered(lambda word: str(stemmer().stemWord(word)))


@lru_cache(maxsize=1 << 15)
def folded_unit(unit: str) -> str:
    """Fold one character with the marks on it: to ASCII where that is a plain spelling of it, else to lower case.

    Apostrophes become `'`, invisible characters and marks without a letter nothing, dashes, spaces and symbols a space.
    """
    if unit.isascii():
        return unit
    lowered = unicodedata.normalize("NFC", unit).casefold().lower()
    letters = IS_DROPPED_MARK.sub("", unicodedata.normalize("NFKD", lowered))
    if letters.isascii() and letters.isalnum() and lowered not in UNDECOMPOSED:
        return letters
    return "".join(map(folded_letter, IS_DROPPED_MARK.sub("", unicodedata.normalize("NFC", lowered))))


def folded_letter(letter: str) -> str:
    """Fold one lower-case character that Unicode does not take apart into ASCII."""
    if letter in APOSTROPHES:
        return "'"
    if letter.isascii() or letter in UNDECOMPOSED:
        return UNDECOMPOSED.get(letter, letter)
    category = unicodedata.category(letter)
    return letter if category[0] in "LM" else "" if category == "Cf" else " "
