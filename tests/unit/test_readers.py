"""Readers: each format gives its articles, and bad input is refused by name while the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from archive.model import RawArticle, Refusal
from archive.settings import Settings
from indexer import readers

DATA = Path(__file__).parent / "data" / "articles"
SMALL = Settings(largest_article=20_000, largest_file=1_000_000)
LATIN = "Le président a dit : « l’été sera chaud », à Paris."
CYRILLIC = "Президент України Володимир Зеленський зустрівся з міністром оборони Литви в Києві."


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> list[RawArticle | Refusal]:
    return list(readers.read(path, SMALL))


def sole(path: Path) -> RawArticle:
    (found,) = read(path)
    assert isinstance(found, RawArticle), found
    return found


def reasons(path: Path) -> list[str]:
    return [found.reason for found in read(path) if isinstance(found, Refusal)]


def ids(path: Path) -> list[str]:
    return [found.external_id for found in read(path) if isinstance(found, RawArticle)]


def test_plain_text_is_one_article_named_by_its_path() -> None:
    found = sole(DATA / "pledge.txt")
    assert found.where == str(DATA / "pledge.txt")
    assert found.text.startswith("Norlandish defence minister")
    assert found.title == ""


def test_html_gives_the_main_text_and_what_the_page_says_of_itself() -> None:
    found = sole(DATA / "page.html")
    assert "six howitzers to Ukraine before winter" in found.text
    assert not any(words in found.text for words in ("Sport", "Ten recipes", "All rights reserved"))
    assert (found.title, found.author, found.language) == ("Norland sends six howitzers", "Jane Example", "en")
    assert found.standfirst == "The guns leave the port of Vik before winter."
    assert found.date == "2024-08-14T07:36"
    assert "/aid/howitzers" in found.url


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    found = sole(DATA / "note.md")
    assert found.text == (
        "Norland will send six howitzers to Ukraine before winter. The crews have been trained since June.\n\n"
        "Ammunition for a year\n\nA workshop for repairs"
    )
    assert (found.title, found.standfirst) == ("Norland sends six howitzers", "The guns leave the port of Vik before winter.")
    assert (found.author, found.source, found.date) == ("Jane Example, John Sample", "Vik Courier", "2024-08-14")


def test_front_matter_values_stay_as_written() -> None:
    assert sole(DATA / "note.md").external_id == "no"


def test_markdown_without_front_matter_takes_its_title_from_the_first_heading(tmp_path: Path) -> None:
    found = sole(write(tmp_path, "a.md", "# A *short* heading\n\nSome words.\n\n---\n\nMore words.\n"))
    assert (found.title, found.text) == ("A short heading", "Some words.\n\nMore words.")


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("a: &x [1, 1]\nb: [*x, *x]", "bad front matter: aliases are not taken"),
        ("a: " + "[" * 10_000, "bad front matter: nested too deeply"),
        ("- one\n- two", "bad front matter: not a list of keys and values"),
        ("a: b: c", "bad front matter: mapping values are not allowed here in its line 1"),
    ],
)
def test_front_matter_that_multiplies_or_breaks_is_refused(tmp_path: Path, matter: str, reason: str) -> None:
    assert reasons(write(tmp_path, "a.md", f"---\n{matter}\n---\nwords")) == [reason]


def test_json_lines_go_on_after_each_bad_document(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "text": "one"}',
        '{"id": 2, "text": ',
        "[3]",
        '{"id": 4}',
        '{"id": 5, "text": ["a", "b"]}',
        "",
        '{"text": 6}',
    ]
    path = write(tmp_path, "feed.jsonl", "\n".join([*lines, '{"id": 8, "text": "eight"}']))
    assert ids(path) == ["1", "5", "8"]
    found = [(item.where.removeprefix(str(path)), item.reason) for item in read(path) if isinstance(item, Refusal)]
    assert found == [
        ("", "bad JSON at line 2: Expecting value at character 18"),
        (" line 3", "a list, where an article is an object"),
        (" line 4", "no text: the key `text` is missing; it has id"),
        (" line 7", "text is a number, where text is needed"),
    ]


def test_json_lines_know_their_keys_and_where_they_stand(tmp_path: Path) -> None:
    record = {
        "id": "a1",
        "title": "T",
        "date": "2024-08-14",
        "source": "s",
        "url": "u",
        "text": "x",
        "author": ["A B", "C D"],
        "other": {},
    }
    path = write(tmp_path, "feed.jsonl", json.dumps(record))
    assert sole(path) == RawArticle(
        path, f"{path} line 1", "x", title="T", date="2024-08-14", source="s", url="u", author="A B, C D", external_id="a1"
    )


@pytest.mark.parametrize(
    ("number", "date"),
    [(1723620960, "2024-08-14T07:36:00+00:00"), (20240814, "20240814"), (2024081407, "2024081407"), (172362096, "172362096")],
)
def test_a_number_of_ten_digits_is_a_moment_where_it_can_be_nothing_else(tmp_path: Path, number: int, date: str) -> None:
    assert sole(write(tmp_path, "feed.jsonl", json.dumps({"text": "x", "date": number}))).date == date


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_deeply_nested_json_is_refused(tmp_path: Path, depth: int) -> None:
    (reason,) = reasons(write(tmp_path, "a.jsonl", '{"text":' + "[" * depth))
    assert reason.startswith("bad JSON at line 1")


def test_a_line_over_the_limit_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    long = '{"id": 2, "text": "' + "x" * 300_000 + '"}'
    path = write(tmp_path, "a.jsonl", f'{{"id": 1, "text": "a"}}\n{long}\n{{"id": 3, "text": "c"}}')
    assert ids(path) == ["1", "3"]
    assert reasons(path) == ["over the size limit of 0.02 MB, which CONVOY_LARGEST_ARTICLE sets"]


def test_standard_input_is_read_as_json_lines() -> None:
    (first, second) = readers.read_lines(io.BytesIO(b'{"text": "a"}\nnot json\n'), SMALL)
    assert isinstance(first, RawArticle)
    assert second == Refusal("standard input", "bad JSON at line 2: Expecting value at character 1")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_json_lines_may_begin_with_a_byte_order_mark(tmp_path: Path, mark: str) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": "é", "text": "a"}\n{"id": "ž", "text": "b"}\n'.encode(mark))
    assert ids(path) == ["é", "ž"]


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1, "text": "a"}, {"id": 2, "text": "b"}]',
        '{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}',
        '{"id":1,"text":"a"}\n,\n{"id":2,"text":"b"}',
    ],
)
def test_json_may_be_a_list_or_objects_in_a_row(tmp_path: Path, content: str) -> None:
    assert ids(write(tmp_path, "a.json", content)) == ["1", "2"]


def test_a_json_list_longer_than_one_block_is_read_whole(tmp_path: Path) -> None:
    records = [{"id": number, "text": "é" * (number * 7 % 19_000 // 2)} for number in range(1, 120)]
    path = write(tmp_path, "a.json", json.dumps(records, indent=1, ensure_ascii=False))
    assert ids(path) == [str(number) for number in range(1, 120) if number * 7 % 19_000 // 2]


def test_broken_json_says_its_line_and_that_reading_stopped(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '[{"id": 1, "text": "a"},\n{"id": 2\n"text": "b"}]' + " " * 200_000)
    assert ids(path) == ["1"]
    assert reasons(path) == ["bad JSON at line 3: Expecting ',' delimiter at character 1; read no further"]


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("\n", "a list without its ]"),
        (",\n", "a list without its ]"),
        (", [", "a list without its ]"),
        ("],\n", "a comma"),
        ("," + " " * 200_000 + "\n", "a list without its ]"),
    ],
)
def test_a_list_cut_off_between_articles_is_said_to_be(tmp_path: Path, end: str, reason: str) -> None:
    path = write(tmp_path, "a.json", '[{"id": 1, "text": "a, ]"},\n{"id": 2, "text": "b"}' + end)
    assert ids(path) == ["1", "2"]
    line = 2 + end.count("\n")
    assert reasons(path) == [f"cut off at line {line}: it ends with {reason}; what stands before was read"]


def test_articles_in_a_row_that_end_with_a_comma_are_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"id": 1, "text": "a"},')
    assert ids(path) == ["1"]
    assert reasons(path) == ["cut off at line 1: it ends with a comma; what stands before was read"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert reasons(write(tmp_path, name, " \n")) == ["empty"]


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(100), b"%PDF-1.7 words", b"words\0\0\0words", bytes(range(256)) * 9]
)
def test_a_binary_named_as_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert reasons(write(tmp_path, "a.txt", content)) == ["binary"]


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    assert reasons(write(tmp_path, "a.txt", bytes(range(128, 256)) * 20))[0].startswith("undecodable")
    assert reasons(write(tmp_path, "b.txt", b"\xff\xfe\x00\xd8ab"))[0].startswith("undecodable")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LATIN, "utf-8"),
        (LATIN, "utf-8-sig"),
        (LATIN, "utf-16"),
        (LATIN, "utf-16-le"),
        (LATIN, "cp1252"),
        (CYRILLIC, "cp1251"),
        (CYRILLIC, "koi8_u"),
    ],
)
def test_text_of_many_encodings_is_decoded(tmp_path: Path, text: str, encoding: str) -> None:
    assert sole(write(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_the_time_of_a_page_is_found_although_its_address_states_the_day(tmp_path: Path) -> None:
    page = (DATA / "page.html").read_text("utf-8").replace("/aid/howitzers", "/2024/08/14/howitzers")
    assert sole(write(tmp_path, "a.html", page)).date.startswith("2024-08-14T07:36")


def test_html_is_decoded_by_the_encoding_it_declares(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{CYRILLIC}</p><p>{CYRILLIC}</p></body></html>'
    assert CYRILLIC in sole(write(tmp_path, "a.html", page.encode("cp1251"))).text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<" * 9_000,
        "<!--" * 4_000,
        "<html><body>" + "<div>" * 7_000 + "words",
        "<table><tr><td>" * 2_000,
        "no tags",
    ],
)
def test_html_without_an_article_is_refused(tmp_path: Path, page: str) -> None:
    assert reasons(write(tmp_path, "a.html", page)) == ["no text"]


def test_html_of_endless_elements_is_refused(tmp_path: Path) -> None:
    roomy = Settings(largest_article=2_000_000)
    found = list(readers.read(write(tmp_path, "a.html", "<b>" * 120_000), roomy))
    assert [item.reason for item in found if isinstance(item, Refusal)] == ["over the limit of 50,000 HTML elements"]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json"])
def test_a_small_file_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f"{name}.gz", gzip.compress(b'["' + b"x" * 3_000_000))
    assert len(path.read_bytes()) < 10_000
    assert reasons(path)[0].startswith("over the size limit")


def test_packed_json_lines_stop_at_the_limit_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl.gz", gzip.compress(b'{"id": 1, "text": "a"}\n' + b"\n" * 2_000_000))
    assert ids(path) == ["1"]
    assert reasons(path) == ["over the size limit of 1 MB, which CONVOY_LARGEST_FILE sets"]


def test_damaged_gzip_gives_what_came_before_the_damage(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": number, "text": f"words {number * number}"}) + "\n" for number in range(5_000))
    whole = gzip.compress(lines.encode())
    path = write(tmp_path, "a.jsonl.gz", whole[: len(whole) // 2])
    assert ids(path)[:2] == ["0", "1"]
    assert reasons(path)[-1].startswith("damaged gzip data")
    assert reasons(write(tmp_path, "b.txt.gz", "words"))[0].startswith("damaged gzip data")


def test_every_format_is_read_through_gzip(tmp_path: Path) -> None:
    for name in ("pledge.txt", "page.html", "note.md"):
        packed = write(tmp_path, f"{name}.gz", gzip.compress((DATA / name).read_bytes()))
        assert sole(packed).text == sole(DATA / name).text


def test_a_named_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    assert reasons(write(tmp_path, "a.docx", "words"))[0].startswith("unknown suffix")


def test_a_table_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "title,text\n")
    assert reasons(path)[0].endswith("Write a table as one JSON object a line: docs/indexer.md says how")
    assert list(readers.walk([path])) == read(path)


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        ({"headline": "h", "body": "b", "published": "p"}, "headline, body, published"),
        ({"articles": [{"text": "x"}]}, "articles"),
        ({}, "no key"),
        ({"\x1b[2J\n" + "k" * 1_000: 1, **dict.fromkeys("abcdefghij", 1)}, "[2J…, a, b, c, d, e, f, g, 3 more"),
    ],
)
def test_an_object_without_text_is_refused_with_the_keys_it_has(tmp_path: Path, document: dict[str, object], keys: str) -> None:
    (reason,) = reasons(write(tmp_path, "a.jsonl", json.dumps(document)))
    assert reason == f"no text: the key `text` is missing; it has {keys}"


def test_a_text_without_end_is_told_in_plain_words(tmp_path: Path) -> None:
    assert reasons(write(tmp_path, "a.jsonl", '{"text": "one')) == [
        "bad JSON at line 1: Unterminated string starting at character 10"
    ]


def test_a_folder_is_walked_in_order_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.jsonl.gz", "b/z.md", "b/A.HTML", ".hidden.txt", "README.md", "SOURCES.md", "x.docx"):
        write(tmp_path, name, "words")
    walked = list(readers.walk([tmp_path]))
    assert [item.relative_to(tmp_path).as_posix() for item in walked if isinstance(item, Path)] == [
        "a.jsonl.gz",
        "c.txt",
        "b/A.HTML",
        "b/z.md",
    ]
    assert [item.where for item in walked if isinstance(item, Refusal)] == [str(tmp_path / "x.docx")]


def test_a_file_the_user_names_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = write(tmp_path, "README.md", "words")
    assert list(readers.walk([path])) == [path]


def test_links_that_lead_in_circles_or_nowhere_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "words")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    walked = list(readers.walk([tmp_path, path]))
    assert walked == [path, Refusal(str(tmp_path / "gone.txt"), "not there, or a link to nothing")]


def test_counting_gives_the_lines_of_feeds_and_one_for_the_rest(tmp_path: Path) -> None:
    assert readers.count(write(tmp_path, "a.jsonl.gz", gzip.compress(b"{}\n{}\n{}\n"))) == 3
    assert readers.count(DATA / "pledge.txt") == 1
    assert readers.count(write(tmp_path, "b.jsonl.gz", "no gzip")) == 1
