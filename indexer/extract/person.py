"""Persons in an article: full names found, gathered into individuals, and surnames linked to them. One value a human being."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from archive.gazetteers.person import Person, PersonGazetteer
from archive.model import Mention, Span
from indexer.extract.person_credits import credited, listed, posted, signed, signs_post
from indexer.extract.person_full import REMEMBERED, FullNames
from indexer.extract.person_links import Full, Individual, answering, gather
from indexer.extract.person_names import Cover, Text, headline, unbracketed
from indexer.extract.person_single import SingleNames

OLD_YEAR = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]f|[Ss]ince|until|by|from|to|winter|summer|spring|autumn)|[a-z] \d{1,2},| \d{1,2} [A-Z][a-z]+|[(–-])"
    r" ?1[0-8]\d\d\b"
)
NEW_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HINT_OF_OLD = re.compile(r"1[0-8]\d\d\b")
"""Whatever OLD_YEAR finds ends so, and most pages hold none, which is known much sooner: keep it so when OLD_YEAR changes."""


OPENING, CLOSING = ('"', "“"), ('"', "”")
SENDER = re.compile(r"\) (?:writes|wrote|said)|[\s>]*<")
"""What follows the name in quotation marks of who sent a message."""


class PersonFinder:
    """Finds persons with the gazetteer and the language model's spans; without spans, those that are known or well marked."""

    def __init__(self, gazetteer: PersonGazetteer) -> None:
        self.gazetteer = gazetteer
        self.single = SingleNames(gazetteer)
        self.full = FullNames(gazetteer, self.single.asked)
        self.misspelt = lru_cache(REMEMBERED)(gazetteer.misspelt)

    def find(self, text: str, people: Sequence[Span], taken: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return every mention of every person in a text, by offset; `taken` are places and systems, which are no persons."""
        spans, others = (Cover([(item.start, item.end) for item in items]) for items in (people, taken))
        plain = unbracketed(text, self.gazetteer.words["given"])
        reading = Text(plain, headline(text), spans, others)
        names, singles = self.full.find(reading)
        individuals = gather(plain, counting(plain, [self.corrected(name) for name in names]))
        mentions = [mention(text, name.start, name.end, who, name.rule) for who in individuals for name in who.names]
        for start, end, (who, rule) in self.single.find(reading, singles, answering(individuals)):
            mentions.append(mention(text, start, end, who, rule))
        return tuple(sorted(mentions, key=attrgetter("start")))

    def corrected(self, name: Full) -> Full:
        """Return a full name that nobody has as that of the person it must mean, where it is misspelt."""
        person = None if name.person else self.misspelt(name.key)
        return name._replace(person=person, rule=f"people.csv: {person.slug}, misspelt") if person else name


def counting(text: str, names: Sequence[Full]) -> Iterator[Full]:
    """Yield the names that count: all that are known; others unless they are credits, or the page is of before 1900."""
    unknown = [name for name in names if not name.person]
    post = bool(unknown) and posted(text)
    authors = {
        name.key for name in unknown if signed(text, name.start, name.end) or (post and signs_post(text, name.start, name.end))
    }
    past = bool(unknown) and of_the_past(text)
    titles = {name.key for name in unknown if quoted(text, name.start, name.end)}
    credit = 0
    for name in names:
        if name.person:
            yield name
        elif past or name.key in authors or name.key in titles:
            continue
        elif credited(text, name.start, name.end) or (credit and listed(text, credit, name.start)):
            credit = name.end
        else:
            yield name


def quoted(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands alone in quotation marks: a ship, a work or an assumed name rather than somebody nobody knows."""
    return text[end : end + 1] in CLOSING and text[start - 1 : start] in OPENING and not SENDER.match(text, end + 1)


def of_the_past(text: str) -> bool:
    """Tell whether a page names two dates of before 1900 or more and no later year: its persons are no values."""
    return len(HINT_OF_OLD.findall(text)) > 1 and NEW_YEAR.search(text) is None and len(OLD_YEAR.findall(text)) > 1


def mention(text: str, start: int, end: int, who: Person | Individual, rule: str) -> Mention:
    """Return a person's mention."""
    return Mention("person", who.slug, who.label, text[start:end], start, end, rule)
