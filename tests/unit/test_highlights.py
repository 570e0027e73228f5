"""The words marked are those the engines find, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.model import Article
from search.analysis import Token, analysed, tokens
from search.engines.plan import Alike, Starts, Stems, plan_of
from search.highlights import Highlighter, parts, root, wanted
from search.query import parse
from search.tree import AllOf, AnyOf, Field, Fuzzy, Near, Node, Not, Phrase, Prefix, Word

WORDS = (
    *(
        "air",
        "Air",
        "defence",
        "defences",
        "F-16",
        "F16",
        "16",
        "155mm",
        "skies",
        "sky",
        "dying",
        "die",
        "happy",
        "happily",
        "hope",
    ),
    *("hoped", "sensibility", "sensible", "a", "the", "Kasčiūnas", "kasciunas", "Kasčiūnas’s", "Straße", "O’Brien", "o'brien"),
    *("rock'n'roll", "Зеленський", "ﬁre", "e\u0301tat", "so\u00adft", "x" * 70, "™", "Æthel", "İstanbul", "'", "’s"),
)
GAPS = (" ", " ", " ", "-", "", ", ", "\n\n", "\u200b", "'")
words = st.sampled_from(WORDS)
texts = st.one_of(
    st.lists(st.tuples(words, st.sampled_from(GAPS)), max_size=14).map(lambda pairs: "".join(word + gap for word, gap in pairs)),
    st.text(max_size=30),
)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, words),
    st.builds(Phrase, phrases),
    st.builds(Near, phrases, st.integers(0, 3)),
    st.builds(Prefix, st.sampled_from(("ai", "def", "F-1", "kas", "o'b", "зел", "s", "rock'n"))),
    st.builds(Fuzzy, st.sampled_from(("defense", "kascunas", "hppy", "obrein", "sky")), st.integers(1, 2)),
)
trees = st.lists(st.one_of(leaves, st.builds(Field, st.sampled_from(("title", "body")), leaves)), min_size=1, max_size=3)
articles = st.builds(Article, id=st.just("1"), title=texts, standfirst=texts, body=texts)


def slow_hits(article: Article, tree: Node) -> set[tuple[int, int, int]]:
    """Return the hits by analysing the whole article and comparing every word."""
    found = set()
    for name, offset, text in parts(article):
        for number, term in enumerate(dict.fromkeys(wanted(plan_of(tree)))):
            if name in term.fields:
                found |= {(offset + start, offset + end, number) for start, end in slow_spans(tokens(text), term)}
    return found


def slow_spans(text: Sequence[Token], term: Stems | Starts | Alike) -> Iterator[tuple[int, int]]:
    """Yield where a term stands among the tokens of a text."""
    size = 1 if isinstance(term, Alike) else len(term.stems if isinstance(term, Stems) else term.words)
    gap = term.gap if isinstance(term, Stems) else 0
    for first in range(len(text)):
        run: list[Token] = []
        for token in text[first : first + size + gap]:
            if len(run) < size and fits(token, term, len(run)):
                run.append(token)
            elif not run:
                break
        if len(run) == size:
            yield from [(token.start, token.end) for token in run] if gap else [(run[0].start, run[-1].end)]


def fits(token: Token, term: Stems | Starts | Alike, place: int) -> bool:
    """Tell whether a token is the word a term has at a place."""
    match term:
        case Stems(_, stems, _):
            return token.stem == stems[place]
        case Starts(_, words):
            return token.folded.startswith(words[place]) if place + 1 == len(words) else token.folded == words[place]
        case Alike(_, word, edits):
            return OSA.distance(token.folded, word) <= edits


@given(articles, trees)
@example(Article(id="1", title="", body="O’Brien’s skies"), [Word("obrien"), Word("sky")])
@example(Article(id="1", title="a 'b", body="'a'b'"), [Word("a'b")])
def test_hits_are_those_of_the_whole_analysis(article: Article, nodes: list[Node]) -> None:
    tree = AllOf(tuple(nodes))
    hits = Highlighter(tree).hits(article)
    assert {tuple(hit) for hit in hits} == slow_hits(article, tree)
    assert hits == sorted(hits)


@given(articles, trees)
def test_marks_are_in_order_without_overlap_inside_the_text(article: Article, nodes: list[Node]) -> None:
    marks = Highlighter(AnyOf(tuple(nodes))).marks(article)
    assert all(0 <= start < end <= len(article.text) for start, end in marks)
    assert all(end <= start for (_, end), (start, _) in pairwise(marks))


SUFFIXES = (
    *("s", "es", "ies", "ied", "y", "ing", "ying", "ed", "edly", "ational", "enci", "ably", "izer", "ization", "ibility", "ivity"),
    *("ogy", "li", "ful", "ness", "alize", "ment", "ion", "e"),
)


@given(st.text(alphabet="abcdehiklmnoprstuvyz", max_size=7), st.lists(st.sampled_from(SUFFIXES), max_size=3).map("".join))
@example("sk", "ies")
@example("d", "ying")
@example("sensib", "ility")
def test_every_word_begins_with_the_root_of_its_stem(word: str, suffix: str) -> None:
    stem, folded = analysed((word + suffix) or "a")
    assert folded.startswith(root(stem))


def marked(query: str, title: str, body: str) -> list[str]:
    """Return the marked stretches of an article."""
    article = Article(id="1", title=title, body=body)
    return [article.text[start:end] for start, end in Highlighter(parse(query).tree).marks(article)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kasciunas", ["Kasčiūnas", "Kasčiūnas"]),
        ("tank", ["Tanks", "tank"]),
        ('"air defence"', ["air defences"]),
        ("title:tank", ["Tanks"]),
        ("body:tank", ["tank"]),
        ("tank -drone", ["Tanks", "tank"]),
        ("NOT (tank OR drone)", []),
        ("f16", ["F-16"]),
        ("armored", []),
        ("armoured*", ["Armoured"]),
        ("dronne~", ["drone"]),
        ('"tank drone"~5', ["tank", "drone"]),
        ('"tank drone"~4', []),
        ("drone OR dro*", ["drone"]),
        ('"kasciunas armoured"', []),
        ("date:2024 *", []),
    ],
)
def test_what_is_marked(query: str, expected: list[str]) -> None:
    title = "Tanks for Kasčiūnas"
    body = "Armoured air defences, a tank and one F-16s drone. Kasčiūnas’s reply."
    assert marked(query, title, body) == expected


def test_excluded_words_are_not_marked_even_when_they_stand_there() -> None:
    tree = AnyOf((Word("tank"), Not(Word("drone"))))
    article = Article(id="1", title="", body="tank drone")
    assert Highlighter(tree).marks(article) == ((0, 4),)
