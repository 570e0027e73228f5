"""Exports hold all that the page counts, in its order, say what they are, and show where they were cut off."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import create_app
from archive.settings import Settings
from archive.store import Store
from search.exports import EXPORTS, FORMULA
from search.workbook import workbook
from tests.conftest import Document, environment_of, ingest, write_jsonl

ROOT = Path(__file__).parents[2]
TRICKS = ("=1+1", "+1 for peace", "-5 degrees", "@home", "＝1+1", "'=quoted", "'Twas told")


def table(data: bytes) -> list[list[str]]:
    """Return the rows of an export in CSV, its heading first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes, name: str = "Articles") -> list[list[str]]:
    """Return the rows of a sheet; every cell must be text."""
    rows = list(load_workbook(io.BytesIO(data))[name].iter_rows())
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s"}
    return [[str(cell.value or "") for cell in row] for row in rows]


def test_a_table_holds_every_article_in_the_order_of_the_pages(client: FlaskClient) -> None:
    heading, *rows = table(client.get("/export.csv?country=UA&sort=oldest&page=2").data)
    pages = [client.get(f"/api/search?country=UA&sort=oldest&page={page}").get_json() for page in (1, 2, 3)]
    articles = [article for page in pages for article in page["articles"]]
    assert [row[0] for row in rows] == [article["id"] for article in articles]
    assert len(rows) == pages[0]["total"] > 40
    for row, article in zip(rows, articles, strict=True):
        cells = dict(zip(heading, row, strict=True))
        assert (cells["title"], cells["date"], cells["external_id"]) == (article["title"], article["date"], article["external_id"])
        assert cells["link"] == "http://localhost" + article["url"].partition("?")[0]
        assert cells["source"] == article["source"]["label"]
        for facet, values in article["facets"].items():
            assert cells[f"{facet}_ids"] == "; ".join(value["value"] for value in values)
            assert cells[facet] == "; ".join(value["label"] for value in values)


@pytest.mark.parametrize(("address", "count"), [("/export.csv?q=howitzers", 12), ("/export.csv?q=nothingofthekind", 0)])
def test_a_table_says_what_it_is_and_that_it_ends(client: FlaskClient, address: str, count: int) -> None:
    response = client.get(address)
    rows = table(response.data)
    assert rows[0][-1].startswith(f"{count} articles · edition 1 · http://localhost/?q=")
    assert rows[-1][-1].endswith(f"end of {count} rows")
    assert len(rows) == count + 1
    assert response.headers["Convoy-Articles"] == str(count)
    assert response.headers["Content-Disposition"] == 'attachment; filename="convoy-edition-1.csv"'


@pytest.mark.parametrize("suffix", ["csv", "evidence.csv", "jsonl"])
def test_an_export_that_was_cut_off_shows_it(client: FlaskClient, suffix: str) -> None:
    data = client.get(f"/export.{suffix}?q=howitzers").data
    for cut in (len(data) // 3, len(data) - 9):
        last = data[:cut].decode(errors="replace").splitlines()[-1]
        assert not last.endswith(" rows")
        assert not (last.startswith('{"end"') and last.endswith("}}"))


def test_an_export_that_fails_on_its_way_ends_with_an_error_and_no_end_mark(small_archive: Settings, tmp_path: Path) -> None:
    home = tmp_path / "copy"
    home.mkdir()
    for path in small_archive.home.rglob("*"):
        if path.is_file() and not path.is_symlink():
            target = home / path.relative_to(small_archive.home)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (home / "index" / "tantivy").symlink_to("tantivy-1")
    Store(home).db.execute("update versions set facets = 'broken'").connection.commit()
    stream = create_app(Settings(home=home, model=False)).test_client().get("/export.csv", buffered=False)
    with pytest.raises(json.JSONDecodeError):
        assert b"end of" not in b"".join(stream.iter_encoded())
    stream.close()


def test_lines_of_json_are_the_articles_of_the_api_between_what_they_are_and_how_many(client: FlaskClient) -> None:
    first, *lines, last = map(json.loads, client.get("/export.jsonl?q=tanks").data.splitlines())
    answer = client.get("/api/search?q=tanks").get_json()
    assert first == {"convoy": {"url": "http://localhost/?q=tanks", "edition": 1, "articles": answer["total"]}}
    assert last == {"end": {"articles": answer["total"]}}
    for line, article in zip(lines, answer["articles"], strict=True):
        assert line["url"] == "http://localhost" + article["url"].partition("?")[0]
        same = ("id", "external_id", "title", "date", "source", "facets")
        assert {key: line[key] for key in same} == {key: article[key] for key in same}


def test_a_workbook_holds_the_table_as_text(client: FlaskClient) -> None:
    heading, *rows = table(client.get("/export.csv?q=tanks").data)
    data = client.get("/export.xlsx?q=tanks").data
    assert sheet(data) == [heading[:-1], *(row[:-1] for row in rows)]
    about = dict(sheet(data, "About"))
    assert about == {"Search": "http://localhost/?q=tanks", "Articles": "12", "Edition": "1", "Rows": "12"}


def test_a_workbook_goes_on_over_further_sheets_and_keeps_cells_to_their_limit() -> None:
    rows = [[str(number), "x" * 40_000] for number in range(5)]
    data = b"".join(workbook(("n", "text"), rows, (), most_rows=3))
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert names == ["Articles", "Articles 2", "Articles 3", "About"]
    found = [row for name in names[:-1] for row in sheet(data, name)[1:]]
    assert [row[0] for row in found] == ["0", "1", "2", "3", "4"]
    assert {(len(row[1]), row[1][-1]) for row in found} == {(32_767, "…")}


def test_no_cell_is_a_formula_and_each_can_be_read_back(tmp_path: Path) -> None:
    documents = tuple(
        Document(id=str(number), title=title, text=f"Body {number}.", source="a.example") for number, title in enumerate(TRICKS)
    )
    archive = ingest(tmp_path / "var", [write_jsonl(tmp_path / "given.jsonl", documents)])
    client = create_app(archive).test_client()
    heading, *rows = table(client.get("/export.csv").data)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝＋－＠")]
    written = {row[heading.index("external_id")]: row[heading.index("title")] for row in rows}
    read = {key: title[1:] if FORMULA.match(title) else title for key, title in written.items()}
    titles = {article["external_id"]: article["title"] for article in client.get("/api/search").get_json()["articles"]}
    assert read == titles
    assert {"=1+1", "@home", "'=quoted"} <= set(titles.values())
    assert {row[heading.index("title")] for row in sheet(client.get("/export.xlsx").data)[1:]} == set(titles.values())


def test_evidence_points_at_its_words_in_the_text(client: FlaskClient) -> None:
    heading, *rows = table(client.get("/export.evidence.csv?q=howitzers").data)
    assert len(rows) > 24
    texts: dict[str, dict[str, str]] = {}
    for row in rows:
        cells = dict(zip(heading, row, strict=True))
        article = texts.setdefault(cells["article"], client.get(f"/api/articles/{cells['article']}").get_json())
        assert cells["link"] == f"http://localhost/articles/{cells['article']}?edition=1"
        assert cells["hash"] == article["hash"]
        assert article["text"][int(cells["start"]) : int(cells["end"])] == cells["sentence"]
        assert cells["sentence_link"] == f"{cells['link']}#at-{cells['mentions'].partition('-')[0]}"
        for mention in cells["mentions"].split():
            start, end = map(int, mention.split("-"))
            assert int(cells["start"]) <= start < end <= int(cells["end"])
    keys = [(row[0], row[6], row[7], row[10]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert rows[-1][-1] == f"end of {len(rows)} rows"


def test_every_value_of_every_article_has_evidence_and_the_page_shows_the_same(client: FlaskClient) -> None:
    heading, *rows = table(client.get("/export.evidence.csv?q=stinger").data)
    proved = {(row[heading.index("article")], row[heading.index("facet")], row[heading.index("value")]) for row in rows}
    for article in client.get("/api/search?q=stinger").get_json()["articles"]:
        page = client.get(f"/articles/{article['id']}").text
        for facet in ("country", "person"):
            for value in article["facets"][facet]:
                assert (article["id"], facet, value["value"]) in proved
                assert f">{value['label']}</a>" in page


@pytest.mark.parametrize("suffix", [kind.suffix for kind in EXPORTS])
def test_the_terminal_writes_what_the_server_sends(newsroom_archive: Settings, tmp_path: Path, suffix: str) -> None:
    settings = Settings(home=newsroom_archive.home, model=False, address="https://news.example")
    sent = create_app(settings).test_client().get(f"/export.{suffix}?q=tanks&country=PL").data
    path = tmp_path / f"found.{suffix}"
    environment = {**environment_of(newsroom_archive), "CONVOY_ADDRESS": "https://news.example"}
    command = [sys.executable, "-m", "search", "tanks", "country=PL", "--export", str(path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"1 article · edition 1 · {path}\n"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert sheet(path.read_bytes()) == sheet(sent) if suffix == "xlsx" else path.read_bytes() == sent


def test_a_file_name_without_a_format_is_explained(newsroom_archive: Settings, tmp_path: Path) -> None:
    environment = environment_of(newsroom_archive)
    command = [sys.executable, "-m", "search", "", "--export", str(tmp_path / "found.pdf")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert ".csv, .xlsx, .jsonl, .evidence.csv" in done.stderr


def test_an_archive_without_articles_exports_a_heading(empty_client: FlaskClient) -> None:
    (heading,) = table(empty_client.get("/export.csv").data)
    assert heading[-1] == "0 articles · edition 0 · http://localhost/ · end of 0 rows"
    assert sheet(empty_client.get("/export.xlsx").data) == [heading[:-1]]
