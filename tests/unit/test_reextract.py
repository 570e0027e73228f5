"""Reextract over several processes: the same mentions in the same order as in one."""

from __future__ import annotations

from archive.model import Span
from indexer.extract.workers import BATCH, find_all


def test_workers_give_every_text_its_own_mentions_in_order() -> None:
    readings = [
        (f"Orvar Quill sent {number} howitzers to {('Latvia', 'Poland', 'Norway')[number % 3]}.", (Span(0, 11),))
        for number in range(2 * BATCH + 1)
    ]
    alone = list(find_all(readings, jobs=1))
    assert list(find_all(readings, jobs=2)) == alone
    assert [[mention.value for mention in found if mention.facet == "country"] for found in alone[:3]] == [["LV"], ["PL"], ["NO"]]
    assert {mention.surface for found in alone for mention in found if mention.facet == "person"} == {"Orvar Quill"}
