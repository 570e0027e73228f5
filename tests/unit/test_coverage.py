"""Coverage: what looks like a name and became no value, counted by article in bounded memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model import Article, Leftover, Mention, Span, Version
from archive.settings import Settings
from archive.store import Store, Writer
from indexer.commands import main
from indexer.coverage import Surfaces, cover
from tests.conftest import ingest, write_jsonl


def version(
    number: int, text: str, *, persons: tuple[str, ...] = (), values: tuple[tuple[str, str], ...] = ()
) -> tuple[Version, tuple[Span, ...]]:
    """Return an article with spans for persons' names and mentions for (facet, words)."""
    article = Article(f"a{number}", "", text)
    spans = tuple(Span(text.index(name), text.index(name) + len(name)) for name in persons)
    mentions = tuple(
        Mention(facet, "x", "", words, text.index(words), text.index(words) + len(words), "test") for facet, words in values
    )
    return Version(number, article, mentions, {}, 1), spans


def surfaces(found: tuple[Leftover, ...], facet: str) -> list[tuple[str, int, str]]:
    return [(left.surface, left.articles, left.article) for left in found if left.facet == facet]


def test_a_span_without_a_value_is_listed_with_its_count_and_its_first_article() -> None:
    found = cover(
        [
            version(1, "Orvar Quill’s plan. Ann Lee spoke.", persons=("Orvar Quill’s", "Ann Lee"), values=(("person", "Ann Lee"),)),
            version(2, "Orvar  Quill and Bo Ek.", persons=("Orvar  Quill", "Bo Ek")),
        ]
    )
    assert surfaces(found, "person") == [("Orvar Quill", 2, "a1"), ("Bo Ek", 1, "a2")]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("A Kh-999 fell.", ["Kh-999"]),
        ("The Grimhammer missiles and a Frostbite loitering munition.", ["Frostbite", "Grimhammer"]),
        ("COVID-19 at the G20 in Q3, under UNSC-1701.", []),
        ("The missiles fell.", []),
    ],
)
def test_designations_and_names_before_military_nouns_are_listed(text: str, listed: list[str]) -> None:
    assert [surface for surface, _, _ in surfaces(cover([version(1, text)]), "equipment")] == listed


def test_what_earned_a_value_is_not_listed() -> None:
    text = "The Kh-999 and Ruritanian missiles."
    found = cover([version(1, text, values=(("equipment", "Kh-999"), ("country", "Ruritanian")))])
    assert found == ()


def test_words_that_end_like_a_people_are_listed_unless_part_of_a_name() -> None:
    found = cover([version(1, "A Ruritanian minister met Brian Syldavian in Borduristan.", persons=("Brian Syldavian",))])
    assert [surface for surface, _, _ in surfaces(found, "country")] == ["Borduristan", "Ruritanian"]


def test_memory_is_bounded_and_the_frequent_survive() -> None:
    counted = Surfaces(most=100)
    for number in range(1000):
        counted.add(["Often", f"Once {number}"], f"a{number}")
    assert len(counted.articles) <= 101
    assert next(counted.leftovers("person", 1)) == Leftover("person", "Often", 1000, "a0")


def test_check_prints_what_is_left_over_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {"id": "1", "url": "https://a.example/1", "title": "Tests", "date": "2024-01-01"}
    text = {"text": "Two Grimhammer missiles and a Kh-999 flew over the sea, the navy said."}
    settings: Settings = ingest(tmp_path / "var", [write_jsonl(tmp_path / "a.jsonl", ({**document, **text},))])
    monkeypatch.setenv("CONVOY_HOME", str(settings.home))
    main(["check", "--limit", "1"])
    out = capsys.readouterr().out
    assert "Grimhammer" in out
    assert "Kh-999" not in out
    store = Store(settings.home)
    assert [left.surface for left in store.leftovers("equipment", 10)] == ["Grimhammer", "Kh-999"]
    assert store.fact("coverage") == "1"
    with Writer.open(store) as writer:
        writer.cover(())
    assert store.leftovers("equipment", 10) == ()
    store.close()


def test_check_without_an_archive_validates_the_data_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONVOY_HOME", str(tmp_path / "none"))
    status = main(["check"])
    assert ("in order" if status == 0 else "problems in the data files") in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("lines", "told"), [(1, "1 problem in the data files."), (2, "2 problems in the data files.")])
def test_problems_in_the_data_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: int, told: str
) -> None:
    monkeypatch.setenv("CONVOY_HOME", str(tmp_path))
    wrong = "".join(f"explode,person,nobody-{line},,,,for a test,2024-08-14\n" for line in range(lines))
    (tmp_path / "corrections.csv").write_text("action,facet,value,name,other,article,reason,date\n" + wrong, encoding="utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().out.endswith(f"{told}\n")
