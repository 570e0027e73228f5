"""Whether two articles tell one story: copies, cuts and revisions do; two notices made from one form do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from indexer.story_words import FEW_WORDS, RUN, WORD, StoryArticle, day_of, headline_of, shingles, words_of

TOGETHER = 2
"""Days between two reports of one story."""

CAPTURED = 31
"""Days between an article and its copy in another collection, which may carry the day it was captured."""

SHARED_RUN = 8
"""Shingles in a row that both have where the shared text begins."""

FORM = 0.5
"""Share of standing text in an opening from which the article is taken for a filled-in form or a page without its article."""

NOTICE = 400
"""Words of the longest text whose differing figures and names are compared one by one."""

SWAP = 8
"""Words of the longest stretch that counts as one figure or name in place of another."""

SPELLING = 0.7
"""How alike two words are, from 0 to 1, that may be spellings of one name."""

NUMBERS = frozenset(
    words_of(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
    )
)

WHOLE, COPY, REWORKED, CUT = 0.95, 0.8, 0.4, 0.2
"""Shared part of all shingles that a copy to the letter, a copy, a reworked version and a cut have at least."""

SAME_TITLE, SOME_TITLE = 0.6, 0.2
"""Headline in common that a copy dated far off, or without a date, has at least; and that any two of one outlet have."""


class Text:
    """An article made ready to be compared with others; what is made from it is made when it is first needed."""

    def __init__(self, article: StoryArticle, standing: float = 0.0) -> None:
        self.article = article
        self.standing = standing
        self.day = day_of(article.date)

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Return the body's shingles."""
        return frozenset(shingles(words_of(self.article.body)))

    @cached_property
    def run(self) -> list[str]:
        """Return the body's shingles in order; few pairs come as far as to need it."""
        return shingles(words_of(self.article.body))

    @cached_property
    def title(self) -> frozenset[str]:
        """Return the words of the headline that say something."""
        return headline_of(self.article.title)

    @cached_property
    def date_figures(self) -> frozenset[str]:
        """Return how the day of the month of the article's date may be written."""
        return frozenset({self.article.date[8:10], self.article.date[8:10].lstrip("0")})

    @cached_property
    def words(self) -> list[str]:
        """Return the body's words as they are written."""
        return WORD.findall(self.article.body)

    @cached_property
    def lowered(self) -> list[str]:
        """Return the body's words in lower case."""
        return [word.lower() for word in self.words]

    @cached_property
    def aligner(self) -> SequenceMatcher[str]:
        """Return what aligns other texts with this one; where its words stand is listed once for all of them."""
        return SequenceMatcher(None, [], self.lowered, autojunk=False)


class Likeness:
    """How alike two articles are; what is not asked is not measured."""

    def __init__(self, first: Text, second: Text) -> None:
        self.first, self.second = first, second

    @cached_property
    def days(self) -> int | None:
        """Return the days between them, None where a date is missing."""
        return abs(self.first.day - self.second.day) if self.first.day and self.second.day else None

    @cached_property
    def title(self) -> float:
        """Return the part of the shorter headline that the other has, 1 where one has none."""
        first, second = self.first.title, self.second.title
        return len(first & second) / min(len(first), len(second)) if first and second else 1.0

    @cached_property
    def common(self) -> int:
        """Return how many shingles both have."""
        return len(self.first.shingles & self.second.shingles)

    @property
    def contained(self) -> float:
        """Return the part of the shorter that the longer has."""
        return self.common / min(len(self.first.shingles), len(self.second.shingles))

    @property
    def shared(self) -> float:
        """Return the part of all shingles that both have."""
        return self.common / (len(self.first.shingles) + len(self.second.shingles) - self.common)

    @cached_property
    def start(self) -> int:
        """Return the word at which the shared text begins in the article where it begins later."""
        first, second = self.first, self.second
        return max(beginning(first.run, second.shingles), beginning(second.run, first.shingles))


def beginning(run: Sequence[str], other: frozenset[str]) -> int:
    """Return the word at which the first longer stretch begins that the other article has too."""
    length = 0
    for at, shingle in enumerate(run):
        length = length + 1 if shingle in other else 0
        if length >= min(SHARED_RUN, len(run), len(other)):
            return at - length + 1
    return len(run) + RUN


def same_story(first: Text, second: Text) -> bool:
    """Say whether two articles are copies, a text and its cut, or versions of one text."""
    alike = Likeness(first, second)
    other_outlet = first.article.source != second.article.source
    if not near_in_time(alike, other_outlet=other_outlet):
        return False
    if max(first.standing, second.standing) >= FORM:
        one_text = alike.days in (0, 1) and alike.title >= SAME_TITLE and alike.shared >= WHOLE
    else:
        one_text = is_one_text(alike, other_outlet=other_outlet)
    return one_text and not swapped(first, second)


def near_in_time(alike: Likeness, *, other_outlet: bool) -> bool:
    """Say whether the days of two articles allow one story.

    Only a full copy under the same headline in another outlet may be dated further off: it may carry the day of its capture.
    """
    if alike.days is not None and alike.days <= TOGETHER:
        return True
    captured = alike.days is None or (alike.days <= CAPTURED and other_outlet)
    return captured and alike.title >= SAME_TITLE and alike.shared >= WHOLE


def is_one_text(alike: Likeness, *, other_outlet: bool) -> bool:
    """Say whether two articles share enough from their beginnings on.

    Within one outlet the headlines must share a word or two as well: pages that lost their article hold the same furniture.
    """
    if alike.title < SOME_TITLE:
        return other_outlet and alike.shared >= WHOLE
    copy = alike.shared >= COPY and alike.start <= 100
    reworked = alike.contained >= 0.6 and alike.shared >= REWORKED and alike.start <= 50
    cut = alike.contained >= 0.8 and alike.shared >= CUT and alike.title >= 0.5 and alike.start <= 30
    agency = other_outlet and alike.contained >= 0.5 and alike.shared >= 0.3 and alike.title >= 0.75 and alike.start <= 50
    return copy or reworked or cut or agency


def swapped(first: Text, second: Text) -> bool:
    """Say whether two short texts have different figures in one place: then they are two announcements.

    The day of the month in each one's own date line does not count. Two texts of one outlet with different names are two
    announcements as well; another outlet may only spell a name its own way. A report that is marked as corrected may differ.
    """
    if max(len(first.words), len(second.words)) > NOTICE or "corrected" in first.title | second.title:
        return False
    swaps = list(replaced(first, second))
    if any(disjoint(figures(before) - first.date_figures, figures(after) - second.date_figures) for before, after in swaps):
        return True
    return first.article.source == second.article.source and any(unlike(names(before), names(after)) for before, after in swaps)


def replaced(first: Text, second: Text) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the short stretches that stand in place of each other in two texts."""
    second.aligner.set_seq1(first.lowered)
    for kind, from_first, to_first, from_second, to_second in second.aligner.get_opcodes():
        before, after = first.words[from_first:to_first], second.words[from_second:to_second]
        if kind == "replace" and max(len(before), len(after)) <= SWAP:
            yield before, after


def disjoint(before: set[str], after: set[str]) -> bool:
    """Say whether both sides have something and nothing in common."""
    return bool(before and after) and before.isdisjoint(after)


def unlike(before: set[str], after: set[str]) -> bool:
    """Say whether both sides have something and none of it is a spelling of what the other has."""
    return bool(before and after) and all(SequenceMatcher(None, one, other).ratio() < SPELLING for one in before for other in after)


def figures(words: Sequence[str]) -> set[str]:
    """Return the words with a digit and the numbers written out."""
    return {word.lower() for word in words if word.lower() in NUMBERS or any(letter.isdigit() for letter in word)}


def names(words: Sequence[str]) -> set[str]:
    """Return the words written with a capital."""
    return {word.lower() for word in words if word[0].isupper() and word.lower() not in FEW_WORDS}
