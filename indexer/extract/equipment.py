"""Finds equipment in a text: the longest name first, guards for ambiguous ones, in time linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, zip_longest

from archive.gazetteers.equipment import EquipmentGazetteer
from archive.gazetteers.equipment_tables import NOTHING
from archive.gazetteers.equipment_words import GAPS, PIECE
from archive.model import Mention, Span
from indexer.extract.equipment_guards import Guards
from indexer.extract.equipment_lexicon import Entry, Lexicon

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

LINK = re.compile(r"\s+for\s+(?:(?:the|its|their|our|his|these|those|additional|more|[\w.]+-\w+|\w+ed)\s+){0,2}")
"""What stands between ammunition and what it is for."""

LONGEST_LINK = 48


class Page:
    """A text cut into pieces with their canonical words and offsets. `people` are spans, sorted by start."""

    def __init__(self, text: str, lexicon: Lexicon, people: Sequence[Span]) -> None:
        self.text = text
        self.pieces: list[str] = PIECE.findall(text)
        self.people = people
        self.canonical = lexicon.canonical

    @cached_property
    def offsets(self) -> Sequence[int]:
        """Where every piece begins, and the end of the text."""
        return list(accumulate(map(len, self.pieces), initial=0))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words of the text in lower case."""
        return frozenset(piece.lower() for piece in self.pieces)

    def adjoins(self, index: int) -> bool:
        """Tell whether the piece at `index` is a word or number: nothing separates it from the piece before."""
        return 0 <= index < len(self.pieces) and self.pieces[index].isalnum()

    def piece_after(self, offset: int) -> int:
        """Return the piece that begins at an offset."""
        return bisect_left(self.offsets, offset)

    def piece(self, index: int) -> str:
        """Return a piece, or nothing beyond the end."""
        return self.pieces[index] if index < len(self.pieces) else ""

    def word(self, index: int) -> str:
        """Return the canonical word of a piece, nothing for one that is in no name."""
        return self.canonical.get(self.piece(index), "")


@dataclass(frozen=True)
class Hit:
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
        self.guards = Guards(gazetteer.guards)
        self.links = {(link.first, link.second): link.value for link in gazetteer.links}

    def find(self, text: str, people: Sequence[Span]) -> tuple[Mention, ...]:
        """Return the mentions in `text` by offset; `people` are the language model's persons, empty without it."""
        if not INVISIBLE.search(text):
            return tuple(self.mentions(text, text, range(len(text) + 1), people))
        visible = [index for index, letter in enumerate(text) if not INVISIBLE.match(letter)]
        origin = [*visible, len(text)]
        moved = [Span(bisect_left(visible, person.start), bisect_left(visible, person.end)) for person in people]
        return tuple(self.mentions("".join(text[index] for index in visible), text, origin, moved))

    def mentions(self, text: str, original: str, origin: Sequence[int], people: Sequence[Span]) -> Iterator[Mention]:
        """Yield the mentions of a text; `origin` gives the offset in the original of every character."""
        page = Page(text, self.lexicon, people)
        for hit in self.linked(page, list(self.scan(page))):
            start, end = origin[hit.start], origin[hit.end - 1] + 1
            label = self.gazetteer.label(hit.value) or hit.value
            yield Mention("equipment", hit.value, label, original[start:end], start, end, hit.rule)

    def scan(self, page: Page) -> Iterator[Hit]:
        """Yield the names in a text from left to right, the longest at each place, never two over the same words."""
        taken, openings = 0, self.lexicon.openings
        for index in [index for index, piece in enumerate(page.pieces) if piece in openings]:
            if index < taken or not self.leads_on(page, index) or page.adjoins(index - 1):
                continue
            found = self.longest(page, index)
            if found is not None:
                taken, hits = self.with_head(page, *found)
                if hits[0].value != NOTHING:
                    yield from hits

    def leads_on(self, page: Page, index: int) -> bool:
        """Tell cheaply whether a name or family can begin at a piece: one of the two pieces behind it is the next word."""
        following = self.lexicon.openings[page.pieces[index]]
        return following is None or not following.isdisjoint(page.pieces[index + 1 : index + 3])

    def longest(self, page: Page, index: int) -> tuple[Entry, int, int] | None:
        """Return the longest name at a piece whose guards hold, its first and last piece; None where there is none."""
        for names, end in reversed(list(self.walk(page, index))):
            last = end_of_word(page, end)
            if last is None:
                continue
            for entry in names:
                if self.holds(page, entry, index, last, end):
                    return entry, index, last
        return self.pattern(page, index)

    def walk(self, page: Page, index: int) -> Iterator[tuple[Sequence[Entry], int]]:
        """Yield the names that the pieces from `index` spell, shortest first, each with the piece after its last."""
        node = self.lexicon.root
        while True:
            following = node.following.get(page.word(index))
            if following is None:
                return
            node, index = following, index + 1
            if node.names:
                yield node.names, index
            if page.piece(index) in GAPS:
                index += 1

    def holds(self, page: Page, entry: Entry, first: int, last: int, end: int) -> bool:
        """Tell whether a name may stand here: spelled with its capitals, and every guard content."""
        if entry.cased and not entry.spelled([piece for piece in page.pieces[first:end] if piece.isalnum()]):
            return False
        return self.guards.hold(entry.guards, page, page.offsets[first], page.offsets[last])

    def pattern(self, page: Page, index: int) -> tuple[Entry, int, int] | None:
        """Return the designation of a known family at a piece, or None."""
        start = page.offsets[index]
        for pattern in self.lexicon.patterns.get(page.word(index), ()):
            match = pattern.regex.match(page.text, start)
            if match and self.guards.hold(pattern.entry.guards, page, start, match.end()):
                return pattern.entry, index, page.piece_after(match.end())
        return None

    def with_head(self, page: Page, entry: Entry, first: int, last: int) -> tuple[int, tuple[Hit, ...]]:
        """Return where to read on and the hits: the name, and what the noun behind it adds (Patriot missiles)."""
        start, end = page.offsets[first], page.offsets[last]
        hit = Hit(entry.value, start, end, entry.rule)
        if not entry.cased and entry.value not in self.gazetteer.systems:
            return last, (hit,)
        noun = self.lexicon.noun(entry.value, page.text, end)
        if noun is None:
            return last, (hit,)
        whole = replace(hit, end=noun[0])
        added = (replace(whole, value=noun[1], rule="heads.csv"),) if noun[1] else ()
        return page.piece_after(noun[0]), (whole, *added)

    def linked(self, page: Page, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the hits, with what is `for` something named by it: ammunition for howitzers."""
        for hit, following in zip_longest(hits, hits[1:]):
            value = self.link(page, hit, following) if following else None
            yield replace(hit, value=value, rule="links.csv") if value else hit

    def link(self, page: Page, hit: Hit, following: Hit) -> str | None:
        """Return what `hit` means for what follows it, or None where nothing links them."""
        if not 0 < following.start - hit.end <= LONGEST_LINK:
            return None
        if not LINK.fullmatch(page.text, hit.end, following.start):
            return None
        second = self.gazetteer.type_of(following.value)
        ways = ((hit.value, kind) for kind in (second, *self.gazetteer.parents(second)))
        return next((self.links[way] for way in ways if way in self.links), None)


def end_of_word(page: Page, end: int) -> int | None:
    """Return the piece after a name that ends before `end`: a plural s and a variant (T-72|B3) belong to it; None inside a word."""
    if not page.adjoins(end):
        return end
    if page.pieces[end] in ("s", "S") and not page.adjoins(end + 1):
        return end + 1
    if not (page.pieces[end - 1].isdigit() and page.pieces[end].isupper() and len(page.pieces[end]) <= 4):
        return None
    while page.adjoins(end):
        end += 1
    return end
