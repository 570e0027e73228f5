"""Persons in sentences: linking, titles, credits and words that only look like names. The data file has one line a rule."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from archive.gazetteers import person
from archive.model import Mention, Span
from indexer.extract.person import PersonFinder


def sentences() -> list[tuple[str, str, list[str], list[str]]]:
    """Return (why, text, what the model would mark, the persons that count)."""
    with (Path(__file__).parent / "data" / "person_sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["why"], row["text"], row["spans"].split(";"), row["persons"].split(";")) for row in rows]


def find(text: str, *marked: str, taken: tuple[Mention, ...] = ()) -> tuple[Mention, ...]:
    """Find the persons of a text; `marked` are the words the language model took for names, each at its first place."""
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in marked if words]
    return PersonFinder(person.load()).find(text, sorted(spans, key=lambda span: span.start), taken)


def labels(text: str, *marked: str) -> set[str]:
    """Return who was found."""
    return {mention.label for mention in find(text, *marked)}


@pytest.mark.parametrize(("why", "text", "marked", "expected"), sentences())
def test_a_sentence_names_exactly_these_persons(why: str, text: str, marked: list[str], expected: list[str]) -> None:
    assert labels(text, *marked) == {name for name in expected if name}, why


def test_every_mention_is_cut_from_the_text_at_its_place() -> None:
    text = "Volodymyr Zelensky met Boris Pistorius.\n\nZelenskyy’s request was new; Pistorius agreed with President Zelenskyy."
    found = find(text, "Volodymyr Zelensky", "Boris Pistorius")
    assert [text[mention.start : mention.end] for mention in found] == [mention.surface for mention in found]
    assert [mention.surface for mention in found] == [
        "Volodymyr Zelensky", "Boris Pistorius", "Zelenskyy", "Pistorius", "Zelenskyy",
    ]  # fmt: skip


def test_known_persons_have_the_id_of_the_gazetteer_and_others_one_made_from_their_name() -> None:
    found = find("Volodymyr Zelensky met Märta Ögren-Smith.", "Märta Ögren-Smith")
    assert [mention.value for mention in found] == ["volodymyr-zelenskyy", "marta-ogren-smith"]


def test_the_fullest_form_on_the_page_names_an_unknown_person() -> None:
    found = find("J. Harlow paid. James Q. Harlow is rich. Harlow left.", "J. Harlow", "James Q. Harlow")
    assert {mention.label for mention in found} == {"James Q. Harlow"}


def test_of_two_with_one_surname_the_one_named_last_is_meant() -> None:
    text = "Marta Novotny sang. Novotny bowed. Then Pavla Novotny danced. Novotny fell."
    singles = [mention.label for mention in find(text, "Marta Novotny", "Pavla Novotny") if mention.surface == "Novotny"]
    assert singles == ["Marta Novotny", "Pavla Novotny"]


def test_a_word_taken_as_a_country_or_a_system_is_no_person() -> None:
    text = "Abrams tanks and Anton Abrams arrived."
    tank = Mention("equipment", "abrams", "Abrams", "Abrams", 0, 6, "")
    assert [mention.start for mention in find(text, "Anton Abrams", taken=(tank,))] == [text.index("Anton")]


def test_a_page_without_model_spans_still_gives_known_persons() -> None:
    text = "Laurynas Kasčiūnas, the Lithuanian minister, met Lloyd J. Austin III. Kasciunas thanked Austin."
    assert labels(text) == {"Laurynas Kasčiūnas", "Lloyd Austin"}


def test_text_of_capitals_symbols_and_marks_is_read_to_its_end() -> None:
    text = "A" * 5000 + " @#$ \u200b\u202e " + "Zz-'" * 3000 + " \x00 " + "Mr. " * 2000 + "Vladimir Putin"
    assert labels(text) == {"Vladimir Putin"}


def test_any_stretch_the_model_may_take_for_a_name_is_survived() -> None:
    finder = PersonFinder(person.load())
    text = 'The medic Yulia "Taira" Payevska came home with Gen. Mark A. Milley Jr. and Ursula von der Leyen.'
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 25)):
            finder.find(text, (Span(start, end),), ())
