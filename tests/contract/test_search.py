"""What every engine finds, in what order, and how it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.facets import FACET_NAMES
from search.engines import Engine, FacetCounts, Filter, Search
from search.tree import (
    AllOf,
    AnyOf,
    AtLeast,
    DateRange,
    Everything,
    FacetIs,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Phrase,
    Preferring,
    Prefix,
    SameSentence,
    Weighted,
    Word,
)
from tests.contract.made_up import version

STANDING = {1, 2, 3, 5, 6, 7, 8}

TREES: tuple[tuple[Node, set[int]], ...] = (
    (Everything(), STANDING),
    (Nothing(), set()),
    (Word("tank"), {1, 3}),
    (Word("TANKS"), {1, 3}),
    (Word("defence"), {1, 2}),
    (Word("defense"), {2}),
    (Word("the"), {1, 3, 6, 8}),
    (Word("F16"), {5}),
    (Word("F-16"), {5}),
    (Word("16F"), set()),
    (Word("155-mm"), {5}),
    (Word("obrien"), {2}),
    (Word("O'Brien's"), {2}),
    (Word("зеленський"), {6}),
    (Word("zebra"), set()),
    (Word("…"), STANDING),
    (Phrase(""), STANDING),
    (AllOf((Word("drones"), Word("—"))), {6, 8}),
    (AnyOf((Word("drones"), Word("—"))), {6, 8}),
    (Not(Word("—")), STANDING),
    (Phrase("air defense"), {2}),
    (Phrase("defense air"), set()),
    (Phrase("at last a patriot"), set()),
    (Near("tanks monday", 1), set()),
    (Near("tanks monday", 2), {1}),
    (Near("monday tanks", 9), set()),
    (Near("tanks tanks", 0), {3}),
    (Near("tanks tanks tank", 3), {3}),
    (Near("tanks tanks tank", 2), {3}),
    (Near("patriot battery germany", 3), set()),
    (Near("patriot battery germany", 4), {2}),
    (SameSentence("monday minister"), {1}),
    (SameSentence("monday follows"), set()),
    (SameSentence("tanks museum opens"), {3}),
    (SameSentence("tanks tanked"), {1, 3}),
    (SameSentence("pilots F-16"), {5}),
    (SameSentence("lithuania minister"), set()),
    (SameSentence("—"), STANDING),
    (Field("title", SameSentence("ends F-16")), {5}),
    (Not(SameSentence("monday minister")), STANDING - {1}),
    (Prefix("tan"), {1, 3}),
    (Prefix("drones"), {6, 8}),
    (Prefix("F-1"), {5}),
    (Prefix("f-2"), set()),
    (Fuzzy("dornes"), {6, 8}),
    (Fuzzy("patroit"), {2}),
    (Fuzzy("patrit", 1), {2}),
    (Fuzzy("ptrit", 1), set()),
    (Fuzzy("ptrit", 2), {2}),
    (Fuzzy("156"), set()),
    (Fuzzy("F-17"), set()),
    (Field("title", Word("drones")), {8}),
    (Field("title", Not(Word("drones"))), STANDING - {8}),
    (Field("standfirst", Phrase("air defence")), {2}),
    (Field("footer", Word("drones")), set()),
    (Field("title", FacetIs("country", "LT")), {1, 6, 8}),
    (FacetIs("country", "LT"), {1, 6, 8}),
    (FacetIs("country", "XX"), set()),
    (FacetIs("planet", "mars"), set()),
    (DateRange("2024-02-01", "2024-02-31"), {1, 2}),
    (DateRange(None, "2023-12-31"), {6}),
    (DateRange("2024-03-10", None), {5, 8}),
    (DateRange(None, None), {1, 2, 5, 6, 8}),
    (Not(DateRange(None, None)), {3, 7}),
    (Not(Word("tank")), STANDING - {1, 3}),
    (AllOf((Not(Word("tank")), Not(Word("drone")))), {2, 5, 7}),
    (AnyOf((Not(Word("the")), Word("tank"))), {1, 2, 3, 5, 7}),
    (AllOf(()), STANDING),
    (AnyOf(()), set()),
    (AtLeast((Word("tank"), Word("air"), Word("defence")), 2), {1, 2}),
    (AtLeast((Word("tank"), Word("air"), Word("defence")), 3), {1}),
    (AtLeast((Word("tank"), Word("air"), Word("defence")), 9), {1}),
    (AtLeast((Word("tank"), Word("air"), Word("defence")), 0), {1, 2, 3}),
    (AtLeast((Word("tank"), Not(Word("museum")), FacetIs("country", "LT")), 2), {1, 6, 8}),
    (AtLeast((Word("—"), Word("tank"), Word("air")), 2), {1}),
    (AtLeast((), 1), set()),
    (Preferring(Word("tank"), Word("museum")), {1, 3}),
    (Preferring(Word("—"), Word("museum")), STANDING),
    (Weighted(Word("tank"), 0.5), {1, 3}),
    (Weighted(Word("—"), 0.5), STANDING),
    (Not(Preferring(Word("tank"), Word("museum"))), STANDING - {1, 3}),
    (AllOf((Word("air"), AnyOf((Word("minister"), Word("battery"))), Not(Word("germany")))), {1}),
)


@pytest.mark.parametrize(("tree", "keys"), TREES, ids=lambda part: repr(part)[:60])
def test_every_kind_of_node_finds_what_it_says(filled: Engine, tree: Node, keys: set[int]) -> None:
    found = filled.search(Search(query=tree))
    assert set(found.keys) == keys
    assert found.total == len(keys)


@pytest.mark.parametrize(
    ("sort", "keys"),
    [("newest", (8, 5, 2, 1, 6, 7, 3)), ("oldest", (6, 1, 2, 8, 5, 7, 3)), ("relevance", (8, 7, 6, 5, 3, 2, 1))],
)
def test_order_of_dates_with_undated_last_and_ties_by_highest_key(filled: Engine, sort: str, keys: tuple[int, ...]) -> None:
    assert filled.search(Search(sort=sort)).keys == keys
    assert filled.search(Search(sort=sort, offset=2, size=3)).keys == keys[2:5]
    assert filled.search(Search(sort=sort, offset=20)).keys == ()
    assert filled.search(Search(sort=sort, size=0)).total == 7


def test_a_word_in_the_title_beats_the_same_word_in_the_body(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put([version(1, "Howitzers leave", "They left."), version(2, "They leave", "Howitzers left.")])
        writer.put([version(3, "Peace", "Came.")])
    assert engine.search(Search(query=Word("howitzer"), sort="relevance")).keys == (1, 2)


def test_what_is_preferred_comes_first_however_well_the_rest_fits(filled: Engine) -> None:
    tanks = AnyOf((Word("tank"), Word("drones")))
    preferring = Preferring(tanks, Word("fell"))
    assert filled.search(Search(query=preferring, sort="relevance")).keys[0] == 8
    assert filled.search(Search(query=tanks, sort="relevance")).keys[0] != 8
    assert filled.search(Search(query=preferring, sort="newest")).keys == filled.search(Search(query=tanks, sort="newest")).keys


def test_a_weight_makes_a_word_count_for_less(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put([version(1, body="The howitzer left."), version(2, body="The frigate left."), version(3, body="Peace came.")])
    light, full = Weighted(Word("howitzer"), 0.5), Word("frigate")
    assert engine.search(Search(query=AnyOf((light, full)), sort="relevance")).keys == (2, 1)
    assert engine.search(Search(query=AnyOf((Word("howitzer"), Weighted(full, 0.5))), sort="relevance")).keys == (1, 2)


@pytest.mark.parametrize("hint", [Word("bridge"), Phrase("bridge repaired"), Field("body", Word("bridge"))])
def test_a_hint_puts_an_article_further_up_and_finds_nothing_more(engine: Engine, hint: Node) -> None:
    with engine.writing() as writer:
        writer.put(version(key, body=body) for key, body in enumerate(("convoy bridge repaired", "convoy seen today", "bridge"), 1))
    assert engine.search(Search(query=Word("convoy"), sort="relevance")).keys == (2, 1)
    found = engine.search(Search(query=Word("convoy"), sort="relevance", hints=(hint,), counts={"country": 5}))
    assert (found.total, found.keys, found.counts["country"].missing) == (2, (1, 2), 2)
    assert engine.search(Search(query=Word("convoy"), sort="newest", hints=(hint,))).keys == (2, 1)


def test_a_rare_word_beats_a_common_one(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy road") for key in range(1, 9))
        writer.put([version(9, "", "convoy bridge"), version(10, "", "river road")])
    found = engine.search(Search(query=AnyOf((Word("convoy"), Word("bridge"))), sort="relevance"))
    assert found.keys[0] == 9


def test_equally_relevant_articles_come_highest_key_first_however_many_and_whenever_put(engine: Engine) -> None:
    keys = [(key * 37) % 211 for key in range(200)]
    for block in (keys[:70], keys[70:]):
        with engine.writing() as writer:
            writer.put(version(key, "", "one convoy") for key in block)
    pages = [engine.search(Search(query=Word("convoy"), sort="relevance", offset=start)).keys for start in range(0, 200, 20)]
    assert [key for page in pages for key in page] == sorted(keys, reverse=True)


def test_counts_are_exact_with_missing_and_distinct(filled: Engine) -> None:
    counts = filled.search(Search(counts=dict.fromkeys(FACET_NAMES, 100))).counts
    countries = (("UA", 4), ("LT", 3), ("DE", 1), ("DK", 1), ("PL", 1), ("RU", 1))
    assert counts["country"] == FacetCounts(countries, missing=1, distinct=6, total=7)
    assert counts["person"] == FacetCounts((("kasciunas", 2), ("frederiksen", 1), ("zelenskyy", 1)), missing=4, distinct=3, total=7)
    assert counts["source"] == FacetCounts((("harbour-news", 3), ("baltic-times", 2)), missing=2, distinct=2, total=7)
    assert set(counts) == set(FACET_NAMES)


def test_only_the_most_frequent_values_are_counted_and_those_wanted(filled: Engine) -> None:
    asked = Search(counts={"country": 2}, wanted={"country": ("RU", "XX")})
    assert filled.search(asked).counts == {
        "country": FacetCounts((("UA", 4), ("LT", 3), ("RU", 1), ("XX", 0)), missing=1, distinct=7, total=7),
    }


def test_nothing_found_counts_nothing(filled: Engine) -> None:
    found = filled.search(Search(query=Nothing(), counts={"country": 100}, wanted={"country": ("LT",)}, dates="month"))
    assert found.counts == {"country": FacetCounts((("LT", 0),), missing=0, distinct=1, total=0)}
    assert dict(found.dates) == {}


@pytest.mark.parametrize(
    ("filters", "keys", "countries"),
    [
        ((Filter("country", all=("LT", "UA")),), {1, 6}, {"LT": 2, "UA": 2}),
        ((Filter("country", none_of=("UA",)),), {3, 7, 8}, {"LT": 1, "PL": 1, "RU": 1}),
        ((Filter("country", missing=True),), {3}, {}),
        ((Filter("country", all=("XX",)),), set(), {}),
        ((Filter("planet", all=("mars",)),), set(), {}),
        ((Filter("planet", none_of=("mars",)),), STANDING, {"UA": 4, "LT": 3, "DE": 1, "DK": 1, "PL": 1, "RU": 1}),
        ((Filter("country", any=("DE", "RU")),), {2, 7}, {"UA": 4, "LT": 3, "DE": 1, "DK": 1, "PL": 1, "RU": 1}),
        ((Filter("country", all=("UA",), any=("DE", "DK")),), {2, 5}, {"UA": 4, "LT": 2, "DE": 1, "DK": 1}),
        (
            (Filter("country", any=("DE", "RU")), Filter("source", any=("harbour-news",))),
            {2},
            {"UA": 2, "DE": 1, "DK": 1, "LT": 1, "PL": 1},
        ),
    ],
)
def test_filters_and_their_counts(filled: Engine, filters: tuple[Filter, ...], keys: set[int], countries: dict[str, int]) -> None:
    found = filled.search(Search(filters=filters, counts={"country": 100}))
    assert set(found.keys) == keys
    assert dict(found.counts["country"].values) == countries


def test_an_any_choice_is_left_out_of_its_own_counts_only(filled: Engine) -> None:
    found = filled.search(Search(filters=(Filter("country", any=("DE",)),), counts={"country": 100, "source": 100}))
    assert found.counts["country"].missing == 1
    assert found.counts["source"] == FacetCounts((("harbour-news", 1),), missing=0, distinct=1, total=1)


def test_articles_are_counted_by_month_or_day_undated_under_the_empty_string(filled: Engine) -> None:
    assert dict(filled.search(Search(dates="month")).dates) == {"": 2, "2023-12": 1, "2024-02": 2, "2024-03": 2}
    days = {"": 2, "2023-12-31": 1, "2024-02-01": 1, "2024-02-29": 1, "2024-03-10": 2}
    assert dict(filled.search(Search(dates="day", size=0)).dates) == days
    assert dict(filled.search(Search()).dates) == {}


def test_dates_are_counted_within_the_filters_and_the_edition(filled: Engine) -> None:
    harbour = Search(filters=(Filter("source", any=("harbour-news",)),), counts={"source": 9}, dates="month")
    assert dict(filled.search(harbour).dates) == {"2024-02": 1, "2024-03": 2}
    assert dict(filled.search(Search(edition=1, dates="month")).dates) == {"": 1, "2024-02": 2, "2024-03": 2}
    assert dict(filled.search(Search(query=DateRange("2024-03-01", None), dates="day")).dates) == {"2024-03-10": 2}


def test_a_value_that_joins_an_any_choice_leads_to_the_total_given(filled: Engine) -> None:
    elsewhere = Filter("source", none_of=("baltic-times",))
    asked = Search(filters=(Filter("country", any=("DE", "LT")), elsewhere), counts={"country": 100})
    counts = filled.search(asked).counts["country"]
    assert (dict(counts.values)["UA"], counts.joined["UA"], counts.total) == (3, 4, 5)
    assert counts.joined.keys() == dict(counts.values).keys()
    for value, total in counts.joined.items():
        joined = replace(asked, filters=(Filter("country", any=("DE", "LT", value)), elsewhere))
        assert filled.search(joined).total == total, value
    assert filled.search(Search(counts={"country": 100})).counts["country"].joined == {}


@pytest.mark.parametrize(
    ("edition", "keys"),
    [(0, set()), (1, {1, 2, 3, 4, 5}), (2, {1, 2, 3, 4, 5, 6}), (3, STANDING), (99, STANDING)],
)
def test_an_edition_holds_what_stood_then(filled: Engine, edition: int, keys: set[int]) -> None:
    found = filled.search(Search(edition=edition, counts={"country": 100}))
    assert set(found.keys) == keys
    assert found.total == len(keys)


def test_large_results_are_counted_exactly(engine: Engine) -> None:
    with engine.writing() as writer:
        writer.put(version(key, "", "convoy", person=f"p{key} q{key % 700} r{key % 3}" if key else "") for key in range(1500))
    asked = Search(query=Word("convoy"), counts={"person": 3, "country": 3}, wanted={"person": ("p7", "q699", "nobody")}, size=0)
    person = engine.search(asked).counts["person"]
    assert person.values == (("r1", 500), ("r2", 500), ("r0", 499), ("q699", 2), ("p7", 1), ("nobody", 0))
    assert (person.missing, person.distinct) == (1, 1499 + 700 + 3 + 1)
    assert engine.search(asked).counts["country"] == FacetCounts((), missing=1500, distinct=0, total=1500)
    everything = engine.search(Search(counts={"person": 10_000})).counts["person"]
    assert (len(everything.values), everything.distinct, everything.values[-1]) == (2202, 2202, ("p999", 1))


def test_vocabulary_gives_folded_words_the_most_frequent_first(filled: Engine) -> None:
    found = filled.vocabulary("D", 9)
    assert {"defence", "drones", "defense"} <= {word for word, _ in found}
    assert all(word.startswith("d") and count > 0 for word, count in found)
    assert list(found) == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert [word for word, _ in filled.vocabulary("tan", 1)] == ["tanks"]
    assert filled.vocabulary("zzz", 5) == ()
    assert filled.vocabulary("the", 0) == ()


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_page_beyond_all_reason_is_empty_and_costs_nothing(filled: Engine, sort: str) -> None:
    found = filled.search(Search(query=Word("drones"), sort=sort, offset=20 * 999_999_999))
    assert found.keys == ()
    assert found.total == filled.search(Search(query=Word("drones"))).total > 0
