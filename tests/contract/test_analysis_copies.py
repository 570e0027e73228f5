"""Every engine holds exactly the words and stems that the one analysis chain makes of a text."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pydoc_data.topics import topics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import folded, spaced, stems
from search.engines import Engine, Search
from search.engines.scan_engine import stems_by_sentence
from search.engines.tantivy_index import analyzer
from search.engines.tantivy_sentences import code_analyzer, code_of, coded
from search.passages import words_of
from search.tree import Word
from tests.contract.made_up import version

TRICKY = (
    "F-16AM", "T-72B3M", "155mm", "Ukraine’s", "O’Brien", "don't", "rock'n'roll", "Kasčiūnas", "Straße", "Łódź", "ﬁre", "m²",
    "naïve", "cafe\u0301", "Зеленський", "Ёлка", "Μακεδονία", "İstanbul", "軍事", "soft\u00adhyphen", "geologist", "skies",
    "emergencies", "news", "Iris", "dying", "generously", "communism", "arsenals", "proceed", "sayings", "yes",
    "boys", "cry", "inning", "ski",
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> list[str]:
    """Return some thousand English words, from the manual that comes with Python, and tricky ones."""
    return sorted({word for text in topics.values() for word in spaced(text).split()} | set(TRICKY))


def test_each_word_is_found_by_every_word_of_its_stem_and_no_other(engine: Engine, words: list[str]) -> None:
    assert len(words) > 3500
    by_stem: dict[str, set[int]] = defaultdict(set)
    for key, word in enumerate(words):
        for stem in stems(word):
            by_stem[stem].add(key)
    with engine.writing() as writer:
        writer.put(version(key, body=word) for key, word in enumerate(words))
    for word in words[::3]:
        if len(stems(word)) == 1:
            assert set(engine.search(Search(query=Word(word), size=1000)).keys) == by_stem[stems(word)[0]], word
    assert dict(engine.vocabulary("", 1 << 20)) == Counter(word for text in words for word in set(folded(text)))


def characters() -> Iterator[str]:
    """Yield texts with all characters of the alphabets, signs and marks, and every 97th of the rest, between and beside letters."""
    small = (range(1, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x17000), range(0x1B000, 0x20000))
    codes = [*chain(*small, range(0x3400, sys.maxunicode, 97))]
    for start in range(0, len(codes), 512):
        letters = (chr(code) for code in codes[start : start + 512] if not 0xD800 <= code < 0xE000)
        yield " ".join(f"ab{letter}cd {letter}" for letter in letters)


def test_tantivy_makes_the_same_tokens_of_every_character() -> None:
    for text in characters():
        check_tokens(text)


@pytest.mark.parametrize("end", ["", ". Then more.", "\n\nЁлка"])
@pytest.mark.parametrize(
    "word", ["a" * 64, "a" * 65, "1" * 65, "a" * 40 + "1" * 40, "a'" * 32 + "b", "a'" * 33, "f-16's", "x''y'z'9"]
)
def test_tantivy_makes_the_same_tokens_of_words_however_long(word: str, end: str) -> None:
    check_tokens(f"Of {word} 155mm shells{end}")


@given(st.text(max_size=60))
def test_tantivy_makes_the_same_tokens_of_any_text(text: str) -> None:
    check_tokens(text)


def check_tokens(text: str) -> None:
    """Hold what Tantivy is given of a text, and what it makes of that, to the one analysis chain."""
    given_to_it, cut = words_of(text), analyzer()
    assert cut.analyze(given_to_it.stems) == stems(text)
    assert cut.analyze(given_to_it.folded) == folded(text)
    found = [[*dict.fromkeys(sentence)] for sentence in stems_by_sentence(text)]
    codes = code_analyzer()
    made = [[(token.text, token.position) for token in codes.pre_tokenize(value).tokens] for value in coded(given_to_it.stems)]
    assert made == [[(code_of(stem), 0) for stem in sentence] for sentence in (found if any(found) else ())]
