"""Finds equipment in a text: the longest name first, guards for ambiguous ones, in time linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.equipment_tables import NOTHING
from archive.gazetteers.equipment_words import GAPS, PIECE
from archive.model import Mention, Span
from indexer.extract.automaton import Automaton
from indexer.extract.equipment_guards import Guards
from indexer.extract.equipment_lexicon import Entry, Lexicon
from indexer.extract.equipment_places import Places

LINK = re.compile(r"\s+for\s+(?:(?:the|its|their|our|his|these|those|additional|more|[\w.]+-\w+|\w+ed)\s+){0,2}")
"""What stands between ammunition and what it is for."""

LONGEST_LINK = 48

LONGEST_TITLE = 300
BODY = re.compile(
    r" (?:(?:Advocacy|Aviation|Building|Defen[cs]e|Design|Development|Export|Industrial|Joint|Liability|Limited|Manufacturing"
    r"|Policy|Production|Programs|Public|Repair|Research|Scientific|Stock|Systems|Technical|Testing|Trading|Training) ){0,4}"
    r"(?:Academy|Agency|Alliance|Association|Bureau|Cent(?:er|re)|Club|Committee|Company|Corp|Corporation|Council|Directorate"
    r"|Enterprise|Factory|Foundation|Inc|Industr(?:y|ies)|Institute|Ltd|LLC|Museum|Office|Plant|Project|Review|School|Society|Works)\b"
)
"""What makes a name behind which it stands that of a body."""


class Page:
    """A text and what is known of it. `people` are spans, sorted by start."""

    def __init__(self, text: str, people: Sequence[Span]) -> None:
        self.text = text
        self.people = people
        self.seen: dict[Automaton[None], bool] = {}


class Stretch:
    """A page from a place on, cut into pieces as they are asked for; offsets count from the beginning of the page."""

    def __init__(self, page: Page, start: int) -> None:
        self.page = page
        self.text = page.text
        self.pieces: list[str] = []
        self.offsets = [start]
        self._following = PIECE.finditer(page.text, start)

    def piece(self, index: int) -> str:
        """Return a piece, or nothing beyond the end."""
        pieces = self.pieces
        while index >= len(pieces):
            if not self.cut():
                return ""
        return pieces[index]

    def cut(self) -> bool:
        """Cut one more piece; tell whether there was one."""
        found = next(self._following, None)
        if found is None:
            return False
        self.pieces.append(found.group())
        self.offsets.append(found.end())
        return True

    def adjoins(self, index: int) -> bool:
        """Tell whether the piece at `index` is a word or number: nothing separates it from the piece before."""
        return index >= 0 and self.piece(index).isalnum()

    def border(self, offset: int) -> int:
        """Return where the first piece begins that does not begin before an offset."""
        while self.offsets[-1] < offset and self.cut():
            pass
        return self.offsets[bisect_left(self.offsets, offset)]


class Hit(NamedTuple):
    """A name found: the id, its offsets and the name in the data that gave it."""

    value: str
    start: int
    end: int
    rule: str


class EquipmentFinder:
    """Finds every mention of equipment of the gazetteer. Pure and safe to share between threads."""

    def __init__(self, gazetteer: EquipmentGazetteer) -> None:
        self.gazetteer = gazetteer
        self.lexicon = Lexicon(gazetteer)
        self.places = Places(self.lexicon.openings)
        self.guards = Guards(gazetteer.guards)
        self.links = {(link.first, link.second): link.value for link in gazetteer.links}

    def find(self, text: str, people: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the mentions in `text` by offset; `people` are the language model's persons, empty without it."""
        return tuple(self.mention(text, hit) for hit in self.linked(text, list(self.hits(Page(text, people)))))

    def mention(self, text: str, hit: Hit) -> Mention:
        """Return the mention of a name found."""
        label = self.gazetteer.label(hit.value) or hit.value
        return Mention("equipment", hit.value, label, text[hit.start : hit.end], hit.start, hit.end, hit.rule)

    def hits(self, page: Page) -> Iterator[Hit]:
        """Yield the names in a text from left to right, never two over the same words; only where one may begin is it read."""
        taken = 0
        for start in self.places.starts(page.text):
            found = self.longest(Stretch(page, start)) if start >= taken else None
            if found is not None:
                hits = self.with_head(page.text, *found)
                taken = hits[0].end
                if hits[0].value != NOTHING and not in_name_of_body(page.text, start, taken):
                    yield from hits

    def longest(self, stretch: Stretch) -> tuple[Entry, int, int] | None:
        """Return the longest name a stretch begins with whose guards hold, with where it begins and ends; None if there is none."""
        for names, end in reversed(self.walk(stretch)):
            last = end_of_word(stretch, end)
            if last is None:
                continue
            for entry in names:
                if self.holds(stretch, entry, last, end):
                    return entry, stretch.offsets[0], stretch.offsets[last]
        return self.pattern(stretch)

    def walk(self, stretch: Stretch) -> Sequence[tuple[Sequence[Entry], int]]:
        """Return the names that a stretch begins with, shortest first, each with the piece after its last."""
        piece, canonical = stretch.piece, self.lexicon.canonical
        found: list[tuple[Sequence[Entry], int]] = []
        node, index = self.lexicon.root.following.get(canonical.get(piece(0), "")), 1
        while node is not None:
            if node.names:
                found.append((node.names, index))
            if not node.following:
                break
            if piece(index) in GAPS or (piece(index) == ". " and len(piece(index - 1)) == 1 and piece(index + 1).isalpha()):
                # An initial's full stop, as in USS Gerald R. Ford, ends no sentence.
                index += 1
            node, index = node.following.get(canonical.get(piece(index), "")), index + 1
        return found

    def holds(self, stretch: Stretch, entry: Entry, last: int, end: int) -> bool:
        """Tell whether a name may stand here: spelled with its capitals, and every guard content."""
        if entry.cased and not entry.spelled([piece for piece in stretch.pieces[:end] if piece.isalnum()]):
            return False
        return self.guards.hold(entry.guards, stretch.page, stretch.offsets[0], stretch.offsets[last])

    def pattern(self, stretch: Stretch) -> tuple[Entry, int, int] | None:
        """Return the designation of a known family that a stretch begins with, or None."""
        start = stretch.offsets[0]
        for pattern in self.lexicon.patterns.get(self.lexicon.canonical.get(stretch.piece(0), ""), ()):
            match = pattern.regex.match(stretch.text, start)
            if match and self.guards.hold(pattern.entry.guards, stretch.page, start, match.end()):
                return pattern.entry, start, stretch.border(match.end())
        return None

    def with_head(self, text: str, entry: Entry, start: int, end: int) -> tuple[Hit, ...]:
        """Return the hits of a name: itself, and what the noun behind it adds (Patriot missiles)."""
        hit = Hit(entry.value, start, end, entry.rule)
        if not entry.cased and entry.value not in self.gazetteer.systems:
            return (hit,)
        noun = self.lexicon.noun(entry.value, text, end)
        if noun is None:
            return (hit,)
        whole = hit._replace(end=noun[0])
        added = (whole._replace(value=noun[1], rule="heads.csv"),) if noun[1] else ()
        return (whole, *added)

    def linked(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the hits, with what is `for` something named by it: ammunition for howitzers."""
        for hit, following in zip_longest(hits, hits[1:]):
            value = self.link(text, hit, following) if following else None
            yield hit._replace(value=value, rule="links.csv") if value else hit

    def link(self, text: str, hit: Hit, following: Hit) -> str | None:
        """Return what `hit` means for what follows it, or None where nothing links them."""
        if not 0 < following.start - hit.end <= LONGEST_LINK:
            return None
        if not LINK.fullmatch(text, hit.end, following.start):
            return None
        second = self.gazetteer.type_of(following.value)
        ways = ((hit.value, kind) for kind in (second, *self.gazetteer.parents(second)))
        return next((self.links[way] for way in ways if way in self.links), None)


def in_name_of_body(text: str, start: int, end: int) -> bool:
    """Tell whether a name found is part of that of an office, a firm or the like: Missile Defense Advocacy Alliance.

    In a title, where everything has capitals, a plant or an agency may be meant with what it makes, so nothing is one.
    """
    if not (text[start].isupper() and text[end + 1 : end + 2].isupper() and BODY.match(text, end)):
        return False
    return start > LONGEST_TITLE or "\n" in text[:start]


def end_of_word(stretch: Stretch, end: int) -> int | None:
    """Return the piece after a name that ends before `end`: a plural s and a variant (T-72|B3) belong to it; None inside a word."""
    if not stretch.adjoins(end):
        return end
    if stretch.pieces[end] in ("s", "S") and not stretch.adjoins(end + 1):
        return end + 1
    if not (stretch.pieces[end - 1].isdigit() and stretch.pieces[end].isupper() and len(stretch.pieces[end]) <= 4):
        return None
    while stretch.adjoins(end):
        end += 1
    return end
