"""Boilerplate: what a page adds to its article, found by the reviewed rules of data/boilerplate.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.model import Cut

DATA = Path(__file__).parent / "data" / "boilerplate.toml"
LONGEST_LINE = 320
"""Characters of the longest line that line rules look at, where a rule says nothing else."""

LONGEST_PITCH = 1600
"""Characters of the longest paragraph that appeals for money."""

LONGEST_SENTENCE = 320
ENDING_FROM = 0.4
"""The share of an article's lines that must lie before a marker that ends it."""

RELATED = "related links"
MOST_LINKS = 12
PROSE = 120
"""Characters that make a line a paragraph of prose, if it ends like a sentence."""

SENTENCE_START = re.compile(r"(?<![ .(][A-Z])(?<!Jr)(?<!Sr)(?<!St)[.!?…][\"”’')\]]{0,3}\s+|\n|_{2,} ?| {3,}")


@dataclass(frozen=True)
class Rule:
    """One row of the data file; what its fields mean is said there."""

    reason: str
    where: str
    pattern: re.Pattern[str] | None
    has: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    at_least: int = 0
    unless: re.Pattern[str] | None = None
    last: bool = False
    start: float = 0.0
    ends: str = ""
    longest: int = LONGEST_LINE
    example: str = ""
    spares: str = ""

    def may_cover(self, text: str) -> bool:
        """Say whether enough of this rule's words stand in a text, which is in lower case; true where it has none."""
        found = 0
        for some in self.words:
            here = sum([words in text for words in some])
            if not here:
                return False
            found += here
        return found >= self.at_least

    def covers(self, line: str, share: float) -> bool:
        """Say whether this line rule covers a line that stands at a share of the text."""
        if len(line) > self.longest or share < self.start:
            return False
        if self.pattern:
            return self.pattern.fullmatch(line) is not None
        lower = line.lower()
        return self.may_cover(lower) and not (self.unless and self.unless.search(lower))


def cut_phrases(text: str) -> tuple[str, tuple[Cut, ...]]:
    """Return a text without the phrases and sentences that are boilerplate, and what was cut."""
    cuts: list[Cut] = []
    for rule in rules():
        if rule.where != "line" and rule.has in text:
            text = cut_by(rule, text, cuts)
    return text, tuple(cuts)


def cut_by(rule: Rule, text: str, cuts: list[Cut]) -> str:
    """Return a text without all that one phrase or sentence rule finds, which is added to `cuts`."""
    kept: list[str] = []
    done = 0
    for start, end in stretches(rule, text):
        cuts.append(Cut(rule.reason, text[start:end].strip(" \n_")))
        kept.append(text[done:start])
        done = end
    return " ".join((*kept, text[done:]))


def stretches(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that a phrase or sentence rule cuts, in order, none touching another."""
    done = 0
    for found in rule.pattern.finditer(text, int(rule.start * len(text))) if rule.pattern else ():
        start, end = found.span() if rule.where == "phrase" else sentence_around(text, *found.span())
        if done <= start < end:
            yield start, end
            done = end


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a stretch begins and ends; an empty stretch where it is too long for one."""
    earliest = max(0, start - LONGEST_SENTENCE)
    breaks = [found.end() for found in SENTENCE_START.finditer(text, earliest, start + 1) if found.end() <= start + 1]
    if not breaks and earliest:
        return start, start
    closing = SENTENCE_START.search(text, end, end + LONGEST_SENTENCE)
    stop = closing.start() + 1 if closing else min(len(text), end + LONGEST_SENTENCE)
    return (breaks[-1] if breaks else 0), max(stop, end)


def cut_lines(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Cut, ...]]:
    """Return the lines that are the article's own, and what was cut."""
    found = rules_for(lines)
    kept: list[str] = []
    cuts: list[Cut] = []
    over, links = "", 0
    for number, (line, rule) in enumerate(zip(lines, found, strict=True)):
        links = max(0, links - 1) if is_link(line) else 0
        if rule and rule.ends:
            over, links = over or ending(rule, number, lines, found), MOST_LINKS
        reason = rule.reason if rule else over or (RELATED if links else "")
        if reason:
            cuts.append(Cut(reason, line))
        else:
            kept.append(line)
    return tuple(kept), tuple(cuts)


def ending(rule: Rule, number: int, lines: Sequence[str], found: Sequence[Rule | None]) -> str:
    """Return the reason why nothing after a marker belongs to the article, or nothing where some may."""
    if number < ENDING_FROM * len(lines):
        return ""
    prose_follows = any(is_prose(line) and not covered for line, covered in zip(lines[number:], found[number:], strict=True))
    return "" if rule.ends == "list" and prose_follows else rule.reason


def rules_for(lines: Sequence[str]) -> tuple[Rule | None, ...]:
    """Return for each line the first line rule that covers it, or None."""
    short = "\n".join(line for line in lines if len(line) <= LONGEST_PITCH).lower()
    possible = [rule for rule in rules() if rule.where == "line" and rule.may_cover(short)]
    worded = [rule for rule in possible if not rule.pattern]
    lengthy = [rule for rule in possible if rule.longest > LONGEST_LINE]
    any_pattern = any_line_pattern()
    found: list[Rule | None] = []
    for at, line in enumerate(lines):
        candidates = lengthy if len(line) > LONGEST_LINE else possible if any_pattern.fullmatch(line) else worded
        found.append(first_of(candidates, line, at / len(lines)))
    prose_follows = False
    for at in range(len(lines) - 1, -1, -1):
        rule = found[at]
        found[at] = None if rule and rule.last and prose_follows else rule
        prose_follows = prose_follows or (found[at] is None and is_prose(lines[at]))
    return tuple(found)


def first_of(candidates: Sequence[Rule], line: str, share: float) -> Rule | None:
    """Return the first of some line rules that covers a line, which stands at a share of the text, or None."""
    return next((rule for rule in candidates if rule.covers(line, share)), None)


def is_prose(line: str) -> bool:
    """Say whether a line is a paragraph of an article rather than a headline."""
    return len(line) > PROSE and line.rstrip("\"”’')").endswith((".", "!", "?", "…"))


def is_link(line: str) -> bool:
    """Say whether a line in a list of links can be one of them: a headline, without the full stop of a sentence."""
    return len(line) < 200 and not line.rstrip("\"”’')").endswith((".", ":", ";", ","))


@cache
def rules() -> tuple[Rule, ...]:
    """Read the rules from the data file, once."""
    return tuple(rule_of(row) for row in tomllib.loads(DATA.read_text("utf-8"))["rule"])


@cache
def any_line_pattern() -> re.Pattern[str]:
    """Return the patterns of all line rules as one: few lines match any, and asking once is faster than asking each."""
    patterns = (rule.pattern.pattern for rule in rules() if rule.where == "line" and rule.pattern)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def rule_of(row: Mapping[str, object]) -> Rule:
    """Return the rule that a row of the data file states; patterns about lines take no notice of case."""
    where = str(row["where"])
    return Rule(
        reason=str(row["reason"]),
        where=where,
        pattern=compiled(row.get("pattern"), re.IGNORECASE if where == "line" else 0),
        has=str(row.get("has", "")),
        words=tuple(tuple(some) for some in words) if isinstance(words := row.get("words"), list) else (),
        at_least=int(str(row.get("at_least", 0))),
        unless=compiled(row.get("unless")),
        last=bool(row.get("last", False)),
        start=float(str(row.get("from", 0))),
        ends=str(row.get("ends", "")),
        longest=int(str(row.get("longest", LONGEST_LINE))),
        example=str(row.get("example", "")),
        spares=str(row.get("spares", "")),
    )


def compiled(pattern: object, flags: int = 0) -> re.Pattern[str] | None:
    """Return a pattern of the data file, compiled, or None where there is none."""
    return re.compile(str(pattern), flags) if pattern else None
