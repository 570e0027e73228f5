"""The token chain: what a word is, what it is folded and stemmed to, and where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import LONGEST, POSSESSIVE, UNIT, aligned, folded, folded_unit, plain, spaced, stems, tokens, units

CHAINS: tuple[tuple[str, list[str]], ...] = (
    ("F-16 F16 F 16 f‑16", ["f", "16"] * 4),
    ("155mm 155-mm 155 mm 155\u00a0mm", ["155", "mm"] * 4),
    ("T-72B3M", ["t", "72", "b", "3", "m"]),
    ("100,000", ["100", "000"]),
    ("deliver delivers delivered delivering", ["deliv", "deliv", "deliv", "deliv"]),
    ("the and of not", ["the", "and", "of", "not"]),
    ("Ukraine's Ukraine’s UKRAINE'S Ukraine", ["ukrain"] * 4),
    ("the 1990's, F-16's, its ally's.", ["the", "1990", "f", "16", "it", "alli"]),
    ("O'Brien O’Brien OBrien Luhans'k Luhansk", ["obrien"] * 3 + ["luhansk"] * 2),
    ("don't 'quoted' soldiers' ‘both’", ["dont", "quot", "soldier", "both"]),
    ("Лук'яненко Лукʼяненко Лук’яненко", ["лукяненко"] * 3),
    ("Kasčiūnas Nausėda Łódź Erdoğan", ["kasciuna", "nauseda", "lodz", "erdogan"]),
    ("Đoković Øresund Æther Əliyev ẞ", ["dokov", "oresund", "aether", "aliyev", "ss"]),
    ("cafe\u0301 caf\u00e9 Ka\u030csc\u030ciu\u0304nas", ["cafe", "cafe", "kasciuna"]),
    ("İstanbul ISTANBUL ısparta", ["istanbul", "istanbul", "isparta"]),
    ("Зеленський ЗЕЛЕНСЬКИЙ Зеле\u0301нський Зеленськии\u0306", ["зеленський"] * 4),
    ("ΟΔΟΣ οδος οδοσ", ["οδοσ"] * 3),
    ("tank\u00ading zero\u200bwidth \ufeffmark", ["tank", "zerowidth", "mark"]),
    ("ﬁre ｆｕｌｌ　width m² Ⅳ", ["fire", "full", "width", "m", "2", "iv"]),
    ("Javelin™ NLAW® 5㎏ 2½", ["javelin", "nlaw", "5", "kg", "2"]),
    ("well—known end…start a/b «Lynx» snake_case", ["well", "known", "end", "start", "a", "b", "lynx", "snake", "case"]),
    ("防空 דרון", ["防空", "דרון"]),
    ("— … !? ' 's 🚀", []),
    ("", []),
)


@pytest.mark.parametrize(("text", "expected"), CHAINS)
def test_texts_become_these_stems(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


def test_folded_words_are_not_stemmed() -> None:
    assert folded("Delivered Kasčiūnas’s TANKS") == ["delivered", "kasciunas", "tanks"]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Air-defence, now", ["Air", "defence", "now"]),
        ("Ukraine’s F-16s", ["Ukraine", "F", "16", "s"]),
        ("O’Brien said “Straße” twice", ["O’Brien", "said", "Straße", "twice"]),
        ("cafe\u0301 and Straße 5㎏", ["cafe\u0301", "and", "Straße", "5", "㎏"]),
        ("Æon’s ﬁre…\nnext", ["Æon", "ﬁre", "next"]),
        ("soft\u00adly, softly", ["soft\u00adly", "softly"]),
    ],
)
def test_offsets_point_into_the_text_as_given(text: str, surfaces: list[str]) -> None:
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == surfaces
    assert [token.position for token in found] == list(range(len(surfaces)))


def test_a_word_nobody_wrote_is_left_out_and_takes_no_place() -> None:
    text = f"before {'x' * (LONGEST + 1)} {'y' * LONGEST} after"
    assert [(token.folded, token.position) for token in tokens(text)] == [("before", 0), ("y" * LONGEST, 1), ("after", 2)]
    assert spaced(text) == f"before {'y' * LONGEST} after"


letters = st.one_of(st.sampled_from("aAzZ09 '’-.\u0301\u0306\u00ad\u200bßИиЗïﬁ²½™"), st.characters(codec="utf-8"))
tricky = st.text(letters, max_size=40)


@given(tricky)
def test_tokens_agree_with_stems_and_folded_and_stay_inside_the_text(text: str) -> None:
    found = tokens(text)
    assert [token.stem for token in found] == stems(text)
    assert [token.folded for token in found] == folded(text) == spaced(text).lower().split(" " if found else None)
    ends = [0, *(end for token in found for end in (token.start, token.end)), len(text)]
    assert ends == sorted(ends)


@given(tricky)
def test_a_word_cut_out_of_its_text_is_the_same_word(text: str) -> None:
    for token in tokens(text):
        assert [token.folded] == folded(text[token.start : token.end])


@given(tricky)
def test_every_character_of_the_plain_text_knows_the_unit_it_came_from(text: str) -> None:
    came: list[int] = []
    folded_units = ""
    at = 0
    while at < len(text):
        unit = UNIT.match(text, at)
        end = unit.end() if unit else at + 1
        folded_units += folded_unit(text[at:end])
        came += [at] * (len(folded_units) - len(came))
        at = end
    ready, origin = aligned(text)
    assert ready == plain(text) == POSSESSIVE.sub("  ", folded_units)
    assert [origin[place] for place in range(len(ready) + 1)] == [*came, len(text)]


@given(st.one_of(tricky, st.text()))
def test_the_units_of_a_text_are_those_found_one_by_one(text: str) -> None:
    assert units(text) == set(UNIT.findall(text))


@given(tricky)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(" ".join(folded(text))) == folded(text)
