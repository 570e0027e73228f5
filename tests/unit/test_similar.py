"""More like an article: which of its words are asked for, and how much each counts."""

from __future__ import annotations

from archive.model import Article
from search.same import load
from search.similar import LEAST, likeness
from search.tree import AllOf, Among, AtLeast, Everything, Node, Not, Weighted, Word

ARTICLE = Article(
    "1",
    "Howitzer crews train",
    "Howitzer crews train near the border. A howitzer of Colonel Rarename fired. Crews of other batteries watched the howitzer.",
)
HOLDING = {Word("Rarename"): 2, Everything(): 1000}


def asked(article: Article) -> Node | None:
    """Return the search for what is like an article in an archive where all words but one are held by a tenth."""
    return likeness(article, load(), lambda node: HOLDING.get(node, 100), (7,))


def test_a_rare_name_counts_no_more_than_the_matter_since_relevance_knows_rarity() -> None:
    tree = asked(ARTICLE)
    assert isinstance(tree, AllOf)
    words, others = tree.nodes
    assert others == Not(Among((7,)))
    assert isinstance(words, AtLeast)
    assert words.least == LEAST
    factors = {one.node: one.factor for one in words.nodes if isinstance(one, Weighted)}
    assert factors[Word("Howitzer")] == 1.0
    assert factors[Word("Rarename")] < factors[Word("crews")] < 1.0


def test_an_article_of_few_words_of_its_own_has_none_like_it() -> None:
    assert asked(Article("2", "Howitzer", "The howitzer.")) is None
