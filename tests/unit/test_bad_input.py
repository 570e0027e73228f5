"""Extraction on what news really contains besides English sentences: values are right or absent, and work grows with the text."""

from __future__ import annotations

import re
import sys
from types import FrameType

import pytest

from indexer.extract.automaton import Automaton
from indexer.extract.workers import load_extractor

BAD_INPUT = [
    ("zero width in a country", "Uk\u200braine asked.", "UA"),
    ("zero width in a name", "Vladi\u200bmir Pu\u200btin spoke.", "vladimir-putin"),
    ("soft hyphen in a name", "Volodymyr Zelen\u00adskyy met Olaf Scholz.", "olaf-scholz volodymyr-zelenskyy"),
    ("soft hyphen in a system", "They gave HI\u00adMARS\u200b.", "himars"),
    ("marks of direction", "\u200fVladimir\u200f Putin and \u202aOlaf Scholz\u202c met.", "olaf-scholz vladimir-putin"),
    ("entities for spaces", "Volodymyr&nbsp;Zelenskyy has air&nbsp;defence.", "air-defence volodymyr-zelenskyy"),
    ("entities for quotes", "Zelenskyy&rsquo;s HIMARS&mdash;Ukraine&#8217;s best", "UA himars volodymyr-zelenskyy"),
    ("numbered entities", "Vladimir&#160;Putin spoke.", "vladimir-putin"),
    ("capitals", "VOLODYMYR ZELENSKYY ASKED GERMANY FOR HIMARS", "DE himars volodymyr-zelenskyy"),
    ("a table", "Country\tTanks\tJets\nGermany\t14\t\nPoland\t30\tMiG-29", "DE PL aircraft main-battle-tank mig-29"),
    ("a table of bars", "| Germany | 14 | HIMARS |\n| Poland | 30 | MiG-29 |", "DE PL himars mig-29"),
    ("German", "Präsident Wolodymyr Selenskyj traf Olaf Scholz in Deutschland.", "olaf-scholz volodymyr-zelenskyy"),
    ("Russian", "Путин и Зеленский обсудили HIMARS в Украине.", "himars"),
    ("Chinese", "普京和泽连斯基讨论了海马斯。" * 50, ""),
    ("Arabic", "بوتين وزيلينسكي في أوكرانيا", ""),
    ("invented names", "Freedonia sent Zargon-9 blasters and Quux tubes to Lower Slobbovia.", ""),
    ("signs and no words", "— … «» ©®™ 🇺🇦🇺🇦 \x00\x07 ~~~ &&& <b></b>", ""),
]


@pytest.mark.parametrize(("text", "values"), [row[1:] for row in BAD_INPUT], ids=[row[0] for row in BAD_INPUT])
def test_values_are_right_or_absent_and_stand_where_they_say(text: str, values: str) -> None:
    found = load_extractor().find(text, ())
    assert sorted({mention.value for mention in found}) == values.split()
    assert all(text[mention.start : mention.end] == mention.surface for mention in found)


LONG = [
    ("one line of sentences", "The president of Georgia said Anna Berg gave tanks and F-16 jets to Ukraine. ", "UA"),
    ("capitals", "GEN. MARK A. MILLEY ASKED BERLIN AND PATRIOT CREWS FOR AIR DEFENSE OF UKRAINE. ", "UA"),
    ("no spaces", "HIMARS/Ukraine,Putin;T-72-", "UA"),
    ("marks inside words", "Uk\u200braine has tan\u00adks. ", "UA"),
    ("a row of names", "Anna Berg, Carl Dorn, Eva Falk, Ukraine, ", "UA"),
    ("openings that lead nowhere", "air anti surface to in of the Black A U S 155 Ukraine ", "UA"),
    ("capitals without end", "Mr. Van De La Von Ukraine ", "UA"),
    ("entities", "&amp;&nbsp;&#8217;Ukraine&", "UA"),
]


@pytest.mark.parametrize(("sentence", "value"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_twice_the_text_takes_at_most_twice_the_calls(sentence: str, value: str) -> None:
    short, long = calls(sentence * 200), calls(sentence * 400)
    assert 200 < short < long <= 2.1 * short


@pytest.mark.parametrize(("sentence", "value"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_twice_the_text_is_looked_through_for_names_at_most_twice(
    sentence: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = [0]
    find = Automaton.find

    def counted(automaton: Automaton[object], text: str) -> list[tuple[int, int, object]]:
        looked_at[-1] += len(text)
        return find(automaton, text)

    monkeypatch.setattr(Automaton, "find", counted)
    load_extractor().find(sentence * 200, ())
    looked_at.append(0)
    load_extractor().find(sentence * 400, ())
    assert 0 < looked_at[0] < looked_at[1] <= 2.1 * looked_at[0]


@pytest.mark.parametrize(("sentence", "value"), [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_an_article_of_200_000_words_is_read_to_its_end(sentence: str, value: str) -> None:
    text = sentence * (200_000 // len(re.findall(r"\w+", sentence))) + " Lithuania agreed."
    found = load_extractor().find(text, ())
    assert "LT" in {mention.value for mention in found[-3:]}
    assert value in {mention.value for mention in found}


def calls(text: str) -> int:
    """Return how many functions finding the values of a text calls, Python's own included; what is remembered counts too."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    extractor = load_extractor()
    extractor.find(text, ())
    sys.setprofile(counted)
    try:
        extractor.find(text, ())
    finally:
        sys.setprofile(None)
    return count
