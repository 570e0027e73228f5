"""The head of an article: title, standfirst, byline and dateline among its first lines, each counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from archive.model import Cut
from indexer.dates import Moment, read_moment
from indexer.normalise import likeness

LONGEST_TITLE = 300
LONGEST_STANDFIRST = 500
LONGEST_HEAD_LINE = 140
HEAD_LINES = 8
"""Lines among which the head is looked for."""

ALIKE = 95
"""How alike, of 100, two lines must be to say the same: a letter or a mark may differ."""

NAME = r"[^\W\d_][\w.’'-]{0,25}"
BYLINE = re.compile(rf"(?:Written by|Reported by|By|BY):?\s({NAME}(?:(?:,? and |, | & | ){NAME}){{0,11}})")
AUTHOR_LINE = re.compile(rf"(?:[Aa]uthors?|[Ww]ritten by|[Ww]riter)\s?:\s({NAME}(?:(?:,? and |, | & | ){NAME}){{0,11}})")
PIECES = re.compile(r"\s?[|•·]\s?|\s{2,}")
CLOCK_ONLY = re.compile(r"(?:at )?(\d{1,2}:\d{2})(?: ?[A-Za-z]{2,4})?")
READING_TIME = re.compile(r"\d{1,3} ?min(?:ute)?s?(?: of)? read(?:ing)?", re.IGNORECASE)
PARTICLES = frozenset(["and", "&", "de", "von", "van", "der", "the", "of", "in", "for"])
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]?(?=\s)")


@dataclass(frozen=True)
class Head:
    """What the head states, and what is left below it."""

    title: str = ""
    standfirst: str = ""
    author: str = ""
    moment: Moment | None = None
    lines: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = field(default_factory=tuple)


def read_head(lines: Sequence[str], *, title: str, standfirst: str) -> Head:
    """Return the head of an article that begins with these lines; title and standfirst are those the file itself states."""
    head = Head(title, standfirst, lines=tuple(lines)) if title else titled(lines, standfirst)
    return without_repeats(with_stated_parts(head))


def titled(lines: Sequence[str], standfirst: str) -> Head:
    """Return a head whose title is the first line, or the first sentence where that line is a long paragraph."""
    if not lines:
        return Head(standfirst=standfirst)
    first, rest = lines[0], tuple(lines[1:])
    if len(first) <= LONGEST_TITLE and (rest or not SENTENCE_END.search(first)):
        return Head(first, standfirst, lines=rest)
    sentence = SENTENCE_END.search(first, 20, LONGEST_TITLE)
    if sentence:
        return Head(first[: sentence.end()], standfirst, lines=(first[sentence.end() :].strip(), *rest))
    return Head(first[:120].rsplit(" ", 1)[0] + "…", standfirst, lines=tuple(lines))


def with_stated_parts(head: Head) -> Head:
    """Return a head with the byline and dateline that stand among its first lines, and the standfirst above them."""
    kept: list[str] = []
    known = head
    last = -1
    for line in head.lines[:HEAD_LINES]:
        read = read_head_line(line)
        if read is None and not says_same(line, head.title):
            kept.append(line)
            continue
        last = len(kept) if last < 0 else last
        if read is None:
            kept.append(line)
        else:
            known = replace(known, author=known.author or read.author, moment=merged(known.moment, read.moment))
    known = replace(known, lines=(*kept, *head.lines[HEAD_LINES:]))
    if last != 1 or known.standfirst or not is_standfirst(kept[0]):
        return known
    if all(says_same(line, head.title) for line in known.lines[1:]):
        return known
    return replace(known, standfirst=kept[0], lines=known.lines[1:])


def is_standfirst(line: str) -> bool:
    """Say whether a line between title and dateline can be the standfirst."""
    return 20 <= len(line) <= LONGEST_STANDFIRST and " " in line


def merged(first: Moment | None, second: Moment | None) -> Moment | None:
    """Return the moment of publication rather than of an update, else the first, with the time that only the other states."""
    if first and second and first.updated and second.date and not second.updated:
        return second
    if first and second and not first.time and second.date in ("", first.date):
        return replace(first, time=second.time)
    return first or second


def read_head_line(line: str) -> Head | None:
    """Return author and moment of a line that states nothing else, such as `By Ann Lee | Aug 14, 2024 07:36`, or None."""
    if len(line) > LONGEST_HEAD_LINE:
        return None
    if moment := read_moment(line):
        return Head(moment=moment)
    author, moment = "", None
    for piece in filter(None, PIECES.split(line)):
        named = BYLINE.fullmatch(piece) or AUTHOR_LINE.fullmatch(piece)
        stated = moment_in(piece)
        if named and is_name(named[1]):
            author = author or named[1]
        elif stated:
            moment = merged(moment, stated)
        elif not READING_TIME.fullmatch(piece):
            return None
    return Head(author=author, moment=moment) if author or moment else None


def moment_in(piece: str) -> Moment | None:
    """Return the moment a piece of a line states; a time of day alone has an empty date."""
    clock = CLOCK_ONLY.fullmatch(piece)
    return Moment("", clock[1].zfill(5)) if clock else read_moment(piece)


def is_name(words: str) -> bool:
    """Say whether words can be the names of authors: most begin with a capital, and there are two at least."""
    parts = [word for word in words.replace(",", " ").split() if word not in PARTICLES]
    return len(parts) > 1 and all(part[0].isupper() for part in parts)


def without_repeats(head: Head) -> Head:
    """Return a head whose title and standfirst stand no second time in the lines below, and not within each other."""
    cuts: list[Cut] = []
    lines: list[str] = []
    for number, line in enumerate(head.lines):
        repeated = repeats(line, head) if number < HEAD_LINES else ""
        if repeated:
            cuts.append(Cut(repeated, line))
        else:
            lines.append(line)
    if lines and (rest := after_title(lines[0], head.title)):
        cuts.append(Cut("repeated headline", lines[0][: len(lines[0]) - len(rest)].strip()))
        lines[0] = rest
    standfirst = head.standfirst
    if says_same(standfirst, head.title) or (lines and begins_with(lines[0], standfirst)):
        standfirst = ""
    return replace(head, standfirst=standfirst, lines=tuple(lines), cuts=tuple(cuts))


def repeats(line: str, head: Head) -> str:
    """Return what a line repeats, or nothing."""
    if says_same(line, head.title):
        return "repeated headline"
    return "repeated standfirst" if says_same(line, head.standfirst) else ""


def says_same(line: str, other: str) -> bool:
    """Say whether two lines are the same but for case, marks and a slip; numbers must be equal."""
    if not line or not other or not 0.8 < len(line) / len(other) < 1.25:
        return False
    first, second = likeness(line), likeness(other)
    if first == second:
        return bool(first)
    digits = [character for character in first if character.isdigit()]
    return digits == [character for character in second if character.isdigit()] and fuzz.ratio(first, second) >= ALIKE


def begins_with(line: str, standfirst: str) -> bool:
    """Say whether a standfirst is only the beginning of the first paragraph, as many pages describe themselves."""
    start = likeness(standfirst)
    return bool(start) and likeness(line[: 2 * len(standfirst) + 20]).startswith(start)


def after_title(line: str, title: str) -> str:
    """Return what follows a title that a line opens with as a sentence of its own, or nothing where it does not."""
    if len(title.split()) < 4 or line[: len(title)].casefold() != title.casefold():
        return ""
    rest = line[len(title) :]
    bare = rest.lstrip(" .!?:|–—-")
    return bare if rest != bare and rest[0] not in " -" and bare[:1].isupper() else ""
