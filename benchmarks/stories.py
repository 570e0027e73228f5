"""Precision and recall of stories against labelled pairs of articles: python -m benchmarks.stories CORPUS.

CORPUS is a file or folder that holds the labelled articles, which are named by their own ids (`external_id`). A pair counts as
joined where both articles have the same story, however they came to it. The weighted figures stand for all candidate pairs;
docs/stories.md tells how the pairs were drawn.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import RefusedFile
from archive.model import Refusal
from archive.settings import Settings
from indexer import readers
from indexer.clean import clean
from indexer.stories import StoryArticle, find_stories

LABELS = Path(__file__).parent / "labels" / "story_pairs.csv"
HALVES = ("tune", "test", "fresh")
"""What thresholds were set on, what was kept from that, and what was drawn and labelled when the rules had long stood."""


@dataclass(frozen=True)
class Pair:
    """Two articles by their own ids, whether a reader found them one story and why, and how many candidate pairs they stand for."""

    first: str
    second: str
    same: bool
    half: str
    weight: float
    reason: str


@dataclass(frozen=True)
class Score:
    """Sums over pairs: rightly joined, wrongly joined, missed."""

    right: float
    wrong: float
    missed: float

    def row(self, name: str) -> str:
        """Return a row of the table."""
        precision, recall = (self.right / max(1e-9, self.right + error) for error in (self.wrong, self.missed))
        return f"| {name} | {self.right:.0f} | {self.wrong:.0f} | {self.missed:.0f} | {precision:.3f} | {recall:.3f} |"


def main() -> int:
    """Find the stories of the corpus and print the scores; 2 where the corpus is not there or lacks labelled articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--errors", action="store_true", help="also list the pairs that came out wrong")
    options = parser.parse_args()
    if options.corpus is None or not options.corpus.exists():
        print("Name the articles to measure with: python -m benchmarks.stories CORPUS", file=sys.stderr)
        return 2
    pairs = list(labelled(options.labels))
    stories = timed_stories(list(articles(options.corpus)))
    lacking = [key for pair in pairs for key in (pair.first, pair.second) if key not in stories]
    if lacking:
        print(f"{options.corpus} lacks {len(set(lacking))} labelled articles, such as {lacking[0]}.", file=sys.stderr)
        return 2
    print("| pairs | joined rightly | joined wrongly | missed | precision | recall |\n|---|--:|--:|--:|--:|--:|")
    for half in dict.fromkeys(pair.half for pair in sorted(pairs, key=lambda pair: HALVES.index(pair.half))):
        chosen = [pair for pair in pairs if pair.half == half]
        print(score(chosen, stories, weighted=False).row(f"{half}, {len(chosen)} pairs"))
        print(score(chosen, stories, weighted=True).row(f"{half}, weighted"))
    if options.errors:
        list_errors(pairs, stories)
    return 0


def labelled(path: Path) -> Iterator[Pair]:
    """Yield the labelled pairs of a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Pair(row["first"], row["second"], row["label"] == "same", row["half"], float(row["weight"]), row["reason"])


def articles(corpus: Path) -> Iterator[StoryArticle]:
    """Yield the cleaned articles of a corpus, each under its own id."""
    settings = Settings()
    for path in readers.walk([corpus]):
        if isinstance(path, Refusal):
            continue
        for raw in readers.read(path, settings):
            if isinstance(raw, Refusal):
                continue
            try:
                article = clean(raw)
            except RefusedFile:
                continue
            yield StoryArticle(article.external_id or article.id, article.title, article.body, article.date, article.source)


def timed_stories(found: Sequence[StoryArticle]) -> Mapping[str, str]:
    """Return the stories; say how long that took and how much memory the process has come to need."""
    before = peak()
    started, used = time.perf_counter(), time.process_time()
    stories = find_stories(found)
    spent, processor = time.perf_counter() - started, time.process_time() - used
    sizes = Counter(Counter(stories.values()).values())
    print(f"{len(found):,} articles: {spent:.1f} s ({processor:.1f} s of processor), peak memory {before} to {peak()} MB")
    print("stories by their articles: " + ", ".join(f"{size}: {count:,}" for size, count in sorted(sizes.items())) + "\n")
    return stories


def peak() -> int:
    """Return the most memory this process has held, in MB."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def score(pairs: Sequence[Pair], stories: Mapping[str, str], *, weighted: bool) -> Score:
    """Return the sums over pairs, each counted once or by its weight."""
    sums = {(True, True): 0.0, (False, True): 0.0, (True, False): 0.0, (False, False): 0.0}
    for pair in pairs:
        sums[pair.same, stories[pair.first] == stories[pair.second]] += pair.weight if weighted else 1
    return Score(right=sums[True, True], wrong=sums[False, True], missed=sums[True, False])


def list_errors(pairs: Sequence[Pair], stories: Mapping[str, str]) -> None:
    """Print the pairs that came out wrong."""
    print()
    for pair in pairs:
        if pair.same != (stories[pair.first] == stories[pair.second]):
            print(f"{pair.half}: {'missed' if pair.same else 'joined wrongly'}: {pair.first} {pair.second} ({pair.reason})")


if __name__ == "__main__":
    sys.exit(main())
