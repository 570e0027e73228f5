"""How an article or a search is cited: APA, Chicago, BibTeX, RIS and CSL-JSON, with the pinned address and the day of access."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from search.periods import named

ARCHIVE = "Convoy"
SINGLE = str.maketrans("“”", "‘’")
"""Quotation marks within quotation marks."""

LATEX = {letter: "\\" + letter for letter in "&%$#_"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
LATEX |= {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""How LaTeX writes what it reads as commands; braces too, since BibTeX counts them even after a backslash."""


@dataclass(frozen=True)
class Work:
    """What is cited. `date` and `accessed` are `YYYY-MM-DD`, `date` may be empty; `address` is the pinned one, absolute.

    `kind` is article or search; what is not known of an article is empty. A search is by the archive, on the date of its edition.
    `original` is the article's address at its outlet.
    """

    kind: str
    id: str
    title: str
    author: str
    outlet: str
    date: str
    original: str
    language: str
    address: str
    edition: int
    accessed: str

    @property
    def by(self) -> str:
        """Return who wrote an article or answered a search, empty where nobody is named."""
        return tidy(self.author) if self.kind == "article" else ARCHIVE

    @property
    def container(self) -> str:
        """Return what an article or a search is part of, empty where it is not known."""
        return tidy(self.outlet) if self.kind == "article" else ARCHIVE

    @property
    def elsewhere(self) -> str:
        """Return a note that says where else an article is, empty where that is not known."""
        return f"First published at {tidy(self.original)}" if self.original else ""

    @property
    def key(self) -> str:
        """Return a name for the work in a list of references: outlet or archive, year, id."""
        whose = re.sub(r"[^a-z0-9]+", "", anyascii(self.outlet or ARCHIVE).lower())[:20]
        return "-".join(part for part in (whose, self.date[:4], self.id[:12]) if part)


def tidy(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())


def long_date(day: str, *, month_first: bool) -> str:
    """Return `2024-08-14` as `August 14, 2024` or `2024, August 14`."""
    number, month, year = named(day).split()
    return f"{month} {number}, {year}" if month_first else f"{year}, {month} {number}"


def ended(text: str) -> str:
    """Return a part of a reference with its full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def apa(work: Work) -> str:
    """Return a reference in the style of the APA, seventh edition."""
    day = long_date(work.date, month_first=False) if work.date else "n.d."
    title = tidy(work.title)
    title = title if work.kind == "article" else f"{title} (Edition {work.edition}) [Search results]"
    head = f"{ended(work.by)} ({day}). {ended(title)}" if work.by else f"{ended(title)} ({day})."
    outlet = f" {ended(tidy(work.outlet))}" if work.outlet else ""
    original = f" {tidy(work.original)}" if work.original else ""
    return f"{head}{outlet}{original} Retrieved {long_date(work.accessed, month_first=True)}, from {work.address}"


def chicago(work: Work) -> str:
    """Return an entry of a bibliography in the style of the Chicago Manual, notes and bibliography."""
    title = f"“{ended(tidy(work.title).translate(SINGLE))}”"
    who = ended(tidy(work.author)) + " " if work.author else ""
    day = long_date(work.date, month_first=True) if work.date else "n.d."
    where = ", ".join(part for part in (tidy(work.outlet), day) if part) if work.kind == "article" else ""
    held = f"{ARCHIVE}, edition {work.edition}" + (f", {day}" if work.kind == "search" else "")
    told = [title, *(ended(part) for part in (where, tidy(work.original)) if part), held + "."]
    return f"{who}{' '.join(told)} Accessed {long_date(work.accessed, month_first=True)}. {work.address}."


def latex(text: str) -> str:
    """Return text as LaTeX writes it."""
    return "".join(LATEX.get(letter, letter) for letter in tidy(text))


def bibtex(work: Work) -> str:
    """Return an entry for BibTeX and biblatex."""
    year, month = work.date[:4], work.date[5:7]
    given = {
        "title": "{" + latex(work.title) + "}",
        "author": "{" + latex(work.by) + "}" if work.by else "",
        "howpublished": latex(work.container),
        "year": year,
        "month": str(int(month)) if month else "",
        "date": work.date,
        "url": work.address,
        "urldate": work.accessed,
        "language": latex(work.language),
        "note": latex(". ".join(filter(None, (work.elsewhere, f"{ARCHIVE}, edition {work.edition}", f"Accessed {work.accessed}")))),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in given.items() if value]
    return "@misc{" + work.key + ",\n" + ",\n".join(lines) + "\n}\n"


def ris(work: Work) -> str:
    """Return a record in the format RIS, lines ended as it asks."""
    rows = [
        ("TY", "NEWS" if work.kind == "article" else "ELEC"),
        ("TI", work.title),
        ("AU", work.by),
        ("T2", work.container),
        ("PY", work.date[:4]),
        ("DA", work.date.replace("-", "/")),
        ("LA", work.language),
        ("UR", work.address),
        ("Y2", work.accessed.replace("-", "/")),
        ("DB", ARCHIVE),
        ("ET", f"edition {work.edition}"),
        ("N1", work.elsewhere),
        ("ID", work.key),
    ]
    return "".join(f"{tag}  - {tidy(value)}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def csl(work: Work) -> str:
    """Return a list of one item in CSL-JSON."""
    item: dict[str, object] = {
        "id": work.key,
        "type": "article-newspaper" if work.kind == "article" else "webpage",
        "title": tidy(work.title),
        "URL": work.address,
        "accessed": {"date-parts": [parts(work.accessed)]},
        "archive": ARCHIVE,
        "version": f"edition {work.edition}",
    }
    item |= {"author": [{"literal": work.by}]} if work.by else {}
    item |= {"container-title": work.container} if work.container else {}
    item |= {"issued": {"date-parts": [parts(work.date)]}} if work.date else {}
    item |= {"language": work.language} if work.language else {}
    item |= {"note": work.elsewhere} if work.original else {}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def parts(day: str) -> list[int]:
    """Return a date as year, month, day."""
    return [int(part) for part in day.split("-")]


@dataclass(frozen=True)
class Format:
    """A format for reference managers: what readers call it, its media type, and what writes it."""

    label: str
    media: str
    write: Callable[[Work], str]


FORMATS: Mapping[str, Format] = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""Every format by the ending of its file."""
