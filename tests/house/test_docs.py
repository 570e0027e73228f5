"""The documents say what the program does: every setting, command, make target and package is there, and no other."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from archive.settings import SETTINGS
from indexer.commands import parser as indexer_parser
from indexer.readers import READERS
from search.__main__ import parser as search_parser
from search.request import SORTS
from web.openapi import OPERATIONS

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def read(name: str) -> str:
    """Return a document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def requirements() -> str:
    """Return every list of packages."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.txt")))


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the sub-commands of a parser."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return {name: command for group in groups for name, command in group.choices.items()}


def test_every_setting_is_documented_with_its_default() -> None:
    table = read("docs/settings.md")
    for setting in SETTINGS:
        assert f"| `{setting.name}` | `{setting.default}` | {setting.help} |" in table


def test_no_document_names_a_setting_that_is_not_there() -> None:
    known = {setting.name for setting in SETTINGS}
    for path in DOCS:
        assert set(re.findall(r"CONVOY_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path


def test_every_indexer_command_is_documented() -> None:
    text = read("docs/indexer.md")
    for name in commands(indexer_parser()):
        assert f"python -m indexer {name}" in text


def test_every_ending_that_is_read_and_every_order_is_documented() -> None:
    table = read("docs/indexer.md")
    for ending in READERS:
        assert f"`{ending}`" in table
    for name in ("docs/api.md", "docs/links.md"):
        assert f"`sort={SORTS[0]}`" in read(name)
        assert all(f"`{sort}`" in read(name) for sort in SORTS[1:]), name


def test_every_address_of_the_api_is_documented() -> None:
    text = read("docs/api.md")
    for operation in OPERATIONS:
        path = re.sub(r"\{.*", "", operation.path)
        assert path in text, path


def test_every_command_line_in_the_documents_can_be_parsed() -> None:
    lines = [line.strip() for path in DOCS for line in path.read_text(encoding="utf-8").splitlines()]
    found = [line for line in lines if re.match(r"(\$ )?(\S*/)?python -m (indexer|search) ", line)]
    assert found
    for line in found:
        words = re.sub(r"\s+(<|>|#|\|).*", "", line).split(" -m ")[1]
        program, *rest = [word.strip("'\"") for word in re.findall(r"'[^']*'|\"[^\"]*\"|\S+", words)]
        parser = indexer_parser() if program == "indexer" else search_parser()
        parser.parse_args([word if word != "PATH…" else "PATH" for word in rest])


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.MULTILINE))
    for path in DOCS:
        assert set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))) <= targets, path


@pytest.mark.parametrize(
    ("target", "variable"),
    [("run", "DATA"), ("eval", "GOLD"), ("eval-queries", "CORPUS"), ("eval-ranking", "IR"), ("hostile", "ARCHIVE")],
)
def test_make_hands_on_a_path_with_a_space_as_one(target: str, variable: str) -> None:
    for given, handed_on in (("my news", ["my news"]), ("", [])):
        made = subprocess.run(["make", "-n", target, f"{variable}={given}"], cwd=ROOT, capture_output=True, text=True, check=True)
        words = shlex.split(next(line for line in made.stdout.splitlines() if re.search(r"-m (indexer|benchmarks)", line)))
        after = words[words.index("-m") + 2 :]
        assert [word for word in after if word not in ("ingest", "--lenient", "--engine", "tantivy")] == handed_on


def test_every_package_is_accounted_for() -> None:
    text = read("docs/dependencies.md").lower()
    pinned = re.findall(r"^([A-Za-z0-9-]+)==", requirements(), flags=re.MULTILINE)
    assert len(pinned) > 15
    for package in pinned:
        assert f"| {package.lower()} " in text, package


def test_every_requirement_is_pinned() -> None:
    lines = requirements().splitlines()
    loose = [line for line in lines if line and not line.startswith(("#", "-r")) and "==" not in line]
    assert not loose
