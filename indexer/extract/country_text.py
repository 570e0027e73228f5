"""A text as the country finder compares it: odd spaces, quotes, hyphens, entities and invisible marks made plain, offsets kept."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from indexer.extract.foreign import foreign

SAME_LENGTH = (
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2007", " "),
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'"),
    ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"'),
    ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"),
)  # fmt: skip
"""Characters that stand for a plainer one."""

PLAINER = dict(SAME_LENGTH)

ODD = re.compile(
    r"&(?:nbsp|amp|rsquo|lsquo|rdquo|ldquo|quot|apos|ndash|mdash|shy|eacute|uuml|ocirc|\#\d{2,5}|\#x[0-9a-fA-F]{2,4});"
    r"|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
    r"|[ \t\u00a0]{2,}"
    r"|[^\W\d_][\u0300-\u036f]+"
)
"""What changes a text's length when it is made plain; the last are letters whose accents are characters of their own."""

SUSPECT = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Whatever ODD finds holds one of these, `&`, a tab or two spaces in a row, which are found sooner: keep it so when ODD changes."""

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class PlainText(NamedTuple):
    """A plain text and the way back: from offset `ends[i]` of `text` on, the original is `shifts[i]` characters ahead."""

    text: str
    ends: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of a stretch of the plain text."""
        if not self.ends:
            return start, end
        return self._original(start), self._original(end - 1) + 1

    def _original(self, offset: int) -> int:
        before = bisect_right(self.ends, offset) - 1
        return offset + (self.shifts[before] if before >= 0 else 0)


def plain(text: str) -> PlainText:
    """Return the plain form of a text."""
    marks = foreign(text)
    odd = "&" in text or "\t" in text or SUSPECT.search(marks) is not None
    for mark in marks:
        if mark in PLAINER:
            text = text.replace(mark, PLAINER[mark])
    return shortened(text) if odd or "  " in text else PlainText(text)


def shortened(text: str) -> PlainText:
    """Return a text with every odd stretch replaced by its plain form, and the shifts that makes."""
    pieces: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    at = length = 0
    for match in ODD.finditer(text):
        new = usual(match.group())
        pieces += (text[at : match.start()], new)
        length += match.start() - at + len(new)
        at = match.end()
        ends.append(length)
        shifts.append(at - length)
    return PlainText("".join((*pieces, text[at:])), tuple(ends), tuple(shifts)) if ends else PlainText(text)


def usual(odd: str) -> str:
    """Return what an odd stretch stands for: an entity's character, a composed letter, one space or nothing."""
    if odd[0] == "&":
        shown = html.unescape(odd)
        return INVISIBLE.sub("", PLAINER.get(shown, shown))
    if odd[0] in " \t":
        return " "
    return unicodedata.normalize("NFC", INVISIBLE.sub("", odd))
