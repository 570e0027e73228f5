"""One word or phrase of a query → tree: wildcards, near spellings, names of facet values, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive.facets import facet_named
from search.analysis import LONGEST, Token, tokens
from search.dates import read_dates
from search.lexemes import OFFERED, Lexeme, QueryNotice
from search.tree import TEXT_FIELDS, AllOf, AnyOf, FacetIs, Field, Fuzzy, Near, Node, Phrase, Prefix, SameSentence, Word, joined

MOST_TERMS = 100
SHORTEST_PREFIX = 2
SHORTEST_FUZZY = 3
WIDEST_FUZZY = 2
WIDEST_NEAR = 100
MOST_WIDE = {"*": 8, "~": 3}
"""Different words of a query that may be beginnings and near spellings: each stands for many words of the archive."""

WIDE = {"*": "beginnings", "~": "near spellings"}

LIST_MARK = re.compile(r"[,;]+(?!(?<=[0-9][,;])[0-9])")
"""Commas and semicolons part words, but not the digits of 1,000."""

ENDING = re.compile(r"(?P<stem>.*?\w)(?P<sign>\*|~[0-9]*)[.,;:!?]*", re.DOTALL)
STRAY_SIGN = re.compile(r"\*|(?<=\w)~(?=\w)")
LIKE_A_FIELD = re.compile(r"([^\W\d_]{2,}):(?!//)(?=[^\W\d_]|[<>=]*[0-9](?![0-9]*:))([<>=]*)([0-9./-]*)")
DESIGNATION = re.compile(r"[A-Z]{2,3}:[0-9]")
"""AK:47 is a name, not a field."""

WHEN = {"from": ">=", "since": ">=", "after": ">", "to": "<=", "until": "<=", "before": "<", "published": "", "year": ""}
"""Words that may be meant as a field of dates, and the sign that says so after `date:`."""

SHOWN = 20
"""Letters shown of a word that is longer than any."""

MERE_SIGNS = "+=~^`$<>"


class Names(Protocol):
    """What the parser asks of a gazetteer; every `archive.gazetteers.Gazetteer` can answer it."""

    def label(self, value: str) -> str | None:
        """Return what a reader calls an id, or None where it is no id."""

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name."""


NameResolver = Mapping[str, Names]
"""Facet name → who knows the names of its values."""


@dataclass(frozen=True)
class Scope:
    """What holds for the words at hand: the field they are looked for in (empty: all), and whether they are excluded."""

    field: str = ""
    excluded: bool = False


@dataclass
class TermReader:
    """Reads the words and phrases of one query and notes what was not read as it was written.

    `unfinished` is the offset at which a word may be half typed, or None.
    """

    names: NameResolver
    unfinished: int | None
    terms: int = 0
    wide: dict[str, set[str]] = field(default_factory=lambda: {sign: set() for sign in MOST_WIDE})
    notices: list[QueryNotice] = field(default_factory=list)

    def say(self, message: str, position: int) -> None:
        """Note what was not read as it was written."""
        self.notices.append(QueryNotice(message, position))

    def read(self, lexeme: Lexeme, scope: Scope) -> Node | None:
        """Read one word or phrase; None where there is nothing to search for."""
        if scope.field == "date":
            return self.dates(lexeme, scope)
        if scope.field and scope.field not in TEXT_FIELDS:
            return self.values(lexeme, scope)
        node = self.text(lexeme, scope)
        return Field(scope.field, node) if scope.field and node else node

    def dates(self, lexeme: Lexeme, scope: Scope) -> Node | None:
        """Read what stands after `date:`."""
        days = read_dates(lexeme.text.strip(" ,;:!?"))
        if days:
            return days if self.room(lexeme.start) else None
        if lexeme.end != self.unfinished:
            self.say(
                f'“{lexeme.text}” is no date: write 2024, 2024-08, 2024-08-14, 2024-06..2024-08 or "August 2024".',
                lexeme.start,
            )
        return self.text(lexeme, scope)

    def values(self, lexeme: Lexeme, scope: Scope) -> Node | None:
        """Read a name after a facet's name: the values it may mean. Commas part names, any of which will do."""
        nodes: list[Node | None] = []
        for name in [lexeme] if lexeme.kind == "phrase" else pieces(lexeme):
            ids = self.resolve(scope.field, " ".join(name.text.split()).strip(" .,;:!?"))
            if not ids:
                nodes.append(self.unknown(name, scope))
            elif self.room(name.start):
                nodes += [FacetIs(scope.field, value) for value in ids]
        return joined(AnyOf, nodes)

    def resolve(self, facet: str, name: str) -> tuple[str, ...]:
        """Return the ids that a name stands for, or the id that it is, in whatever case."""
        known = self.names.get(facet)
        if known is None or not name:
            return ()
        forms = dict.fromkeys((name, name.lower(), name.upper()))
        return known.resolve(name) or tuple(form for form in forms if known.label(form) is not None)[:1]

    def unknown(self, name: Lexeme, scope: Scope) -> Node | None:
        """Search a name that no gazetteer knows in the text."""
        if name.end != self.unfinished and tokens(name.text):
            several = "" if name.kind == "phrase" else " A name of several words needs quotation marks."
            kind = facet_named(scope.field).label.lower()
            self.say(f"No {kind} is known by the name “{name.text}”: it is searched in the text.{several}", name.start)
        return self.text(name, scope)

    def text(self, lexeme: Lexeme, scope: Scope) -> Node | None:
        """Read a phrase, or a run of letters and signs: one word or several parted by commas."""
        if lexeme.kind == "phrase":
            return self.phrase(lexeme)
        if not scope.field and not DESIGNATION.match(lexeme.text) and (like := LIKE_A_FIELD.match(lexeme.text)):
            self.say(f"There is no field “{like[1]}”, so it is searched as a word. {instead(*like.groups())}.", lexeme.start)
        return joined(AllOf, [self.word(piece, scope) for piece in pieces(lexeme)])

    def phrase(self, lexeme: Lexeme) -> Node | None:
        """Read what stands between quotation marks and the sign after them."""
        found = tokens(lexeme.text)
        if not found or not self.room(lexeme.start):
            return None
        phrase = Phrase(" ".join(between(lexeme.text, found).split()))
        if "*" in lexeme.text:
            self.say("“*” stands for nothing between quotation marks.", lexeme.start)
        return self.loosened(phrase, found, lexeme) if lexeme.suffix else phrase

    def loosened(self, phrase: Phrase, found: list[Token], lexeme: Lexeme) -> Node | None:
        """Return what `~` and a number after a phrase make of it."""
        wanted, place = lexeme.suffix[1:], lexeme.end - len(lexeme.suffix)
        if wanted == "s":
            return SameSentence(phrase.text) if len(found) > 1 else phrase
        if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 9:
            self.say(
                "“~” after a phrase needs a number, of words in between, or s, for one sentence: it is ignored.",
                place,
            )
            return phrase
        distance = int(wanted)
        if distance > WIDEST_NEAR:
            self.say(f"At most {WIDEST_NEAR} words may stand in between.", place)
        return Near(phrase.text, min(distance, WIDEST_NEAR)) if distance and len(found) > 1 else phrase

    def word(self, piece: Lexeme, scope: Scope) -> Node | None:
        """Read one word and the sign at its end."""
        ending = ENDING.fullmatch(piece.text)
        stem, sign = (ending["stem"], ending["sign"]) if ending else (piece.text, "")
        found = tokens(stem)
        if not found:
            self.wordless(piece)
        if not found or not self.room(piece.start):
            return None
        if (stray := STRAY_SIGN.search(stem)) and "://" not in stem:
            self.say(f"“{stray[0]}” means something only at the end of a word.", piece.start + stray.start())
        word = Word(between(stem, found))
        if sign and not self.room_for(sign, word.text, piece.start + len(stem)):
            return word
        if sign == "*":
            return self.prefix(stem, found, piece)
        if sign:
            return self.fuzzy(stem, found, sign, piece)
        half_typed = piece.start + found[-1].end == self.unfinished and len(found[-1].folded) >= SHORTEST_PREFIX
        if not half_typed or scope.excluded:
            return word
        return AnyOf((word, Prefix(word.text)))

    def prefix(self, stem: str, found: list[Token], piece: Lexeme) -> Node:
        """Read `word*`."""
        if len(found[-1].folded) < SHORTEST_PREFIX:
            self.say(f"“*” needs at least {SHORTEST_PREFIX} letters before it: it is ignored.", piece.start + len(stem))
            return Word(between(stem, found))
        return Prefix(between(stem, found))

    def fuzzy(self, stem: str, found: list[Token], sign: str, piece: Lexeme) -> Node:
        """Read `word~` and `word~2`."""
        word = between(stem, found)
        place = piece.start + len(stem)
        distance = int(sign[1:10] or "1")
        if len(found) > 1 or found[0].folded.isdigit() or len(found[0].folded) < SHORTEST_FUZZY:
            self.say(f"“~” (near spellings) needs one word of at least {SHORTEST_FUZZY} letters: it is ignored.", place)
            return Word(word)
        if distance > WIDEST_FUZZY:
            self.say(f"“~” allows at most {WIDEST_FUZZY} letters to differ.", place)
        return Fuzzy(word, min(distance, WIDEST_FUZZY)) if distance else Word(word)

    def wordless(self, piece: Lexeme) -> None:
        """Note signs that cannot be searched, unless they are mere punctuation."""
        if len(piece.text) > LONGEST and any(map(str.isalnum, piece.text)):
            self.say(
                f"“{piece.text[:SHOWN]}…” is longer than any word, which has at most {LONGEST} letters: it is left out.",
                piece.start,
            )
        elif not all(unicodedata.category(letter)[0] in "PZC" or letter in MERE_SIGNS for letter in piece.text):
            self.say(f"There is nothing to search for in “{piece.text[:LONGEST]}”.", piece.start)

    def room_for(self, sign: str, word: str, place: int) -> bool:
        """Tell whether the query may have one more beginning or near spelling; one that it has already costs nothing."""
        kind = sign[0]
        known = self.wide[kind]
        if len(known) < MOST_WIDE[kind]:
            known.add(sign + word)
        if sign + word in known:
            return True
        message = f"A query has at most {MOST_WIDE[kind]} {WIDE[kind]} (“{kind}”): from here on they are searched as written."
        if all(notice.message != message for notice in self.notices):
            self.say(message, place)
        return False

    def room(self, position: int) -> bool:
        """Tell whether the query may have one more term."""
        self.terms += 1
        if self.terms == MOST_TERMS + 1:
            self.say(f"A query has at most {MOST_TERMS} words: from here on they are ignored.", position)
        return self.terms <= MOST_TERMS


def instead(name: str, sign: str, after: str) -> str:
    """Return what to write for a field that is not there: dates have one, else the fields there are."""
    meant = WHEN.get(name.lower())
    after = after.rstrip(".")
    return (
        f"The fields: {', '.join(OFFERED)}"
        if meant is None or not read_dates(after)
        else f"For its dates write date:{sign or meant}{after}"
    )


def pieces(lexeme: Lexeme) -> Iterator[Lexeme]:
    """Yield the parts of a word between commas or semicolons; an address is left whole."""
    start = 0
    for mark in () if "://" in lexeme.text else LIST_MARK.finditer(lexeme.text):
        if mark.start() > start:
            yield piece(lexeme, start, mark.start())
        start = mark.end()
    if start < len(lexeme.text):
        yield piece(lexeme, start, len(lexeme.text))


def piece(lexeme: Lexeme, start: int, end: int) -> Lexeme:
    """Return a part of a word."""
    return replace(lexeme, text=lexeme.text[start:end], start=lexeme.start + start, end=lexeme.start + end)


def between(text: str, found: list[Token]) -> str:
    """Return a text without the signs before its first and after its last word."""
    return text[found[0].start : found[-1].end]
