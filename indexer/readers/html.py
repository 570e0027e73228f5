"""HTML pages: the main text by trafilatura, the date by htmldate, the rest from the page's own metadata."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from htmldate import find_date
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from archive.errors import RefusedFile
from archive.model import RawArticle
from archive.settings import Settings
from indexer.readers.decoding import decode, marked_encoding
from indexer.readers.opening import over, read_whole

MARKUP = 2
"""How many bytes of page there may be for each byte of article."""

MOST_ELEMENTS = 50_000
"""Pages with more elements are no articles, and would hold up the others."""

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
NO_TIME = "T00:00"


def read(path: Path, settings: Settings) -> Iterator[RawArticle]:
    """Yield the page's one article."""
    where = str(path)
    page = characters(read_whole(path, MARKUP * settings.largest_article), where)
    if page.count("<") > 2 * MOST_ELEMENTS:
        raise RefusedFile(where, f"over the limit of {MOST_ELEMENTS:,} HTML elements")
    found, date = extracted(page, where)
    text = found.text or ""
    if len(text) > settings.largest_article:
        raise RefusedFile(where, over(settings.largest_article))
    yield RawArticle(
        path,
        where,
        text,
        title=found.title or "",
        standfirst=found.description or "",
        author=found.author or "",
        date=date or found.date or "",
        source=outlet(found),
        url=found.url or "",
        language=found.language or "",
    )


def extracted(page: str, where: str) -> tuple[Document, str]:
    """Return the article of a page and its date, with the time where one is stated; raise RefusedFile where there is none."""
    try:
        tree = load_html(page)
        if tree is None:
            raise RefusedFile(where, "no text")
        date = published(tree)
        found = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=True)
    except RecursionError:
        raise RefusedFile(where, "HTML nested too deeply") from None
    except (LxmlError, ValueError) as error:
        raise RefusedFile(where, f"HTML that cannot be parsed: {error}") from None
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise RefusedFile(where, "no text")
    found.language = found.language or tree.get("lang")
    return found, date


def outlet(found: Document) -> str:
    """Return the name a page gives its site where that is a host, or where the page has no address to tell the host from."""
    name = found.sitename or ""
    return name if not found.url or ("." in name and " " not in name) else ""


def published(tree: HtmlElement) -> str:
    """Return the day a page was first published, with the time where one is stated that is not midnight, or nothing."""
    found = (find_date(tree, original_date=True, outputformat="%Y-%m-%dT%H:%M") or "").removesuffix(NO_TIME)
    if not found or "T" in found:
        return found
    return next((stated for stated in stated_moments(tree) if stated.startswith((f"{found}T", f"{found} "))), found)


def stated_moments(tree: HtmlElement) -> Iterator[str]:
    """Yield what the metadata and time elements of a page state, but for the moment of a change."""
    for element in tree.iter("meta", "time"):
        naming = " ".join(element.get(name, "") for name in ("property", "name", "itemprop"))
        if "modified" not in naming.lower() and "updated" not in naming.lower():
            yield element.get("content") or element.get("datetime") or ""


def characters(data: bytes, where: str) -> str:
    """Return the characters of a page: by its byte order mark, UTF-8, the encoding it declares, or what it looks like."""
    declared = DECLARED.search(data[:4096])
    if marked_encoding(data) or not declared:
        return decode(data, where)
    for encoding in ("utf-8", declared[1].decode()):
        try:
            if codecs.lookup(encoding).name != "utf-16":
                return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data, where)
