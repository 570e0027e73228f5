"""Persons in an article: full names found, gathered into individuals, and surnames linked to them. One value a human being."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from archive.gazetteers.person import Person, PersonGazetteer
from archive.gazetteers.person_names import fold, initial, skeleton, slug_of
from archive.model import Mention, Span
from indexer.extract.person_credits import credited
from indexer.extract.person_known import KnownNames
from indexer.extract.person_links import Answering, Full, Individual, answering, gather, nearest
from indexer.extract.person_names import Run, Segment, Word, key_of, runs, segments

LONGEST_NAME = 6
LONGEST_HEADLINE = 250
SMALL_WORDS = re.compile(r"\b(?:von der|van der|van den|von|van|de la|de|di|du) $")
ABBREVIATION = re.compile(r"[A-Z]{1,2}")
ROMAN = ("I", "II", "III", "IV", "V", "VI")
OFFICES = {
    "president": "president", "minister": "minister|premier", "premier": "minister|premier", "secretary": "secretary",
    "gen": "general|chief|commander|marshal", "general": "general|chief|commander|secretary|marshal", "adm": "admiral|chief",
    "admiral": "admiral|chief", "ambassador": "ambassador|representative", "amb": "ambassador|representative",
    "chancellor": "chancellor", "sen": "senator", "senator": "senator", "rep": "representative|speaker", "speaker": "speaker",
    "representative": "representative", "governor": "governor|head", "gov": "governor", "mayor": "mayor", "king": "king",
    "prince": "prince", "spokesman": "spokes|press secretary", "spokeswoman": "spokes|press secretary",
    "spokesperson": "spokes|press secretary", "adviser": "adviser|aide", "advisor": "adviser|aide", "commander": "commander|chief",
    "chief": "chief|head|high representative|commander|director", "leader": "leader|president|prime minister|politician",
    "director": "director|head", "commissioner": "commissioner", "son": "son of",
    "daughter": "daughter of", "wife": "wife of", "sister": "sister of", "envoy": "envoy|ambassador", "pm": "prime minister",
}  # fmt: skip
"""What the office in people.csv must say for each title before a surname."""

THING_AFTER = re.compile(
    r" (?:bridge|street|avenue|square|oblast|region|district|highway|stadium|airport|airfield|brigade|battalion|prize|award|class)s?\b"
    r"| (?:House|Tower|Street|Institute|Center|Centre|Foundation|Library|Memorial|Museum|School|University|Airport|Road|Avenue|Park"
    r"|Square|Bridge|Building|Hotel|Prize|Award|Medal|Fund|Fellow|(?:National|International|State|Regional) [A-Z]\w+)\b"
    r"|-class\b|,? an? (?:[\w\-]+ ){0,3}(?:channel|newspaper|company|village|town|city|outlet|ship|nonprofit|website|magazine|firm"
    r"|startup|settlement|suburb|neighbou?rhood|broadcaster|agency|vessel|yacht|tanker)\b"
)
THING_BEFORE = re.compile(
    r"\b(?:USS|HMS|HMCS|Hurricane|Storm|Operation|Saint|St\.?|Mount|Lake|Fort|Camp|Port|Villa|Hotel|street|ship|yacht|tanker|vessel"
    r"|radio station|TV station|station|channel|newspaper|website|magazine|agency|villages? of|towns? of|village|town|city of) ?['‘“\"]?$"
)
TITLE_BEFORE = re.compile(r"\b([a-z]+) $")


class Cover:
    """Stretches of a text, asked whether they touch or hold a place."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.stretches = sorted(stretches)
        self.starts = [start for start, _ in self.stretches]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with start:end. Stretches do not hold one another."""
        before = bisect_left(self.starts, end) - 1
        return before >= 0 and self.stretches[before][1] > start

    def at(self, place: int) -> tuple[int, int] | None:
        """Return the stretch a character belongs to."""
        before = bisect_right(self.starts, place) - 1
        return self.stretches[before] if before >= 0 and self.stretches[before][1] > place else None


class Single(NamedTuple):
    """A capitalised word that is no full name: a surname perhaps. `cue` are the titles right before it, the others its neighbours."""

    word: Word
    cue: str = ""
    before: str = ""
    after: str = ""


class PersonFinder:
    """Finds persons with the gazetteer and the language model's spans; without spans, those that are known or well marked."""

    def __init__(self, gazetteer: PersonGazetteer) -> None:
        self.gazetteer = gazetteer
        self.known = KnownNames(gazetteer)
        words = gazetteer.words
        self.kinds = dict.fromkeys(words["boundary"], "boundary") | dict.fromkeys(words["title"], "title")
        self.given = words["given"]
        self.organisation = words["organisation"]
        self.after = words["thing_after"]

    def find(self, text: str, people: Sequence[Span], taken: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return every mention of every person in a text, by offset; `taken` are places and systems, which are no persons."""
        spans, others = Cover((span.start, span.end) for span in people), Cover((item.start, item.end) for item in taken)
        names: list[Full] = []
        singles: list[Single] = []
        for run in runs(text, self.kinds):
            if len(run) == 1:
                singles.append(Single(run[0]))
                continue
            known = tuple(self.known.find(run))
            names += known
            for segment in self.unknown(run, known, spans):
                found = self.spotted(text, segment, spans, others) if len(segment.words) > 1 else ()
                names += found
                singles += () if found else alone(segment)
        individuals = gather(name for name in names if name.person or not credited(text, name.start, name.end))
        mentions = [*full_mentions(text, individuals), *self.single_mentions(text, individuals, singles, others)]
        return tuple(sorted(mentions, key=lambda mention: mention.start))

    def unknown(self, run: Run, known: Sequence[Full], spans: Cover) -> Iterator[Segment]:
        """Yield the possible names of a run besides those known already."""
        if not known:
            yield from segments(run, self.kinds, self.part_of_names(run, spans))
            return
        rest: list[Word] = []
        for word in run:
            if any(name.start <= word.start < name.end for name in known):
                yield from segments(rest, self.kinds, self.part_of_names(rest, spans))
                rest = []
            else:
                rest.append(word)
        yield from segments(rest, self.kinds, self.part_of_names(rest, spans))

    def part_of_names(self, words: Sequence[Word], spans: Cover) -> frozenset[int]:
        """Return the starts of words that would end a name elsewhere and are part of one here: White in John White."""
        return frozenset(
            word.start
            for before, word in zip(words, words[1:], strict=False)
            if word.text in self.kinds and before.text in self.given and spans.at(before.start) == (spans.at(word.start) or ())
        )

    def spotted(self, text: str, segment: Segment, spans: Cover, others: Cover) -> tuple[Full, ...]:
        """Return the full name a segment holds: one the model saw, one after a title, or without a model one with a given name."""
        words = trimmed(segment.words, others)
        if len(words) < 2:
            return ()
        if spans.touches(words[0].start, words[-1].end):
            rule, words = "model", within_spans(words, spans, self.given)
        else:
            rule, words = "given name", self.from_given_name(words)
        if not words or not self.plausible(text, words, others) or (rule != "model" and headline(text, words[0].start)):
            return ()
        return (Full(words[0].start, words[-1].end, key_of(words), None, rule),)

    def from_given_name(self, words: Run) -> Run:
        """Return the part of a segment that begins with a given name: what shows a name where the model saw none."""
        place = next((number for number, word in enumerate(words) if word.text in self.given), len(words))
        return words[place:]

    def plausible(self, text: str, words: Sequence[Word], others: Cover) -> bool:
        """Tell whether words may be a person's name by what they are and what stands around them."""
        if not 2 <= len(words) <= LONGEST_NAME or any(word.text in self.organisation for word in words):
            return False
        if all(initial(word.folded) for word in words) or any(letter.isdigit() for word in words for letter in word.text):
            return False
        first, last = words[0], words[-1]
        if (initial(first.folded) and len(words) == 2) or (last.text in ROMAN and len(words) == 2):
            return False
        if " ".join(key_of(words)) in self.gazetteer.nobody or (first.text.isupper() and len(first.text) > 3 and not last.text.isupper()):
            return False
        if first.text not in self.given and (self.famous(first) or headline(text, first.start)):
            return False
        known_given = words[0].text in self.given or words[0].text.title() in self.given
        if not known_given and (others.touches(words[-1].start, words[-1].end) or all(word.text.isupper() for word in words)):
            return False
        start, end = words[0].start, words[-1].end
        return not (THING_AFTER.match(text, end) or THING_BEFORE.search(text[max(0, start - 20) : start]))

    def famous(self, word: Word) -> bool:
        """Tell whether a word is a surname that always means one person."""
        person = self.gazetteer.meant_alone(word.folded)
        return person is not None and person.alone == "always"

    def single_mentions(
        self, text: str, individuals: Sequence[Individual], singles: Iterable[Single], others: Cover
    ) -> Iterator[Mention]:
        """Yield a mention for every single word that a person of the article, or of the whole field, answers to."""
        within = answering(individuals)
        for single in singles:
            for word in compound(single.word) if "-" in single.word.text else (single.word,):
                found = self.meant(text, within, single._replace(word=word))
                if not found and word is not single.word:
                    second = self.partner(word, single.word)
                    found = (second, second.label, "pair of names") if second else None
                if found and not (single.after in self.after or others.at(word.start) or THING_AFTER.match(text, word.end)):
                    small = SMALL_WORDS.search(text, max(0, word.start - 10), word.start)
                    yield mention(text, small.start() if small else word.start, word.end, *found)

    def meant(self, text: str, within: Answering, single: Single) -> tuple[Person | None, str, str] | None:
        """Return whom a single word means: (person, label, rule)."""
        word = single.word.folded
        famous = self.gazetteer.meant_alone(word)
        if single.before in self.given or (single.before and initial(single.before.lower())) or ABBREVIATION.fullmatch(single.word.text):
            return None
        apart = not (single.before or single.after) or headline(text, single.word.start)
        near = nearest(within.get(skeleton(word), ()), single.word.start)
        if famous and apart and (famous.alone == "always" or not near):
            return famous, famous.label, "famous surname"
        if near:
            return near.person, label_of(text, near), "linked in the article"
        office = self.by_office(text, single) if apart else None
        return (office, office.label, "surname with office") if office else None

    def partner(self, word: Word, whole: Word) -> Person | None:
        """Return whom the second name of a pair means: Harris in Biden-Harris, by surname, country and high office."""
        first = self.gazetteer.meant_alone(fold(whole.text.partition("-")[0]))
        people = self.gazetteer.by_surname.get(skeleton(word.folded), ())
        fit = [person for person in people if first and person.country == first.country and "president" in person.office.lower()]
        return fit[0] if len(fit) == 1 and first else None

    def by_office(self, text: str, single: Single) -> Person | None:
        """Return the one person of this surname whose office fits the titles before it."""
        key = skeleton(single.word.folded)
        people = (*self.gazetteer.by_surname.get(key, ()), *self.gazetteer.relatives.get(key, ()))
        if not people:
            return None
        before = TITLE_BEFORE.search(text[max(0, single.word.start - 20) : single.word.start])
        titles = [*single.cue.split(), before.group(1) if before else ""]
        wanted = [OFFICES[title] for title in titles if title in OFFICES]
        fit = [person for person in people if any(re.search(office, person.office.lower()) for office in wanted)]
        return fit[0] if len(fit) == 1 else None


def trimmed(words: Run, others: Cover) -> Run:
    """Return words without the small words, places and systems they begin with."""
    while words and (words[0].text[0].islower() or others.touches(words[0].start, words[0].end)):
        words = words[1:]
    return words


def headline(text: str, place: int) -> bool:
    """Tell whether a place is in a first line most of whose words are capitalised, so that capitals mean nothing."""
    end = text.find("\n", 0, LONGEST_HEADLINE)
    words = text[:end].split() if place < end else ()
    return len(words) > 3 and sum(word[:1].isupper() for word in words) > 0.6 * len(words)


def alone(segment: Segment) -> Iterator[Single]:
    """Yield the words of a segment that is no full name: each may be a surname by itself."""
    words = segment.words
    for number, word in enumerate(words):
        before = words[number - 1].text if number else ""
        after = words[number + 1].text if number + 1 < len(words) else ""
        yield Single(word, segment.cue if not number else "", before, after)


def compound(word: Word) -> tuple[Word, ...]:
    """Return a word and, where it joins capitalised words (Biden-Harris), these words too."""
    parts = word.text.split("-")
    if len(parts) < 2 or not all(part[:1].isupper() for part in parts):
        return (word,)
    starts = accumulate((len(part) + 1 for part in parts[:-1]), initial=word.start)
    return (word, *(Word(start, start + len(part), part, fold(part)) for start, part in zip(starts, parts, strict=True)))


def within_spans(words: Sequence[Word], spans: Cover, given: Collection[str]) -> list[Word]:
    """Return the words the model saw, with the small word and surname that follow and the initial that precedes them."""
    seen = [number for number, word in enumerate(words) if spans.touches(word.start, word.end)]
    first, last = seen[0], seen[-1]
    while first > 0 and (initial(words[first].folded) or words[first - 1].text in given):
        first -= 1
    while last + 1 < len(words) and (words[last].text[0].islower() or initial(words[last].folded) or words[last + 1].text[0].islower()):
        last += 1
    return list(words[first : last + 1])


def full_mentions(text: str, individuals: Iterable[Individual]) -> Iterator[Mention]:
    """Yield a mention for every full name."""
    for individual in individuals:
        label = label_of(text, individual)
        for name in individual.names:
            yield mention(text, name.start, name.end, individual.person, label, name.rule)


def label_of(text: str, individual: Individual) -> str:
    """Return the gazetteer's name for an individual, else the fullest form on the page."""
    if individual.person:
        return individual.person.label
    best = max(individual.names, key=lambda name: (not text[name.start : name.end].isupper(), len(name.key), -name.start))
    return " ".join(text[best.start : best.end].split())


def mention(text: str, start: int, end: int, person: Person | None, label: str, rule: str) -> Mention:
    """Return a person's mention; someone no gazetteer knows gets the slug of the label."""
    return Mention("person", person.slug if person else slug_of(label), label, text[start:end], start, end, rule)
