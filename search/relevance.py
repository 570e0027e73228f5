"""What orders a list beyond its words one by one: words side by side, in one sentence, near words, months, what the best share.

These are hints: they find nothing more. How much each counts was measured (benchmarks/ranking.py, benchmarks/queries_eval.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations, islice, pairwise
from math import log

from archive.model import Article
from search.analysis import Token, stems, tokens
from search.dates import months
from search.engines import Search
from search.engines.current import CurrentIndex
from search.engines.plan import LEAD
from search.expansion import node_of
from search.fallback import TEXT, Loose, said
from search.near import Nearby
from search.same import SameWords
from search.tree import AnyOf, FacetIs, Field, Node, Phrase, Preferring, SameSentence, Weighted, Word

SIDE_BY_SIDE = 0.15
ROW, IN_A_ROW = 4, 1.0
"""Words of a row, and how much it counts: a row that an article holds word for word is hardly there by chance."""

TOGETHER = 0.2
"""How much two words of a question count in one sentence: what answers it is mostly said in one."""

BODY = 2.0
"""How much more a word of a long question counts in the body: what a question asks for is seldom in a title."""

DESCRIBED, DESCRIBED_ASKED = 7, 9
"""Words from which on a query, and a question, describes what it is after: of a shorter one the best articles' words lead away."""

SHARED = 1.5
"""How much the word that the best articles share most counts, compared with a word that was typed."""

CLOSE, CLOSE_ASKED = 0.8, 0.3
"""How much a word near a typed one counts; in a whole question, which mostly has the words of its answer, less."""

THEN = 10.0
"""What the month that a query names adds to the score: as much as one or two of its rare words."""

NAMED, NAMED_ALONE = 3.0, 10.0
"""What a value that the query names adds to the score; more where there are hardly other words to tell what is meant."""

FEW_WORDS, MOST_NAMED = 2, 9
"""Words up to which hardly any other tells, and up to which a query's names are heeded."""

WIDESPREAD = 0.3
"""The share of all articles from which on a value does not tell them apart."""

MOST_CLOSE = 40
MOST_MONTHS = 3
MOST_PAIRS = 20
MOST_IN_BODY = 60
BEST = 5
"""Articles at the top of the list that say which words belong to a long query."""

MOST_SHARED = 15
MOST_LOOKED_AT = 30
COMMON = 0.1
"""The share of all articles from which on a word says nothing."""

READ = 4000
"""Characters of each of them that are read."""

Articles = Callable[[Sequence[int]], Sequence[Article]]
"""Keys of versions → their articles."""

Rarity = Callable[[str], float]

Named = Callable[[Sequence[str]], Iterable[FacetIs]]
"""Words side by side → the values they are names of."""


@dataclass(frozen=True)
class Hinter:
    """Says what orders the list of one query by relevance. `articles` fetches the articles found."""

    index: CurrentIndex
    articles: Articles
    same: SameWords
    nearby: Nearby
    named: Named

    def hints(self, loose: Loose, whole: Search, query: str) -> tuple[Node, ...]:
        """Return the hints for a query's loose words; `whole` is its search, `query` what was typed."""
        near = (*side_by_side(loose.words), *close(loose.words, self.nearby, CLOSE_ASKED if loose.asked else CLOSE), *dated(query))
        near += tuple(together(loose.words) if loose.asked else remembered(loose.typed, self.same))
        near += tuple(meant(loose.words, self.named, self.tells_apart))
        if len(loose.words) < TEXT:
            return near
        body = tuple(Weighted(Field("body", word), BODY) for word in loose.words[:MOST_IN_BODY])
        if len(loose.words) < (DESCRIBED_ASKED if loose.asked else DESCRIBED):
            return (*near, *body)
        search = Search(query=whole.query, edition=whole.edition, sort="relevance", size=BEST, hints=(*near, *body))
        best = self.articles(self.index.search(search).keys)
        return (*near, *body, *shared(best, loose.words, rarity_in(self.index), self.same))

    def tells_apart(self, value: FacetIs) -> bool:
        """Tell whether a value tells articles apart: not one that many have."""
        return self.index.search(Search(query=value, size=0)).total <= self.index.engine().count() * WIDESPREAD


def dated(query: str) -> Iterator[Node]:
    """Yield the month of a year that a query speaks of: what happened then was mostly written about then."""
    for month in list(dict.fromkeys(months(query)))[:MOST_MONTHS]:
        # What is preferred counts LEAD more: so a month counts LEAD times this.
        yield Weighted(Preferring(month, month), THEN / LEAD)


def meant(words: Sequence[Node], named: Named, tells_apart: Callable[[FacetIs], bool]) -> Iterator[Node]:
    """Yield the values that the words are names of: a Patriot is a system here, and seldom a man who loves his country."""
    worth = NAMED_ALONE if len(words) <= FEW_WORDS else NAMED
    single = [word for text in map(said, words) for word in text.split()]
    for value in filter(tells_apart, dict.fromkeys(named(single)) if len(words) <= MOST_NAMED else ()):
        yield Weighted(Preferring(value, value), worth / LEAD)


def side_by_side(words: Sequence[Node]) -> Iterator[Node]:
    """Yield neighbours in the query as phrases."""
    texts = [said(word) for word in words]
    phrases = dict.fromkeys([*(text for text in texts if " " in text), *(" ".join(pair) for pair in pairwise(texts) if all(pair))])
    yield from (Weighted(Phrase(phrase), SIDE_BY_SIDE) for phrase in list(phrases)[:MOST_PAIRS])


def together(words: Sequence[Node]) -> Iterator[Node]:
    """Yield every two single words of a question as words of one sentence."""
    texts = dict.fromkeys(text for text in map(said, words) if len(stems(text)) == 1)
    yield from (Weighted(SameSentence(" ".join(pair)), TOGETHER) for pair in islice(combinations(texts, 2), MOST_PAIRS))


def close(words: Sequence[Node], nearby: Nearby, weight: float = CLOSE) -> Iterator[Node]:
    """Yield words that come close to those of a query; to a single word there is nothing to hold them against."""
    known = {tuple(stems(way)) for word in words for way in written(word)}
    found = nearby.of([said(word) for word in words], known) if len(words) > 1 else ()
    yield from (Weighted(node_of(word), weight) for word in list(dict.fromkeys(found))[:MOST_CLOSE])


def written(node: Node) -> Iterator[str]:
    """Yield the ways in which loose words are looked for."""
    if isinstance(node, AnyOf):
        yield from map(said, node.nodes)
    yield said(node)


def remembered(typed: Sequence[str], same: SameWords) -> Iterator[Node]:
    """Yield words in a row, fillers too, as phrases: what was typed may be a sentence half remembered."""
    rows = (typed[start : start + ROW] for start in range(len(typed) - ROW + 1))
    told = (" ".join(row) for row in rows if any(map(same.is_filler, row)) and not all(map(same.is_filler, row)))
    yield from (Weighted(Phrase(row), IN_A_ROW) for row in list(dict.fromkeys(told))[:MOST_PAIRS])


def shared(articles: Sequence[Article], asked: Sequence[Node], rarity: Rarity, same: SameWords) -> Iterator[Node]:
    """Yield the words that two or more of the articles hold and that were not asked for, by how much these are about them."""
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    share: dict[str, list[float]] = defaultdict(list)
    for article in articles:
        found = [token for token in tokens(article.text[:READ]) if tells(token, same)]
        for stem, times in Counter(token.stem for token in found).items():
            share[stem].append(times / len(found))
        for token in found:
            spelt[token.stem][token.folded] += 1
    known = set(stems(" ".join(map(said, asked))))
    parts = {stem: sum(some) for stem, some in share.items() if len(some) > 1 and stem not in known}
    words = {spelt[stem].most_common(1)[0][0]: parts[stem] for stem in nlargest(MOST_LOOKED_AT, parts, key=parts.__getitem__)}
    worth = {word: part * rarity(word) for word, part in words.items()}
    best = [word for word in nlargest(MOST_SHARED, worth, key=worth.__getitem__) if worth[word] > 0]
    yield from (Weighted(Word(word), round(SHARED * worth[word] / worth[best[0]], 3)) for word in best)


def tells(token: Token, same: SameWords) -> bool:
    """Tell whether a word of a text may say what it is about."""
    return len(token.folded) > 2 and token.folded.isalpha() and not same.is_filler(token.folded)


def rarity_in(index: CurrentIndex) -> Rarity:
    """Return what says how rare a word is: the logarithm of articles over those that hold it, 0 for a common one."""
    every = index.engine().count()

    def rarity(word: str) -> float:
        articles = index.search(Search(query=Word(word), size=0)).total
        return log(every / articles) if 0 < articles < every * COMMON else 0.0

    return rarity
