"""The country finder: right on every trap, exact in its places, and steady on odd and long input."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.gazetteers.country import load
from archive.model import Span
from indexer.extract.country import CountryFinder

TRAPS = Path(__file__).parent / "data" / "country_traps.csv"


def traps() -> tuple[Mapping[str, str], ...]:
    """Return sentences and the countries they name."""
    with TRAPS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@pytest.fixture(scope="module")
def finder() -> CountryFinder:
    """Return a finder over the project's table."""
    return CountryFinder(load())


def values(finder: CountryFinder, text: str, *people: Span) -> set[str]:
    """Return the distinct countries found in a text."""
    return {mention.value for mention in finder.find(text, people)}


@pytest.mark.parametrize("trap", traps(), ids=lambda trap: f"{trap['trap']}: {trap['sentence'][:40]!r}")
def test_a_trap_gives_exactly_its_countries(finder: CountryFinder, trap: Mapping[str, str]) -> None:
    assert values(finder, trap["sentence"]) == set(trap["countries"].split())


def test_every_unguarded_form_finds_its_country(finder: CountryFinder) -> None:
    forms = [form for form in load().forms if not form.guards]
    assert [form.text for form in forms if values(finder, f"about {form.text}.") != {form.value}] == []


def test_every_name_is_found_in_capitals_too(finder: CountryFinder) -> None:
    forms = [form for form in load().forms if form.kind == "name" and not form.guards]
    assert [form.text for form in forms if values(finder, f"ABOUT {form.text.upper()}.") != {form.value}] == []


def test_every_decoy_alone_gives_nothing(finder: CountryFinder) -> None:
    assert [decoy for decoy in load().decoys if finder.find(f"about {decoy}.", ())] == []


def test_a_mention_says_what_stands_where_and_why(finder: CountryFinder) -> None:
    (mention,) = finder.find("Aid from Côte d’Ivoire came.", ())
    assert (mention.facet, mention.value, mention.label, mention.surface) == ("country", "CI", "Ivory Coast", "Côte d’Ivoire")
    assert (mention.start, mention.end, mention.rule) == (9, 22, "name")


@pytest.mark.parametrize(
    "text",
    [
        "Plain Ukraine and Latvia.",
        "Wide  spaces\tbefore  Ukraine  and   Latvia.",
        "Soft\u00adened text, &amp; then Uk\u200braine &nbsp; and Lat\u00advia.",
        "Combining e\u0301 before Ukraine, u\u0308 before Latvia.",
        "\ufeff\u200eUkraine\u200f\r\nLatvia",
    ],
)
def test_places_are_those_of_the_original_text(finder: CountryFinder, text: str) -> None:
    found = finder.find(text, ())
    assert [mention.value for mention in found] == ["UA", "LV"]
    assert all(text[mention.start : mention.end] == mention.surface for mention in found)
    assert all(mention.surface[0] in "UL" and mention.surface[-1] in "ea" for mention in found)


def test_a_name_the_language_model_takes_for_a_person_is_no_country(finder: CountryFinder) -> None:
    text = "Zyx Chad spoke."
    assert values(finder, text) == {"TD"}
    assert values(finder, text, Span(0, 8)) == set()


def test_a_person_span_does_not_hide_an_unmistakable_country(finder: CountryFinder) -> None:
    text = "Ukraine Volodymyr spoke."
    assert values(finder, text, Span(0, 17)) == {"UA"}


def test_a_guard_reads_across_a_line_break_but_not_across_a_paragraph(finder: CountryFinder) -> None:
    assert values(finder, "The ministers met in\nBerlin decided nothing.") == set()
    assert values(finder, "The ministers came in\n\nBerlin decided nothing.") == {"DE"}


def test_a_very_long_text_is_read_to_its_end(finder: CountryFinder) -> None:
    text = "Jordan asked Berlin whether Georgia told US and American Russian crews. " * 3_000 + "Lithuania agreed."
    found = finder.find(text, ())
    assert found[-1].value == "LT"
    assert len(found) > 3_000


@pytest.mark.parametrize("text", ["", "\n\n", "US", "&", "&#;", "\u200b", "~@$", "Georgia", "Україна та Росія", "🇺🇦" * 50])
def test_odd_input_does_not_break_it(finder: CountryFinder, text: str) -> None:
    assert all(text[mention.start : mention.end] == mention.surface for mention in finder.find(text, ()))
