"""Texts are worked on together, and each gets what it would get alone."""

from __future__ import annotations

from archive.model import Span
from indexer.extract.extractor import Extractor


def test_texts_found_together_have_the_mentions_each_has_alone() -> None:
    extractor = Extractor()
    readings = [
        ("Anna Berg gave Uk\u200braine T-72 tanks, the Biden-Harris White House said.", [Span(0, 9)]),
        ("", ()),
        ("Vladimir Putin's forces fired S-300 and Kh-101 missiles; Putin\u00a0said so in Moscow.", ()),
    ]
    together = extractor.find_all(readings)
    assert together == [extractor.find(text, spans) for text, spans in readings]
    first, nothing, last = ([(mention.value, mention.surface) for mention in mentions] for mentions in together)
    assert ("UA", "Uk\u200braine") in first
    assert ("kamala-harris", "Harris") in first
    assert nothing == []
    assert ("vladimir-putin", "Putin") in last
