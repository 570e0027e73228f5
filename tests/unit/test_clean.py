"""Cleaning: parts of an article told apart, said once, boilerplate kept aside, and no news lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import RefusedFile
from archive.model import Article, Cut, RawArticle
from archive.settings import Settings
from indexer import readers
from indexer.boilerplate import Rule, cut_by, rules
from indexer.clean import clean
from indexer.normalise import normalise

DATA = Path(__file__).parent / "data" / "articles"
FILLER = "Words about the talks stand here. " * 30
NEWS = "The minister said on Tuesday that six howitzers would leave the port before winter, and that ammunition would go with them."


def article(text: str, **stated: str) -> Article:
    return clean(RawArticle(Path("a.txt"), "a.txt", text, **stated))


def text_of(text: str) -> str:
    """Return the text of an article, nothing where there is none."""
    try:
        return article(text).text
    except RefusedFile:
        return ""


def cleaned(name: str) -> Article:
    (raw,) = readers.read(DATA / name, Settings())
    assert isinstance(raw, RawArticle)
    return clean(raw)


def reasons(found: Article) -> list[str]:
    return [cut.reason for cut in found.cuts]


def test_plain_text_is_told_apart_by_its_layout() -> None:
    found = cleaned("pledge.txt")
    assert found.title == "Norlandish defence minister visits Kyiv with a promise of guns"
    assert found.standfirst == "Norland had said in spring that its army could spare six howitzers."
    assert (found.date, found.time, found.language) == ("2024-08-14", "07:36", "en")
    assert len(found.body.split("\n\n")) == 3
    assert found.body.endswith("“Every gun counts for us,” he said.")


def test_what_is_cut_is_kept_aside_with_its_reason() -> None:
    found = cleaned("pledge.txt")
    assert reasons(found) == ["repeated headline", "related links", "related links", "related links", "donation appeal"]
    assert "Russia" in found.cuts[-1].text
    assert "Russia" not in found.text


def test_a_page_is_cut_by_the_same_rules_as_text() -> None:
    found = cleaned("page.html")
    assert reasons(found) == ["repeated headline", "donation appeal"]
    assert (found.date, found.time, found.source) == ("2024-08-14", "07:36", "vikcourier.example")
    assert found.standfirst == "The guns leave the port of Vik before winter."


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.reason}: {rule.example[:30]}")
def test_every_rule_cuts_its_example_and_spares_news(rule: Rule) -> None:
    if rule.where == "line":
        assert rule.covers(rule.example, 0.9)
        assert not rule.spares or not rule.covers(rule.spares, 0.9)
        return
    cuts: list[Cut] = []
    assert rule.has in rule.example
    cut_by(rule, FILLER + rule.example, cuts)
    assert cuts
    assert not rule.spares or cut_by(rule, FILLER + rule.spares, []) == FILLER + rule.spares


@pytest.mark.parametrize(
    "line",
    [
        "“Please donate to our army, your support saves lives,” he said.",
        "Readers of the paper gave a million euros; the newsletter of the ministry thanked them for the gift.",
        "Related cases are before the court.",
        "Sign up to the army, the posters in Kyiv said, and ten thousand men did.",
        "Photographs showed a burnt tank.",
        "Support us. Help us. Close the sky.",
        "The charity's donations paid for 500 drones this month.",
    ],
)
def test_news_that_sounds_like_boilerplate_stays(line: str) -> None:
    found = article("\n\n".join(["Title of some words", NEWS, NEWS + " Again.", line]))
    assert line in found.body
    assert not found.cuts


def test_a_list_of_links_amid_an_article_does_not_end_it() -> None:
    found = article("\n\n".join(["Title of some words", NEWS, "Read also:", "Second convoy on its way", NEWS + " Again."]))
    assert found.body == f"{NEWS}\n\n{NEWS} Again."
    assert [cut.text for cut in found.cuts] == ["Read also:", "Second convoy on its way"]


def test_nothing_after_the_appeal_that_closes_a_page_belongs_to_the_article() -> None:
    found = article(
        "\n\n".join(["Title of some words", NEWS, NEWS + " Again.", "You could close this page. Or help us.", NEWS + " More."])
    )
    assert found.body == f"{NEWS}\n\n{NEWS} Again."


def test_an_appeal_early_in_a_text_does_not_end_it() -> None:
    lines = ["Title of some words", "You could close this page. Or help us.", *(f"{NEWS} Part {number}." for number in range(6))]
    assert article("\n\n".join(lines)).body.count(NEWS) == 6


def test_boilerplate_within_a_paragraph_goes_and_its_neighbours_stay() -> None:
    found = article(f"{NEWS} Want all the latest news from Ukraine? Sign up to our World Bulletin here {NEWS}", title="T")
    assert found.body == f"{NEWS} {NEWS}"
    assert reasons(found) == ["newsletter pitch"]


@pytest.mark.parametrize(
    ("again", "body"),
    [
        ("Norland sends six howitzers to Kyiv\n\nThey left today.", "They left today."),
        ("NORLAND SENDS SIX HOWITZERS TO KYIV!\n\nThey left today.", "They left today."),
        ("Norland sends six howitzers to Kyiv. They left today.", "They left today."),
        ("Norland sends six howitzers to Kyiv on a ship.", "Norland sends six howitzers to Kyiv on a ship."),
        ("Norland sends nine howitzers to Kyiv.\n\nMore.", "Norland sends nine howitzers to Kyiv.\n\nMore."),
    ],
)
def test_a_headline_repeated_in_the_text_is_counted_once(again: str, body: str) -> None:
    assert article(again, title="Norland sends six howitzers to Kyiv").body == body


def test_a_standfirst_that_only_begins_the_first_paragraph_is_none() -> None:
    found = article(NEWS, title="T", standfirst=NEWS[:60] + "…")
    assert (found.standfirst, found.body) == ("", NEWS)


def test_a_byline_gives_author_and_date_and_leaves_the_body() -> None:
    found = article(f"Title of some words\n\nBy Ann Lee and John Sample | 14 August 2024\n\n{NEWS}")
    assert (found.author, found.date, found.body) == ("Ann Lee and John Sample", "2024-08-14", NEWS)


@pytest.mark.parametrize("line", ["By Tuesday Kyiv had fallen silent", "By order of the king, no guns", "By winter"])
def test_a_sentence_that_begins_with_by_is_no_byline(line: str) -> None:
    assert article(f"Title of some words\n\n{line}\n\n{NEWS}").author == ""


def test_dates_in_the_text_are_not_the_publication_date() -> None:
    assert article(f"Title of some words\n\nOn 13 August 2024 they met.\n\n{NEWS}").date == ""


def test_a_stated_date_wins_over_the_dateline_and_that_over_the_address() -> None:
    text, url = f"Title of some words\n\nAug 14, 2024 - 07:36\n\n{NEWS}", "https://example.org/2024/08/12/guns"
    assert article(text, date="2024-08-13", url=url).date == "2024-08-13"
    assert article(text, url=url).date == "2024-08-14"
    assert article(NEWS, title="T", url=url).date == "2024-08-12"
    assert article(text, date="2024-08-14").time == "07:36"
    assert article(NEWS, title="T", date="1723620960").date == ""


def test_a_title_loses_the_name_of_its_site_and_nothing_else() -> None:
    assert article(NEWS, title="Guns leave | Vik Courier", source="vikcourier.example").title == "Guns leave"
    assert article(NEWS, title="Guns leave - President", source="president.gov.ua").title == "Guns leave - President"


def test_text_without_a_title_gives_its_first_sentence_once() -> None:
    found = article("Six howitzers left the port today. " + NEWS)
    assert (found.title, found.body) == ("Six howitzers left the port today.", NEWS)


@pytest.mark.parametrize("text", [" \n ", "\u200b\ufeff", "\x00\x01", "&nbsp;"])
def test_text_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(RefusedFile, match="no text"):
        article(text, title="T")


def test_a_page_of_boilerplate_keeps_its_headline() -> None:
    found = article("Share this article\n\nSubscribe to our newsletter", title="Guns leave")
    assert (found.title, found.body, len(found.cuts)) == ("Guns leave", "", 2)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a_x000D_\n b\r\nc", "a\n b\nc"),
        ("Kasc\u030ciu\u0304nas", "Kasčiūnas"),
        ("com\xadman\u200bders\u200f", "commanders"),
        ("Trump&amp;amp;Biden&nbsp;&#39;s", "Trump&Biden 's"),
        ("AT&T, R&D; x &parallel", "AT&T, R&D; x &parallel"),
        ("\ud83d\ude00 \ud800", "😀 �"),
        ("see [the list](https://example.org/a_(b)) **now**", "see the list now"),
        ("go f*** yourself, **now**", "go f*** yourself, now"),
        ("more than 8,000 \\[800\\] guns", "more than 8,000 [800] guns"),
        ("in the *Federal Register*", "in the Federal Register"),
        (
            "**STRENGTHENING AID. **In 2024, **guns:** **Rep. Keith Self****:** “Fair”",
            "STRENGTHENING AID. In 2024, guns: Rep. Keith Self: “Fair”",
        ),
        ("***Needs *** The **“**", "Needs  The “"),
        ("*Yokosuka Naval Base *Yokosuka, Japan**\n\n### Senators", "Yokosuka Naval Base Yokosuka, Japan\n\nSenators"),
        ("$<s>850</s> [825] million", "$850 [825] million"),
        (
            "he *really* meant a s**t, an f****** and a ** note ** of #1",
            "he *really* meant a s**t, an f****** and a ** note ** of #1",
        ),
        ("f***ing s***! Go f***, 5 * 3 * 2\n* one\n* two*", "f***ing s***! Go f***, 5 * 3 * 2\n* one\n* two*"),
        ("5 < 6 and <b>bold</b><br>next", "5 < 6 and bold\nnext"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_characters_are_put_right(given: str, wanted: str) -> None:
    assert normalise(given) == wanted


def test_wrapped_lines_become_paragraphs_and_lists_stay() -> None:
    paragraph = [
        "The minister said on Tuesday that six howitzers would leave the",
        "port before winter, and that ammunition for a year would go with",
        "them.",
    ]
    found = article("\n".join(["Title", "", *paragraph, "", "- guns", "- shells"]))
    assert found.body.split("\n\n") == [" ".join(paragraph), "- guns", "- shells"]


def test_lines_put_out_of_step_by_a_dateline_or_an_indent_are_joined_too() -> None:
    lines = [
        "NICOSIA, Oct 20 - The spokesman of the council Maria",
        "Lindqvist Holm on Tuesday called the raid on the oil platforms a",
        "step too far.",
        "    The second paragraph begins with four blanks, so that it goes",
        "on here and gives its own line.",
    ]
    found = article("\n".join(lines), title="T")
    assert found.body.split("\n\n") == [" ".join(lines[:3]), " ".join(line.strip() for line in lines[3:])]


def test_language_is_told_from_the_text_else_as_stated() -> None:
    assert (
        article(
            "Das Verteidigungsministerium teilte mit, dass weitere Panzer geliefert werden und die Ausbildung beginnt.", title="T"
        ).language
        == "de"
    )
    assert article("Kurz.", title="T", language="de-AT").language == "de"


@pytest.mark.parametrize(
    "piece",
    [
        "By ",
        "   Related: ",
        "(AP Photo/",
        "[a](http://",
        "Related:\n",
        "_ ",
        "- ",
        "--",
        "Sign up to our ",
        "&amp;",
        " reported from ",
        "*a ",
        "a\u0301",
        "<p ",
        "\n",
    ],
)
def test_endless_input_comes_to_an_end(piece: str) -> None:
    for text in (piece * 20_000, f"Title\n\n{piece * 12}x\n\n{NEWS} contributed apnews.com blog Fox ](</"):
        assert len(text_of(text)) <= 2 * len(text)
