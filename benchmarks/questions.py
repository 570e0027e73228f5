"""Questions to measure with, the same for an archive each time: words of titles, names, systems, what people asked; 0-4 filters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice, zip_longest
from pathlib import Path
from random import Random

from archive.model import Version
from archive.store import Store
from search.request import SearchRequest

ASKED = Path(__file__).parent / "queries"
"""Files of questions people asked, `NAME.jsonl`, each line with the words under `query`."""

NUMBER = 200
MOST_FILTERS = 4
SEED = 11
LOOKED_AT = 4000
"""Articles from which words and filters are drawn."""


@dataclass(frozen=True)
class Question:
    """Words that must all occur, the (facet, id) pairs an article must have, and the days between which it was published."""

    kind: str
    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...] = ()
    start: str = ""
    end: str = ""

    @property
    def url(self) -> str:
        """Return the address of the page that answers it."""
        dates = [(name, day) for name, day in (("from", self.start), ("to", self.end)) if day]
        return SearchRequest.from_pairs([("q", " ".join(self.words)), *self.filters, *dates]).url()


def questions(store: Store, number: int = NUMBER) -> tuple[Question, ...]:
    """Return so many questions, a quarter each from titles, persons' names, systems and what people asked, while there are any."""
    rng = Random(SEED)
    last = store.count("select max(key) from versions")
    keys = sorted(rng.sample(range(1, last + 1), k=min(LOOKED_AT, last)))
    versions = [version for start in range(0, len(keys), 500) for version in store.versions(keys[start : start + 500]).values()]
    rng.shuffle(versions)
    sources = (titles(versions, rng), mentioned(versions, "person"), mentioned(versions, "equipment"), asked(versions, rng))
    drawn = (pair for turn in zip_longest(*sources) for pair in turn if pair)
    return tuple(filtered(question, version, count) for count, (question, version) in enumerate(islice(drawn, number)))


Drawn = Iterator[tuple[Question, Version]]


def titles(versions: Sequence[Version], rng: Random) -> Drawn:
    """Yield two to four words that stand side by side in a title."""
    for version in versions:
        words = re.findall(r"\w+", version.article.title)
        length = rng.randint(2, 4)
        if len(words) >= length:
            start = rng.randint(0, len(words) - length)
            yield Question("title", tuple(words[start : start + length])), version


def mentioned(versions: Sequence[Version], facet: str) -> Drawn:
    """Yield the words that earned an article a value of a facet, as they stand there, no words twice."""
    seen: set[tuple[str, ...]] = set()
    for version in versions:
        found = next((mention for mention in version.mentions if mention.facet == facet), None)
        words = tuple(re.findall(r"\w+", found.surface)) if found else ()
        if words and words not in seen:
            seen.add(words)
            yield Question(facet, words), version


def asked(versions: Sequence[Version], rng: Random) -> Drawn:
    """Yield what people asked, over and over, each time with another article to take filters from."""
    lines = [json.loads(line)["query"] for path in sorted(ASKED.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rng.shuffle(lines)
    for text, version in zip(cycle(lines), versions, strict=False):
        yield Question("asked", tuple(re.findall(r"\w+", text))), version


def filtered(question: Question, version: Version, count: int) -> Question:
    """Return a question with 0 to MOST_FILTERS filters that the article has, in turn."""
    wanted = count // 4 % (MOST_FILTERS + 1)
    values = [(facet, ids[0]) for facet, ids in in_turn(version.values, count) if ids]
    question = replace(question, filters=tuple(sorted(values[:wanted])))
    year = version.article.date[:4]
    return replace(question, start=f"{year}-01-01", end=f"{year}-12-31") if len(values) < wanted and year else question


def in_turn(values: Mapping[str, tuple[str, ...]], count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return the facets of an article beginning with another one each time."""
    facets = sorted(values.items())
    return facets[count % len(facets) :] + facets[: count % len(facets)]
