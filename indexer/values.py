"""Mentions as the line `extract` writes for one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from archive.gazetteers import equipment
from archive.model import Mention


class PersonLine(TypedDict):
    """One person: the label and every spelling met, in order of appearance."""

    name: str
    surfaces: list[str]


class ValuesLine(TypedDict):
    """The values of one document."""

    id: str
    country: list[str]
    person: list[PersonLine]
    equipment: list[str]
    system: list[str]


def values_line(document: str, mentions: Sequence[Mention]) -> ValuesLine:
    """Return the values of a document: ISO2 codes, persons with their spellings, equipment types, named systems."""
    gazetteer = equipment.load()
    named = ids(mentions, "equipment")
    types = {gazetteer.type_of(value) for value in named}
    return {
        "id": document,
        "country": ids(mentions, "country"),
        "person": persons(mention for mention in mentions if mention.facet == "person"),
        "equipment": sorted(types),
        "system": [value for value in named if value not in types],
    }


def ids(mentions: Iterable[Mention], facet: str) -> list[str]:
    """Return the distinct values of one facet, sorted."""
    return sorted({mention.value for mention in mentions if mention.facet == facet})


def persons(mentions: Iterable[Mention]) -> list[PersonLine]:
    """Return the distinct persons with their spellings."""
    found: dict[str, PersonLine] = {}
    for mention in mentions:
        line = found.setdefault(mention.value, {"name": mention.label, "surfaces": []})
        if mention.surface not in line["surfaces"]:
            line["surfaces"].append(mention.surface)
    return list(found.values())
