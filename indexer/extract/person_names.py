"""Where names may stand in a text: runs of capitalised words, cut where a title, a country or a verb shows that a name ends."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.gazetteers.person_names import PARTICLES, SUFFIXES, fold, given_key, initial, merge_key, skeleton

__all__ = ["Run", "Segment", "Word", "merge_key", "runs", "segments"]

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
PARTICLE = r"(?:van|von|der|den|de|la|le|du|da|dos|do|del|della|di|bin|ibn|al|el|ter|ten|zu|af|y)"
NICKNAME = r"[\"“‘'][\w \-]{1,20}[\"”’'] "
TAILED = rf"[{UPPER}][\w'’\-]*\.?(?:-?[{UPPER}]\.)*"
JOINT = rf"[ \u00a0]{{1,2}}(?=[\w\"“‘'])(?:{NICKNAME})?(?:{PARTICLE}[ \u00a0]){{0,3}}(?:al-|el-|ad-|d['’])?"
RUN = re.compile(rf"[{UPPER}](?<![\w@#].)(?:[\w'’\-]*\.?(?:-?[{UPPER}]\.)*)(?:{JOINT}{TAILED})*")
WORD = re.compile(rf"(?<= ){NICKNAME}|((?:al-|el-|ad-|d['’])?{TAILED}|{PARTICLE}(?!\w))")
"""Begins with a plain class of letters, so that the matcher can jump to the next capital."""

ABBREVIATED = re.compile(rf"(?:[{UPPER}]\.-?)+|(?:Jr|Sr|Gen|Lt|Col|Maj|Brig|Sgt|Capt|Cmdr|Cpl|Adm|Dr|Mr|Mrs|Ms|Prof|Reps?|Sens?|Gov|Amb|St|Rev|Hon|Ret)\.")
POSSESSIVE = re.compile(r"['’´](?:s|S)?$")
TAIL = re.compile(
    r"(?<=\w)-(?:[a-z]+ed|era|style|led|like|friendly|born|run|linked|made|held|free|type|time|loyal|loyalist|critical|themed|proof|esque)$"
)


class Word(NamedTuple):
    """One word of a run: where it stands, the word without its possessive, its folded form, and whether something is said to be its."""

    start: int
    end: int
    text: str
    folded: str
    owner: bool = False


Run = tuple[Word, ...]


class Segment(NamedTuple):
    """Words that may be one name, and the title words right before them, folded."""

    words: Run
    cue: str


def runs(text: str, skip: Collection[str]) -> Iterator[Run]:
    """Yield the capitalised words that follow one another with nothing but a space or a small word between, but none of `skip` only."""
    for match in RUN.finditer(text):
        run = match.group()
        if run in skip:
            continue
        if run.isalpha():
            yield (Word(match.start(), match.end(), run, fold(run)),)
        elif " " in run or "." in run:
            if not all(part in skip for part in run.split()):
                yield from sentences(run, match.start())
        else:
            yield (word(run, match.start()),)


def sentences(run: str, offset: int) -> Iterator[Run]:
    """Cut a run after words whose full stop ends a sentence: not an initial's and not an abbreviation's."""
    words: list[Word] = []
    for found in WORD.finditer(run):
        text = found.group(1)
        if not text:
            continue
        ends = text.endswith(".") and not ABBREVIATED.fullmatch(text)
        words.append(word(text[:-1] if ends else text, offset + found.start()))
        if ends:
            yield tuple(words)
            words = []
    if words:
        yield tuple(words)


def word(text: str, start: int) -> Word:
    """Return a word without its possessive and without a lower-case tail: Putin's and Putin-backed are Putin."""
    if text.isalpha():
        return Word(start, start + len(text), text, fold(text))
    text = text.rstrip("'’-")
    own = POSSESSIVE.sub("", text)
    bare = TAIL.sub("", own)
    return Word(start, start + len(bare), bare, fold(bare), own != text)


def segments(run: Sequence[Word], kinds: Mapping[str, str], kept: Collection[int]) -> Iterator[Segment]:
    """Cut a run at titles and other words that are part of no name; `kept` are starts of words that are known to be part of one."""
    words: list[Word] = []
    cue: list[str] = []
    for item in run:
        kind = "" if item.start in kept else kinds.get(item.text.rstrip("."), "")
        if not kind:
            words.append(item)
        if words and (kind or item.owner):
            yield Segment(tuple(words), " ".join(cue))
            words, cue = [], []
        if kind:
            cue = [*cue, item.folded] if kind == "title" else []
    if words:
        yield Segment(tuple(words), " ".join(cue))


def key_of(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the comparable words of a name in a text: group of the first, skeletons of the rest, initials joined."""
    parts = [part for item in words for part in folded_parts(item.folded)]
    parts = [part for number, part in enumerate(parts) if not number or part not in PARTICLES]
    return (given_key(parts[0]), *(part if part in SUFFIXES else skeleton(part) for part in parts[1:])) if parts else ()


def folded_parts(folded: str) -> tuple[str, ...]:
    """Return the parts of a folded word; initials as one part."""
    return (folded.replace(" ", ""),) if initial(folded) else tuple(folded.split())
