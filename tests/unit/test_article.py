"""How an article is cut for its page: marks that overlap, and the place of every mention."""

from __future__ import annotations

from archive.model import Mention
from search.article import Stretch, merged, quoted, spots


def mention(start: int, end: int, value: str = "LT") -> Mention:
    return Mention("country", value, value, "x" * (end - start), start, end, "test")


def test_a_mention_inside_another_keeps_a_place_of_its_own() -> None:
    found = list(
        merged([mention(10, 30), mention(10, 15, "LV"), mention(18, 24, "EE"), mention(28, 40, "PL"), mention(40, 44)], [])
    )
    assert found == [
        Stretch(10, 30, "country", "LT", places=(10, 18, 28)),
        Stretch(40, 44, "country", "LT", places=(40,)),
    ]


def test_words_searched_for_change_no_place() -> None:
    mentions = [mention(10, 20), mention(30, 40)]
    plain, marked = list(merged(mentions, [])), list(merged(mentions, [(5, 8), (12, 14), (18, 34)]))
    assert [one.places for one in marked if one.kind == "country"] == [one.places for one in plain]
    assert [one.hit for one in marked if one.kind == "country"] == [True, False]
    assert [(one.start, one.end) for one in marked if one.kind == "hit"] == [(5, 8)]


def test_a_mention_without_a_place_is_nowhere_in_the_text() -> None:
    assert not list(merged([mention(7, 7)], []))


def test_a_sentence_is_anchored_at_its_first_mention() -> None:
    text = "One here. Two there and two here."
    places = spots([mention(24, 27), mention(10, 13)], [(0, 9), (10, 33)])["LT"]
    ((bounds, found),) = places.items()
    told = quoted(text, bounds, found)
    assert (told.text, told.marks, told.anchor) == ("Two there and two here.", ((0, 3), (14, 17)), "at-10")
