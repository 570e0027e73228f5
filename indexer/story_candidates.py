"""Which pairs of articles may be one story: those whose openings share a run of words that few others share."""

from __future__ import annotations

import datetime
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from zlib import crc32

RUN = 5
"""Words of a shingle."""

OPENING = 200
"""Shingles kept of an article: copies, cuts and revisions share their opening; an older story pasted below does not."""

FEWEST = 12
"""Words of the shortest body that is compared: a line has too little of its own."""

CROWD = 25
"""Articles that may share a shingle before it says too little; beyond it only those of neighbouring days are paired."""

NEIGHBOURS = 2
"""Days between two articles that are paired in a crowd."""

SHARE = 0.15
"""Share of the shorter opening that two candidates have in common."""

STANDING_COPIES, STANDING_DAYS = 3, 14
"""A shingle in at least so many articles, the first and last more than so many days apart, is a template or furniture of a site."""

PARTS = 16
"""Parts the index is built in, one after the other, so that it never lies in memory whole."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Signature:
    """What candidates are found by: an article's day, 0 where unknown, and the hashes of its opening shingles.

    It depends on its article alone, so it may be kept and need not be made again when others join.
    """

    key: str
    day: int
    opening: array[int]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return WORD.findall(text.lower())


def shingles(words: Sequence[str]) -> list[str]:
    """Return every run of five words, in order; a shorter text is one run."""
    return [" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))]


def day_of(date: str) -> int:
    """Return the number of a day given as YYYY-MM-DD, or 0 where there is none."""
    try:
        return datetime.date.fromisoformat(date[:10]).toordinal()
    except ValueError:
        return 0


def sign(key: str, body: str, date: str) -> Signature:
    """Return the signature of an article."""
    words = words_of(body[: OPENING * 12])[: OPENING + RUN - 1]
    opening = shingles(words) if len(words) >= FEWEST else []
    return Signature(key, day_of(date), array("I", sorted({crc32(shingle.encode(errors="replace")) for shingle in opening})))


@dataclass(frozen=True)
class Candidates:
    """Pairs of positions among the signatures, the lower first; and the share of standing text in each signature's opening."""

    pairs: tuple[tuple[int, int], ...]
    standing: tuple[float, ...]


def candidates(signatures: Sequence[Signature]) -> Candidates:
    """Return the pairs worth comparing. The signatures are in the order of their keys."""
    pairs: set[tuple[int, int]] = set()
    standing = [0] * len(signatures)
    seen: set[tuple[int, ...]] = set()
    for crowd in crowds(signatures):
        if is_standing(crowd, signatures):
            for position in crowd:
                standing[position] += 1
        # Copies and forms share many shingles: the same crowd proposes the same pairs, and only large ones are worth remembering.
        together = tuple(crowd) if len(crowd) > CROWD else ()
        if together not in seen:
            pairs.update(paired(crowd, signatures))
        if together:
            seen.add(together)
    shares = (count / max(1, len(signature.opening)) for count, signature in zip(standing, signatures, strict=True))
    return Candidates(tuple(alike(pairs, signatures)), tuple(shares))


def crowds(signatures: Sequence[Signature]) -> Iterator[list[int]]:
    """Yield, for every shingle that more than one opening has, the positions of those that have it."""
    bits = max(1, len(signatures).bit_length())
    mask = (1 << bits) - 1
    for part in range(PARTS):
        postings = sorted(h << bits | at for at, signature in enumerate(signatures) for h in signature.opening if h % PARTS == part)
        start = 0
        for end in range(1, len(postings) + 1):
            if end == len(postings) or postings[end] >> bits != postings[start] >> bits:
                if end - start > 1:
                    yield [posting & mask for posting in postings[start:end]]
                start = end


def is_standing(crowd: Sequence[int], signatures: Sequence[Signature]) -> bool:
    """Say whether a shingle is text that stands in a site's pages or forms: in several articles, weeks apart."""
    if len(crowd) < STANDING_COPIES:
        return False
    days = [day for position in crowd if (day := signatures[position].day)]
    return len(days) >= STANDING_COPIES and max(days) - min(days) > STANDING_DAYS


def paired(crowd: list[int], signatures: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that one shared shingle proposes."""
    if len(crowd) <= CROWD:
        yield from ((first, second) for at, first in enumerate(crowd) for second in crowd[at + 1 :])
        return
    crowd.sort(key=lambda position: (signatures[position].day, position))
    for at, first in enumerate(crowd):
        for second in crowd[at + 1 : at + 1 + CROWD]:
            if signatures[second].day - signatures[first].day > NEIGHBOURS:
                break
            yield min(first, second), max(first, second)


def alike(pairs: Iterable[tuple[int, int]], signatures: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Yield, in order, the pairs whose openings have enough in common."""
    for first, several in groupby(sorted(pairs), key=itemgetter(0)):
        opening = set(signatures[first].opening)
        for _, second in several:
            other = signatures[second].opening
            if len(opening.intersection(other)) >= SHARE * min(len(opening), len(other)):
                yield first, second
