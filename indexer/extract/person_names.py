"""Where names may stand in a text: runs of capitalised words, cut where a title, a country or a verb shows that a name ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from archive.gazetteers.person_names import PARTICLES, SUFFIXES, fold, given_key, initial, skeleton
from archive.gazetteers.person_names import merge_key as merge_key

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
PARTICLE = r"(?:van|von|der|den|de|la|le|du|da|dos|do|del|della|di|bin|ibn|al|el|ter|ten|zu|af|y)"
NICKNAME = r"[\"“‘'][\w \-]{1,20}[\"”’'] "
TAIL_OF_WORD = rf"[\w'’\-]*+\.?+(?:-?[{UPPER}]\.)*+"
TAILED = rf"[{UPPER}]{TAIL_OF_WORD}"
JOINT = rf"[ \u00a0]{{1,2}}(?=[{UPPER}abdeiltvyz\"“‘'])(?:{NICKNAME})?(?:{PARTICLE}[ \u00a0]){{0,3}}(?:al-|el-|ad-|d['’])?"
"""What joins two words of a run; most runs end before a small letter that begins nothing of the kind, which is seen at once."""

RUN = re.compile(rf"[{UPPER}](?<![\w@#].){TAIL_OF_WORD}(?:{JOINT}{TAILED})*+")
"""Begins with a plain class of letters, so that the matcher can jump to the next capital."""

WORD = re.compile(rf"(?<= ){NICKNAME}|((?:al-|el-|ad-|d['’])?{TAILED}|{PARTICLE}(?!\w))")

ABBREVIATED = re.compile(
    rf"(?:[{UPPER}]\.-?)+|(?:Jr|Sr|Gen|Lt|Col|Maj|Brig|Sgt|Capt|Cmdr|Cpl|Pvt|Adm|Dr|Mr|Mrs|Ms|Prof|Pres|Reps?|Sens?|Gov|Amb|St|Rev|Hon|Ret)\."
)
GLUED = re.compile(rf"([{UPPER}][a-zß-ž]{{4,}})[{UPPER}][a-zß-ž]+")
GLUED_SURNAME = re.compile(
    rf"((?!(?:Mac|Fitz|Van|Von|Des|Del|Dal|Dos|Saint|San|Ter|Anna|Mary|Maria|Ann|Sue|Lee|Jean|Rose|Carol)[{UPPER}])[{UPPER}][a-zß-ž]{{2,}})[{UPPER}][a-zß-ž]+"
)
"""Short names run into another word: VogtAnn is Vogt, but MacArthur and MaryBeth, a given name, are one word."""

LONGEST_HEADLINE = 250
LOOK_BACK = 24
MOST = 0.6

BRACKETED = re.compile(rf"\[([{UPPER}][\w'’-]+)\](?= [{UPPER}])")
POSSESSIVE = re.compile(r"['’´](?:s|S)?$")
TAIL = re.compile(
    r"(?<=\w)-(?:[a-z]+ed|[a-z]{3,}ing|era|style|led|like|friendly|born|run|made|held|free|type|time|loyal|loyalist|critical|proof"
    r"|esque|mad|crazy|only|hater|haters|wannabe|ally|allies|worthy|heavy|appointee|nominee|sceptic|skeptic)$"
)


class Word(NamedTuple):
    """One word of a run: its place, the word without a possessive, its folded form; `owner`: it ends a name."""

    start: int
    end: int
    text: str
    folded: str
    owner: bool = False


Run = tuple[Word, ...]


class Cover:
    """Stretches of a text, asked whether they touch or hold a place."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.stretches = sorted(stretches)
        self.starts = [start for start, _ in self.stretches]

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with start:end. Stretches do not hold one another."""
        before = bisect_left(self.starts, end) - 1
        return before >= 0 and self.stretches[before][1] > start

    def at(self, place: int) -> tuple[int, int] | None:
        """Return the stretch a character belongs to."""
        before = bisect_right(self.starts, place) - 1
        return self.stretches[before] if before >= 0 and self.stretches[before][1] > place else None


class Text(NamedTuple):
    """A text with what is known of it: where its headline ends (0: none that says nothing), the model's spans, what is taken."""

    text: str
    headline: int
    spans: Cover
    taken: Cover


class Segment(NamedTuple):
    """Words that may be one name, and the title words right before them, folded."""

    words: Run
    cue: str


class Single(NamedTuple):
    """A capitalised word that is no full name: a surname perhaps. `cue`: the titles right before it; then its neighbours.

    `joined`: the first of the words it is joined with by hyphens, folded; empty where it stands by itself.
    """

    word: Word
    cue: str = ""
    before: str = ""
    after: str = ""
    joined: str = ""


def unbracketed(text: str, given: Collection[str]) -> str:
    """Return a text with spaces in place of the brackets around given names put into a quotation: [Kevin] McCarthy."""
    if "]" not in text:
        return text

    def spaced(found: re.Match[str]) -> str:
        # Behind another given name it is a nickname: Edward [Ted] Fischer.
        before = text[max(0, found.start() - LOOK_BACK) : found.start()].split()[-1:]
        return f" {found[1]} " if found[1] in given and not (before and before[0] in given) else found[0]

    return BRACKETED.sub(spaced, text)


def headline(text: str) -> int:
    """Return the end of a first line most of whose words are capitalised, so that capitals say nothing in it; else 0."""
    end = text.find("\n", 0, LONGEST_HEADLINE)
    words = text[:end].split() if end > 0 else ()
    return end if len(words) > 3 and sum([word[0].isupper() for word in words]) > MOST * len(words) else 0


def runs(run: str, skip: Mapping[str, str]) -> Iterator[Run]:
    """Yield the words that stand together in a stretch RUN found, each sentence's by itself; nothing where all are in `skip`."""
    parts = run.split(" ")
    if skip.keys() >= set(parts):
        return
    if "".join(parts).isalpha():
        yield tuple(plain(parts, 0))
    else:
        yield from sentences(run)


def plain(parts: Sequence[str], place: int) -> Iterator[Word]:
    """Yield the words of a run of letters and single spaces: the usual case, without a regular expression."""
    for part in parts:
        if part:
            yield whole(part, place)
        place += len(part) + 1


def sentences(run: str) -> Iterator[Run]:
    """Cut a run after words whose full stop ends a sentence: not an initial's and not an abbreviation's."""
    words: list[Word] = []
    for found in WORD.finditer(run):
        text = found.group(1)
        if not text:
            continue
        own = unended(text)
        words.append(word(own, found.start()))
        if own is not text:
            yield tuple(words)
            words = []
    if words:
        yield tuple(words)


def unended(text: str) -> str:
    """Return a word without a full stop that ends a sentence: an initial's and an abbreviation's does not."""
    return text[:-1] if text[-1] == "." and not ABBREVIATED.fullmatch(text) else text


def word(text: str, start: int) -> Word:
    """Return a word without its possessive and without a lower-case tail: Putin's and Putin-backed are Putin, and end a name."""
    if text.isalpha():
        return whole(text, start)
    text = text.rstrip("'’-")
    bare = TAIL.sub("", POSSESSIVE.sub("", text))
    return Word(start, start + len(bare), bare, fold(bare), bare != text)


def whole(text: str, start: int) -> Word:
    """Return a word of letters; where two are run together (JonesBoston) the first, which then ends a name."""
    if text.isascii() and text[1:].islower():
        return Word(start, start + len(text), text, text.lower())
    glued = GLUED_SURNAME.match(text) if start else GLUED.match(text)
    bare = glued.group(1) if glued else text
    return Word(start, start + len(bare), bare, fold(bare), glued is not None)


def segments(run: Sequence[Word], kinds: Mapping[str, str], kept: Collection[int]) -> list[Segment]:
    """Cut a run at titles and other words that are part of no name; `kept` are starts of words that are known to be part of one."""
    found: list[Segment] = []
    words: list[Word] = []
    cue: list[str] = []
    for item in run:
        kind = "" if item.start in kept else kind_of(item.text, kinds)
        if not kind:
            words.append(item)
        if words and (kind or item.owner):
            found.append(Segment(tuple(words), " ".join(cue)))
            words, cue = [], []
        if kind:
            cue = [*cue, item.folded] if kind == "title" else []
    if words:
        found.append(Segment(tuple(words), " ".join(cue)))
    return found


def kind_of(text: str, kinds: Mapping[str, str]) -> str:
    """Return what a word is that is part of no name, empty where it may be part of one."""
    return kinds.get(text if len(text) < 3 else text.rstrip("."), "")


def singles_of(segment: Segment) -> Iterator[Single]:
    """Yield the words of a segment that is no full name: each may be a surname by itself."""
    words, cue = segment
    before = ""
    for word, following in zip_longest(words, words[1:]):
        yield Single(word, "" if before else cue, before, following.text if following else "")
        before = "" if word.text[0].islower() else word.text


def moved(words: Run, by: int) -> Run:
    """Return words at their place in the text, which their run begins `by` characters into."""
    return tuple(Word(start + by, end + by, text, folded, owner) for start, end, text, folded, owner in words)


def key_of(words: Sequence[Word]) -> tuple[str, ...]:
    """Return the comparable words of a name in a text: group of the first, skeletons of the rest, initials joined."""
    parts = [part for item in words for part in folded_parts(item.folded)]
    parts = [part for number, part in enumerate(parts) if not number or part not in PARTICLES]
    return (given_key(parts[0]), *(part if part in SUFFIXES else skeleton(part) for part in parts[1:])) if parts else ()


def folded_parts(folded: str) -> tuple[str, ...]:
    """Return the parts of a folded word; initials as one part."""
    return (folded.replace(" ", ""),) if initial(folded) else tuple(folded.split())
