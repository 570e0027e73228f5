"""Snippets show the sentences that say why an article was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.model import Article
from search.highlights import Highlighter
from search.query import parse
from search.result import Snippet
from search.snippets import ELLIPSIS, snippets
from search.tree import Everything

BODY = (
    "The minister arrived on Monday. Gen. Smith said tanks would follow. He spoke of drones and of tanks, and of Lithuania.\n\n"
    "Nobody asked about ammunition. The drones are Lithuanian. “Drones!” he said."
)
ARTICLE = Article(id="1", title="Tanks for the north", body=BODY)


def found(query: str, article: Article = ARTICLE, *, most: int = 2, length: int = 240) -> list[str]:
    """Return the snippets of a query with the marks in square brackets."""
    highlighter = Highlighter(parse(query).tree)
    return [bracketed(snippet) for snippet in snippets(article, highlighter, most=most, length=length)]


def bracketed(snippet: Snippet) -> str:
    """Return a snippet's text with its marks in square brackets."""
    text = snippet.text
    for start, end in reversed(snippet.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_the_sentence_with_most_of_the_words_comes_first_then_one_that_adds_another() -> None:
    assert found("tank drone ammunition") == [
        "He spoke of [drones] and of [tanks], and of Lithuania.",
        "Nobody asked about [ammunition].",
    ]


def test_of_equal_sentences_the_earlier_is_shown() -> None:
    assert found("drone", most=1) == ["He spoke of [drones] and of tanks, and of Lithuania."]


def test_the_title_is_no_snippet() -> None:
    assert found("title:tank") == found("north") == found("")


def test_without_words_to_mark_the_text_begins() -> None:
    opening = BODY.split("\n\n")[0]
    assert found("", length=140) == found("-tank", length=140) == found("nowhere", length=140) == [opening]
    assert found("") == [BODY.replace("\n\n", " ")]


def test_the_standfirst_is_part_of_what_is_shown() -> None:
    article = Article(id="1", title="T", standfirst="What tanks cost.", body=BODY)
    assert found("tank", article, most=1) == ["What [tanks] cost."]
    assert found("", article, length=20) == ["What tanks cost."]


def test_a_long_sentence_is_cut_at_spaces_around_most_of_the_words() -> None:
    body = "tank " + "one two three " * 40 + "tank and drone " + "four five " * 40 + "end."
    [text] = found("tank drone", Article(id="1", title="", body=body), most=1, length=60)
    assert "[tank] and [drone]" in text
    assert text.startswith(ELLIPSIS)
    assert text.endswith(ELLIPSIS)
    words = text.strip(ELLIPSIS).replace("[", "").replace("]", "").split()
    assert set(words) <= set(body.split())


def test_a_line_break_inside_a_sentence_becomes_a_space() -> None:
    assert found("tank", Article(id="1", title="", body="A tank\nwent by.")) == ["A [tank] went by."]


def test_an_empty_article_has_no_snippet() -> None:
    assert found("tank", Article(id="1", title="Only a tank", body="")) == []


PIECES = ("Tanks!", "A drone and a tank.", "U.S. drones – “many” – came.", "no end", "word " * 80, "\n\n", "Kasčiūnas’s tank.")
bodies = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.text(max_size=200))


@given(bodies, st.sampled_from(["tank", "tank drone", '"drone and"~2', "kasciunas OR many*", "-tank", ""]), st.integers(20, 200))
def test_snippets_are_pieces_of_the_text_with_marks_inside(body: str, query: str, length: int) -> None:
    article = Article(id="1", title="Title", body=body)
    shown = snippets(article, Highlighter(parse(query).tree), length=length)
    one_line = article.text.translate(str.maketrans("\n\r\t\v\f", "     "))
    for snippet in shown:
        assert snippet.text.strip(ELLIPSIS) in (one_line if snippet.marks else " ".join(one_line.split()))
        assert len(snippet.text) <= length + 2 * len(ELLIPSIS)
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
    assert len(shown) <= 3


@given(bodies)
def test_every_text_has_an_opening(body: str) -> None:
    shown = snippets(Article(id="1", title="Title", body=body), Highlighter(Everything()))
    assert bool(shown) == bool(body.strip())
    assert all(snippet.marks == () for snippet in shown)


def test_up_to_three_sentences_are_shown_the_best_first_and_none_twice() -> None:
    body = "Drones fell. Tanks left. Drones fell. Drones met tanks. Nobody spoke. Tanks came back."
    shown = [bracketed(one) for one in snippets(Article(id="1", title="News", body=body), Highlighter(parse("drone tank").tree))]
    assert shown == ["[Drones] met [tanks].", "[Drones] fell.", "[Tanks] left."]
