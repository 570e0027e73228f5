"""What the benchmarks are built of: the same texts and questions every time, and figures that say what was measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import BadRequest
from archive.settings import Cluster, Settings
from archive.store import Store, Writer
from benchmarks import corpus
from benchmarks.archives import MADE_OF, Archive, archive_of, readable
from benchmarks.charts import Bar, bars
from benchmarks.corpus import articles, paragraphs_of, paths_of
from benchmarks.measuring import Result, Series
from benchmarks.peers import COUNTED
from benchmarks.peers import opensearch as one_node
from benchmarks.peers.fts5 import Fts5
from benchmarks.questions import MOST_FILTERS, Question, questions
from benchmarks.report import ratio, write
from benchmarks.serving import Load, Memory
from indexer.pipeline import Ingest
from search.engines import IndexDocument

TEXTS = (
    ("Tanks for Ukraine", "Germany sends Leopard 2 tanks to Ukraine.\n\nOlaf Scholz said so in Berlin.\n\nMore may follow."),
    ("Patriot in Poland", "Poland asked for a Patriot battery.\n\nWarsaw expects it soon."),
    ("A quiet day", "Nothing happened in the town."),
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a file of three articles."""
    path = tmp_path / "texts.jsonl"
    lines = [{"id": n, "title": t, "text": x, "source": "Example", "date": "2024-05-01"} for n, (t, x) in enumerate(TEXTS)]
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def test_texts_come_first_and_recombined_articles_after_them_always_the_same(texts: Path) -> None:
    once, again = (list(articles([texts], 9)) for _ in range(2))
    assert once == again
    assert [article["text"] for article in once[:3]] == [text for _, text in TEXTS]
    known = {paragraph for _, text in TEXTS for paragraph in paragraphs_of(text)}
    for article in once[3:]:
        own = next(text for title, text in TEXTS if title == article["title"])
        found = paragraphs_of(article["text"])
        assert set(found) <= known
        assert found[0] == paragraphs_of(own)[0]
        assert len(found) == len(paragraphs_of(own))
        assert article["id"] not in {other["id"] for other in once if other is not article}


def test_a_text_of_one_line_is_divided_at_ends_of_sentences() -> None:
    text = " ".join(f"Sentence number {number} of a text that has no breaks." for number in range(40))
    parts = paragraphs_of(text)
    assert len(parts) > 3
    assert " ".join(parts) == text
    assert all(part.endswith(".") for part in parts)


def test_another_number_or_another_text_is_another_archive(texts: Path) -> None:
    first = corpus.fingerprint([texts], 9)
    assert first == corpus.fingerprint([texts], 9)
    assert first != corpus.fingerprint([texts], 10)
    texts.write_text(texts.read_text().replace("Leopard", "Abrams"))
    assert first != corpus.fingerprint([texts], 9)


def test_an_archive_of_earlier_rules_is_taken_as_it_is_where_that_will_do(texts: Path, tmp_path: Path) -> None:
    paths, known = paths_of([texts]), tmp_path / "3" / MADE_OF
    archive_of(paths, 3, tmp_path)
    now = known.read_text()
    earlier = now.split()[0] + " another-stamp"
    known.write_text(earlier)
    (tmp_path / "3" / "home" / "index" / "tantivy").unlink()
    assert archive_of(paths, 3, tmp_path, earlier_rules=True).articles == 3
    assert readable(tmp_path / "3" / "home")
    assert known.read_text() == earlier
    archive_of(paths, 3, tmp_path)
    assert known.read_text() == now


def test_texts_that_are_missing_are_named() -> None:
    with pytest.raises(BadRequest, match=r"nowhere\.jsonl is not there"):
        paths_of([Path("nowhere.jsonl")])


def test_questions_are_the_same_each_time_and_their_filters_are_values_of_articles(texts: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", model=False, jobs=1)
    corpus.write([texts], 60, tmp_path / "articles")
    store = Store(settings.home)
    with Writer.open(store) as writer:
        Ingest(store, writer, settings).run([tmp_path / "articles"])
    found = questions(store, 20)
    assert found == questions(store, 20)
    values = {(facet, value) for version, _ in store.standing() for facet, ids in version.values.items() for value in ids}
    assert {pair for question in found for pair in question.filters} <= values
    assert {len(question.filters) + bool(question.start) for question in found} == set(range(MOST_FILTERS + 1))
    assert {question.kind for question in found} == {"title", "person", "equipment", "asked"}
    assert all(question.url.startswith("/?q=") for question in found)
    store.close()


def test_fts5_finds_what_has_every_word_and_every_filter(tmp_path: Path) -> None:
    Fts5.build(iter(documents()), tmp_path)
    peer = Fts5(tmp_path)
    assert peer.ask(Question("title", ("tanks",))) == 2
    assert peer.ask(Question("title", ("tank", "berlin"))) == 1
    assert peer.ask(Question("title", ("tanks",), (("country", "PL"),))) == 1
    assert peer.ask(Question("title", ("tanks",), (), "2024-01-01", "2024-12-31")) == 1
    peer.close()


def test_opensearch_finds_what_has_every_word_and_every_filter(cluster: Cluster) -> None:
    client = one_node.client(cluster.addresses)
    one_node.fill(client, documents())
    try:
        assert one_node.page(client, Question("title", ("tanks",))) == 2
        assert one_node.page(client, Question("title", ("tank", "berlin"))) == 1
        assert one_node.page(client, Question("title", ("tanks",), (("country", "PL"),))) == 1
        assert one_node.page(client, Question("title", ("tanks",), (), "2024-01-01", "2024-12-31")) == 1
    finally:
        client.indices.delete(index=one_node.INDEX)


def documents() -> Iterator[IndexDocument]:
    """Yield two documents about tanks."""
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys((*COUNTED, "source"), ())
    yield IndexDocument(1, "Tanks", "", "From Berlin.", "2023-01-01", {**nothing, "country": ("DE", "UA")}, 1)
    yield IndexDocument(2, "More tanks", "", "From Warsaw.", "2024-01-01", {**nothing, "country": ("PL",)}, 1)


def test_a_ratio_compares_each_question_with_itself() -> None:
    assert ratio(Series("peer", (10.0, 200.0)), Series("ours", (1.0, 2.0, 1.0, 2.0, 1.0, 2.0))) == 55.0


def test_a_picture_says_its_figures_in_words_too() -> None:
    picture = bars("A page", "p95", [Bar("Convoy", 5.0, "5 ms", True), Bar("A < B", 500.0, "500 ms", False)])
    assert 'aria-label="A page: Convoy 5 ms; A &lt; B 500 ms"' in picture


def test_the_report_says_what_was_wanted_and_what_was_missed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "100000", 99_000, 1_000_000)
    page, engine = Series("Convoy, whole page", (10.0, 20.0)), Series("Convoy, its engine alone", (2.0, 12.0))
    result = Result(archive, 900_000, 2_000_000, page, engine, "the", 0.9, Series("the", (30.0,)))
    result.load, result.memory = Load(300.0, 0, (5.0, 6.0)), Memory(3, 390_000_000, 200_000_000)
    result.peers = [Series("SQLite FTS5 3", (300.0, 500.0))]
    text = write([result], 2, 0.5, tmp_path).read_text()
    assert "| full search page, server time, p95 (100,000) | ≤ 15.0 ms | 20.0 ms | **missed** |" in text
    assert "| the same, against 2 × the engine's own + 4 ms (100,000) | ≤ 28.0 ms | 20.0 ms | met |" in text
    assert "| faster than SQLite FTS5, median of ratios (100,000) | ≥ 20.0 × | 27.5 × | met |" in text
    assert "| ≥ 250 | 300, 0 errors | met |" in text
    assert (tmp_path / "benchmarks-100000.svg").exists()
