"""What is kept of an article to find those like it: its day, its outlet, its headline and the hashes of its opening."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.story_words import RUN, StoryArticle, day_of, headline_of, words_of

OPENING = 200
"""Shingles kept of an article: copies, cuts and revisions share their opening; an older story pasted below does not."""

FEWEST = 12
"""Words of the shortest body that is compared: a line has too little of its own."""

LETTERS = 12
"""Characters a word of an opening takes at most, with what stands around it."""

Hashes = NDArray[np.uint32]
Numbers = NDArray[np.int64]


class Signature(NamedTuple):
    """What candidates are found by: an article's day, 0 where unknown, outlet, headline, and the hashes of its opening shingles.

    Of the headline are kept the number of its words and a mark for each among 64: two headlines have no more words in common than
    they have marks, and words that share one. A signature depends on its article alone and need not be made again when others join.
    """

    key: str
    day: int
    source: str
    words: int
    marks: int
    opening: array[int]


def sign(article: StoryArticle) -> Signature:
    """Return the signature of an article."""
    return signature_of(article, opening_of(article.body))


def signature_of(article: StoryArticle, opening: array[int]) -> Signature:
    """Return the signature of an article whose opening is known; its body is not looked at."""
    headline = headline_of(article.title)
    marks = 0
    for word in headline:
        marks |= 1 << (crc32(word.encode(errors="replace")) & 63)
    return Signature(article.key, day_of(article.date), article.source, len(headline), marks, opening)


def opening_of(body: str) -> array[int]:
    """Return the hashes of a body's first shingles, sorted, each once."""
    words = words_of(body[: OPENING * LETTERS])[: OPENING + RUN - 1]
    if len(words) < FEWEST:
        return array("I")
    text = " ".join(words)
    written = text.encode(errors="replace")
    # A shingle is a slice of the joined words: to join each anew takes twice as long.
    sizes = map(len, words) if len(written) == len(text) else (len(word.encode(errors="replace")) for word in words)
    starts = list(accumulate((size + 1 for size in sizes), initial=0))
    return array("I", sorted({crc32(written[start : end - 1]) for start, end in zip(starts, starts[RUN:], strict=False)}))


class Signatures:
    """Many signatures, in columns: those of a million articles take half a gigabyte, almost all of it hashes.

    Their places are the order in which they came. The arrays are views: while one is in use nothing can be added.
    """

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        self.keys: list[str] = []
        self._days, self._outlets, self._words, self._marks = array("i"), array("i"), array("i"), array("Q")
        self._hashes, self._ends = array("I"), array("q", [0])
        self._numbers: dict[str, int] = {}
        for signature in signatures:
            self.add(signature)

    def add(self, signature: Signature) -> None:
        """Add one."""
        self.keys.append(signature.key)
        self._days.append(signature.day)
        self._outlets.append(self._numbers.setdefault(signature.source, len(self._numbers)))
        self._words.append(signature.words)
        self._marks.append(signature.marks)
        self._hashes.extend(signature.opening)
        self._ends.append(len(self._hashes))

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Signature]:
        sources = list(self._numbers)
        heads = zip(self.keys, self._days, self._outlets, self._words, self._marks, strict=True)
        for at, (key, day, outlet, words, marks) in enumerate(heads):
            yield Signature(key, day, sources[outlet], words, marks, self.opening(at))

    def opening(self, at: int) -> array[int]:
        """Return the hashes of one opening, sorted."""
        return self._hashes[self._ends[at] : self._ends[at + 1]]

    @property
    def hashes(self) -> Hashes:
        """Return the hashes of all openings, one after the other."""
        return np.frombuffer(self._hashes, dtype=np.uint32)

    @property
    def ends(self) -> Numbers:
        """Return where the first opening begins among the hashes, and where each ends."""
        return np.frombuffer(self._ends, dtype=np.int64)

    @property
    def days(self) -> NDArray[np.int32]:
        """Return the days."""
        return np.frombuffer(self._days, dtype=np.int32)

    @property
    def outlets(self) -> NDArray[np.int32]:
        """Return a number for each one's outlet."""
        return np.frombuffer(self._outlets, dtype=np.int32)

    @property
    def words(self) -> NDArray[np.int32]:
        """Return how many words the headlines have."""
        return np.frombuffer(self._words, dtype=np.int32)

    @property
    def marks(self) -> NDArray[np.uint64]:
        """Return the marks of the headlines' words."""
        return np.frombuffer(self._marks, dtype=np.uint64)

    def ranked(self) -> Numbers:
        """Return the places in the order of the days, of one day in that of the keys: it does not depend on how they came."""
        by_key = np.array(sorted(range(len(self.keys)), key=self.keys.__getitem__), dtype=np.int64)
        return by_key[np.argsort(self.days[by_key], kind="stable")]
