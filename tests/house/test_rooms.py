"""The dependency direction of the house, held by reading every import."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("archive", "search", "indexer", "web")
ALLOWED = {
    "archive": {"archive"},
    "search": {"archive", "search"},
    "indexer": {"archive", "indexer", "search.engines", "search.tree"},
    "web": {"archive", "search", "web"},
}
OWNERS = {
    "sqlite_utils": ("archive/store/",),
    "sqlite3": ("archive/store/",),
    "flask": ("web/", "app.py"),
    "htmx_flask": ("web/",),
    "gunicorn": ("web/server.py",),
    "werkzeug": ("web/",),
    "tantivy": ("search/engines/tantivy_",),
    "whoosh": ("search/engines/whoosh_",),
    "pyroaring": ("search/engines/whoosh_",),
    "opensearchpy": ("search/engines/opensearch_",),
    "trafilatura": ("indexer/readers/",),
    "htmldate": ("indexer/readers/",),
    "lxml": ("indexer/readers/",),
    "markdown_it": ("indexer/readers/",),
    "spacy": ("indexer/extract/names.py",),
    "numpy": ("indexer/story_", "archive/meaning.py"),
    "onnxruntime": ("archive/meaning.py",),
    "tokenizers": ("archive/meaning.py",),
    "distributed": ("indexer/extract/crews.py",),
    "os.environ": ("archive/settings.py",),
}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Return the dotted names a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_the_rooms_before_it(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    ours = {name for name in imports(path) if name.split(".")[0] in (*ROOMS, "app")}
    strangers = {name for name in ours if not any(name == allowed or name.startswith(allowed + ".") for allowed in ALLOWED[room])}
    assert not strangers


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_used_only_in_its_own_place(path: Path) -> None:
    where = str(path.relative_to(ROOT))
    misplaced = {
        name
        for name in imports(path)
        for library, owners in OWNERS.items()
        if (name == library or name.startswith(library + ".")) and not where.startswith(owners)
    }
    assert not misplaced


def test_only_the_settings_read_the_environment() -> None:
    readers = {str(path.relative_to(ROOT)) for path in FILES if "os.environ" in path.read_text(encoding="utf-8")}
    assert readers <= {"archive/settings.py", "indexer/extract/crews.py", "indexer/extract/names.py"}


def test_every_module_and_public_name_has_a_docstring() -> None:
    bare: list[str] = []
    for path in [*FILES, ROOT / "app.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        inner = {id(child) for node in nodes if isinstance(node, ast.FunctionDef) for child in ast.walk(node) if child is not node}
        bare += [str(path.relative_to(ROOT))] if not ast.get_docstring(tree) else []
        bare += [f"{path.relative_to(ROOT)}:{node.name}" for node in nodes if id(node) not in inner and not ast.get_docstring(node)]
    assert not bare


def test_nothing_is_caught_wholesale() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert not found


def test_templates_trust_nothing_and_load_nothing_from_elsewhere() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b", text), path
        assert "Markup" not in text, path
        assert 'src="http' not in text, path
        assert "autoescape false" not in text, path


def test_no_file_outgrows_one_duty() -> None:
    long = {str(path.relative_to(ROOT)): count for path in FILES if (count := path.read_text(encoding="utf-8").count("\n")) > 400}
    assert not long
