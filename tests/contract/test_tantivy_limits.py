"""Where Tantivy itself has a limit, the reader is told what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import BadRequest
from search.engines import Search
from search.engines.tantivy_engine import TantivyEngine
from search.tree import Prefix
from tests.contract.made_up import version


def test_a_compound_whose_last_word_could_go_on_in_too_many_ways_is_a_bad_request(folder: Path) -> None:
    engine = TantivyEngine(folder)
    words = ("s" + "".join("abcdefghij"[int(digit)] for digit in str(number)) for number in range(17_000))
    with engine.writing() as writer:
        writer.put([version(1, body="f " + " ".join(words))])
    assert engine.search(Search(query=Prefix("s"))).total == 1
    assert engine.search(Search(query=Prefix("f-sa"))).total == 1
    with pytest.raises(BadRequest, match="more of its letters"):
        engine.search(Search(query=Prefix("f-s")))
    engine.close()
