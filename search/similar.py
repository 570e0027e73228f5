"""More like an article: what tells it from the rest of the archive, asked as an ordinary search of bounded size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest
from math import log

from archive.model import Article
from archive.store.lists import records
from archive.store.stories import reports
from search.analysis import tokens
from search.engines import Search
from search.labels import Labels
from search.request import SearchRequest
from search.result import Report
from search.same import SameWords, load
from search.service import Service
from search.stories import report
from search.tree import AllOf, Among, AtLeast, Everything, Node, Not, Weighted, Word

READ = 6000
"""Characters read: the beginning of a report says what it is about."""

IN_TITLE = 3
"""How much more a word counts that stands in the title."""

WEIGHED = 24
"""Words whose frequency in the archive is looked up."""

TELLING = 10
"""Words that are searched for."""

LEAST = 4
"""How many of them another article must have, three of ten being chance."""

SHORTEST = 3
SHOWN = 5


def similar(service: Service, article_id: str, request: SearchRequest) -> tuple[Report, ...]:
    """Return the few articles most like one at a request's edition, one a story, its own story left out."""
    plain = SearchRequest(edition=service.current(request).edition)
    version = service.store.version(article_id, plain.edition)
    if version is None:
        return ()
    edition = plain.edition or service.index.edition()
    own = [one.key for one in reports(service.store, [version.story], edition).get(version.story, ())]
    tree = likeness(version.article, load(), lambda node: service.reader.count(node, plain), own)
    if tree is None:
        return ()
    found = service.index.search(Search(tree, edition=plain.edition, sort="relevance", size=SHOWN, stories=True))
    listed = tuple(records(service.store, found.keys))
    labels = Labels.collect(service.store, service.gazetteers, plain, None, listed)
    return tuple(report(record, plain, labels) for record in listed)


def likeness(article: Article, same: SameWords, count: Callable[[Node], int], own: Sequence[int]) -> Node | None:
    """Return the search for articles like one, None where it has too few words of its own. `own` are versions to leave out.

    `count` tells how many articles a tree matches. Words are chosen by how often they stand in the article and how rare they are;
    they weigh by the first alone, since relevance goes by rarity itself: weighed twice, one rare name outdoes the matter.
    """
    everything = max(1, count(Everything()))
    uses = {word: 1 + log(times) for word, times in frequent(article, same)}
    holding = {word: count(Word(word)) for word in uses}
    worth = {word: uses[word] * log(1 + everything / articles) for word, articles in holding.items() if articles > 1}
    telling = nlargest(TELLING, worth, key=worth.__getitem__)
    if len(telling) < LEAST:
        return None
    most = max(uses[word] for word in telling)
    words = tuple(Weighted(Word(word), round(uses[word] / most, 3)) for word in telling)
    return AllOf((AtLeast(words, LEAST), Not(Among(tuple(own)))))


def frequent(article: Article, same: SameWords) -> list[tuple[str, int]]:
    """Return the words an article uses most, as first written, with how often; figures and fillers left out."""
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, times in ((article.title, IN_TITLE), (article.standfirst, 1), (article.body[:READ], 1)):
        for token in tokens(text):
            word = text[token.start : token.end]
            if len(word) >= SHORTEST and word.isalpha() and not same.is_filler(word):
                counted[token.stem] += times
                written.setdefault(token.stem, word)
    return [(written[stem], times) for stem, times in counted.most_common(WEIGHED)]
