"""Apply corrections to the mentions of an article: aliases first, then merges, splits, drops and additions."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.corrections import Correction, Corrections
from archive.gazetteers import Gazetteer
from archive.gazetteers.person_names import fold
from archive.model import Mention
from indexer.extract.automaton import Automaton

Key = tuple[str, str]
"""A facet and a value of it."""


@dataclass(frozen=True)
class Corrected:
    """The mentions of an article once corrected, by offset, and the ids of the corrections that changed them."""

    mentions: tuple[Mention, ...]
    by: tuple[str, ...] = ()


class Corrector:
    """Applies corrections. Pure: the same article and mentions give the same answer, whatever the order of the rows.

    Only splits may build on one another: they are applied in the order of the file. `moved` maps the ids of persons whom a
    gazetteer came to know under another id, so that rows written before go on holding.
    """

    def __init__(self, corrections: Corrections, gazetteers: Mapping[str, Gazetteer], moved: Mapping[str, str]) -> None:
        self.gazetteers = gazetteers
        self.moved = moved
        today = [self.today(row) for row in corrections.rows]
        self.corrections = Corrections(tuple(row for row in today if row.action != "merge" or row.value != row.other))
        self.aliases = Automaton({row.name: row for row in self.corrections.of("alias")})
        self.splits = self.by_value("split")
        self.drops = self.by_value("drop")
        self.additions: defaultdict[str, list[Correction]] = defaultdict(list)
        for row in self.corrections.of("add"):
            for article in row.articles:
                self.additions[article].append(row)

    def today(self, row: Correction) -> Correction:
        """Return a row with the ids its persons go by today; its own id stays that of the row as written."""
        if row.facet != "person":
            return row
        return replace(row, value=self.renamed(row.value), other=self.renamed(row.other))

    def renamed(self, person: str) -> str:
        """Return the id a person goes by today, merges aside."""
        seen = {person}
        while True:
            known = self.gazetteers["person"].current(person)
            person = known if known != person else self.moved.get(person, person)
            if person in seen:
                return person
            seen.add(person)

    def by_value(self, action: str) -> Mapping[Key, list[Correction]]:
        """Return the rows of an action by the value they are about, so that an article meets only those that may concern it."""
        found: defaultdict[Key, list[Correction]] = defaultdict(list)
        for row in self.corrections.of(action):
            found[row.facet, self.corrections.current(row.facet, row.value)].append(row)
        return found

    def concerning(self, article: str, mentions: Iterable[Mention], rows: Mapping[Key, list[Correction]]) -> list[Correction]:
        """Return the rows that may change an article, in file order: about its values, what these roll up to or are split into."""
        todo = list(dict.fromkeys((mention.facet, mention.value) for mention in mentions))
        found: dict[str, Correction] = {}
        while todo:
            facet, value = todo.pop()
            todo += [(facet, parent) for parent in self.gazetteers[facet].parents(value)]
            for row in rows.get((facet, value), ()):
                if row.id not in found and row.holds_for(article):
                    found[row.id] = row
                    todo += [(facet, self.corrections.current(facet, row.other))] if row.other else []
        return sorted(found.values(), key=lambda row: row.line)

    def correct(self, article: str, text: str, mentions: Sequence[Mention]) -> Corrected:
        """Return an article's mentions as corrected; `mentions` are by offset and settled."""
        if not self.corrections.rows:
            return Corrected(tuple(mentions))
        done: dict[str, None] = {}
        kept = self.named(text, list(mentions), done)
        kept = [self.merged(mention, done) for mention in kept] if self.corrections.merges else kept
        for row in self.concerning(article, kept, self.splits) if self.splits else ():
            kept = self.split(kept, row, done)
        for row in self.concerning(article, kept, self.drops) if self.drops else ():
            kept = self.dropped(kept, row, done)
        for row in self.additions.get(article, ()):
            kept = self.added(text, kept, row, done)
        return Corrected(tuple(sorted(kept, key=lambda mention: (mention.start, mention.end, mention.facet))), tuple(done))

    def named(self, text: str, mentions: list[Mention], done: dict[str, None]) -> list[Mention]:
        """Return mentions with those that aliases earn, in place of what was found there before."""
        places = list(self.places(text))
        if not places:
            return mentions
        ends = [end for _, end, _ in places]
        over: dict[int, list[Mention]] = {}
        for mention in mentions:
            place = bisect_right(ends, mention.start)
            while place < len(places) and places[place][0] < mention.end:
                over.setdefault(place, []).append(mention)
                place += 1
        gone: set[Mention] = set()
        earned: list[Mention] = []
        follow: dict[tuple[str, Correction], None] = {}
        for place, (start, end, row) in enumerate(places):
            before = [found for found in over.get(place, ()) if found.facet == row.facet or "person" in (row.facet, found.facet)]
            if any(stays(mention, start, end, row) for mention in before):
                continue
            gone.update(before)
            earned.append(Mention(row.facet, row.value, "", text[start:end], start, end, row.rule))
            follow.update({(mention.value, row): None for mention in before if mention.facet == row.facet == "person"})
            done[row.id] = None
        kept = [mention for mention in mentions if mention not in gone]
        for value, row in follow:
            kept = followed(kept, value, row, row.value)
        return [*kept, *earned]

    def places(self, text: str) -> Iterator[tuple[int, int, Correction]]:
        """Yield where aliases stand in a text as whole words, the longer of two that overlap."""
        taken = 0
        for start, end, row in sorted(self.aliases.find(text), key=lambda place: (place[0], -place[1])):
            if start >= taken and whole_words(text, start, end):
                taken = end
                yield start, end, row

    def merged(self, mention: Mention, done: dict[str, None]) -> Mention:
        """Return a mention under the person who stands for its own."""
        path = self.corrections.path(mention.value) if mention.facet == "person" else ()
        if not path:
            return mention
        done.update(dict.fromkeys(step.id for step in path))
        return moved(mention, path[-1].other, path[-1])

    def split(self, mentions: list[Mention], row: Correction, done: dict[str, None]) -> list[Mention]:
        """Return mentions with those meant by a split given to the other person."""
        value, other = (self.corrections.current("person", person) for person in (row.value, row.other))
        meant = {mention for mention in mentions if mention.facet == "person" and mention.value == value and spelt(mention, row)}
        if not meant:
            return mentions
        done[row.id] = None
        kept = [moved(mention, other, row) if mention in meant else mention for mention in mentions]
        return followed(kept, value, row, other)

    def dropped(self, mentions: list[Mention], row: Correction, done: dict[str, None]) -> list[Mention]:
        """Return mentions without those meant by a drop; a value that rolls up to the one dropped goes with it."""
        meant = {mention for mention in mentions if mention.facet == row.facet and self.under(mention, row) and spelt(mention, row)}
        if not meant:
            return mentions
        done[row.id] = None
        kept = [mention for mention in mentions if mention not in meant]
        return followed(kept, self.corrections.current(row.facet, row.value), row, None) if row.facet == "person" else kept

    def under(self, mention: Mention, row: Correction) -> bool:
        """Tell whether a mention's value is the one a row names, or rolls up to it."""
        value = self.corrections.current(row.facet, row.value)
        return mention.value == value or value in self.gazetteers[row.facet].parents(mention.value)

    def added(self, text: str, mentions: list[Mention], row: Correction, done: dict[str, None]) -> list[Mention]:
        """Return mentions with a value added: where the row's name stands in the text, else without a place."""
        value = self.corrections.current(row.facet, row.value)
        if any(mention.facet == row.facet and mention.value == value for mention in mentions):
            return mentions
        done[row.id] = None
        places = list(standing(text, row.name)) or [(0, 0)]
        return [*mentions, *(Mention(row.facet, value, "", text[start:end], start, end, row.rule) for start, end in places)]


def stays(mention: Mention, start: int, end: int, row: Correction) -> bool:
    """Tell whether a mention stays where an alias stands: it says the same, or is a longer name (Chad in Chad Wolf)."""
    inside = mention.start <= start and end <= mention.end
    longer = mention.end - mention.start > end - start
    return inside and (longer or (mention.facet, mention.value) == (row.facet, row.value))


def spelt(mention: Mention, row: Correction) -> bool:
    """Tell whether a mention has the spelling a row is about: accents, case and a possessive aside; any where it names none."""
    return not row.name or fold(mention.surface) == fold(row.name)


def followed(mentions: list[Mention], value: str, row: Correction, other: str | None) -> list[Mention]:
    """Return mentions with the surnames that stood for a full name going with it: to the other person, or away (None).

    They follow where the article has no other full name of the person that stays behind.
    """
    words = set(fold(row.name).split())
    own = [mention for mention in mentions if mention.facet == "person" and mention.value == value]
    if len(words) < 2 or any(len(fold(mention.surface).split()) > 1 for mention in own):
        return mentions
    follows = {mention for mention in own if fold(mention.surface) in words}
    if other is None:
        return [mention for mention in mentions if mention not in follows]
    return [moved(mention, other, row) if mention in follows else mention for mention in mentions]


def moved(mention: Mention, value: str, row: Correction) -> Mention:
    """Return a mention under another value, its rule telling both what found it and which correction moved it."""
    return mention._replace(value=value, label="", rule=f"{mention.rule}; {row.rule}")


def standing(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands in a text as whole words."""
    start = text.find(name) if name else -1
    while start >= 0:
        if whole_words(text, start, start + len(name)):
            yield start, start + len(name)
        start = text.find(name, start + len(name))


def whole_words(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of text is not a part of longer words."""
    return not (start and text[start - 1].isalnum() and text[start].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )
