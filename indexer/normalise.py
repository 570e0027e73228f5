"""Characters as they should be: what is invisible, doubled, escaped or left over from other programs is put right."""

from __future__ import annotations

import html
import re
import unicodedata

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
SURROGATE = re.compile(r"[\ud800-\udfff]")
BREAKS = re.compile(r"_x000[dDaA]_\n?|\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Ways to end a line; `_x000D_` is how a spreadsheet writes a carriage return."""

CONTROLS = r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\ufff9-\ufffb\ufffe\uffff"
DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
NO_WIDTH = r"\u200b\u2060-\u2064\ufeff"
UNSEEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{NO_WIDTH}]+")
"""Controls, soft hyphens, marks of writing direction, zero-width spaces."""

JOINERS = re.compile(r"(?<![^\x00-\u024f])[\u200c\u200d]+")
"""Zero-width joiners after Latin letters, where they join nothing; Persian, Indic scripts and emoji need theirs."""

SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
ODD = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ud800-\udfff\ufeff\ufff9-\uffff]|_x000"
)
"""Whatever one of the patterns above would change: most texts have none of it."""

MARKS = ("](", "\\", "## ", "</", "<br")
"""What a text with marks of Markdown or HTML has some of."""

STARS = re.compile(r"(?<![\w*])(?:\*(?![\s*]|[a-z’']+\*)|\*\*+(?![\s*]))")
"""Stars that may begin emphasis. Single ones around small words alone are typed by hand, as in tweets, and stay."""

LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?://|mailto:|/)[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?\)")
EMPHASIS = re.compile(
    r"""
      (?<![\w*\\]) \* (?=[^\s*]) [^\n*]{1,1000} (?: \*(?=[^\s*])[^\n*]{1,200} (?<=\S)\* | (?<=[^\s\\]) ) \* (?![\w*])
    | (?<![\w*\\]) (\*\*\*?) (?=[^\s*]) [^\n*]{1,1000} (?: \*{4}[^\n*]{1,1000} ){0,9}
        (?: (?<=[^\s\\])\1(?![\w*]) | (?<=\s)\1(?!\*) )
    | (?<!\*) \*\* [\s.,:;“]{1,3} \*\* (?!\*)
    """,
    re.VERBOSE,
)
"""Stars around words: one and one within it, two or three, where the last may stand after a space, and two around a mark.

Those within a word hide an oath and stay.
"""

HEADING = re.compile(r"^ {0,3}#{2,6} +(?=\S)", re.MULTILINE)
ESCAPED = re.compile(r"\\([#*_\[\]()~`>.!+-])")
BLOCK_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|table|blockquote)(?:\s[^<>\n]{0,300})?/?>", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:u|b|i|em|strong|s|span|sup|sub|a|td|font)(?:\s[^<>\n]{0,3000})?/?>", re.IGNORECASE)


def normalise(text: str) -> str:
    """Return text in Unicode NFC with `\\n` and plain spaces, without entities, markup, controls and invisible marks.

    Runs of spaces stay: they may set a piece of the page apart.
    """
    if "&" in text:
        text = ENTITY.sub(unescaped, ENTITY.sub(unescaped, text))
    if ODD.search(text):
        text = SPACES.sub(" ", JOINERS.sub("", UNSEEN.sub("", BREAKS.sub("\n", whole(text)))))
    if any(mark in text for mark in MARKS) or ("*" in text and STARS.search(text)):
        text = without_markup(text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def without_markup(text: str) -> str:
    """Return text without the commonest marks of Markdown and HTML, which feeds leave in it."""
    if "<" in text:
        text = INLINE_TAG.sub("", BLOCK_TAG.sub("\n", text))
    if "## " in text:
        text = HEADING.sub("", text)
    text = EMPHASIS.sub(unstarred, LINK.sub(r"\1", text))
    return ESCAPED.sub(r"\1", text)


def unstarred(words: re.Match[str]) -> str:
    """Return emphasised words without their stars."""
    return words[0].replace("*", "")


def unescaped(entity: re.Match[str]) -> str:
    """Return the character an HTML entity stands for."""
    return html.unescape(entity[0])


def whole(text: str) -> str:
    """Join halves of characters that were escaped apart; one that is alone becomes the replacement character."""
    if not SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(text: str, longest: int = 1000) -> str:
    """Return text normalised and on one line, cut at a word where it is longer than `longest` characters."""
    if not text:
        return ""
    line = " ".join(normalise(text[: 4 * longest]).split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"


def likeness(text: str) -> str:
    """Return the letters and digits of a text in lower case: equal where two lines say the same but for case and marks."""
    return "".join(filter(str.isalnum, text.casefold()))
