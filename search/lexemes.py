"""Cut a query into lexemes that always form a sentence of the grammar: brackets in pairs, operators between operands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.facets import FACETS
from search.tree import TEXT_FIELDS

DEEPEST = 20
BINARY = ("or", "and")
OPERANDS = ("word", "phrase", "open", "not", "field")
FIELDS = {word: facet.name for facet in FACETS for word in (facet.plural, facet.label.lower(), facet.name)} | {
    name: name for name in (*TEXT_FIELDS, "date")
}
"""What may stand before a colon, and the facet, text field or `date` it means."""

OFFERED = (*TEXT_FIELDS, *(facet.name for facet in FACETS), "date")
"""The fields as a reader is told of them."""

QUOTES = '"“”„‟«»＂'
DASHES = "‐‑–—−-"
NAMES = "|".join(sorted(FIELDS, key=len, reverse=True))
LEXEME = re.compile(
    rf"""
      [{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}](?P<suffix>~\w*)?
    | (?P<stray>[{QUOTES}])
    | (?P<open>\()
    | (?P<close>\))
    | (?P<or>\|+|OR(?![^\s()|{QUOTES}]))
    | (?P<and>AND(?![^\s()|{QUOTES}]))
    | (?P<not>NOT(?![^\s()|{QUOTES}])|(?<![^\s(|:])[{DASHES}](?=[^\s)|{DASHES}]))
    | (?P<field>(?i:{NAMES}):)
    | (?P<word>[^\s()|{QUOTES}]+)
    """,
    re.VERBOSE,
)

ALONE = "This quotation mark has no partner: the words after it are searched one by one."
UNOPENED = "This closing bracket has no partner and is ignored."
UNCLOSED = "This bracket is not closed: it is read as if it ended with the query."
TOO_DEEP = f"Brackets nested more than {DEEPEST} deep are ignored."


@dataclass(frozen=True)
class QueryNotice:
    """Something that could not be read as it was written: what was done instead, and the offset of its character."""

    message: str
    position: int


@dataclass(frozen=True)
class Lexeme:
    """A piece of a query; offsets count its characters.

    `kind` is word, phrase, open, close, or, and, not, field or stray (a quotation mark alone); `text` is as written, a phrase
    without its quotation marks; `suffix` is what follows a phrase (`~5`).
    """

    kind: str
    text: str
    start: int
    end: int
    suffix: str = ""


Lexed = tuple[tuple[Lexeme, ...], tuple[QueryNotice, ...]]


def lex(text: str, *, typing: bool = False) -> Lexed:
    """Return the lexemes of a query and what was wrong with them.

    Every bracket left has its partner and every operator and field its operands: what has not is a word, or left out. While
    `typing`, what is merely unfinished is no reason for a notice.
    """
    cut = tuple(cut_up(text))
    strays = tuple(QueryNotice(ALONE, lexeme.start) for lexeme in cut if lexeme.kind == "stray" and not typing)
    paired, brackets = pair_brackets(tuple(lexeme for lexeme in cut if lexeme.kind != "stray"), typing)
    settled, operators = settle_operators(paired, typing)
    return settled, strays + brackets + operators


def cut_up(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of a query as they stand."""
    for match in LEXEME.finditer(text):
        kind = "phrase" if match["phrase"] is not None else match.lastgroup or "word"
        yield Lexeme(kind, match[kind], match.start(), match.end(), match["suffix"] or "")


def without_strays(text: str) -> str:
    """Return a query without the quotation marks that have no partner."""
    strays = {lexeme.start for lexeme in cut_up(text) if lexeme.kind == "stray"}
    return "".join(letter for place, letter in enumerate(text) if place not in strays)


def pair_brackets(lexemes: tuple[Lexeme, ...], typing: bool) -> Lexed:
    """Close what was opened; leave out closing brackets without a partner and brackets nested more than DEEPEST deep."""
    kept: list[Lexeme] = []
    opened: list[Lexeme] = []
    notices: list[QueryNotice] = []
    for lexeme in lexemes:
        deep = len(opened) + (lexeme.kind == "open") > DEEPEST
        if lexeme.kind == "close" and not opened:
            notices.append(QueryNotice(UNOPENED, lexeme.start))
        elif deep and lexeme.kind == "open":
            notices.append(QueryNotice(TOO_DEEP, lexeme.start))
        elif not deep or lexeme.kind != "close":
            kept.append(lexeme)
        if lexeme.kind == "open":
            opened.append(lexeme)
        elif lexeme.kind == "close" and opened:
            opened.pop()
    end = lexemes[-1].end if lexemes else 0
    kept += [Lexeme("close", "", end, end)] * min(len(opened), DEEPEST)
    return tuple(kept), tuple(notices) + tuple(QueryNotice(UNCLOSED, lexeme.start) for lexeme in opened if not typing)


def settle_operators(lexemes: tuple[Lexeme, ...], typing: bool) -> Lexed:
    """Turn operators and fields without an operand into words; of several operators in a row keep the last."""
    with_right, notices = settle_right(lexemes, typing)
    settled: list[Lexeme] = []
    for lexeme in with_right:
        if lexeme.kind in BINARY and (not settled or settled[-1].kind == "open"):
            notices += alone(lexeme)
            settled += as_word(lexeme)
        else:
            settled.append(lexeme)
    return tuple(settled), tuple(notices)


def settle_right(lexemes: tuple[Lexeme, ...], typing: bool) -> tuple[list[Lexeme], list[QueryNotice]]:
    """Do so where nothing to join follows. While typing, an operator that ends the text is left out: its operand may come."""
    backwards: list[Lexeme] = []
    notices: list[QueryNotice] = []
    for place, lexeme in reversed(tuple(enumerate(lexemes))):
        follower = backwards[-1].kind if backwards else ""
        unfinished = typing and all(later.kind == "close" and not later.text for later in lexemes[place + 1 : place + 2 + DEEPEST])
        if lexeme.kind in ("word", "phrase", "open", "close") or follower in OPERANDS:
            backwards.append(lexeme)
        elif lexeme.kind in BINARY and follower in BINARY:
            notices.append(QueryNotice(f"“{lexeme.text}” is followed by another operator and is ignored.", lexeme.start))
        elif not unfinished:
            notices += alone(lexeme)
            backwards += as_word(lexeme)
    return backwards[::-1], notices


def as_word(lexeme: Lexeme) -> tuple[Lexeme, ...]:
    """Return an operator or field as a word to search for; nothing for a sign, which is no word."""
    word = lexeme.text.removesuffix(":")
    return (replace(lexeme, kind="word", text=word, end=lexeme.start + len(word)),) if word.isalpha() else ()


def alone(lexeme: Lexeme) -> tuple[QueryNotice, ...]:
    """Return the notice about an operator or field without an operand; a lone dash is mere punctuation."""
    if lexeme.text in DASHES:
        return ()
    place = "on both sides" if lexeme.kind in BINARY else "after it"
    instead = "it is searched as a word" if lexeme.text[0].isalpha() else "it is ignored"
    return (QueryNotice(f"“{lexeme.text}” needs a word {place}: {instead}.", lexeme.start),)
