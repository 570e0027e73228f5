"""Corrections taken back and put back: whom the ids they name mean then, and where old links lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.test_corrections_applied import WHY, Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.ingest()
    return made


MERGE = f"merge,person,patrick-whitlock,,{{}},,{WHY}"


@pytest.mark.parametrize("person", ["joe-biden", "jonny-b"])
def test_a_merge_put_back_or_its_person_named_by_another_row_means_that_person(archive: Archive, person: str) -> None:
    row = MERGE.format(person)
    before = archive.everything()
    for _ in range(2):
        archive.correct(row)
        assert archive.values("patrick") == (person,)
        assert archive.found(("person", "patrick-whitlock")) == (1, f"/?person={person}")
        archive.correct()
        assert archive.everything() == before
    archive.correct(f"add,person,{person},,,{archive.id('petra')},{WHY}")
    assert (archive.values("patrick"), archive.values("petra")) == (("patrick-whitlock",), (person, "petra-whitlock"))
    assert archive.found(("person", person)) == (1, f"/?person={person}")
    assert archive.found(("person", "patrick-whitlock")) == (1, "/?person=patrick-whitlock")
    assert archive.found(("person", person), ("edition", "2")) == (1, f"/?person={person}&edition=2")


def test_a_merge_taken_back_leads_only_an_id_it_made_to_where_its_articles_went(archive: Archive) -> None:
    for person in ("joe-biden", "jonny-b"):
        archive.correct(MERGE.format(person))
    archive.correct()
    assert archive.found(("person", "jonny-b")) == (1, "/?person=patrick-whitlock")
    assert archive.found(("person", "Joe Biden")) == (0, "/?person=joe-biden")


def test_a_person_of_the_gazetteer_whose_merge_is_taken_back_stands_for_itself_without_articles(archive: Archive) -> None:
    archive.correct(f"merge,person,joe-biden,,patrick-whitlock,,{WHY}")
    assert archive.found(("person", "joe-biden")) == (1, "/?person=patrick-whitlock")
    archive.correct()
    assert archive.found(("person", "joe-biden")) == (0, "/?person=joe-biden")


def test_a_person_of_the_gazetteer_that_an_earlier_release_led_away_stands_for_itself_again(archive: Archive) -> None:
    row = {"facet": "person", "old": "joe-biden", "new": "patrick-whitlock", "kind": "moved", "edition": 1}
    archive.store.db.table("redirects").insert(row)
    archive.correct(f"add,person,joe-biden,,,{archive.id('petra')},{WHY}")
    assert archive.values("petra") == ("joe-biden", "petra-whitlock")
    assert archive.found(("person", "patrick-whitlock"))[0] == 1


@pytest.mark.parametrize("spelling", ["Patrick Whitlock", ""])
def test_a_split_taken_back_and_put_back_makes_the_person_again(archive: Archive, spelling: str) -> None:
    row = f"split,person,patrick-whitlock,{spelling},Jane Quillmore,{'' if spelling else archive.id('patrick')},{WHY}"
    before = archive.everything()
    for _ in range(2):
        archive.correct(row)
        assert archive.values("patrick") == ("jane-quillmore",)
        assert archive.reextract() is None
        assert archive.found(("person", "patrick-whitlock")) == (0, "/?person=patrick-whitlock")
        archive.correct()
        assert archive.everything() == before
        assert archive.found(("person", "jane-quillmore")) == (1, "/?person=patrick-whitlock")
    archive.correct(f"add,person,Jane Quillmore,,,{archive.id('petra')},{WHY}")
    assert (archive.values("patrick"), archive.values("petra")) == (("patrick-whitlock",), ("jane-quillmore", "petra-whitlock"))
    assert archive.found(("person", "jane-quillmore")) == (1, "/?person=jane-quillmore")


def test_a_row_means_the_person_an_alias_took_the_articles_of(archive: Archive) -> None:
    archive.correct(f"alias,person,volodymyr-zelenskyy,Patrick Whitlock,,,{WHY}")
    assert archive.found(("person", "patrick-whitlock")) == (2, "/?person=volodymyr-zelenskyy")
    assert archive.found(("person", "Zelensky"), ("edition", "1")) == (1, "/?person=volodymyr-zelenskyy&edition=1")
    archive.correct(f"add,person,patrick-whitlock,,,{archive.id('petra')},{WHY}")
    assert archive.values("petra") == ("patrick-whitlock", "petra-whitlock")


def test_a_person_whom_a_correction_made_is_found_by_name(archive: Archive) -> None:
    archive.correct(f"split,person,patrick-whitlock,,Jané Quillmore (junior),{archive.id('patrick')},{WHY}")
    assert archive.found(("q", 'person:"Jane Quillmore Junior"'))[0] == 1
    for name in ("Jané Quillmore (junior)", "jane quillmore junior"):
        assert archive.found(("person", name)) == (1, "/?person=jane-quillmore-junior")
    assert archive.found(("person", "Jane Quillmore"))[0] == 0
