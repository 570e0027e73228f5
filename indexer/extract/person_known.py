"""Full names that the gazetteer knows, found in runs of capitalised words whatever their spelling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.gazetteers.person import Person, PersonGazetteer
from archive.gazetteers.person_names import PARTICLES, SUFFIXES, given_key, given_spellings, initial, patronymic, skeleton
from indexer.extract.person_links import Full, same_given
from indexer.extract.person_names import Run, Word, folded_parts

MIDDLE = 2
"""At most so many initials or patronymics stand between a given name and the surname."""


class Part(NamedTuple):
    """One comparable part of a run: hyphenated words have several."""

    skeleton: str
    folded: str
    word: Word


class Match(NamedTuple):
    """A known name: the places of its first and last part, its key and its person."""

    first: int
    last: int
    key: tuple[str, ...]
    person: Person


class KnownNames:
    """Finds the names of people.csv in runs."""

    def __init__(self, gazetteer: PersonGazetteer) -> None:
        self.by_last = gazetteer.by_last
        self.namesakes = gazetteer.namesakes

    def find(self, run: Run) -> Iterator[Full]:
        """Yield the known names in a run from its end to its start; of two that overlap the longer one."""
        last_words = [word.folded.rpartition(" ")[2] for word in run if word is not run[0] or " " in word.folded]
        if self.by_last.keys().isdisjoint(map(skeleton, last_words)):
            return
        parts = parts_of(run)
        last = len(parts) - 1
        while last > 0:
            match = self.ending_at(parts, last) if parts[last].skeleton in self.by_last else None
            if match:
                start, end = parts[match.first].word.start, parts[match.last].word.end
                yield Full(start, end, match.key, match.person, f"people.csv: {match.person.slug}")
                last = match.first
            last -= 1

    def ending_at(self, parts: tuple[Part, ...], last: int) -> Match | None:
        """Return the longest known name whose last word is this part; none where a Jr follows that the name does not have."""
        if last + 1 < len(parts) and parts[last + 1].folded in SUFFIXES:
            return None
        matches = (self.match(parts, last, key, person) for key, person in self.by_last[parts[last].skeleton])
        return min((match for match in matches if match), key=lambda match: match.first, default=None)

    def match(self, parts: tuple[Part, ...], last: int, key: tuple[str, ...], person: Person) -> Match | None:
        """Return where a key stands in a run, if its last word is this part. Initials in the middle may be left over."""
        tail = len(key) - 1
        begin = last - tail + 1
        if tail < 1 or begin < 1 or any(parts[begin + n].skeleton != key[n + 1] for n in range(tail)):
            return None
        furthest = begin - 1 if (key[0], key[-1]) in self.namesakes else max(begin - 1 - MIDDLE, 0)
        for first in range(begin - 1, furthest - 1, -1):
            given = given_key(parts[first].folded)
            if given == key[0] or (first == begin - 1 and len(given) > 1 and slip_of_given(given, key[0])):
                return Match(first, last, key, person)
            if not (initial(parts[first].folded) or patronymic(parts[first].folded)):
                return None
        return None


def slip_of_given(given: str, known: str) -> bool:
    """Tell whether a given name is a slip of a known one, in any of its spellings: Volodmyr of Volodymyr, whose key is Vladimir."""
    return any(same_given(given, spelling) for spelling in given_spellings().get(known, (known,)))


def parts_of(run: Run) -> tuple[Part, ...]:
    """Return the comparable parts of a run, small words left out."""
    return tuple(
        Part(part if part in SUFFIXES else skeleton(part), part, word)
        for word in run
        for part in (folded_parts(word.folded) if " " in word.folded else (word.folded,))
        if part not in PARTICLES or word is run[0]
    )
