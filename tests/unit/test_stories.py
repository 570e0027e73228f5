"""Which articles are one story. All texts are made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from indexer.stories import StoryArticle, find_stories, group
from indexer.story_pairs import Text, same_story
from indexer.story_signatures import sign

BRIDGE = """The ministry in Velden said on Monday that engineers had reopened the railway bridge at Orlow after nine
weeks of repairs under fire. Trains with grain crossed the river at dawn, and the first carriages reached the port
before noon.

A spokesman for the railway, Tomas Brandl, told reporters that two spans had been replaced and a third strengthened.
He thanked the crews, who had worked at night and without lamps so as not to draw attention from the far bank.

Traders said freight rates in the port fell by a tenth within hours. Insurers were more careful, and asked to see the
convoy schedule for the coming month before they would lower their premiums for the crossing."""

LATER = """Farmers around Orlow have mixed feelings about the return of the trains. Many had sold their harvest early
and cheaply, fearing that the line would stay shut until spring, and now watch others earn twice as much for the same
wheat.

The regional council will hear them on Friday. Its chairwoman, Ida Kern, has promised a fund for those who lost most,
though she would not say how large it might be or who would pay into it."""

CONTRACT = """The procurement office announces that {company} was awarded a contract worth {amount} million for the
upkeep of armoured recovery vehicles. Work will be done at the depot in Velden and is expected to be finished by the
end of next year. The contract was offered in open competition and three bids were received. The office is the
contracting authority."""

FORM = """By the authority given to me under the assistance act, I hereby delegate to the minister of defence the
power to direct the release of goods from the stocks of the armed forces of an aggregate value of up to fifty million,
and to make the findings that the act requires before such a release may be made. This order shall be printed in the
official journal."""


LONG = "\n\n".join(
    f"In week {week} of the repairs the crews set {week * 7} girders, lost {week + 3} days to rain and counted {week * 11} shells "
    f"that fell between the {week}th and the {week + 1}th pier, while pump {week * 5} kept shaft {week * 13} dry."
    for week in range(1, 25)
)


def article(
    key: str, body: str, *, title: str = "Railway bridge at Orlow reopened", date: str = "2031-05-12", source: str = "courier"
) -> StoryArticle:
    """Return an article."""
    return StoryArticle(key, title, body, date, source)


def stories(*articles: StoryArticle) -> set[frozenset[str]]:
    """Return the keys of the articles that share a story, story by story."""
    return together(find_stories(articles))


def together(found: Mapping[str, str]) -> set[frozenset[str]]:
    """Return the groups of keys with one story."""
    return {frozenset(key for key in found if found[key] == story) for story in found.values()}


def apart(keys: Iterable[str]) -> set[frozenset[str]]:
    """Return one group for each key."""
    return {frozenset({key}) for key in keys}


def test_the_same_report_in_two_outlets_is_one_story_named_after_the_first() -> None:
    found = find_stories([article("b", BRIDGE), article("a", BRIDGE, date="2031-05-13", source="herald")])
    assert found == {"a": "b", "b": "b"}


def test_of_one_day_the_fullest_report_names_the_story() -> None:
    short = BRIDGE.rsplit("\n\n", 1)[0]
    assert find_stories([article("a", short), article("b", BRIDGE, source="herald")]) == {"a": "b", "b": "b"}


def test_an_article_without_a_copy_is_its_own_story() -> None:
    assert find_stories([article("a", BRIDGE), article("b", LATER)]) == {"a": "a", "b": "b"}


def test_a_cut_is_one_story_with_the_whole() -> None:
    assert stories(article("a", BRIDGE), article("b", BRIDGE.split("\n\n")[0])) == {frozenset("ab")}


def test_a_newsletter_that_opens_with_a_short_report_is_another_story() -> None:
    assert stories(article("a", BRIDGE.split("\n\n")[0]), article("b", f"{BRIDGE}\n\n{LONG}")) == apart("ab")


def test_agency_copy_under_another_dateline_and_a_caption_is_one_story() -> None:
    caption = "Workers stand on the railway bridge in a photograph handed out by the ministry. ORLOW (Agency) - "
    other = article("b", caption + BRIDGE, title="Trains cross Orlow bridge again", source="herald")
    assert stories(article("a", BRIDGE), other) == {frozenset("ab")}


def test_agency_copy_that_two_outlets_each_carry_on_is_one_story() -> None:
    first, second = (f"{BRIDGE}\n\n{own}" for own in (f"{LATER} {CONTRACT}", FORM))
    assert stories(article("a", first), article("b", second, source="herald")) == {frozenset("ab")}
    assert stories(article("a", first), article("b", second)) == apart("ab")


def test_a_reworked_version_under_a_new_headline_is_one_story() -> None:
    reworked = article("b", f"{BRIDGE}\n\n{LATER}", title="Grain trains cross the river at Orlow again")
    assert stories(article("a", BRIDGE), reworked) == {frozenset("ab")}


def test_a_long_report_with_a_new_lead_is_one_story_until_the_lead_is_a_story_of_its_own() -> None:
    whole = article("a", LONG, title="Nine weeks at Orlow")
    assert stories(whole, article("b", f"{LATER}\n\n{LONG}", title="Farmers of Orlow")) == {frozenset("ab")}
    assert stories(whole, article("b", f"{LATER}\n\n{FORM}\n\n{LONG}", title="Farmers of Orlow")) == apart("ab")


def test_a_revised_version_of_the_next_day_is_one_story() -> None:
    revised = BRIDGE.replace("by a tenth", "sharply, and by the evening stood where they were in March, ")
    assert stories(article("a", BRIDGE), article("b", revised, date="2031-05-13")) == {frozenset("ab")}


def test_a_copy_of_a_wire_report_a_day_later_may_carry_its_own_date() -> None:
    first = article("a", "VELDEN, May 12 - " + BRIDGE[:400], source="wire")
    assert stories(first, article("b", "VELDEN, May 13 - " + BRIDGE[:400], date="2031-05-13", source="wire")) == {frozenset("ab")}


def test_an_older_story_pasted_below_a_newer_one_is_another_story() -> None:
    newer = article("b", f"{LATER}\n\n{BRIDGE}", title="Farmers at Orlow bridge divided", date="2031-05-13")
    assert stories(article("a", BRIDGE), newer) == apart("ab")


def test_a_report_that_quotes_a_whole_statement_is_another_story() -> None:
    statement = article("a", BRIDGE.split("\n\n")[1], title="Statement by the railway", source="railway")
    assert stories(statement, article("b", f"{LATER}\n\n{statement.body}\n\n{LATER}")) == apart("ab")


@pytest.mark.parametrize(("one", "other"), [("41", "87"), ("4150", "4250"), ("forty", "ninety")])
def test_two_notices_of_one_day_that_differ_in_a_sum_are_two_stories(one: str, other: str) -> None:
    first, second = (CONTRACT.format(company="Brandl Works", amount=amount) for amount in (one, other))
    assert stories(article("a", first, title="Contract awarded"), article("b", second, title="Contract awarded")) == apart("ab")


def test_two_notices_of_one_day_that_differ_in_a_name_are_two_stories() -> None:
    first, second = (CONTRACT.format(company=company, amount="41") for company in ("Brandl Works", "Kestrel Yards"))
    assert stories(article("a", first, title="Contract awarded"), article("b", second, title="Contract awarded")) == apart("ab")


def test_a_corrected_report_is_one_story_with_the_one_it_corrects() -> None:
    corrected = article("b", BRIDGE.replace("nine weeks", "eight weeks"), title="CORRECTED - Railway bridge at Orlow reopened")
    assert stories(article("a", BRIDGE), corrected) == {frozenset("ab")}


def test_another_outlets_spelling_of_a_name_does_not_part_a_story() -> None:
    other = article("b", BRIDGE.replace("Orlow", "Arel").replace("Brandl", "Brandel"), source="herald")
    assert stories(article("a", BRIDGE), other) == {frozenset("ab")}


def test_a_form_issued_word_for_word_on_different_days_is_a_story_each_time() -> None:
    days = {"january": "2031-01-10", "march": "2031-03-02", "june": "2031-06-20"}
    issued = [article(key, FORM, title="Order on the release of stocks", date=day, source="palace") for key, day in days.items()]
    copy = article("copy", FORM, title="Order on the release of stocks", date="2031-01-11", source="archive")
    late = replace(copy, key="late", date="2031-01-30")
    assert stories(*issued, copy, late) == {frozenset({"january", "copy"}), *apart(("march", "june", "late"))}


def test_pages_of_one_day_that_hold_furniture_seen_for_weeks_are_not_one_story() -> None:
    titles = {"2031-01-10": "Fund for farmers", "2031-03-02": "Bridge reopened", "2031-06-20": "Aid for Orlow bridge and port"}
    pages = [article(day, FORM, title=title, date=day, source="palace") for day, title in titles.items()]
    other = article("other", FORM, title="Orlow court hears grain case", date="2031-06-20", source="archive")
    assert stories(*pages, other) == apart([*titles, "other"])


def test_an_identical_text_weeks_apart_in_one_outlet_is_two_stories() -> None:
    assert stories(article("a", BRIDGE), article("b", BRIDGE, date="2031-05-22")) == apart("ab")


def test_a_copy_elsewhere_may_carry_the_day_it_was_captured() -> None:
    assert stories(article("a", BRIDGE), article("b", BRIDGE, date="2031-05-22", source="collection")) == {frozenset("ab")}


def test_pages_of_one_outlet_that_hold_only_its_furniture_are_not_one_story() -> None:
    second = article("b", FORM, title="Wheat ship arrives in Velden")
    assert stories(article("a", FORM, title="Sanctions on shipping firms"), second) == apart("ab")


def test_a_body_of_a_few_words_or_none_joins_nothing() -> None:
    assert stories(article("a", ""), article("b", ""), article("c", "Watch the video."), article("d", "Watch the video.")) == apart(
        "abcd"
    )


def test_copies_without_a_date_or_a_headline_are_one_story() -> None:
    assert stories(article("a", BRIDGE, date="", title=""), article("b", BRIDGE, date="soon", title="")) == {frozenset("ab")}


def test_an_undated_copy_is_not_the_first() -> None:
    assert find_stories([article("a", BRIDGE, date=""), article("b", BRIDGE)]) == {"a": "b", "b": "b"}


def test_a_story_holds_all_its_reports() -> None:
    reports = [article(f"{number:03}", BRIDGE, source=f"outlet {number}") for number in range(70)]
    assert stories(*reports) == {frozenset(report.key for report in reports)}


def test_the_order_of_the_articles_does_not_matter() -> None:
    cut = article("c", BRIDGE.split("\n\n")[0], source="herald")
    several = [article("a", BRIDGE), article("b", LATER), cut, article("d", f"{LATER}\n\n{BRIDGE}")]
    expected = find_stories(several)
    assert all(find_stories(order) == expected for order in permutations(several))


def test_signatures_kept_from_an_earlier_run_give_the_same_stories() -> None:
    several = [article("a", BRIDGE), article("b", LATER), article("c", BRIDGE, source="herald")]
    kept = [sign(one) for one in several]
    added = replace(several[1], key="d", source="herald")
    known = {one.key: one for one in (*several, added)}
    assert group(known, [*kept, sign(added)]) == find_stories([*several, added])


def test_a_signature_depends_on_the_words_alone() -> None:
    assert sign(article("a", BRIDGE)) == sign(article("a", BRIDGE.replace("\n", " ").upper()))


def test_a_crowd_of_copies_is_compared_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []

    def counting(first: Text, second: Text) -> bool:
        compared.append((first.article.key, second.article.key))
        return same_story(first, second)

    monkeypatch.setattr("indexer.stories.same_story", counting)
    copies = [
        StoryArticle(f"{number:03}", "Trains cross at Orlow", BRIDGE, "2024-05-06", f"outlet {number}") for number in range(60)
    ]
    assert set(find_stories(copies).values()) == {"000"}
    assert len(compared) == len(copies) - 1


def test_a_crowd_of_notices_stays_as_many_stories() -> None:
    notices = [
        StoryArticle(f"{number:03}", "Contract", CONTRACT.format(company="Orlow Works", amount=number + 10), "2024-05-06", "office")
        for number in range(60)
    ]
    assert len(set(find_stories(notices).values())) == len(notices)
