"""From a raw document to an article: characters, head, boilerplate, date, outlet, address, language and id."""

from __future__ import annotations

from archive.errors import RefusedFile
from archive.model import Article, Cut, RawArticle
from indexer.addresses import canonical_url, outlet_of
from indexer.boilerplate import cut_lines, cut_phrases
from indexer.dates import Moment, day_in_address, read_moment
from indexer.header import Head, read_head
from indexer.identity import identify
from indexer.language import language_of
from indexer.normalise import likeness, normalise, one_line
from indexer.wrapping import unwrap

CLEAN_VERSION = "4"
"""Changes whenever cleaning gives another article for the same document, so that files read before are read again."""

SITE_MARKS = (" | ", " - ", " – ", " — ")
LONGEST_ID = 300
LONGEST_DATE_SHOWN = 80


def clean(raw: RawArticle) -> Article:
    """Return the article a document holds; raise RefusedFile where no text is left.

    A page whose text is nothing but boilerplate still has its headline: an article without a body.
    """
    text, phrases = cut_phrases(unwrap(normalise(raw.text)))
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    url = canonical_url(one_line(raw.url, 3000))
    source = outlet_of(one_line(raw.source), url)
    title = without_site(one_line(raw.title), source)
    head = read_head(lines, title=title, standfirst=one_line(raw.standfirst, 2000))
    kept, cuts = cut_lines(head.lines)
    body = "\n\n".join(kept)
    if not lines or not (body or head.title):
        raise RefusedFile(raw.where, "no text but boilerplate" if phrases or lines else "no text")
    return assembled(raw, head, body, (*head.cuts, *phrases, *cuts), source=source, url=url)


def assembled(raw: RawArticle, head: Head, body: str, cuts: tuple[Cut, ...], *, source: str, url: str) -> Article:
    """Return the article made of its cleaned parts, with its date, language and id."""
    moment = published(raw, head, url)
    external_id = one_line(raw.external_id, LONGEST_ID)
    return Article(
        id=identify(url=url, source=source, external_id=external_id, title=head.title, date=moment.date, body=body),
        title=head.title,
        body=body,
        standfirst=head.standfirst,
        author=author_of(raw, head),
        date=moment.date,
        time=moment.time,
        source=source,
        url=url,
        language=language_of(body or head.title, raw.language),
        external_id=external_id,
        cuts=cuts,
    )


def published(raw: RawArticle, head: Head, url: str) -> Moment:
    """Return when an article was published: as the file states, else its dateline, else the address; never a day from its text."""
    stated = read_moment(one_line(raw.date))
    written = head.moment if head.moment and head.moment.date else None
    if stated and written and stated.date == written.date and not stated.time:
        return written
    return stated or written or Moment(day_in_address(url))


def unread_date(raw: RawArticle) -> str:
    """Return the beginning of the date a file states where it cannot be read, else nothing."""
    return "" if read_moment(one_line(raw.date)) else one_line(raw.date, LONGEST_DATE_SHOWN)


def author_of(raw: RawArticle, head: Head) -> str:
    """Return the author the file states, without `By`, else that of the byline."""
    stated = one_line(raw.author, 200)
    return stated[3:].strip() if stated[:3].lower() == "by " else stated or head.author


def without_site(title: str, source: str) -> str:
    """Return a title without the outlet's own name at its end; a single word after a dash may belong to the headline."""
    for mark in SITE_MARKS:
        before, found, name = title.rpartition(mark)
        if found and before and names_outlet(name, source) and (mark == " | " or " " in name):
            return before.strip()
    return title


def names_outlet(name: str, source: str) -> bool:
    """Say whether a name is that of an outlet, which is given by its name, its id or its host."""
    words = likeness(source.split(".")[0])
    wanted = [likeness(word) for word in source.replace("_", " ").split()]
    has = [likeness(word) for word in name.split()]
    same = len(words) > 2 and likeness(name).removeprefix("the") in (words, likeness(source))
    return same or (len(wanted) > 1 and len(has) <= 6 and set(wanted) <= set(has))
