"""Any number of articles out of given texts: the texts themselves first, then articles recombined from their paragraphs.

Deterministic: the same files and the same number give the same articles, to the byte. A recombined article has the headline,
outlet, date and number of paragraphs of one given text, and paragraphs of others in the same file; it has no address. So words
stay as frequent, articles as long and outlets as unequal as in what was given. Texts of which one paragraph is a large part are
not drawn from: what holds it would be a reprint of them, and all would be one story.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from archive.errors import BadRequest
from archive.model import RawArticle
from archive.settings import Settings
from indexer import readers

DEFAULT = (Path("../shared/corpora/news.jsonl.gz"), Path("../shared/corpora/background.jsonl.gz"))
"""Where texts are looked for when none are named: articles of the archive's own subject, then other texts."""

VERSION = 2
"""Raised when the same files come to give other articles."""

SHORTEST = 400
"""Characters that the paragraphs have at least that a text without line breaks is divided into, at ends of sentences."""

DIVISIBLE = 4
"""Paragraphs that a text has at least from which single ones are drawn."""

A_FILE = 100_000
"""Articles written to one file."""

SEED = 7
SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-Z“\"])")


@dataclass(frozen=True)
class Given:
    """One given text, its file's number, and its paragraphs."""

    file: int
    raw: RawArticle
    paragraphs: tuple[str, ...]


def paths_of(named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files of texts to build from: those named, or DEFAULT; BadRequest where one is missing."""
    paths = tuple(named) or DEFAULT
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BadRequest(f"{missing[0]} is not there. Name files or folders of articles: make bench CORPUS='news.jsonl.gz more/'")
    return paths


def fingerprint(paths: Sequence[Path], number: int) -> str:
    """Return what tells one archive's texts from another's: the files' content, how many articles, and this module's version."""
    digest = sha256(f"{VERSION} {number}".encode())
    for path in readers.walk(paths):
        if isinstance(path, Path):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def given(paths: Sequence[Path]) -> Iterator[Given]:
    """Yield the texts of the files, in order."""
    for number, root in enumerate(paths):
        for path in readers.walk([root]):
            for raw in readers.read(path, Settings()) if isinstance(path, Path) else ():
                if isinstance(raw, RawArticle):
                    yield Given(number, raw, paragraphs_of(raw.text))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs; a text of one long line is divided at ends of sentences."""
    lines = tuple(line.strip() for line in re.split(r"\n\s*\n", text) if line.strip())
    if len(lines) > 1:
        return lines
    parts: list[str] = [""]
    for sentence in SENTENCE_END.split(text.strip()):
        if len(parts[-1]) >= SHORTEST:
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    return tuple(parts)


def articles(paths: Sequence[Path], number: int) -> Iterator[dict[str, str]]:
    """Yield so many articles as the JSON lines reader takes them."""
    texts = list(islice(given(paths), number))
    if not texts:
        raise BadRequest(f"There is no article in {', '.join(map(str, paths))}.")
    yield from (line(text.raw, text.raw.text, text.raw.external_id, text.raw.url) for text in texts)
    rng = Random(SEED)
    pools: dict[int, list[str]] = {}
    for text in texts:
        pools.setdefault(text.file, []).extend(text.paragraphs if len(text.paragraphs) >= DIVISIBLE else ())
    bases = [text for text in texts if pools[text.file]] or texts
    for count in range(number - len(texts)):
        base = bases[int(rng.random() * len(bases))]
        drawn = rng.choices(pools[base.file] or base.paragraphs, k=max(2, len(base.paragraphs)))
        yield line(base.raw, "\n\n".join(drawn), f"recombined-{count}", "")


def line(raw: RawArticle, text: str, external_id: str, url: str) -> dict[str, str]:
    """Return an article with a given text's head."""
    head = {"title": raw.title, "date": raw.date, "source": raw.source}
    return {"id": external_id, **head, "url": url, "text": text}


def write(paths: Sequence[Path], number: int, folder: Path) -> None:
    """Write so many articles into compressed files of A_FILE articles in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = articles(paths, number)
    for start in range(0, number, A_FILE):
        with gzip.open(folder / f"articles-{start // A_FILE:03d}.jsonl.gz", "wt", compresslevel=1, encoding="utf-8") as file:
            for article in islice(found, A_FILE):
                file.write(json.dumps(article, ensure_ascii=False) + "\n")


def lines(files: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of written files."""
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file
