"""The commands as a person types them: what they print, where, and the status they end with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.settings import Settings
from tests.conftest import DOCUMENTS, write_jsonl

ROOT = Path(__file__).parents[2]


def run(home: Path, *words: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CONVOY_HOME": str(home), "CONVOY_MODEL": "off", "CONVOY_JOBS": "1", **settings}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, check=False)


def test_ingest_names_what_it_refused_and_says_so_by_its_status(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    write_jsonl(folder / "a.jsonl")
    (folder / "empty.txt").write_bytes(b"")
    done = run(tmp_path / "var", "indexer", "ingest", str(folder))
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Articles: 5 added, 0 changed, 0 unchanged. Edition 1."
    assert "Refused 1:" in done.stderr
    assert f"  {folder / 'empty.txt'}: empty" in done.stderr
    again = run(tmp_path / "var", "indexer", "ingest", str(folder))
    assert again.returncode == 1
    assert "5 unchanged. Nothing new." in again.stderr
    editions = run(tmp_path / "var", "indexer", "editions").stdout
    assert editions.startswith("edition 1  20")
    assert "5 added, 0 changed, 0 withdrawn, 0 relabelled  (ingest" in editions
    status = run(tmp_path / "var", "indexer", "status")
    assert status.stdout.startswith("5 articles, edition 1")
    assert "empty.txt: empty" in status.stdout


def test_ingest_and_status_name_the_dates_that_cannot_be_read(tmp_path: Path) -> None:
    documents = tuple({"id": str(number), "text": f"Radars {number}", "date": "14/8/24"} for number in range(22))
    path = write_jsonl(tmp_path / "a.jsonl", documents)
    done = run(tmp_path / "var", "indexer", "ingest", str(path))
    lines = done.stderr.splitlines()
    assert done.returncode == 0
    assert lines[1] == "22 articles state a date that cannot be read; docs/indexer.md lists the forms that can:"
    assert lines[2] == f"  {path} line 1: 14/8/24"
    assert lines[-1] == "  and 2 more; python -m indexer status lists what was refused and dates not read"
    assert len(lines) == 23
    assert run(tmp_path / "var", "indexer", "status").stdout.count("date not read ") == 22


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("indexer", "ingest", "no-such-folder"), "convoy: no-such-folder is not there. Name a file or a folder of articles."),
        (("indexer", "status"), "convoy: There is no archive in {home}. Run: python -m indexer ingest PATH"),
        (("indexer", "reindex"), "convoy: There is no archive in {home}. Run: python -m indexer ingest PATH"),
        (("search", "tanks"), "convoy: There is no archive in {home}. Run: python -m indexer ingest PATH"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(tmp_path: Path, words: tuple[str, ...], line: str) -> None:
    home = tmp_path / "var"
    done = run(home, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line.format(home=home) + "\n")


def test_only_what_the_archive_knows_is_pruned_where_nothing_is_left(tmp_path: Path) -> None:
    home, path = tmp_path / "var", write_jsonl(tmp_path / "a.jsonl")
    assert run(home, "indexer", "ingest", "--prune", "nowhere").returncode == 2
    assert not home.exists()
    run(home, "indexer", "ingest", str(path))
    path.unlink()
    assert run(home, "indexer", "ingest", str(path)).returncode == 2
    assert run(home, "indexer", "ingest", "--prune", str(path) + "x").returncode == 2
    done = run(home, "indexer", "ingest", "--prune", str(path))
    assert (done.returncode, done.stderr) == (0, "Articles: 0 added, 0 changed, 0 unchanged, 5 withdrawn. Edition 2.\n")


def test_a_folder_without_articles_is_said_to_have_none(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = run(tmp_path / "var", "indexer", "ingest", str(folder))
    assert done.returncode == 0
    assert f"No articles found in {folder}. What is read ends in .txt, " in done.stderr


def test_an_unknown_engine_is_named_with_those_there_are(small_archive: Settings) -> None:
    done = run(small_archive.home, "indexer", "reindex", "--engine", "lucene")
    assert done.returncode == 2
    assert "'lucene'" in done.stderr
    assert "tantivy" in done.stderr


def test_extract_writes_a_line_of_values_for_each_document(tmp_path: Path) -> None:
    lines = "".join(json.dumps(document) + "\n" for document in DOCUMENTS[:2]) + "{broken\n"
    done = run(tmp_path, "indexer", "extract", stdin=lines)
    assert done.returncode == 1
    assert "bad JSON at line 3" in done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"] == "1"
    assert first["country"] == ["LT", "UA"]
    assert {person["name"]: person["surfaces"] for person in first["person"]} == {
        "Laurynas Kasčiūnas": ["Laurynas Kasčiūnas"],
        "Volodymyr Zelensky": ["Volodymyr Zelensky"],
    }
    assert first["equipment"] == ["counter-drone", "radar"]
    assert second["equipment"] == ["artillery", "self-propelled-howitzer", "towed-howitzer"]


def test_the_terminal_gives_the_answer_of_the_page(small_archive: Settings) -> None:
    done = run(small_archive.home, "search", "radars", "country=LT", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["url"] == "/?q=radars&country=LT"
    assert answer["total"] == 1
    assert [article["external_id"] for article in answer["articles"]] == ["1"]
    assert [facet["name"] for facet in answer["facets"]] == ["country", "person", "equipment", "source"]
    text = run(small_archive.home, "search", "radars", "country=LT").stdout
    assert text.startswith("1 article · edition 1 · /?q=radars&country=LT\n")
    assert "[radars]" in text


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("howitzers frigate", "! No article has both words; shown are those with one of them"),
        ("radars frigate", "! 1 article with both words; shown are those with at least one of them · /?q=radars+frigate&words=all"),
        ("howitzers frigate radars", "! No article has all the words; shown are those with at least 2 of the 3"),
        ('"towed howitzers" frigate', "! No article has all the words; shown are those with the rest"),
        ("howitzers", ""),
    ],
)
def test_the_terminal_says_how_many_of_the_words_articles_have(small_archive: Settings, query: str, line: str) -> None:
    text = run(small_archive.home, "search", query).stdout
    assert [told for told in text.splitlines() if told.startswith("!")] == ([line] if line else [])


def test_a_filter_without_a_value_is_explained(small_archive: Settings) -> None:
    done = run(small_archive.home, "search", "radars", "LT")
    assert done.returncode == 2
    assert "Write KEY=VALUE" in done.stderr


def test_the_gazetteers_pass_their_own_check(small_archive: Settings) -> None:
    done = run(small_archive.home, "indexer", "check")
    assert done.returncode == 0, done.stdout


def test_both_engines_are_built_from_the_same_archive(tmp_path: Path) -> None:
    home = tmp_path / "var"
    run(home, "indexer", "ingest", str(write_jsonl(tmp_path / "a.jsonl")))
    assert run(home, "indexer", "reindex", "--engine", "whoosh").returncode == 0
    answers = [run(home, "search", "howitzers OR tanks", "--json", CONVOY_ENGINE=engine).stdout for engine in ("tantivy", "whoosh")]
    assert json.loads(answers[0])["total"] == 2
    assert answers[0] == answers[1]


def test_stories_are_written_for_every_article(small_archive: Settings) -> None:
    done = run(small_archive.home, "indexer", "stories")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["external_id"] for line in lines] == ["1", "2", "3", "4", "5"]
    assert len({line["story"] for line in lines}) == 5


def test_a_worker_process_does_not_load_the_commands() -> None:
    again = "import runpy, sys; runpy.run_module('indexer', run_name='__mp_main__'); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", again], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "'runpy'" in done.stdout
    assert not any(f"'{module}'" in done.stdout for module in ("indexer.commands", "tantivy", "numpy", "sqlite_utils"))
