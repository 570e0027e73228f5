"""Where a cluster has limits of its own, answers stay exact and whole, or say that they are not to be had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest
from opensearchpy import OpenSearch

from archive.errors import BadRequest, Unavailable
from archive.settings import Cluster
from search.engines import Engine, FacetCounts, Filter, Search, open_engine, opensearch_counts, opensearch_engine, opensearch_page
from search.engines.opensearch_page import whole
from search.tree import Prefix, Word
from tests.contract.made_up import version
from tests.contract.shelves import ClusterShelf, Shelf


@pytest.fixture(params=["opensearch"])
def name(request: pytest.FixtureRequest) -> str:
    """Return the one engine that is on a cluster."""
    request.getfixturevalue("cluster")
    return str(request.param)


def test_a_compound_whose_last_word_could_go_on_in_too_many_ways_is_a_bad_request(engine: Engine) -> None:
    words = ("s" + "".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(17_000))
    with engine.writing() as writer:
        writer.put([version(1, body="f " + " ".join(words))])
    assert engine.search(Search(query=Prefix("s"))).total == 1
    assert engine.search(Search(query=Prefix("f-sa"))).total == 1
    with pytest.raises(BadRequest, match="more of its letters"):
        engine.search(Search(query=Prefix("f-s")))


def test_a_facet_with_more_values_than_one_aggregation_returns_is_counted_in_shares(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_counts, "CAP", 40)
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy", person=f"p{key} r{key % 3}" if key else "", country="UA") for key in range(300))
    asked = Search(query=Word("convoy"), counts={"person": 4, "country": 9}, wanted={"person": ("p7", "nobody")}, dates="month")
    expected = FacetCounts(
        (("r1", 100), ("r2", 100), ("r0", 99), ("p1", 1), ("p7", 1), ("nobody", 0)), missing=1, distinct=303, total=300
    )
    for _ in range(2):
        found = engine.search(asked)
        assert found.counts["person"] == expected
        assert found.counts["country"] == FacetCounts((("UA", 300),), missing=0, distinct=1, total=300)
        assert dict(found.dates) == {"": 300}
    every = engine.search(Search(filters=(Filter("person", any=("p7",)),), counts={"person": 1000})).counts["person"]
    assert (len(every.values), every.distinct, every.missing) == (302, 302, 1)


def test_a_search_with_more_values_than_the_cluster_allows_one_is_counted_in_shares(
    engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(shelf, ClusterShelf)
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy", person=f"p{key}") for key in range(200))
    asked = Search(counts={"person": 3})
    expected = engine.search(asked).counts
    settings = {"search.max_buckets": 150}
    shelf.client.cluster.put_settings(body={"transient": settings})
    monkeypatch.setattr(opensearch_engine, "MORE", 8)
    try:
        assert shelf.open().search(asked).counts == expected
    finally:
        shelf.client.cluster.put_settings(body={"transient": dict.fromkeys(settings)})


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_hits_beyond_what_the_cluster_returns_at_once_are_all_there(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    with engine.writing() as writer:
        writer.put(
            version(key, "", "convoy " * (key % 5 + 1), date=f"2024-01-{key % 9 + 1:02}" if key % 4 else "") for key in range(60)
        )
    asked = Search(query=Word("convoy"), sort=sort, size=1000, counts={"country": 9})
    expected = engine.search(asked)
    monkeypatch.setattr(opensearch_page, "WINDOW", 7)
    assert engine.search(asked) == expected
    assert engine.search(Search(query=Word("convoy"), sort=sort, offset=20, size=13)).keys == expected.keys[20:33]
    assert engine.search(Search(query=Word("convoy"), sort=sort, offset=59, size=13)).keys == expected.keys[59:]


def test_an_export_is_of_one_point_in_time(engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy") for key in range(40))
    monkeypatch.setattr(opensearch_page, "WINDOW", 10)
    whole, walked = opensearch_page.whole, []

    def meddling(answer: opensearch_page.Answer) -> opensearch_page.Answer:
        """Delete an article that is not read yet and put others, between the first window and the second."""
        walked.append(answer)
        if len(walked) == 1:
            with shelf.open().writing() as writer:
                writer.delete([5])
                writer.put(version(key, "", "convoy") for key in range(40, 60))
        return whole(answer)

    monkeypatch.setattr(opensearch_page, "whole", meddling)
    assert engine.search(Search(size=1000)).keys == tuple(range(39, -1, -1))
    assert len(walked) == 4
    assert engine.search(Search(size=1000)).total == 59


def test_half_an_answer_is_refused() -> None:
    hits = opensearch_page.Hits(total={"value": 0}, hits=[])
    answer = opensearch_page.Answer(timed_out=False, _shards={"total": 2, "successful": 2}, hits=hits, aggregations={})
    assert whole(answer) is answer
    for partial in ({**answer, "timed_out": True}, {**answer, "_shards": {"total": 2, "successful": 1}}):
        with pytest.raises(Unavailable, match="half an answer is none"):
            whole(partial)  # type: ignore[arg-type]  # a copy of the same


def test_an_index_of_which_a_part_is_nowhere_gives_no_answer(folder: Path, cluster: Cluster) -> None:
    client, spread = OpenSearch(list(cluster.addresses)), replace(cluster, index="spread", shards=2)
    engine = open_engine("opensearch", folder, spread)
    index = f"spread.{folder.name}"
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy") for key in range(20))
    assert engine.search(Search(counts={"country": 9})).total == 20
    lost = {"index": index, "shard": 1, "node": "n1", "allow_primary": True}
    # The server brings a part back at once wherever it has its files.
    (told,) = client.nodes.info()["nodes"].values()
    uuid = client.indices.get_settings(index=index)[index]["settings"]["index"]["uuid"]
    rmtree(Path(told["settings"]["path"]["data"][0]) / "nodes" / "0" / "indices" / uuid / "1" / "index")
    try:
        client.cluster.reroute(body={"commands": [{"cancel": lost}]})
        for ask in (lambda: engine.search(Search()), lambda: engine.search(Search(size=20_000)), engine.count):
            with pytest.raises(Unavailable, match=r"Part of the search cluster .* half an answer is none"):
                ask()
    finally:
        client.indices.delete(index=index)
