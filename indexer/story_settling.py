"""Settle to which story each new article belongs, once and for all: the archive keeps it with the article's versions.

Only new and revised articles are compared, with one another and with all that came before. docs/stories.md tells the rules.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from archive.store import Store, Writer
from archive.store.stories import Standing, first_known, forget_openings, members, settle, signed, text_of, unsigned
from indexer.stories import StoryArticle, same_pairs
from indexer.story_candidates import Signature, candidates, day_of, sign

STORIES_VERSION = "1"
"""Raise this when the rules change: the next `reextract` compares all articles anew."""

FEW = 2000
"""Above so many new articles it is not worth looking for the older ones that share a shingle with them: all are taken."""


class Texts(Mapping[str, StoryArticle]):
    """The texts of articles, each read when it is asked for."""

    def __init__(self, store: Store, contents: Mapping[str, int]) -> None:
        self._store, self._contents = store, contents

    def __getitem__(self, article: str) -> StoryArticle:
        text = text_of(self._store, self._contents[article])
        return StoryArticle(article, text.title, text.body, text.date, text.source)

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def settle_stories(store: Store, writer: Writer, *, anew: bool = False) -> None:
    """Give every article that has not been compared yet its story; `anew`: compare all of them, as if they had just come.

    An article keeps the story it has; where a new one joins two stories, the smaller takes the name of the larger.
    """
    if anew:
        forget_openings(writer)
    new = unsigned(store)
    if new:
        signatures = {one.article: signature(store, one) for one in new}
        older = list(related(store, signatures.values()))
        stories = {one.article: one.story for one in (*new, *(one for one, _ in older))}
        texts = Texts(store, {one.article: one.content for one in (*new, *(one for one, _ in older))})
        pairs = list(joined(signatures, [opening for _, opening in older], texts))
        openings = ((one.article, one.content, signatures[one.article].opening.tobytes()) for one in new)
        groups = alike(pairs) if anew else alike((stories[one], stories[other]) for one, other in pairs)
        wholes = list(regrouped(groups, stories) if anew else united(store, groups))
        settle(writer, openings, dict(renamed(store, wholes, standing=stories if anew else {})))
    if anew or not store.fact("stories"):
        writer.remember("stories", STORIES_VERSION)


def signature(store: Store, one: Standing) -> Signature:
    """Sign an article."""
    return sign(one.article, text_of(store, one.content).body, one.date)


def related(store: Store, new: Iterable[Signature]) -> Iterator[tuple[Standing, Signature]]:
    """Yield the articles compared before that matter for the new ones, those sharing a shingle with these or with their like."""
    signatures = list(new)
    if len(signatures) > FEW:
        yield from older(store)
        return
    near = list(sharing(store, signatures))
    found = candidates([*signatures, *near])
    partners = {at for pair in found.pairs if pair[0] < len(signatures) for at in pair if at >= len(signatures)}
    wide = [near[at - len(signatures)] for at in sorted(partners)]
    keys = {one.key for one in near}
    hashes = hashes_of([*signatures, *wide])
    for one, opening in older(store):
        if one.article in keys or not hashes.isdisjoint(opening.opening):
            yield one, opening


def sharing(store: Store, signatures: Iterable[Signature]) -> Iterator[Signature]:
    """Yield the signatures of older articles that share a shingle with those given."""
    hashes = hashes_of(signatures)
    return (opening for _, opening in older(store) if not hashes.isdisjoint(opening.opening))


def hashes_of(signatures: Iterable[Signature]) -> frozenset[int]:
    """Return the hashes of several openings."""
    return frozenset(number for signature in signatures for number in signature.opening)


def older(store: Store) -> Iterator[tuple[Standing, Signature]]:
    """Yield the articles that were compared before, signed."""
    for one, opening in signed(store):
        numbers = array("I")
        numbers.frombytes(opening)
        yield one, Signature(one.article, day_of(one.date), numbers)


def joined(new: Mapping[str, Signature], older: Iterable[Signature], texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield the pairs of articles that are one story, one of each pair a new article."""
    ordered = sorted([*new.values(), *older], key=lambda signature: signature.key)
    found = candidates(ordered)
    pairs = tuple(pair for pair in found.pairs if any(ordered[at].key in new for at in pair))
    for first, second in same_pairs(texts, ordered, replace(found, pairs=pairs)):
        yield ordered[first].key, ordered[second].key


def alike(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups that pairs of articles, or of stories, make."""
    groups: dict[str, set[str]] = {}
    for pair in pairs:
        whole = set[str]().union(*(groups.get(name, {name}) for name in pair))
        groups |= dict.fromkeys(whole, whole)
    return [whole for name, whole in groups.items() if name == min(whole)]


Whole = Mapping[str, str]
"""The articles of one story, each with the name of the story it has been in."""


def united(store: Store, groups: Sequence[set[str]]) -> Iterator[Whole]:
    """Yield the articles of stories that became one."""
    found = members(store, sorted(chain.from_iterable(groups)))
    for group in groups:
        yield {article: story for story in group for article in found.get(story, ())}


def regrouped(groups: Iterable[set[str]], stories: Mapping[str, str]) -> Iterator[Whole]:
    """Yield every article in its group, those of none alone."""
    grouped = set[str]()
    for group in groups:
        grouped |= group
        yield {article: stories[article] for article in group}
    yield from ({article: story} for article, story in stories.items() if article not in grouped)


def renamed(store: Store, wholes: Sequence[Whole], *, standing: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the articles that change their story, each with the name of the new one; larger stories choose first."""
    came = first_known(store, {name for whole in wholes for pair in whole.items() for name in pair})
    taken = set[str]()
    for whole in sorted(wholes, key=lambda whole: (-len(whole), min(map(came.__getitem__, whole)))):
        name = next(name for name in names_of(whole, came) if name in whole or not (name in standing or name in taken))
        taken.add(name)
        yield from ((article, name) for article, story in whole.items() if story != name)


def names_of(whole: Whole, came: Mapping[str, int]) -> Iterator[str]:
    """Yield what a story may be called: as most of its articles are, then as fewer are; last, after its first article."""
    names = Counter(whole.values())
    yield from sorted(names, key=lambda name: (-names[name], came[name]))
    yield min(whole, key=came.__getitem__)
