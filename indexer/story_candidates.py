"""Which pairs of articles may be one story: those whose openings share a run of words that few others share.

All of it is done on arrays, a part of the hashes at a time, so that a million articles are borne. Here an article is its rank: its
place in the order of the days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.story_pairs import CAPTURED, SAME_TITLE, SOME_TITLE, TOGETHER
from indexer.story_signatures import Numbers, Signatures

CROWD = 25
"""Articles that may share a shingle before it says too little; beyond it only those of neighbouring days are paired."""

NEIGHBOURS = 2
"""Days between two articles that are paired in a crowd."""

SHARE = 0.15
"""Share of the shorter opening that two candidates have in common."""

STANDING_COPIES, STANDING_DAYS = 3, 14
"""A shingle in at least so many articles, the first and last more than so many days apart, is a template or furniture of a site."""

PART = 2_000_000
"""Hashes that are sorted at a time: what lies in memory besides the signatures and the pairs is made of so many."""

SOME = 1 << 16
"""Articles, or pairs, that are looked at together."""

RANK = np.uint64(32)
"""Bits of a pair's second rank, or of a hash's article; what it belongs with stands above."""

Packed = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Standing = NDArray[np.float64]
"""The share of standing text in each signature's opening."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of places among the signatures, the one of the earlier day first, in the order of these days."""

    first: Numbers
    second: Numbers
    standing: Standing

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs."""
        for start in range(0, len(self.first), SOME):
            yield from zip(self.first[start : start + SOME].tolist(), self.second[start : start + SOME].tolist(), strict=True)

    def touching(self, number: int) -> Candidates:
        """Return the pairs of which one is among so many first signatures."""
        kept = (self.first < number) | (self.second < number)
        return Candidates(self.first[kept], self.second[kept], self.standing)


def candidates(signatures: Signatures) -> Candidates:
    """Return the pairs worth comparing."""
    order = signatures.ranked()
    heads = Heads.of(signatures, order)
    counts = np.zeros(len(order), dtype=np.int64)
    found = Union()
    for crowd in crowds(signatures, order, heads.days):
        counts += np.bincount(crowd.ranks[crowd.standing()], minlength=len(order))
        found.add(np.concatenate([np.zeros(0, dtype=np.uint64), *proposed(crowd, heads)]))
    standing = np.zeros(len(order))
    standing[order] = counts
    first, second = (order[ranks] for ranks in unpacked(found.all()))
    kept = alike(first, second, signatures)
    return Candidates(first[kept], second[kept], standing / np.maximum(1, np.diff(signatures.ends)))


@dataclass(frozen=True)
class Heads:
    """What is known of the articles besides their words, by rank: days, outlets, and the words and marks of their headlines.

    `lost` are the words of a headline that share a mark with another of it.
    """

    days: NDArray[np.int32]
    outlets: NDArray[np.int32]
    words: NDArray[np.int32]
    marks: NDArray[np.uint64]
    lost: NDArray[np.int32]

    @classmethod
    def of(cls, signatures: Signatures, order: Numbers) -> Heads:
        """Return them for signatures in an order."""
        words, marks = signatures.words[order], signatures.marks[order]
        lost = words - np.bitwise_count(marks).astype(np.int32)
        return cls(signatures.days[order], signatures.outlets[order], words, marks, lost)

    def in_time(self, first: Numbers, second: Numbers) -> Flags:
        """Say of pairs, the earlier first, whether their days and outlets let them be one story, as `same_story` decides it."""
        gap, undated = self.days[second] - self.days[first], self.days[first] == 0
        elsewhere = self.outlets[first] != self.outlets[second]
        return np.asarray(undated | (gap <= TOGETHER) | ((gap <= CAPTURED) & elsewhere), dtype=np.bool_)

    def headlined(self, first: Numbers, second: Numbers) -> Flags:
        """Say of such pairs whether their headlines let them be one story: whether so many words may be in both.

        What is refused here `same_story` would refuse. It sees the words themselves, of which there are no more in common.
        """
        near = (self.days[first] > 0) & (self.days[second] - self.days[first] <= TOGETHER)
        near_title = np.where(self.outlets[first] == self.outlets[second], SOME_TITLE, 0.0)
        wanted = np.where(near, near_title, SAME_TITLE) * np.minimum(self.words[first], self.words[second])
        common = np.bitwise_count(self.marks[first] & self.marks[second]) + np.minimum(self.lost[first], self.lost[second])
        # The rounding of the product must not refuse what the quotient, which decides, would let pass.
        return np.asarray(common >= wanted - 1e-9, dtype=np.bool_)


@dataclass(frozen=True)
class Crowd:
    """The articles that share shingles, those of one shingle together in the order of their ranks, in parallel arrays.

    `ranks` and `days` of each; and among them `starts` and `ends` of the shingle it is listed for.
    """

    ranks: Numbers
    days: NDArray[np.int32]
    starts: Numbers
    ends: Numbers

    def standing(self) -> Flags:
        """Say where a shingle is text that stands in a site's pages or forms: in several dated articles, weeks apart."""
        before = np.concatenate(([0], np.cumsum(self.days == 0)))
        dated = self.starts + before[self.ends] - before[self.starts]
        several = self.ends - dated >= STANDING_COPIES
        spread = self.days[self.ends - 1] - self.days[np.minimum(dated, self.ends - 1)]
        return several & (spread > STANDING_DAYS)


def crowds(signatures: Signatures, order: Numbers, days: NDArray[np.int32]) -> Iterator[Crowd]:
    """Yield who shares shingles, a part of the shingles at a time."""
    for part in parts(signatures, order):
        hashes = part >> RANK
        starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
        sizes = np.diff(np.append(starts, len(part)))
        ranks = (part[np.repeat(sizes > 1, sizes)] & np.uint64((1 << 32) - 1)).astype(np.int64)
        sizes = sizes[sizes > 1]
        ends = np.cumsum(sizes)
        yield Crowd(ranks, days[ranks], np.repeat(ends - sizes, sizes), np.repeat(ends, sizes))


def parts(signatures: Signatures, order: Numbers) -> Iterator[Packed]:
    """Yield the hashes, each with the rank of its article below, sorted, a part at a time."""
    ranks = np.empty(len(order), dtype=np.uint64)
    ranks[order] = np.arange(len(order), dtype=np.uint64)
    hashes, ends = signatures.hashes, signatures.ends
    limits = np.linspace(0, 1 << 32, 2 + len(hashes) // PART).astype(np.uint64)
    for low, high in pairwise(limits):
        found = [np.zeros(0, dtype=np.uint64)]
        for at in range(0, len(order), SOME):
            bounds = ends[at : at + SOME + 1]
            some = hashes[bounds[0] : bounds[-1]]
            kept = np.flatnonzero((some >= low) & (some < high))
            owners = ranks[at + np.searchsorted(bounds, bounds[0] + kept, side="right") - 1]
            found.append(some[kept].astype(np.uint64) << RANK | owners)
        part = np.concatenate(found)
        part.sort()
        if len(part):
            yield part


def proposed(crowd: Crowd, heads: Heads) -> Iterator[Packed]:
    """Yield the pairs that shared shingles propose: each article with the next one in its crowd, with the next but one, and so on.

    In a large crowd these are neighbours in time, in a small one all that may be one story. As a crowd is in the order of the
    days, an article that has come to one too far off is done.
    """
    large = crowd.ends - crowd.starts > CROWD
    reach = np.where(large, NEIGHBOURS, np.where(crowd.days == 0, np.iinfo(np.int32).max, CAPTURED))
    left = np.arange(len(crowd.ranks))
    for step in range(1, CROWD + 1):
        left = left[left + step < crowd.ends[left]]
        left = left[crowd.days[left + step] - crowd.days[left] <= reach[left]]
        first, second = crowd.ranks[left], crowd.ranks[left + step]
        for allowed in (heads.in_time, heads.headlined):
            kept = allowed(first, second)
            first, second = first[kept], second[kept]
        yield packed(first, second)


def packed(first: Numbers, second: Numbers) -> Packed:
    """Return pairs as one number each."""
    return first.astype(np.uint64) << RANK | second.astype(np.uint64)


def unpacked(pairs: Packed) -> tuple[Numbers, Numbers]:
    """Return the first and the second of pairs."""
    return (pairs >> RANK).astype(np.int64), (pairs & np.uint64((1 << 32) - 1)).astype(np.int64)


class Union:
    """Pairs out of many parts, each once. What comes is put with the rest when it has grown as large."""

    def __init__(self) -> None:
        self.whole: Packed = np.zeros(0, dtype=np.uint64)
        self.more: list[Packed] = []

    def add(self, pairs: Packed) -> None:
        """Add pairs."""
        self.more.append(distinct(pairs))
        if sum(map(len, self.more)) > len(self.whole):
            self.all()

    def all(self) -> Packed:
        """Return all pairs, sorted."""
        self.whole = distinct(np.concatenate([self.whole, *self.more]))
        self.more = []
        return self.whole


def distinct(pairs: Packed) -> Packed:
    """Return pairs sorted, each once; `np.unique` does so by a table of hashes, which takes twenty times as long."""
    ordered: Packed = np.sort(pairs)
    others = np.ones(len(ordered), dtype=np.bool_)
    others[1:] = ordered[1:] != ordered[:-1]
    return ordered[others]


def alike(first: Numbers, second: Numbers, signatures: Signatures) -> Flags:
    """Say of pairs, sorted by the first, whether their openings have enough in common."""
    kept = np.zeros(len(first), dtype=np.bool_)
    pairs = Candidates(first, second, np.zeros(0)).pairs()
    for one, several in groupby(enumerate(pairs), key=lambda numbered: numbered[1][0]):
        opening = set(signatures.opening(one))
        for at, (_, other) in several:
            hashes = signatures.opening(other)
            kept[at] = len(opening.intersection(hashes)) >= SHARE * min(len(opening), len(hashes))
    return kept
