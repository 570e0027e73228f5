"""Which pairs are worth comparing, against a plain enumeration of all of them. All texts are made up."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest

from indexer import stories, story_candidates
from indexer.stories import StoryArticle, find_stories
from indexer.story_candidates import CROWD, NEIGHBOURS, SHARE, STANDING_COPIES, STANDING_DAYS, Candidates, candidates
from indexer.story_pairs import Text, same_story
from indexer.story_signatures import Signature, Signatures, opening_of, sign
from tests.unit.test_stories import BRIDGE, FORM, LATER

WORDS = ["ferry", "harbour", "convoy", "grain", "depot", "crane", "pilot", "signal", "turbine", "ledger", "marsh", "orchard"]
DAYS = ("", "2031-05-12", "2031-05-13", "2031-05-15", "2031-06-01", "2031-09-09")


def made(number: int, seed: int) -> list[StoryArticle]:
    """Return articles whose paragraphs come from a small pool, so that most share some with others."""
    rng = random.Random(seed)
    pool = [" ".join(rng.choices(WORDS, k=20)) for _ in range(12)]
    return [
        StoryArticle(
            key=f"{rng.random():.12f}",
            title=" ".join(rng.sample(WORDS, rng.randint(0, 7))),
            body="\n\n".join(rng.choices(pool, k=rng.randint(1, 4))),
            date=rng.choice(DAYS),
            source=rng.choice(("courier", "herald", "")),
        )
        for _ in range(number)
    ]


def pairs_of(found: Candidates, signatures: Signatures) -> set[frozenset[str]]:
    """Return pairs by the keys of their articles."""
    return {frozenset((signatures.keys[first], signatures.keys[second])) for first, second in found.pairs()}


def proposed(signed: list[Signature]) -> set[frozenset[str]]:
    """Return the pairs that share a shingle which few have, or which many have and they are neighbours in time, one by one."""
    crowds: defaultdict[int, list[Signature]] = defaultdict(list)
    for one in sorted(signed, key=lambda one: (one.day, one.key)):
        for number in one.opening:
            crowds[number].append(one)
    pairs: set[frozenset[str]] = set()
    for crowd in crowds.values():
        for at, first in enumerate(crowd):
            few = len(crowd) <= CROWD
            near = crowd[at + 1 :] if few else crowd[at + 1 : at + 1 + CROWD]
            pairs |= {frozenset((first.key, other.key)) for other in near if few or other.day - first.day <= NEIGHBOURS}
    openings = {one.key: set(one.opening) for one in signed}
    return {pair for pair in pairs if overlap(*(openings[key] for key in pair)) >= SHARE}


def overlap(first: set[int], second: set[int]) -> float:
    """Return the share of the shorter opening that both have."""
    return len(first & second) / min(len(first), len(second))


@pytest.mark.parametrize("number", [30, 120])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_pair_is_left_out_that_could_be_one_story(number: int, seed: int) -> None:
    articles = {article.key: article for article in made(number, seed)}
    signatures = Signatures(map(sign, articles.values()))
    found, all_of_them = pairs_of(candidates(signatures), signatures), proposed(list(signatures))
    assert found <= all_of_them
    assert len(found) < len(all_of_them)
    left_out = [tuple(Text(articles[key]) for key in pair) for pair in all_of_them - found]
    assert not any(same_story(first, second) for first, second in left_out)


def test_the_pairs_do_not_depend_on_the_order_nor_on_the_size_of_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = made(100, 4)
    signatures = Signatures(map(sign, articles))
    expected = pairs_of(candidates(signatures), signatures)
    standing = dict(zip(signatures.keys, candidates(signatures).standing.tolist(), strict=True))
    monkeypatch.setattr(story_candidates, "PART", 100)
    monkeypatch.setattr(story_candidates, "SOME", 7)
    mixed = Signatures(map(sign, random.Random(5).sample(articles, len(articles))))
    assert pairs_of(candidates(mixed), mixed) == expected
    assert dict(zip(mixed.keys, candidates(mixed).standing.tolist(), strict=True)) == standing


def test_standing_text_is_what_several_dated_articles_have_weeks_apart() -> None:
    signed = [sign(article) for article in made(60, 6)]
    having = {number: [one.day for one in signed if number in one.opening and one.day] for one in signed for number in one.opening}
    far = {number for number, days in having.items() if len(days) >= STANDING_COPIES and max(days) - min(days) > STANDING_DAYS}
    expected = [len(far.intersection(one.opening)) / max(1, len(one.opening)) for one in signed]
    assert candidates(Signatures(signed)).standing.tolist() == expected
    assert 0 < sum(expected) < len(expected)


def test_signatures_come_out_of_the_columns_as_they_went_in() -> None:
    signed = [sign(article) for article in made(30, 7)]
    assert list(Signatures(signed)) == signed
    assert list(Signatures(Signatures(signed))) == signed


def test_nothing_and_one_article_have_no_pairs() -> None:
    assert len(candidates(Signatures()).first) == 0
    assert candidates(Signatures([sign(StoryArticle("a", "", BRIDGE))])).standing.tolist() == [0.0]


def test_letters_outside_ascii_and_halves_of_characters_are_signed_as_their_shingles_are() -> None:
    plain = "Зеленський прибув до Києва, де \ud800 зустрівся з urzędnikami i żołnierzami na placu obok dworca"
    assert opening_of(plain) == opening_of(plain.upper().lower())
    assert len(opening_of(plain)) == len(plain.replace(",", "").replace("\ud800 ", "").split()) - 4


def test_texts_that_made_room_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = (BRIDGE, LATER, FORM)
    articles = [
        StoryArticle(f"{place}{copy}", "Notice", body, "2031-05-12", f"outlet {copy}")
        for place, body in enumerate(bodies)
        for copy in range(6)
    ]
    expected = find_stories(articles)
    monkeypatch.setattr(stories, "SHELF", 0)
    assert find_stories(articles) == expected
    assert Counter(expected.values()) == dict.fromkeys(("00", "10", "20"), 6)
