"""The id of an article: the same for the same article for ever, whatever file it comes from.

An id is a letter and 15 characters of base32 (75 bits of SHA-256), so it fits in an address. The letter says what decided:

`u`  the canonical address, without `www.` and a last slash. An article that changes keeps its id.
`n`  the document's own number together with its outlet. Two feeds that both hold a number 1 are told apart by their
     outlets; a number without an outlet says nothing, since any feed may hold it, and does not decide.
`c`  the content: number, title, date and body. An article that changes gets another id; the archive may give it the
     one it had where it is the only article of its file.

SCHEME is part of what is hashed. It changes only when the rules do, which gives every article a new id.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode

from indexer.addresses import names_article

SCHEME = "convoy-1"
ADDRESS, NUMBER, CONTENT = "u", "n", "c"
LENGTH = 15


def identify(*, url: str, source: str, external_id: str, title: str, date: str, body: str) -> str:
    """Return the id of an article with these parts; `url` is canonical."""
    if url and names_article(url):
        host_and_path = url.removeprefix("https://").removeprefix("www.")
        return digest(ADDRESS, host_and_path.rstrip("/"))
    if external_id and source:
        return digest(NUMBER, source.casefold(), external_id)
    return digest(CONTENT, external_id, title, date, body)


def digest(kind: str, *parts: str) -> str:
    """Return the id for a kind and the parts that decide; the lengths of the parts are hashed too, to keep them apart."""
    told = "".join(f"{len(part)}:{part}" for part in (SCHEME, kind, *parts))
    # Ten bytes are sixteen characters: the rest would be written to be cut off.
    return kind + b32encode(hashlib.sha256(told.encode()).digest()[:10]).decode().lower()[:LENGTH]


def from_content(article_id: str) -> bool:
    """Say whether an id was made from the article's content, for want of an address or a number."""
    return article_id.startswith(CONTENT)
