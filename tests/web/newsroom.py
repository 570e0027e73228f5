"""A newsroom's worth of short articles to test pages with."""

from __future__ import annotations

from itertools import product

from tests.conftest import Document

PLACES = (
    "Lithuania",
    "Poland",
    "Germany",
    "Norway",
    "Estonia",
    "Latvia",
    "Canada",
    "Japan",
    "Sweden",
    "Denmark",
    "Finland",
    "Italy",
)
THINGS = ("howitzers", "Leopard 2 tanks", "Stinger missiles", "Patriot systems", "artillery shells")
PEOPLE = ("Volodymyr Zelenskyy", "Olaf Scholz", "")


def newsroom() -> tuple[Document, ...]:
    """Return 60 articles: every place with every thing, persons in turn, two outlets, the last one without any value or date."""
    pairs = list(product(PLACES, THINGS))[:-1]
    plain = Document(
        id="60",
        title='Pears & "apples" at 3 < 5',
        text="Fruit was cheap. <script>alert(1)</script> Nobody knew why.",
        source="a.example",
    )
    return (*(story(number, place, thing) for number, (place, thing) in enumerate(pairs)), plain)


def story(number: int, place: str, thing: str) -> Document:
    """Return one article about a place that sends things."""
    person = PEOPLE[number % len(PEOPLE)]
    thanks = f" {person} gave thanks." if person else ""
    return Document(
        id=str(number),
        title=f"{place} sends {thing}",
        text=f"{place} will send {thing} to Ukraine, the ministry said.{thanks}\n\nThe convoy leaves in {number + 2} days.",
        date=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        source=("a.example", "b.example")[number % 2],
        url=f"https://{('a', 'b')[number % 2]}.example/{number}",
    )
