"""Stories instead of articles: what folding a result takes off its counts and its page.

Few articles share their story with others. Those are held in memory, so that counts of stories are the counts of articles less
what these few count too often. It costs work only for stories of which a search found more than one article.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from search.engines import Search


@dataclass(frozen=True)
class Report:
    """A version that shares its story: its key, the story, its day as the number YYYYMMDD (0: undated), its values by facet."""

    key: int
    story: str
    day: int
    values: Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Folded:
    """What a search found of shared stories: of `several` the keys found of each story of which it found more than one.

    `again` counts by facet and value in how many articles a value stands that another article found of the story has too.
    """

    several: Sequence[Sequence[int]] = ()
    again: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    shared: frozenset[int] = frozenset()
    """The keys found of shared stories, one or more a story."""

    spare: int = 0
    """How many more articles were found than stories."""

    story_of: Mapping[int, str] = field(default_factory=dict)
    """The story of every version that shares one, found or not."""

    def less(self, facet: str, counted: Mapping[str, int]) -> Mapping[str, int]:
        """Return counts of articles as counts of stories."""
        again = self.again.get(facet, {})
        return {**counted, **{value: counted[value] - count for value, count in again.items() if value in counted}}

    def page(self, keys: Sequence[int], search: Search) -> tuple[int, ...]:
        """Return the page asked for out of the first keys found, in order: of each story its first."""
        if not self.several:
            return tuple(keys[search.offset : search.offset + search.size])
        first: list[int] = []
        seen: set[str] = set()
        for key in keys:
            story = self.story_of.get(key)
            if story is None or story not in seen:
                first.append(key)
            if story is not None:
                seen.add(story)
        return tuple(first[search.offset : search.offset + search.size])


UNFOLDED = Folded()
"""What a search is folded to that counts articles."""


class Stories:
    """The versions of one state of an index that share their story."""

    def __init__(self, reports: Iterable[Report]) -> None:
        numbers: dict[tuple[str, str], int] = {}
        self._stories: dict[int, str] = {}
        self._values: dict[int, frozenset[int]] = {}
        for report in reports:
            pairs = [(facet, value) for facet, values in report.values.items() for value in values]
            self._stories[report.key] = report.story
            self._values[report.key] = frozenset(numbers.setdefault(pair, len(numbers)) for pair in pairs)
        self._pairs = list(numbers)

    def __len__(self) -> int:
        """Return how many versions these are."""
        return len(self._stories)

    def fold(self, keys: Iterable[int]) -> Folded:
        """Fold the keys found among these versions."""
        by_story: defaultdict[str, list[int]] = defaultdict(list)
        shared = frozenset(keys)
        for key in shared:
            by_story[self._stories[key]].append(key)
        several = [found for found in by_story.values() if len(found) > 1]
        again = Counter(chain.from_iterable(map(self._again, several)))
        return Folded(
            several=several,
            again=self._by_facet(again),
            shared=shared,
            spare=sum(map(len, several)) - len(several),
            story_of=self._stories,
        )

    def _by_facet(self, counted: Mapping[int, int]) -> Mapping[str, Mapping[str, int]]:
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for number, count in counted.items():
            facet, value = self._pairs[number]
            found[facet][value] = count
        return found

    def spare(self, keys: Sequence[int]) -> int:
        """Return how many more the keys found among these versions are than their stories."""
        return len(keys) - len(set(map(self._stories.__getitem__, keys)))

    def within(self, facet: str, counted: Mapping[str, int], found: Folded, freed: Folded) -> Mapping[str, int]:
        """Return, from articles found by value, how many stories of `freed` that have a value are among those found.

        A story found counts for a value even where the article that has it is among those of `freed` only.
        """
        more: Counter[int] = Counter()
        for keys in freed.several:
            inside = [self._values[key] for key in keys if key in found.shared]
            if inside:
                more.update(frozenset().union(*map(self._values.__getitem__, keys)))
                more.subtract(chain.from_iterable(inside))
        pairs = ((self._pairs[number], count) for number, count in more.items())
        changed = {value: count for (name, value), count in pairs if name == facet and count}
        return {**counted, **{value: counted.get(value, 0) + count for value, count in changed.items()}}

    def _again(self, keys: Sequence[int]) -> Iterable[int]:
        """Yield each value of each of several articles that one before it has too."""
        seen = self._values[keys[0]]
        for key in keys[1:]:
            values = self._values[key]
            yield from values & seen
            seen |= values
