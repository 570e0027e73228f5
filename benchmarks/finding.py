"""Speed of extraction on articles of 260 tokens: with the language model on every core, and the gazetteers alone on one.

make bench CORPUS=file-or-folder prints it with the other figures. Throughput is articles a second, the median of the rounds.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from archive.errors import BadRequest, RefusedFile
from archive.model import Article, RawArticle
from archive.settings import Settings
from benchmarks.corpus import paths_of
from indexer import readers
from indexer.clean import clean
from indexer.extract.crews import Workforce
from indexer.extract.workers import batched, extract_all, extract_batch

TOKENS = 260


def main() -> int:
    """Read articles, cut them to TOKENS words, and time both ways of finding values."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="*")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    try:
        articles = list(islice(short_articles(paths_of(options.texts)), options.articles))
    except BadRequest as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    cores = Settings().cores
    alone = rate(lambda: [extract_batch(batch, model=False) for batch in batched(articles)], len(articles), options.rounds)
    with_model = rate(lambda: list(extract_all(articles, crew=Workforce(cores), model=True)), len(articles), options.rounds)
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"\n{len(articles)} articles of {TOKENS} tokens; medians of {options.rounds} rounds\n")
    print("| finding values | articles a second |\n|---|--:|")
    print(f"| gazetteers alone, one core | {alone:,.0f} |")
    print(f"| with the language model, {cores} cores, start of the workers included | {with_model:,.0f} |")
    print(f"\nLargest memory of this process and of one worker together: {memory:,.0f} MB")
    return 0


def short_articles(texts: Sequence[Path]) -> Sequence[Article]:
    """Return the articles of some texts, cleaned and cut to TOKENS words each."""
    found: list[Article] = []
    for path in readers.walk(texts):
        if not isinstance(path, Path):
            continue
        for raw in readers.read(path, Settings()):
            if isinstance(raw, RawArticle) and len(found) < 5000:
                try:
                    found.append(cut(clean(raw)))
                except RefusedFile:
                    continue
    return found


def cut(article: Article) -> Article:
    """Return an article with the first TOKENS words of its body."""
    return replace(article, body=" ".join(article.body.split(" ")[:TOKENS]))


def rate(work: Callable[[], object], articles: int, rounds: int) -> float:
    """Return the median of articles a second over some rounds, after one that is not counted."""
    times = []
    for turn in range(rounds + 1):
        started = time.perf_counter()
        work()
        if turn:
            times.append(time.perf_counter() - started)
    return articles / statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
