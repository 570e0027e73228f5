"""References: what each style and format says of an article and of a search."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from search.cite import Work, apa, bibtex, chicago, csl, ris

ARTICLE = Work(
    kind="article",
    id="abc123",
    title="Vilnius asks: “Why now?”",
    author="Ona Petraitė",
    outlet="Baltic Paper",
    date="2024-08-04",
    original="https://paper.example/1",
    language="en",
    address="https://convoy.example/articles/abc123?edition=17",
    edition=17,
    accessed="2026-11-22",
)
BARE = replace(ARTICLE, author="", outlet="", date="", original="", title="Radars leave")
SEARCH = replace(BARE, kind="search", id="search", title="Search: “radar”, 3 articles", date="2026-11-20", language="")


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (
            ARTICLE,
            "Ona Petraitė. (2024, August 4). Vilnius asks: “Why now?”. Baltic Paper. https://paper.example/1"
            " Retrieved November 22, 2026, from ",
        ),
        (BARE, "Radars leave. (n.d.). Retrieved November 22, 2026, from "),
        (
            SEARCH,
            "Convoy. (2026, November 20). Search: “radar”, 3 articles (Edition 17) [Search results]."
            " Retrieved November 22, 2026, from ",
        ),
    ],
)
def test_apa(work: Work, text: str) -> None:
    assert apa(work) == text + work.address


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (
            ARTICLE,
            "Ona Petraitė. “Vilnius asks: ‘Why now?’.” Baltic Paper, August 4, 2024. https://paper.example/1. Convoy, edition 17."
            " Accessed November 22, 2026. ",
        ),
        (BARE, "“Radars leave.” n.d. Convoy, edition 17. Accessed November 22, 2026. "),
        (SEARCH, "“Search: ‘radar’, 3 articles.” Convoy, edition 17, November 20, 2026. Accessed November 22, 2026. "),
    ],
)
def test_chicago(work: Work, text: str) -> None:
    assert chicago(work) == text + work.address + "."


def test_keys_are_plain_letters_and_say_whose_and_when() -> None:
    assert ARTICLE.key == "balticpaper-2024-abc123"
    assert replace(BARE, outlet="Українська правда").key.isascii()


def test_a_newline_cannot_make_a_field_of_its_own() -> None:
    hostile = replace(ARTICLE, title="One\r\nER  - \r\nTY  - NEWS", author="a}\n, x = {y")
    assert ris(hostile).count("\r\n") == len(ris(hostile).splitlines()) == ris(ARTICLE).count("\r\n")
    entry = bibtex(hostile)
    assert entry.count("{") == entry.count("}")
    assert r"a\textbraceright{} , x = \textbraceleft{}y" in entry


@pytest.mark.parametrize(
    ("work", "author", "container", "note"),
    [
        (ARTICLE, "Ona Petraitė", "Baltic Paper", "First published at https://paper.example/1"),
        (replace(ARTICLE, author=""), None, "Baltic Paper", "First published at https://paper.example/1"),
        (BARE, None, None, None),
        (SEARCH, "Convoy", "Convoy", None),
    ],
)
def test_all_formats_name_the_same_author_and_outlet_or_none(
    work: Work, author: str | None, container: str | None, note: str | None
) -> None:
    entry = parse_string(bibtex(work)).entries[0].fields_dict
    told = {name: field.value.strip("{}") for name, field in entry.items()}
    assert (told.get("author"), told.get("howpublished"), told["url"]) == (author, container, work.address)
    assert told["note"] == f"{note}. " * bool(note) + "Convoy, edition 17. Accessed 2026-11-22"
    record = rispy.loads(ris(work))[0]
    assert record.get("authors") == ([author] if author else None)
    assert (record.get("secondary_title"), record["name_of_database"]) == (container, "Convoy")
    assert (record.get("notes"), record["urls"]) == ([note] if note else None, [work.address])
    item = json.loads(csl(work))[0]
    assert item.get("author") == ([{"literal": author}] if author else None)
    assert (item.get("container-title"), item.get("note"), item["URL"]) == (container, note, work.address)
    assert apa(work).startswith(f"{author}. (" if author else f"{work.title}")
