"""The gazetteer of persons: who is meant by a name, who is never taken for another, and what its check refuses."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteers import person
from archive.gazetteers.person_names import fold, merge_key, name_key, slug_of

DATA = Path(__file__).parent / "data"
PEOPLE = "slug,label,wikidata,country,office,aliases,surname_alone"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a data file of these tests."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def identity(name: str) -> str:
    """Return what two articles must share to have one person: the gazetteer's id, else the merge key."""
    known = person.load().named(name)
    meant = known[0] if len(known) == 1 else None if known else person.load().misspelt(name_key(name))
    return meant.slug if meant else merge_key(name)


def gazetteer(folder: Path, people: str, redirects: str = "") -> person.PersonGazetteer:
    """Read a gazetteer made of these lines."""
    (folder / "people.csv").write_text(f"{PEOPLE}\n{people}", encoding="utf-8")
    (folder / "redirects.csv").write_text(f"old,new,date,reason\n{redirects}", encoding="utf-8")
    (folder / "words.csv").write_text("kind,words\n", encoding="utf-8")
    (folder / "not_persons.csv").write_text("name,why\n", encoding="utf-8")
    return person.read(folder)


def messages(found: person.PersonGazetteer) -> str:
    """Return everything the check says, as one text."""
    return "\n".join(f"{problem.where}: {problem.message}" for problem in found.check())


def test_the_data_files_have_no_problem() -> None:
    assert person.load().check() == ()


@pytest.mark.parametrize("pair", list(rows("person_pairs.csv")), ids=lambda row: f"{row['left']} | {row['right']}")
def test_two_persons_are_never_one(pair: dict[str, str]) -> None:
    assert identity(pair["left"]) != identity(pair["right"])


def test_there_are_enough_hard_pairs_and_variants() -> None:
    variants = [variant for row in rows("person_variants.csv") for variant in row["variants"].split(";")]
    assert len(list(rows("person_pairs.csv"))) >= 60
    assert len(variants) >= 150
    assert len(list(rows("person_variants.csv"))) >= 70


def test_the_spellings_of_one_person_are_nearly_always_one() -> None:
    pairs = [(row["name"], variant) for row in rows("person_variants.csv") for variant in row["variants"].split(";")]
    missed = [pair for pair in pairs if identity(pair[0]) != identity(pair[1])]
    assert 1 - len(missed) / len(pairs) >= 0.92, missed


def test_no_variant_of_one_person_is_another() -> None:
    owners: dict[str, str] = {}
    for row in rows("person_variants.csv"):
        for variant in (row["name"], *row["variants"].split(";")):
            assert owners.setdefault(identity(variant), row["name"]) == row["name"]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("zelenskiy", "volodymyr-zelenskyy"),
        ("Зеленський", "volodymyr-zelenskyy"),
        ("ЗЕЛЕНСЬКИЙ", "volodymyr-zelenskyy"),
        ("volodymyr  zelenskyi", "volodymyr-zelenskyy"),
        ("kasciunas", "laurynas-kasciunas"),
        ("Kasčiūnas", "laurynas-kasciunas"),
        ("путин", "vladimir-putin"),
        ("习近平", "xi-jinping"),
        ("von der leyen", "ursula-von-der-leyen"),
        ("President Biden", "joe-biden"),
        ("Vladimir V. Putin", "vladimir-putin"),
        ("mark rutte’s", "mark-rutte"),
    ],
)
def test_a_name_typed_in_the_search_box_finds_its_person_first(typed: str, slug: str) -> None:
    assert person.load().resolve(typed)[:1] == (slug,)


def test_a_surname_of_many_gives_them_all() -> None:
    assert {"george-w-bush", "george-h-w-bush", "jeb-bush"} <= set(person.load().resolve("bush"))


@pytest.mark.parametrize("typed", ["", " ", "-", "'s", "Zorblax", "Zorblax Quendle", "Olena Putin", "\u200b"])
def test_a_name_of_nobody_gives_nothing(typed: str) -> None:
    assert person.load().resolve(typed) == ()


def test_persons_have_a_label_and_no_parents() -> None:
    assert person.load().label("volodymyr-zelenskyy") == "Volodymyr Zelensky"
    assert person.load().label("nobody-at-all") is None
    assert person.load().parents("volodymyr-zelenskyy") == ()


@given(st.text(max_size=60))
def test_any_text_has_a_stable_key_and_a_slug_fit_for_an_address(name: str) -> None:
    assert merge_key(name) == merge_key(name)
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in slug_of(name))
    assert fold(fold(name)) == fold(name)
    person.load().resolve(name)


def test_a_surname_never_merges_with_a_full_name() -> None:
    assert merge_key("Kowalczyk") != merge_key("Anna Kowalczyk")


def test_redirects_are_followed_to_the_standing_id(tmp_path: Path) -> None:
    found = gazetteer(tmp_path, "ann-bee,Ann Bee,,GB,,,", "ann-b,ann-be,2026-01-01,typo\nann-be,ann-bee,2026-02-01,typo\n")
    assert found.current("ann-b") == "ann-bee"
    assert found.label("ann-b") == "Ann Bee"
    assert found.current("carl-dee") == "carl-dee"
    assert messages(found) == ""


def test_the_check_names_every_broken_redirect(tmp_path: Path) -> None:
    loop = "a-b,c-d,2026-01-01,x\nc-d,a-b,2026-01-01,x\n"
    more = "e-f,g-h,2026-01-01,x\nann-bee,e-f,2026-01-01,x\ne-f,e-f,2026-01-01,x\n"
    found = gazetteer(tmp_path, "ann-bee,Ann Bee,,GB,,,", loop + more)
    said = messages(found)
    assert found.current("a-b") == "a-b"
    assert "a-b leads in a circle" in said
    assert "e-f is redirected twice" in said
    assert "ann-bee still stands in people.csv" in said


def test_the_check_names_a_redirect_to_nowhere(tmp_path: Path) -> None:
    said = messages(gazetteer(tmp_path, "ann-bee,Ann Bee,,GB,,,", "e-f,g-h,2026-01-01,x\n"))
    assert said == "person/redirects.csv line 2: e-f leads to g-h, which is not in people.csv"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ann_Bee,Ann Bea,,GB,,,", "bad id"),
        ("ann-bee,Ann Bea,,GB,,,", "the id ann-bee stands on line 2 already"),
        ("ann-b,Ann B. Bea,Q0,GB,,,", "bad Wikidata id"),
        ("ann-b,Ann B. Bea,Q7,GB,,,", "Q7 stands on line 2 already"),
        ("ann-b,Ann B. Bea,,GB,,,maybe", "surname_alone"),
        ("annie-bee,Annie Bea,,GB,,Ann Bee,", "the name 'an be' of annie-bee also means ann-bee"),
        ("bob-bee,Bob Bee,,GB,,,yes", "the surname alone 'bee' of bob-bee also means ann-bee"),
    ],
)
def test_the_check_names_what_is_wrong_with_a_line(tmp_path: Path, line: str, said: str) -> None:
    assert said in messages(gazetteer(tmp_path, f"ann-bee,Ann Bee,Q7,GB,,,yes\n{line}\n"))
