"""What the articles seem to name and no value came of: the work list of whoever tends the gazetteers.

Three simple looks at what stands outside every mention. Person: the language model's spans. Equipment: words built like a
designation (Su-57, AGM-154), and capitalised words right before a military noun. Country: words with the ending of a people
or a place (-ian, -ese, -stan). Each finds much that is rightly left out; none finds all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archive.gazetteers import person
from archive.gazetteers.person_names import POSSESSIVE
from archive.model import Leftover, Span, Version

MOST_SURFACES = 100_000
"""Surfaces counted a facet at a time; beyond it the rarest are let go, and counts of what remains may be too low."""

LONGEST = 60
KEPT = 1000
"""Surfaces kept a facet."""

WORD = re.compile(r"[^\W_][\w'’.-]*")
DESIGNATION = re.compile(r"\b[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Z]{0,3}\d?\b")
NO_DESIGNATION = re.compile(
    r"(?:COVID-?|Covid-?|[GQUHP]|MH|A|FY|UN?SC|CO|COP|TV|No|B|BRICS|AfD|Article|May|June|July)-?\d+$|[A-Z][a-z]{2,}\d+$"
)
"""Meetings of states, quarters, paper and road numbers, ages, resolutions, dates run together."""

MILITARY = re.compile(
    r"\b((?:[A-Z][\w-]+ ){1,3})(?=(?:(?:air|cruise|ballistic|guided|battle|attack|combat|surface-to-air|anti-tank|main|fighter"
    r"|infantry|armou?red|multiple|rocket|air-defen[cs]e|strike|kamikaze) )*(?:missiles?|drones?|tanks?|howitzers?|launchers?"
    r"|rockets?|jets?|fighters?|helicopters?|frigates?|corvettes?|submarines?|torpedo(?:es)?|radars?|mortars?|vehicles?|bombers?"
    r"|UAVs?|MLRS|loitering|munitions?|interceptors?|destroyers?)\b)"
)
PEOPLE = re.compile(r"\b[A-Z][a-z]{2,}(?:[nrstvkldgmbcz]ian|[a-z]ean|[a-z]ish|[a-z]ese|stani|istan)s?\b")


class Surfaces:
    """Counts in how many articles each surface stands, in bounded memory, and remembers the first of them."""

    def __init__(self, most: int = MOST_SURFACES) -> None:
        self.most = most
        self.articles: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def add(self, surfaces: Iterable[str], article: str) -> None:
        """Count an article for each different surface."""
        for surface in set(surfaces):
            self.articles[surface] += 1
            self.first.setdefault(surface, article)
        if len(self.articles) > self.most:
            self.forget()

    def forget(self) -> None:
        """Let the rarer half of the surfaces go."""
        kept = self.articles.most_common(self.most // 2)
        self.articles = Counter(dict(kept))
        self.first = {surface: self.first[surface] for surface in self.articles}

    def leftovers(self, facet: str, limit: int) -> Iterator[Leftover]:
        """Yield the most frequent surfaces, ties in alphabetical order."""
        ranked = sorted(self.articles.items(), key=lambda item: (-item[1], item[0]))
        for surface, articles in ranked[:limit]:
            yield Leftover(facet, surface, articles, self.first[surface])


def cover(versions: Iterable[tuple[Version, Sequence[Span] | None]]) -> tuple[Leftover, ...]:
    """Return what no value came of in articles, at most KEPT a facet, the most frequent first. Spans None: none were looked for."""
    words = person.load().words
    common = words["common"] | words["title"] | words["boundary"]
    found = {facet: Surfaces() for facet in ("country", "person", "equipment")}
    for version, spans in versions:
        text = version.article.text
        taken = Taken(version)
        found["person"].add(unresolved_persons(text, spans or (), taken), version.article.id)
        found["equipment"].add(unresolved_equipment(text, taken, common), version.article.id)
        found["country"].add(unresolved_countries(text, spans or (), taken, common), version.article.id)
    return tuple(leftover for facet, surfaces in found.items() for leftover in surfaces.leftovers(facet, KEPT))


class Taken:
    """The stretches of an article that earned a value, asked whether a place touches one."""

    def __init__(self, version: Version) -> None:
        stretches: list[tuple[int, int]] = []
        for start, end in sorted((mention.start, mention.end) for mention in version.mentions):
            if stretches and start < stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        self.ends = [end for _, end in stretches]
        self.stretches = stretches

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with start:end."""
        after = bisect_left(self.ends, start + 1)
        return after < len(self.stretches) and self.stretches[after][0] < end


def unresolved_persons(text: str, spans: Sequence[Span], taken: Taken) -> Iterator[str]:
    """Yield what the language model took for a person's name and no finder gave a value."""
    for span in spans:
        if not taken.touches(span.start, span.end):
            name = POSSESSIVE.sub("", " ".join(text[span.start : span.end].split()))
            if name and len(name) <= LONGEST:
                yield name


def unresolved_equipment(text: str, taken: Taken, common: frozenset[str]) -> Iterator[str]:
    """Yield designations and capitalised words before a military noun that no finder gave a value."""
    for match in DESIGNATION.finditer(text):
        if not NO_DESIGNATION.match(match.group()) and not taken.touches(match.start(), match.end()):
            yield match.group()
    for match in MILITARY.finditer(text):
        end = match.end(1) - 1
        words = [word for word in WORD.finditer(text, match.start(), end) if word.group() not in common]
        start = words[0].start() if words else end
        if start < end and not taken.touches(start, end) and len(text[start:end]) <= LONGEST:
            yield text[start:end]


def unresolved_countries(text: str, spans: Sequence[Span], taken: Taken, common: frozenset[str]) -> Iterator[str]:
    """Yield words that end like the name of a people or a place, are no part of a person's name and have no value."""
    names = [span.start for span in spans]
    for match in PEOPLE.finditer(text):
        before = bisect_left(names, match.start() + 1) - 1
        in_name = before >= 0 and spans[before].end > match.start()
        if not (in_name or match.group() in common or taken.touches(match.start(), match.end())):
            yield match.group()
