"""Persons in an article: full names found, gathered into individuals, and surnames linked to them. One value a human being."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from archive.gazetteers.person import Person, PersonGazetteer
from archive.gazetteers.person_names import slug_of
from archive.model import Mention, Span
from indexer.extract.person_credits import credited
from indexer.extract.person_full import FullNames
from indexer.extract.person_links import Individual, answering, gather
from indexer.extract.person_names import Cover, Text, headline
from indexer.extract.person_single import SingleNames


class PersonFinder:
    """Finds persons with the gazetteer and the language model's spans; without spans, those that are known or well marked."""

    def __init__(self, gazetteer: PersonGazetteer) -> None:
        self.full = FullNames(gazetteer)
        self.single = SingleNames(gazetteer)

    def find(self, text: str, people: Sequence[Span], taken: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return every mention of every person in a text, by offset; `taken` are places and systems, which are no persons."""
        spans, others = (Cover((item.start, item.end) for item in items) for items in (people, taken))
        reading = Text(text, headline(text), spans, others)
        names, singles = self.full.find(reading)
        individuals = gather(text, (name for name in names if name.person or not credited(text, name.start, name.end)))
        mentions = [*full_mentions(text, individuals)]
        for start, end, (who, rule) in self.single.find(reading, singles, answering(individuals)):
            mentions.append(mention(text, start, end, who, rule))
        return tuple(sorted(mentions, key=attrgetter("start")))


def full_mentions(text: str, individuals: Sequence[Individual]) -> Iterator[Mention]:
    """Yield a mention for every full name."""
    for individual in individuals:
        for name in individual.names:
            yield mention(text, name.start, name.end, individual, name.rule)


def mention(text: str, start: int, end: int, who: Person | Individual, rule: str) -> Mention:
    """Return a person's mention; someone no gazetteer knows gets the slug of the label."""
    person = who.person if isinstance(who, Individual) else who
    return Mention("person", person.slug if person else slug_of(who.label), who.label, text[start:end], start, end, rule)
