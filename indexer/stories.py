"""Near-duplicate articles as stories: reprints, cuts, agency copy and revised versions of one text belong together.

How it is decided, and how well, is told in docs/stories.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.story_candidates import Candidates, Signature, candidates, sign
from indexer.story_pairs import StoryArticle, Text, same_story

__all__ = ["StoryArticle", "find_stories", "group", "join", "leader", "same_pairs"]


def find_stories(articles: Iterable[StoryArticle]) -> Mapping[str, str]:
    """Return the story of every article, by its key; a story is named after the article that came first.

    The result does not depend on the order of the articles. Keys are taken to be unique; of a repeated one the last counts.
    """
    known = {article.key: article for article in articles}
    return group(known, [sign(article.key, article.body, article.date) for article in known.values()])


def group(articles: Mapping[str, StoryArticle], signatures: Iterable[Signature]) -> Mapping[str, str]:
    """Return the story of every signed article. Signatures may come from an earlier run; only candidates' words are read."""
    ordered = sorted(signatures, key=lambda signature: signature.key)
    keys = [signature.key for signature in ordered]
    leaders = list(range(len(keys)))
    for first, second in same_pairs(articles, ordered, candidates(ordered)):
        join(leaders, first, second)
    members: defaultdict[int, list[str]] = defaultdict(list)
    for position, key in enumerate(keys):
        members[leader(leaders, position)].append(key)
    named = ((first_of(reports, articles), reports) for reports in members.values())
    return {key: story for story, reports in named for key in reports}


def same_pairs(
    articles: Mapping[str, StoryArticle], signatures: Sequence[Signature], found: Candidates
) -> Iterator[tuple[int, int]]:
    """Yield candidates that are one story, ordered; a text is prepared at its first pair and dropped after its last.

    What earlier pairs have made one story already is not compared again: a crowd of copies is compared once each.
    """
    leaders = list(range(len(signatures)))
    last = {position: at for at, pair in enumerate(found.pairs) for position in pair}
    texts: dict[int, Text] = {}
    for at, pair in enumerate(found.pairs):
        if leader(leaders, pair[0]) != leader(leaders, pair[1]):
            for position in pair:
                if position not in texts:
                    texts[position] = Text(articles[signatures[position].key], found.standing[position])
            if same_story(texts[pair[0]], texts[pair[1]]):
                join(leaders, *pair)
                yield pair
        for position in pair:
            if last[position] == at:
                texts.pop(position, None)


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
