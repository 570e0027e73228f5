"""Near-duplicate articles as stories: reprints, cuts, agency copy and revised versions of one text belong together.

How it is decided, and how well, is told in docs/stories.md.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from indexer.story_candidates import Candidates, Standing, candidates
from indexer.story_pairs import Text, same_story
from indexer.story_signatures import Signature, Signatures, sign
from indexer.story_words import StoryArticle

__all__ = ["StoryArticle", "find_stories", "group", "same_pairs"]

SHELF = 3_000_000
"""Characters of texts that are kept ready to be compared, each at some forty times its size."""

Read = Callable[[int], StoryArticle]
"""Returns an article by its place among the signatures."""


def find_stories(articles: Iterable[StoryArticle]) -> Mapping[str, str]:
    """Return the story of every article, by its key; a story is named after the article that came first.

    The result does not depend on the order of the articles. Keys are taken to be unique; of a repeated one the last counts.
    """
    known = {article.key: article for article in articles}
    return group(known, map(sign, known.values()))


def group(articles: Mapping[str, StoryArticle], signatures: Iterable[Signature]) -> Mapping[str, str]:
    """Return the story of every signed article. Signatures may come from an earlier run; only candidates' words are read."""
    signed = Signatures(signatures)
    leaders = list(range(len(signed)))
    for first, second in same_pairs(lambda place: articles[signed.keys[place]], signed.keys, candidates(signed)):
        join(leaders, first, second)
    members: defaultdict[int, list[str]] = defaultdict(list)
    for place, key in enumerate(signed.keys):
        members[leader(leaders, place)].append(key)
    named = ((first_of(reports, articles), reports) for reports in members.values())
    return {key: story for story, reports in named for key in reports}


def same_pairs(read: Read, keys: Sequence[str], found: Candidates) -> Iterator[tuple[int, int]]:
    """Yield candidates that are one story. Pairs come in the order of their days, so a text is not needed for long.

    What earlier pairs have made one story already is not compared again: a crowd of copies is compared once each.
    """
    leaders = list(range(len(keys)))
    shelf = Shelf(read, found.standing)
    for first, second in found.pairs():
        if leader(leaders, first) != leader(leaders, second):
            # Texts are aligned word by word, which way round can matter: it must not hang on how they came.
            one, other = sorted((first, second), key=keys.__getitem__)
            if same_story(shelf[one], shelf[other]):
                join(leaders, first, second)
                yield first, second


class Shelf:
    """Texts in use, ready to be compared; those longest unused make room for others."""

    def __init__(self, read: Read, standing: Standing) -> None:
        self._read, self._standing = read, standing
        self._texts: OrderedDict[int, Text] = OrderedDict()
        self._size = 0

    def __getitem__(self, place: int) -> Text:
        if place in self._texts:
            self._texts.move_to_end(place)
            return self._texts[place]
        text = self._texts[place] = Text(self._read(place), float(self._standing[place]))
        self._size += len(text.article.body)
        while self._size > SHELF and len(self._texts) > 2:
            _, gone = self._texts.popitem(last=False)
            self._size -= len(gone.article.body)
        return text


def leader(leaders: list[int], position: int) -> int:
    """Return the position that stands for the group of another, shortening the way there."""
    while leaders[position] != position:
        leaders[position] = leaders[leaders[position]]
        position = leaders[position]
    return position


def join(leaders: list[int], first: int, second: int) -> None:
    """Make one group of two; the lower position stands for it."""
    low, high = sorted((leader(leaders, first), leader(leaders, second)))
    leaders[high] = low


def first_of(keys: Sequence[str], articles: Mapping[str, StoryArticle]) -> str:
    """Return the key of a story's first article: the earliest, of one day the fullest, then the least key; undated ones last."""
    return min(keys, key=lambda key: (articles[key].date or "9", -len(articles[key].body), key))
