"""The language model: the pinned weights, spans in order and in place, and cutting that cannot change the answer."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from archive.errors import Unavailable
from archive.model import Span
from indexer.extract import names
from indexer.extract.names import NameModel

GOLDEN = "Marta Kowalska told Defence Secretary James Whitfield that the shells had come from Ostrava."
QUIET = "the crews waited in the cold for most of the night and nothing was heard of the trucks that should have come. " * 6


@pytest.fixture(scope="module")
def model() -> NameModel:
    """Load the model once."""
    return NameModel()


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    """Return the words of spans."""
    return [text[span.start : span.end] for span in spans]


def test_the_golden_sentence_has_its_two_persons(model: NameModel) -> None:
    assert words(GOLDEN, next(model.spans([GOLDEN]))) == ["Marta Kowalska", "James Whitfield"]


def test_every_text_gets_its_own_spans_in_order(model: NameModel) -> None:
    texts = ["", QUIET, GOLDEN, "no names here", *(f"Number {number}: {GOLDEN}" for number in range(70)), ""]
    found = list(model.spans(texts))
    assert len(found) == len(texts)
    assert [bool(spans) for spans in found] == ["Kowalska" in text for text in texts]
    assert all(words(text, spans)[0] == "Marta Kowalska" for text, spans in zip(texts, found, strict=True) if spans)


def test_what_lies_between_names_does_not_change_them(model: NameModel) -> None:
    text = f"{GOLDEN} {QUIET}\n\n{QUIET}Then Henryk Zawadzki spoke. {QUIET}"
    whole = model.language(text)
    expected = [entity.text for entity in whole.ents if entity.label_ == "PERSON"]
    assert words(text, next(model.spans([text]))) == expected
    assert sum(end - start for start, end in names.worth_reading(text)) < len(text) / 4


def test_a_text_without_capitals_is_not_read() -> None:
    assert list(names.worth_reading(QUIET)) == []
    assert list(names.worth_reading("The ministry of Ukraine said in March that NATO and the EU agreed.")) == []


def test_stretches_are_short_follow_one_another_and_hold_every_name() -> None:
    text = "Anna Berg met Carl Dahl in the hall.\n\n" * 3000
    cuts = list(names.worth_reading(text))
    assert all(0 < end - start <= names.STRETCH for start, end in cuts)
    assert all(before[1] <= after[0] for before, after in pairwise(cuts))
    assert sum(text[start:end].count("Anna Berg") for start, end in cuts) == 3000


def test_one_endless_word_is_cut_too() -> None:
    cuts = list(names.worth_reading("Aa" * 50_000))
    assert all(end - start <= names.STRETCH for start, end in cuts)


def test_other_weights_are_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    shutil.copy(__file__, tmp_path / "ner" / "model")
    with pytest.raises(Unavailable, match="pip install"):
        names.load_language(tmp_path)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="CONVOY_MODEL=off"):
        names.load_language(tmp_path)


def test_the_installed_weights_are_the_pinned_ones() -> None:
    assert names.digest(names.model_folder() / "ner" / "model") == names.NER_SHA256
