"""Full names in a run of words: the gazetteer's, those the language model saw, those that begin with a given name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.gazetteers.person import PersonGazetteer
from archive.gazetteers.person_names import SUFFIXES, initial, patronymic
from indexer.extract.person_known import KnownNames
from indexer.extract.person_links import Full
from indexer.extract.person_names import (
    RUN,
    Cover,
    Run,
    Segment,
    Single,
    Text,
    Word,
    key_of,
    kind_of,
    moved,
    runs,
    segments,
    singles_of,
    unended,
    word,
)

LONGEST_NAME = 6
AUXILIARY = ("Will",)
"""Words that mostly begin a question and are a given name too: where the model sees a name with an unknown surname behind."""

INITIALS = re.compile(r"(?:[A-Z]\.){2,3}")
"""What stands for a given name as surely as one does, where it is no abbreviation, which is part of no name: R.T. Jones."""

ROMAN = ("I", "II", "III", "IV", "V", "VI")
NOUNS = (
    "bridge|street|avenue|square|oblast|region|district|highway|stadium|airport|airfield|brigade|battalion|prize|award|class|valley"
    "|river|canal|refinery|oilfield|peninsula|reservoir|cemetery|mosque|waterway"
)
NAMED = (
    "House|Tower|Street|Institute|Center|Centre|Foundation|Library|Memorial|Museum|School|University|Airport|Road|Avenue|Park|Square"
    "|Bridge|Building|Hotel|Prize|Award|Medal|Fund|Fellow|Complex|Courthouse|Laboratory|Boutique"
)
NAMED_FURTHER = "National|International|State|Regional|Press|Engineering|Medical|Federal"
THING_AFTER = re.compile(
    rf" (?:{NOUNS})s?\b| (?:{NAMED}|(?:{NAMED_FURTHER}) [A-Z]\w+)\b"
    r"|(?:['’][sS])? (?:<[A-Z.]{2,8}>|(?:and|&) Co\b)"
    r"|-class\b| boutique\b|,? an? (?:(?!of |from |in |at )[\w\-]+ ){0,3}(?:channel|newspaper|company|village|town|city|outlet"
    r"|ship|nonprofit|website|magazine|firm|startup|settlement|suburb|neighbou?rhood|broadcaster|agency|vessel|yacht|tanker)\b"
    r"(?!['’]s| (?:spokes|chief|head\b|leader|editor|owner|founder|executive|director|captain|counc|resident|official|mayor"
    r"|reporter|journalist|worker|commander|boss|manager|employee|president|chair|representative|publisher|elder|teacher"
    r"|doctor|priest|engineer|analyst|columnist|host|anchor|presenter|correspondent|writer|secretary|lawyer|attorney))"
)
"""What follows a thing named after a person, or a thing that only looks like a person."""

THING_BEGINS = frozenset(("a", "an", "and", "boutique", *NAMED.split("|"), *NAMED_FURTHER.split("|"))).union(
    noun + ending for noun in NOUNS.split("|") for ending in ("", "s")
)
"""The words that THING_AFTER can begin with behind a space: most that follow a name are others, which is seen much sooner."""

NEXT_WORD = re.compile(r"\w+|[<&]")

THING_BEFORE = re.compile(
    r"\b(?:USS|HMS|HMCS|Hurricane|Storm|Operation|Saint|St\.?|Mount|Lake|Fort|Camp|Port|Villa|Hotel|street|ship|yacht|tanker"
    r"|vessel|named (?:after|for)(?: Prince| Hetman| General)?|radio station|TV station|subway stop|channel|newspaper"
    r"|website|magazine|agency|villages? of|towns? of|village|town|[Cc]arrier|[Ff]rigate|[Dd]estroyer|[Cc]ruiser|[Ff]erry"
    r"|[Ss]upertanker|[Ff]reighter|[Tt]rawler|warship|submarine|San|Santa|São"
    r"|city of) ?['‘“\"]?$"
)
THINGS = (
    "USS", "HMS", "HMCS", "Hurricane", "Storm", "Operation", "Saint", "St", "St.", "Mount", "Lake", "Fort", "Camp", "Port", "Villa",
    "Hotel", "street", "ship", "yacht", "anker", "essel", "after", "for", "Prince", "Hetman", "General", "station", "stop",
    "channel", "paper", "website", "magazine", "agency", "of", "illage", "own", "arrier", "rigate", "estroyer", "ruiser", "erry",
    "reighter", "rawler", "submarine", "San", "Santa", "São",
)  # fmt: skip
"""Whatever THING_BEFORE finds ends in one of these, which is seen much sooner: keep it so when THING_BEFORE changes."""

PLACE_BEFORE = re.compile(r"\b(?:villages?|towns?|city|settlements?|hamlet)(?: of)? ['‘“\"]?$")
PLACE_AFTER = re.compile(
    r" (?:village|settlement|oblast|district|region)\b|,? an? (?:(?!of |from |in |at )[\w\-]+ ){0,3}(?:village|town|settlement)\b"
)
"""What shows that a name is a place's, wherever else it stands in the article."""

BROKEN_OFF = re.compile(r"-(?! ?\w)")
"""What follows a name that a speaker broke off: with Mitch Ron- — Mitch Landrieu."""

ODD = re.compile(r"\w*[a-zß-ž][A-Z]{2}")
"""The end of a link's address right before a name: FIovnqJGTS Zelenskyy."""
LOOK_BACK = 24
LONGEST_REMEMBERED = 200
REMEMBERED = 1 << 15
"""So many runs are remembered: the same names and phrases fill the news, and what a run says by itself does not change."""

NOWHERE = Cover(())

Asked = tuple[str, Single]
"""A single word, and the key by which one of its article must know it for it to mean anyone; nothing where others may know it."""

Placed = tuple[int, Sequence[Asked]]
"""Such words, and how many characters into the text they are to be moved."""


Parts = Sequence[tuple[Run, Sequence[Full]]]
"""The words of a run as they stand together, each part with its known names."""


class Longer(NamedTuple):
    """A segment of several words: a full name, or these words by themselves. `given`: one before the last is a given name.

    `begun` is the name that begins with a given name, where the words make one.
    """

    segment: Segment
    given: bool
    singles: tuple[Asked, ...]
    begun: Full | None


class Reading(NamedTuple):
    """What a run says by itself: its known names, its other segments of several words, and the single words besides.

    `parts` are all its words, where what the model sees could keep words together that are cut here; else nothing.
    """

    parts: Parts
    known: tuple[Full, ...]
    longer: tuple[Longer, ...]
    singles: tuple[Asked, ...]


NOTHING = Reading((), (), (), ())


class FullNames:
    """Finds the full names of a text, and what is left over."""

    def __init__(self, gazetteer: PersonGazetteer, asked: Callable[[Single], Iterable[Asked]]) -> None:
        self.gazetteer = gazetteer
        self.asked = asked
        self.known = KnownNames(gazetteer)
        words = gazetteer.words
        kinds = dict.fromkeys(words["boundary"], "boundary") | dict.fromkeys(words["title"], "title")
        self.kinds = {word.upper(): kind for word, kind in kinds.items()} | kinds
        self.given = words["given"]
        self.organisation = words["organisation"]
        self.readings: dict[str, Reading] = {}

    def find(self, text: Text) -> tuple[list[Full], list[Placed]]:
        """Return the full names of a text, and the single words left over."""
        names: list[Full] = []
        singles: list[Placed] = []
        places: set[tuple[str, ...]] = set()
        spans, taken = text.spans, text.taken
        matches = list(RUN.finditer(text.text))
        found = [match.group() for match in matches]
        for match, run, remembered in zip(matches, found, map(self.readings.get, found), strict=True):
            reading = remembered or self.reading(run)
            if reading is NOTHING:
                continue
            place = match.start()
            parts, known, longer, alone = reading
            if known:
                names += [at_place(name, place) for name in known]
            if parts and spans and spans.touches(place, match.end()):
                there = [(moved(words, place), [at_place(name, place) for name in others]) for words, others in parts]
                longer, alone = self.cut(text, there)
                place = 0
            if alone:
                singles.append((place, alone))
            for segment, given, words, begun in longer:
                start, end = segment.words[0].start + place, segment.words[-1].end + place
                if (spans and spans.touches(start, end)) or (given and taken.touches(start, end)):
                    full = self.spotted(text, away(segment, place), places)
                else:
                    full = self.standing(text, at_place(begun, place), places) if begun else None
                if full:
                    names.append(full)
                else:
                    singles.append((place, words))
        return [name for name in names if name.person or name.key not in places] if places else names, singles

    def reading(self, run: str) -> Reading:
        """Return what a run says by itself and remember it, unless it is long; a title and other such words say nothing."""
        reading = NOTHING if run in self.kinds else self.read(run)
        if reading == NOTHING:
            reading = NOTHING
        if len(run) <= LONGEST_REMEMBERED:
            if len(self.readings) >= REMEMBERED:
                self.readings.clear()
            self.readings[run] = reading
        return reading

    def read(self, run: str) -> Reading:
        """Return what a run says by itself, places counted from its beginning. A word alone, the usual case, is no full name."""
        if " " not in run and "\u00a0" not in run:
            alone = word(unended(run), 0)
            if " " not in alone.folded:
                return NOTHING if kind_of(alone.text, self.kinds) else Reading((), (), (), tuple(self.asked(Single(alone))))
        parts = tuple([(words, tuple(self.known.find(words))) for words in runs(run, self.kinds)])
        known = tuple([name for _, names in parts for name in names])
        longer, singles = self.cut(Text(run, 0, NOWHERE, NOWHERE), parts)
        cut_otherwise = any(True for words, _ in parts if len(words) > 1 for _ in self.may_be_kept(words))
        return Reading(parts if cut_otherwise else (), known, longer, singles)

    def cut(self, text: Text, parts: Parts) -> tuple[tuple[Longer, ...], tuple[Asked, ...]]:
        """Return the segments of several words in the parts of a run, known names left out, and the single words besides."""
        longer: list[Longer] = []
        alone: list[Asked] = []
        for words, known in parts:
            for segment in self.unknown(text, words, known):
                singles = tuple([asked for single in singles_of(segment) for asked in self.asked(single)])
                if len(segment.words) > 1:
                    given = any(self.opens(word) for word in segment.words[:-1])
                    longer.append(Longer(segment, given, singles, self.begun(segment.words) if given else None))
                else:
                    alone += singles
        return tuple(longer), tuple(alone)

    def unknown(self, text: Text, run: Run, known: Sequence[Full]) -> list[Segment]:
        """Return the possible names of a run besides those known already."""
        if not known:
            return segments(run, self.kinds, self.kept(text, run))
        found: list[Segment] = []
        rest: list[Word] = []
        for item in run:
            if any(name.start <= item.start < name.end for name in known):
                found += segments(rest, self.kinds, self.kept(text, rest))
                rest = []
            else:
                rest.append(item)
        return found + segments(rest, self.kinds, self.kept(text, rest))

    def kept(self, text: Text, words: Sequence[Word]) -> Collection[int]:
        """Return the starts of words that end a name elsewhere and are part of one here: White in John White, Will in Will Hill."""
        if not text.spans:
            return ()
        at = text.spans.at
        return {kept.start for one, two, kept in self.may_be_kept(words) if at(one.start) == (at(two.start) or ())}

    def may_be_kept(self, words: Sequence[Word]) -> Iterator[tuple[Word, Word, Word]]:
        """Yield each two words of which one is kept if the model saw them together, and that one."""
        for one, two in pairwise(words):
            if two.text in self.kinds and one.text in self.given:
                yield one, two, two
            if one.text in AUXILIARY and not self.gazetteer.meant_alone(two.folded):
                yield one, two, one

    def spotted(self, text: Text, segment: Segment, places: set[tuple[str, ...]]) -> Full | None:
        """Return the full name a segment holds: what the model saw, else what begins with a given name. Notes names of places."""
        words = trimmed(text, segment.words)
        if not words:
            return None
        marked = self.seen(text, words) if text.spans.touches(words[0].start, words[-1].end) else ()
        seen = len(marked) > 1
        words = once(marked if seen else self.from_given_name(words))
        if not self.plausible(text, words) or not (seen or self.plain(text, words, segment.cue)):
            return None
        return a_man(text.text, Full(words[0].start, words[-1].end, key_of(words), None, "model" if seen else "given name"), places)

    def begun(self, words: Run) -> Full | None:
        """Return the name that begins with a given name in words, by what they say themselves."""
        words = once(self.from_given_name(words))
        if not 2 <= len(words) <= LONGEST_NAME or not self.well_formed(words):
            return None
        return Full(words[0].start, words[-1].end, key_of(words), None, "given name")

    def standing(self, text: Text, name: Full, places: set[tuple[str, ...]]) -> Full | None:
        """Return a name that begins with a given name, if it stands in a sentence and is no thing's. Notes names of places."""
        if name.start < text.headline or BROKEN_OFF.match(text.text, name.end):
            return None
        return a_man(text.text, name, places)

    def seen(self, text: Text, words: Run) -> Run:
        """Return the words the model saw and what belongs to them: given names before, patronymic and surname after."""
        touched = [number for number, word in enumerate(words) if text.spans.touches(word.start, word.end)]
        if not touched:
            # The model may see no more than what stands between the words, such as a nickname in quotes.
            return ()
        first, last = touched[0], touched[-1]
        while first > 0 and (initial(words[first].folded) or words[first - 1].text in self.given):
            first -= 1
        while last + 1 < len(words) and (unfinished(words[last]) or small(words[last + 1]) or patronymic(words[last + 1].folded)):
            last += 1
        return words[first : last + 1]

    def from_given_name(self, words: Run) -> Run:
        """Return the part of a segment that begins with a given name: what shows a name where the model saw none.

        Initials show one before a surname alone, in small letters: else they are a firm's or shouted.
        """
        place = next((number for number, word in enumerate(words) if self.opens(word)), len(words))
        found = words[place:]
        initials = found and INITIALS.fullmatch(found[0].text)
        return () if initials and (len(found) > 2 or found[-1].text.isupper()) else found

    def opens(self, word: Word) -> bool:
        """Tell whether a name may begin with a word though the model saw none: a given name, or two initials or more."""
        return word.text in self.given or (word.text[1:2] == "." and INITIALS.fullmatch(word.text) is not None)

    def plain(self, text: Text, words: Run, cue: str) -> bool:
        """Tell whether words the model did not see stand in a sentence and are no places or systems, but for General Abrams."""
        taken = [word for word in words if text.taken.touches(word.start, word.end)]
        return words[0].start >= text.headline and (not taken or (taken == [words[-1]] and cue != ""))

    def plausible(self, text: Text, words: Run) -> bool:
        """Tell whether words may be a person's name by what they are and by what stands around them."""
        if not 2 <= len(words) <= LONGEST_NAME or not self.well_formed(words):
            return False
        first, last = words[0], words[-1]
        given = self.opens(first) or first.text.title() in self.given
        if not given and (self.always_alone(first) or first.start < text.headline or text.taken.touches(last.start, last.end)):
            return False
        return BROKEN_OFF.match(text.text, last.end) is None

    def well_formed(self, words: Run) -> bool:
        """Tell whether words look like a name: no organisation's, no digits, no capitals only, not one word and an initial."""
        if any(word.text in self.organisation or not word.folded.replace(" ", "").isalpha() for word in words):
            return False
        first, last = words[0], words[-1]
        initials = INITIALS.fullmatch(first.text)
        if len(words) == 2 and (last.text in ROMAN or last.folded in SUFFIXES or last.text.endswith(".")):
            return False
        if len(words) == 2 and initial(first.folded) and not initials:
            return False
        lead = words[1] if len(words) > 2 and initial(first.folded) else first
        capitals = len(lead.text) > 3 and lead.text.isupper() and not initials
        if capitals and not (lead.text.title() in self.given if last.text.isupper() else last.text in self.given):
            return False
        return " ".join(key_of(words)) not in self.gazetteer.nobody

    def always_alone(self, word: Word) -> bool:
        """Tell whether a word is a surname that always means one person."""
        person = self.gazetteer.meant_alone(word.folded)
        return person is not None and person.alone == "always"


def at_place(name: Full, place: int) -> Full:
    """Return a name at its place in the text, which its run begins `place` characters into."""
    return Full(name.start + place, name.end + place, name.key, name.person, name.rule)


def away(segment: Segment, place: int) -> Segment:
    """Return a segment at its place in the text, which its run begins `place` characters into."""
    return Segment(moved(segment.words, place), segment.cue) if place else segment


def trimmed(text: Text, words: Run) -> Run:
    """Return words without the small words, places, systems and ends of links they begin with."""
    while words and (small(words[0]) or text.taken.touches(words[0].start, words[0].end) or is_odd(words[0].text)):
        words = words[1:]
    return words


def is_odd(word: str) -> bool:
    """Tell whether a word is the end of a link's address."""
    return not (word.isupper() or word[1:].islower()) and ODD.match(word) is not None


def once(words: Run) -> Run:
    """Return a name once where a page has it twice in a row: Illia Rykov Illia Rykov, McFARLAND K.T. McFarland."""
    folded = [word.folded for word in words]
    again = folded.index(folded[0], 1) if folded[:1] and folded[0] in folded[1:] else 0
    if again > 1 and folded[:again] == folded[again : 2 * again]:
        return words[:again]
    return words[1:] if again > 1 and again == len(words) - 1 and initial(folded[1]) else words


def is_thing(text: str, end: int) -> bool:
    """Tell whether what follows a name that ends at a place shows a thing named after a person, or one that only looks like one."""
    mark = text[end : end + 1]
    if mark == " ":
        word = NEXT_WORD.match(text, end + 1)
        begins = word is not None and (word.group() in THING_BEGINS or word.group() in "<&")
    else:
        begins = mark != "" and (mark in "-'’" or (mark == "," and text[end + 1 : end + 3] == " a"))
    return begins and THING_AFTER.match(text, end) is not None


def a_man(text: str, name: Full, places: set[tuple[str, ...]]) -> Full | None:
    """Return a name unless what stands around it shows a thing named after a person, or one that only looks like one."""
    before = text[max(0, name.start - LOOK_BACK) : name.start]
    if not (is_thing(text, name.end) or (before.rstrip(" '‘“\"").endswith(THINGS) and THING_BEFORE.search(before))):
        return name
    if PLACE_AFTER.match(text, name.end) or PLACE_BEFORE.search(before):
        places.add(name.key)
    return None


def small(word: Word) -> bool:
    """Tell whether a word is a particle: von, de, al-."""
    return word.text[0].islower()


def unfinished(word: Word) -> bool:
    """Tell whether a surname must follow: the word is an initial, a particle or a patronymic."""
    return initial(word.folded) or small(word) or patronymic(word.folded)
