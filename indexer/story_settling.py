"""Settle to which story each new article belongs, once and for all: the archive keeps it with the article's versions.

Only new and revised articles are compared, with one another and with all that came before. docs/stories.md tells the rules.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from archive.store import Store, Writer
from archive.store.stories import (
    Standing,
    first_known,
    forget_openings,
    joined_others,
    members,
    settle,
    signed,
    stories_of,
    text_of,
    unsigned,
)
from indexer.stories import same_pairs
from indexer.story_candidates import candidates
from indexer.story_signatures import Signature, Signatures, opening_of, signature_of
from indexer.story_words import StoryArticle

STORIES_VERSION = "1"
"""Raise this when the rules change: the next `reextract` compares all articles anew."""

FEW = 2000
"""Above so many new articles it is not worth looking for the older ones that share a shingle with them: all are taken."""


class Compared:
    """The articles that take part, the new ones first, each at its place among the signatures."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.signatures = Signatures()
        self.contents = array("q")

    def add(self, one: Standing, signature: Signature) -> None:
        """Let an article take part."""
        self.contents.append(one.content)
        self.signatures.add(signature)

    def read(self, place: int) -> StoryArticle:
        """Return an article with its text."""
        return StoryArticle(self.signatures.keys[place], *text_of(self._store, self.contents[place]))


def settle_stories(store: Store, writer: Writer, *, anew: bool = False) -> None:
    """Give every article that has not been compared yet its story; `anew`: compare all of them, as if they had just come.

    An article keeps the story it has; where a new one joins two stories, the smaller takes the name of the larger.
    """
    if anew:
        forget_openings(writer)
    compared = Compared(store)
    for one, body in unsigned(store):
        compared.add(one, signature_of(headed(one), opening_of(body)))
    new = len(compared.signatures)
    if new:
        for one, signature in related(store, compared.signatures):
            compared.add(one, signature)
        groups = alike(joined(compared, new))
        wholes = list(regrouped(store, groups) if anew else united(store, groups))
        settle(writer, openings(compared, new), dict(renamed(store, wholes, anew=anew)))
    if anew or not store.fact("stories"):
        writer.remember("stories", STORIES_VERSION)


def headed(one: Standing) -> StoryArticle:
    """Return an article without its body."""
    return StoryArticle(one.article, one.title, "", one.date, one.source)


def openings(compared: Compared, number: int) -> Iterator[tuple[str, int, bytes]]:
    """Yield what is kept of so many articles: which, with which content, and its opening."""
    for at, key in enumerate(compared.signatures.keys[:number]):
        yield key, compared.contents[at], compared.signatures.opening(at).tobytes()


def related(store: Store, new: Signatures) -> Iterator[tuple[Standing, Signature]]:
    """Yield the articles compared before that matter for the new ones, those sharing a shingle with these or with their like."""
    if len(new) > FEW:
        yield from older(store)
        return
    hashes = hashes_of(new)
    near = [opening for _, opening in older(store) if not hashes.isdisjoint(opening.opening)]
    found = candidates(Signatures([*new, *near])).touching(len(new))
    partners = sorted({at - len(new) for pair in found.pairs() for at in pair if at >= len(new)})
    hashes |= hashes_of(map(near.__getitem__, partners))
    keys = {one.key for one in near}
    for one, opening in older(store):
        if one.article in keys or not hashes.isdisjoint(opening.opening):
            yield one, opening


def hashes_of(signatures: Iterable[Signature]) -> frozenset[int]:
    """Return the hashes of several openings."""
    return frozenset(number for signature in signatures for number in signature.opening)


def older(store: Store) -> Iterator[tuple[Standing, Signature]]:
    """Yield the articles that were compared before, signed."""
    for one, opening in signed(store):
        numbers = array("I")
        numbers.frombytes(opening)
        yield one, signature_of(headed(one), numbers)


def joined(compared: Compared, new: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of articles that are one story, one of each pair among the so many new ones."""
    keys = compared.signatures.keys
    for first, second in same_pairs(compared.read, keys, candidates(compared.signatures).touching(new)):
        yield keys[first], keys[second]


def alike(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups that pairs of articles, or of stories, make."""
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        small, large = sorted((groups.setdefault(name, {name}) for name in (one, other)), key=len)
        if small is not large:
            large |= small
            groups |= dict.fromkeys(small, large)
    return list({id(whole): whole for whole in groups.values()}.values())


Whole = Mapping[str, str]
"""The articles of one story, each with the name of the story it has been in."""


def united(store: Store, groups: Sequence[set[str]]) -> Iterator[Whole]:
    """Yield the articles of stories that became one, as groups of their articles join them."""
    stories = stories_of(store, chain.from_iterable(groups))
    wider = alike((stories[first], stories[other]) for first, *others in groups for other in others)
    found = members(store, sorted(chain.from_iterable(wider)))
    for group in wider:
        yield {article: story for story in group for article in found.get(story, ())}


def regrouped(store: Store, groups: Iterable[set[str]]) -> Iterator[Whole]:
    """Yield every article in its group, and those of none that must leave another's story, alone."""
    grouped = set[str]()
    stories = stories_of(store, chain.from_iterable(groups))
    for group in groups:
        grouped |= group
        yield {article: stories[article] for article in group}
    yield from ({article: story} for article, story in joined_others(store).items() if article not in grouped)


def renamed(store: Store, wholes: Sequence[Whole], *, anew: bool) -> Iterator[tuple[str, str]]:
    """Yield the articles that change their story, each with the name of the new one; larger stories choose first.

    Anew, a story named after a standing article that is elsewhere now is left to that article.
    """
    names = {name for whole in wholes for pair in whole.items() for name in pair}
    came = first_known(store, names)
    standing: Container[str] = stories_of(store, names) if anew else ()
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
