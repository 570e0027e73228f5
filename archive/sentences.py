"""Find the sentences of an English news text. A blank line always ends one; abbreviations, initials and decimals do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

GAP = re.compile(r"""[.!?…\n](?:(?<!\n)(?P<closers>["'”’»)\]]*)\s+|(?<=\n)[^\S\n]*\n\s*)""")
"""An end mark, what closes with it and the space after it; or a blank line, which has no `closers`.

The first character is looked for in one set: three times as fast as two expressions that are tried at every character.
"""

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
NEXT_WORD = re.compile(r"""["'“‘«„(\[]*([^\s,;:!?]*)""")
LAST_WORD = re.compile(r"""[^\s(\["'“‘«„-]*$""")
LONGEST_ABBREVIATION = 10
LONGER = 7
"""So many letters in a row are none of the abbreviations below."""

TITLE = re.compile(
    "mr|mrs|ms|messrs|dr|prof|st|hon|rev|fr|gen|lt|col|maj|capt|cpt|sgt|cpl|pvt|adm|brig|cmdr|cdr|sen|rep|gov|pres|amb|sec|supt"
    "|dep|mt|ft|vs"
)
"""Stand before a name: never the end of a sentence."""

COUNTED = re.compile("no|nos|art|para|fig|vol|ch|p|pp|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|approx|ca|est")
"""Stand before a number, and then are not the end of a sentence."""

ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|inc|corp|co|ltd|bros|dept|univ|govt|assn|etc|al|jr|sr|ave|blvd|rd|ph\.d")
"""May end a sentence or not, like initials and U.S.: they do before a word that sentences often begin with."""

STARTER = re.compile(
    "a|an|the|this|that|these|those|he|she|it|we|they|i|you|his|her|its|our|their|there|here|in|on|at|by|for|from|to|with|as|after"
    "|before|since|when|while|if|but|and|so|yet|also|however|meanwhile|last|earlier|according|some|many|most|all|no|not|what|who"
    "|why|how|both|each|one|two|three|under|over|during|despite|although|because"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) offsets of the sentences between two offsets, in order and without the space around them."""
    return tuple(found(text, start, len(text) if end is None else end))


def sentence_around(text: str, at: int, start: int = 0, end: int | None = None, *, reach: int = 1000) -> tuple[int, int]:
    """Return the bounds of the sentence that holds the word at an offset, between `start` and `end`.

    Looks no farther than `reach` characters either way: a longer sentence is cut there, at a space.
    """
    low, high = max(start, at - reach), min(len(text) if end is None else end, at + reach)
    left, right = last_start(text, low, at, low > start), first_end(text, at, high, high == at + reach)
    return next(trimmed(text, left, right), (at, at))


def last_start(text: str, low: int, at: int, cut: bool) -> int:
    """Return where the last sentence before an offset begins; with `cut`, and none beginning there, where a word does."""
    for gap in reversed(list(GAP.finditer(text, low, at))):
        if is_border(text, gap):
            return gap.end()
    return text.find(" ", low, at) + 1 or low if cut else low


def first_end(text: str, at: int, high: int, cut: bool) -> int:
    """Return where the first sentence after an offset ends; with `cut`, and none ending there, where a word does."""
    for gap in GAP.finditer(text, at, high):
        if is_border(text, gap):
            return gap.start() if gap["closers"] is None else gap.end("closers")
    return max(text.rfind(" ", at, high), 0) or high if cut else high


def found(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two offsets."""
    for gap in GAP.finditer(text, start, end):
        if is_border(text, gap):
            yield from trimmed(text, start, gap.end())
            start = gap.end()
    yield from trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds without the space around them; nothing where there is only space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def is_border(text: str, gap: re.Match[str]) -> bool:
    """Tell whether a sentence ends at a gap."""
    if gap["closers"] is None or ("\n" in gap[0] and BLANK_LINE.search(gap[0])):
        return True
    following = NEXT_WORD.match(text, gap.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    return text[gap.start()] != "." or bool(gap["closers"]) or stop_ends(text, gap.start(), word)


def stop_ends(text: str, stop: int, following: str) -> bool:
    """Tell whether the full stop at an offset ends a sentence, by the words beside it."""
    if stop >= LONGER and text[stop - LONGER : stop].isalpha():
        return True
    before = LAST_WORD.search(text, max(0, stop - LONGEST_ABBREVIATION), stop)
    word = before[0].lower() if before else ""
    if TITLE.fullmatch(word):
        return False
    if COUNTED.fullmatch(word):
        return not following[:1].isdigit()
    if ABBREVIATION.fullmatch(word):
        return bool(STARTER.fullmatch(following.lower()))
    return True
