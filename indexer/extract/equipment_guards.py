"""The guards of ambiguous names of equipment: one small test of the words around a name for each kind of guard."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol

from archive.gazetteers.equipment_tables import Guard
from archive.model import Span
from indexer.extract.automaton import Automaton
from indexer.extract.patterns import any_of

NEAR = 90
"""Characters on either side of a name that count as near."""

BEFORE = 40
"""Characters in front of a name that hold the words right before it."""

HONORIFIC = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Sir|Gen|General|Col|Colonel|Lt|Capt|Captain|Maj|Major|Sgt|Sergeant|Private|Senator|Judge|Justice|Prof"
    r"|Professor)\.?[ \u00a0]$"
)

CAPITAL = re.compile(r"(?<!\w)(?:[A-Z][a-zà-ž]+\.?|[A-Z]\.)[ \u00a0]$")
"""A capitalised word or an initial right in front of a name."""

GAP = r"[\s\-\u2010-\u2014'’\"“”(]{0,3}"
"""What may stand between a name and the words a guard looks for next to it."""


class Context(Protocol):
    """What a guard may look at."""

    text: str
    people: Sequence[Span]
    seen: dict[Automaton[None], bool]
    """What was looked for in all of the text, and whether it is there."""


Test = Callable[[Context, int, int], bool]


class Guards:
    """The guards of the gazetteer, each compiled when it is first asked: a short run asks few of them."""

    def __init__(self, guards: Mapping[str, Guard]) -> None:
        self._test = cache(lambda name: compiled(guards[name], guards))

    def hold(self, names: Sequence[str], page: Context, start: int, end: int) -> bool:
        """Tell whether every one of these guards lets the name at these offsets mean equipment."""
        return all(self._test(name)(page, start, end) for name in names)


def compiled(guard: Guard, guards: Mapping[str, Guard]) -> Test:
    """Return the test of a guard; a word `@list` stands for the words of that row."""
    return TESTS[guard.test](expanded(guard.words, guards))


def expanded(words: Iterable[str], guards: Mapping[str, Guard]) -> tuple[str, ...]:
    """Return the words with every `@list` replaced by the words of that row."""
    found: list[str] = []
    for word in words:
        found.extend(expanded(guards[word[1:]].words, guards) if word.startswith("@") else (word,))
    return tuple(found)


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for whole words: a space in a phrase is a space or hyphen, `*` any ending, case ignored."""
    return rf"(?i:{any_of((word[0].lower() + word[1:] for word in words), loose)}\b)"


def loose(words: str) -> str:
    """Return a regular expression for a part of a phrase."""
    return re.escape(words).replace(r"\ ", r"[\s\-\u2010-\u2014/]*").replace(r"\*", r"\w*")


def before(words: Sequence[str]) -> Test:
    """Hold where one of the words stands right behind the name."""
    regex = re.compile(rf"{GAP}(?:(?<=['’])s\s+)?{alternatives(words)}")
    return lambda page, start, end: regex.match(page.text, end) is not None


def after(words: Sequence[str]) -> Test:
    """Hold where one of the words stands right in front of the name."""
    regex = re.compile(rf"(?<!\w){alternatives(words)}{GAP}$")
    return lambda page, start, end: regex.search(page.text[max(0, start - BEFORE) : start]) is not None


def near(words: Sequence[str]) -> Test:
    """Hold where one of the words stands within NEAR characters."""
    regex = re.compile(rf"(?<!\w){alternatives(words)}")

    def test(page: Context, start: int, end: int) -> bool:
        left, right = page.text[max(0, start - NEAR) : start], page.text[end : end + NEAR]
        return regex.search(left) is not None or regex.search(right) is not None

    return test


def article(words: Sequence[str]) -> Test:
    """Hold where one of the single words stands anywhere in the text."""
    wanted: Automaton[None] = Automaton(dict.fromkeys(word.lower() for word in words))

    def test(page: Context, start: int, end: int) -> bool:
        if wanted not in page.seen:
            page.seen[wanted] = holds_word(page.text, wanted)
        return page.seen[wanted]

    return test


def holds_word(text: str, wanted: Automaton[None]) -> bool:
    """Tell whether one of the words stands in a text as a whole word."""
    padded = f" {text.lower()} "
    return any(not (in_word(padded[first - 1]) or in_word(padded[last])) for first, last, _ in wanted.find(padded))


def in_word(letter: str) -> bool:
    """Tell whether a character is part of a word: no digit and no sign."""
    return letter.isalnum() and not letter.isdecimal()


def upper(words: Sequence[str]) -> Test:
    """Hold where the name is written in capitals."""
    return lambda page, start, end: page.text[start:end].rstrip("s").isupper()


def lower(words: Sequence[str]) -> Test:
    """Hold where the name is no proper name: it has no capital or only capitals, or begins a sentence or line."""
    return lambda page, start, end: page.text[start].islower() or begins(page.text, start) or page.text[start:end].isupper()


def not_person(words: Sequence[str]) -> Test:
    """Hold where the name is not part of a person's name: no capitalised word next to it save those listed, no longer span."""
    usual_before = re.compile(rf"(?:^|[\s(\"“'’/-]){alternatives(words)}[\s\-]$")
    name_behind = re.compile(rf"(?:['’]s)?[ \u00a0-](?!{alternatives(words)})[A-Z][a-zà-ž]+")

    def test(page: Context, start: int, end: int) -> bool:
        left = page.text[max(0, start - BEFORE) : start]
        if HONORIFIC.search(left) or name_behind.match(page.text, end) or in_longer_span(page.people, start, end):
            return False
        capital = CAPITAL.search(left)
        return capital is None or usual_before.search(left) is not None or begins(page.text, start - len(capital.group()))

    return test


def in_longer_span(people: Sequence[Span], start: int, end: int) -> bool:
    """Tell whether a person's span holds the name and more than a plural or possessive besides; `people` are sorted by start."""
    last = bisect_right(people, start, key=lambda span: span.start) - 1
    return last >= 0 and people[last].end >= end and people[last].end - people[last].start > end - start + 2


def begins(text: str, start: int) -> bool:
    """Tell whether a sentence or line begins at an offset."""
    left = text[max(0, start - 3) : start].rstrip(" \"'“‘([")
    return not left or left[-1] in ".!?:;\n•–—"


def negated(make: Callable[[Sequence[str]], Test]) -> Callable[[Sequence[str]], Test]:
    """Return the maker of the opposite test."""

    def made(words: Sequence[str]) -> Test:
        test = make(words)
        return lambda page, start, end: not test(page, start, end)

    return made


TESTS: Mapping[str, Callable[[Sequence[str]], Test]] = {
    "before": before,
    "not-before": negated(before),
    "after": after,
    "not-after": negated(after),
    "near": near,
    "not-near": negated(near),
    "article": article,
    "upper": upper,
    "lower": lower,
    "not-lower": negated(lower),
    "not-person": not_person,
}
