"""Single words that mean a person: surnames linked to a full name of the article, world-famous ones, and those with an office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from archive.gazetteers.person import Person, PersonGazetteer
from archive.gazetteers.person_names import fold, initial, skeleton
from indexer.extract.person_full import Asked, Placed, is_thing
from indexer.extract.person_links import Answering, Individual, nearest
from indexer.extract.person_names import Single, Text, Word

OFFICES = {
    "president": "president", "pres": "president", "prime": "prime minister|premier", "minister": "minister|premier",
    "premier": "minister|premier", "secretary": "secretary",
    "gen": "general|chief|commander|marshal", "general": "general|chief|commander|secretary|marshal", "adm": "admiral|chief",
    "admiral": "admiral|chief", "ambassador": "ambassador|representative", "amb": "ambassador|representative",
    "chancellor": "chancellor", "sen": "senator", "senator": "senator", "rep": "representative|speaker", "speaker": "speaker",
    "representative": "representative", "governor": "governor|head", "gov": "governor", "mayor": "mayor", "king": "king",
    "prince": "prince", "spokesman": "spokes|press secretary", "spokeswoman": "spokes|press secretary",
    "spokesperson": "spokes|press secretary", "adviser": "adviser|aide", "advisor": "adviser|aide", "commander": "commander|chief",
    "chief": "chief|head|high representative|commander|director", "leader": "leader|president|prime minister|politician",
    "director": "director|head", "commissioner": "commissioner", "envoy": "envoy|ambassador", "pm": "prime minister",
    "son": "son of", "daughter": "daughter of", "wife": "wife of", "sister": "sister of",
}  # fmt: skip
"""What the office in people.csv must say for each title before a surname, or each kinship before a given name."""

TITLE_BEFORE = re.compile(r"\b(?:([a-z]+) |((?:Prime )?[A-Z][a-z]+) of (?:the )?(?:[A-Z][\w.]* ){1,3})$")
SMALL_WORDS = re.compile(r"\b(?:von der|van der|van den|von|van|de la|de|di|du) $")
LAST_LETTERS = frozenset("aeinru")
"""The letters that small words end in: most words before a surname end in another."""

WIFE = {"mrs", "lady"}
"""The titles before a surname that mean the wife of the one who is known by it: Mrs. Trump, First Lady Biden."""

LETTERS = re.compile(r"[A-Z]{1,2}")
LOOK_BACK = 48


class Meaning(NamedTuple):
    """Whom a word means and the rule that says so: a person of the gazetteer, or an individual of the article."""

    who: Person | Individual
    rule: str


class SingleNames:
    """Finds out whom single words mean."""

    def __init__(self, gazetteer: PersonGazetteer) -> None:
        self.gazetteer = gazetteer
        self.given = gazetteer.words["given"]
        self.after = gazetteer.words["thing_after"]
        self.surnames = gazetteer.by_surname.keys() | gazetteer.relatives.keys()

    def find(self, text: Text, singles: Iterable[Placed], within: Answering) -> Iterator[tuple[int, int, Meaning]]:
        """Yield (start, end, meaning) for every single word that means a person; most mean nobody and are never moved."""
        for by, asked in singles:
            for key, single in asked:
                if not key or key in within:
                    one = at_place(single, by) if by else single
                    meaning = self.meaning(text, one, within) or (self.second_of_pair(one) if one.joined else None)
                    if meaning and not self.thing(text, one):
                        yield begin(text.text, one.word.start), one.word.end, meaning

    def asked(self, single: Single) -> Iterator[Asked]:
        """Yield a single word and its parts, each with the key by which the article must know it, unless others may."""
        for one in parts(single) if "-" in single.word.text else (single,):
            word = one.word.folded
            key = skeleton(word)
            yield "" if key in self.surnames or word in self.gazetteer.alone else key, one

    def thing(self, text: Text, single: Single) -> bool:
        """Tell whether a word is part of a thing's name: Trump Tower, or a place or a system found already."""
        word = single.word
        return single.after in self.after or text.taken.at(word.start) is not None or is_thing(text.text, word.end)

    def meaning(self, text: Text, single: Single, within: Answering) -> Meaning | None:
        """Return whom a word means, by what stands beside it, in the article and in the gazetteer."""
        famous = self.gazetteer.meant_alone(single.word.folded)
        if LETTERS.fullmatch(single.word.text) or not self.stands_alone(text, single, famous):
            return None
        ranked = within.get(skeleton(single.word.folded), ())
        if single.after and ranked:
            # A given name before a surname means nobody with another surname.
            surname = skeleton(fold(single.after))
            ranked = [(rank, who) for rank, who in ranked if rank > 1 or surname in who.key]
        wives = [answer for answer in ranked if answer[1].person is not famous] if WIFE & {*single.cue.split()} else []
        near = nearest(wives or ranked, single.word.start)
        alone = not single.after or single.word.start < text.headline
        if famous and alone and not wives and (famous.alone == "always" or not near):
            return Meaning(famous, "famous surname")
        if near:
            return Meaning(near, "linked in the article")
        office = None if single.after else self.by_office(text.text, single)
        return Meaning(office, "surname with office") if office else None

    def stands_alone(self, text: Text, single: Single, famous: Person | None) -> bool:
        """Tell whether no word before makes it part of another name; the person's own initial does not, nor a headline's verb."""
        before = single.before
        if not before:
            return True
        if initial(fold(before)):
            return famous is not None and famous.label[0] == before[0]
        return single.word.start < text.headline and before not in self.given

    def second_of_pair(self, single: Single) -> Meaning | None:
        """Return whom the second name of a pair means: Harris in Biden-Harris, by surname, country and high office."""
        first = self.gazetteer.meant_alone(single.joined)
        people = self.gazetteer.by_surname.get(skeleton(single.word.folded), ())
        fit = [person for person in people if first and person.country == first.country and "president" in person.office.lower()]
        return Meaning(fit[0], "pair of names") if len(fit) == 1 else None

    def by_office(self, text: str, single: Single) -> Person | None:
        """Return the one person of this surname whose office fits the titles before it."""
        key = skeleton(single.word.folded)
        people = (*self.gazetteer.by_surname.get(key, ()), *self.gazetteer.relatives.get(key, ()))
        if not people:
            return None
        before = TITLE_BEFORE.search(text[max(0, single.word.start - LOOK_BACK) : single.word.start])
        titles = [*single.cue.split(), *" ".join(filter(None, before.groups() if before else ())).lower().split()]
        wanted = [OFFICES[title] for title in titles if title in OFFICES]
        fit = [person for person in people if any(holds(person.office, office) for office in wanted)]
        if len(fit) > 1:
            fit = [person for person in fit if all(holds(person.office, office) for office in wanted)]
        return fit[0] if len(fit) == 1 else None


@cache
def holds(held: str, office: str) -> bool:
    """Tell whether an office somebody holds is one that a title stands for, a pattern of OFFICES."""
    return re.search(office, held.lower()) is not None


def at_place(single: Single, by: int) -> Single:
    """Return a word at its place in the text, which its run begins `by` characters into."""
    (start, end, text, folded, owner), cue, before, after, joined = single
    return Single(Word(start + by, end + by, text, folded, owner), cue, before, after, joined)


def parts(single: Single) -> tuple[Single, ...]:
    """Return a word and, where it joins capitalised words (Biden-Harris), these words too."""
    word = single.word
    pieces = word.text.split("-")
    if not all(piece[:1].isupper() for piece in pieces):
        return (single,)
    starts = accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=word.start)
    words = (Word(start, start + len(piece), piece, fold(piece)) for start, piece in zip(starts, pieces, strict=True))
    first = fold(pieces[0])
    return (single, *(Single(word, joined=first) for word in words))


def begin(text: str, start: int) -> int:
    """Return where a surname begins with its small words: von der Leyen."""
    match = SMALL_WORDS.search(text, max(0, start - 10), start) if text[start - 2 : start - 1] in LAST_LETTERS else None
    return match.start() if match else start
