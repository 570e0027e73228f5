"""Every seed comes to its golden file: title, standfirst, date, what was cut, and the values a reader judged by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from archive.gazetteers import equipment
from archive.model import Article, Mention, RawArticle
from archive.settings import Settings
from indexer import readers
from indexer.clean import clean
from indexer.extract.crews import Workforce
from indexer.extract.workers import extract_all
from indexer.values import values_line

ROOT = Path(__file__).parents[2]
GOLDEN = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "golden").glob("*.json"))
}
NAMES = sorted(GOLDEN)


def documents() -> Iterator[tuple[str, Article]]:
    """Yield every seed's name, as its golden file has it, and its cleaned article."""
    for path in readers.walk([ROOT / "seeds"]):
        assert isinstance(path, Path), path
        for number, raw in enumerate(readers.read(path, Settings()), start=1):
            assert isinstance(raw, RawArticle), raw
            yield f"{path.stem}-{number}" if path.suffix == ".jsonl" else path.stem, clean(raw)


@cache
def cleaned() -> Mapping[str, Article]:
    return dict(documents())


@cache
def mentions() -> Mapping[str, tuple[Mention, ...]]:
    found = extract_all(cleaned().values(), crew=Workforce(1), model=True)
    return {name: extracted.mentions for name, (_, extracted) in zip(cleaned(), found, strict=True) if extracted}


def test_every_seed_has_a_golden_file_and_every_golden_file_a_seed() -> None:
    assert sorted(cleaned()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_is_cleaned_as_its_golden_file_says(name: str) -> None:
    article, golden = cleaned()[name], GOLDEN[name]
    keys = ("title", "standfirst", "date", "time", "source", "url")
    assert {key: getattr(article, key) for key in keys} == {key: golden[key] for key in keys}
    flat = " ".join(article.body.split())
    assert flat.startswith(golden["begins"])
    assert flat.endswith(golden["ends"])


@pytest.mark.parametrize("name", NAMES)
def test_boilerplate_is_kept_aside(name: str) -> None:
    article, golden = cleaned()[name], GOLDEN[name]
    aside = " ".join(" ".join(cut.text for cut in article.cuts).split())
    missing = [cut for cut in golden["cuts"] if cut not in aside]
    assert not missing
    assert not [piece for piece in (*golden["cuts"], *golden.get("chrome", ())) if piece in article.text]


@pytest.mark.parametrize("name", NAMES)
def test_countries_and_equipment_are_those_a_reader_found(name: str) -> None:
    golden = GOLDEN[name]
    line = values_line(name, mentions()[name])
    assert line["country"] == golden["country"]
    assert with_parents(line["equipment"]) == with_parents(golden["equipment"])


@pytest.mark.parametrize("name", NAMES)
def test_persons_are_those_a_reader_found_one_value_each(name: str) -> None:
    found = {person["name"]: set(person["surfaces"]) for person in values_line(name, mentions()[name])["person"]}
    assert sorted(found) == sorted(person["name"] for person in GOLDEN[name]["person"])
    for person in GOLDEN[name]["person"]:
        bare = {strip_titles(surface) for surface in found[person["name"]]}
        assert {strip_titles(surface) for surface in person["surfaces"]} <= bare


def with_parents(ids: list[str]) -> list[str]:
    gazetteer = equipment.load()
    return sorted({*ids, *(parent for value in ids for parent in gazetteer.parents(value))})


def strip_titles(surface: str) -> str:
    return surface.removeprefix("President ").removeprefix("Minister ").removesuffix("'s").removesuffix("’s")


def test_the_seeds_cover_what_they_are_meant_to() -> None:
    gazetteer = equipment.load()
    countries = {code for golden in GOLDEN.values() for code in golden["country"]}
    persons = {person["name"] for golden in GOLDEN.values() for person in golden["person"]}
    categories = {([value, *gazetteer.parents(value)])[-1] for golden in GOLDEN.values() for value in golden["equipment"]}
    assert len(GOLDEN) >= 41
    assert len(countries) >= 25
    assert len(persons) >= 30
    assert len(categories) == 16
