"""From what the finders found to what the archive keeps: persons under their lasting ids, corrections applied, redirects left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from archive import corrections_check
from archive.corrections import RULE, Corrections, new_persons
from archive.gazetteers import Gazetteer
from archive.gazetteers.person_names import merge_key
from archive.model import Article, Edition, Mention, Redirect
from archive.store import Prepared, Store, Writer
from indexer.correcting import Corrector
from indexer.extract.extractor import values_of


class Settler:
    """Settles the values of articles in one run. Bad corrections raise BadRequest when it is made: nothing is written before."""

    def __init__(self, store: Store, writer: Writer, gazetteers: Mapping[str, Gazetteer]) -> None:
        self.writer = writer
        self.persons = gazetteers["person"]
        self.corrections: Corrections = corrections_check.load(store.path.parent, gazetteers)
        self.changed = store.fact("corrections") != self.corrections.stamp
        redirects = store.redirects("person")
        self.gone = frozenset(redirect.old for redirect in redirects)
        moved = (item for item in redirects if item.kind == "moved")
        followed = {item.old: item.new for item in moved if not self.listed(item.old) and not store.announced("person", item.old)}
        self.corrector = Corrector(self.corrections, gazetteers, followed)
        named = {person for row in self.corrector.corrections.rows if row.facet == "person" for person in (row.value, row.other)}
        self.named = named - self.corrector.corrections.merges.keys()
        self.alive: set[str] = set()
        self.settled: dict[tuple[str, str], str] = {}
        self.entities: dict[tuple[str, str], str] = {}
        for value, label in new_persons(self.corrector.corrections, self.persons):
            writer.announce("person", value, label)

    def listed(self, person: str) -> bool:
        """Tell whether the gazetteer has somebody under this very id."""
        return self.persons.label(person) is not None and self.persons.current(person) == person

    def prepare(self, article: Article, mentions: Iterable[Mention]) -> Prepared:
        """Return an article with its mentions and values as the archive keeps them."""
        settled = [self.settle(mention) if mention.facet == "person" else mention for mention in mentions]
        corrected = self.corrector.correct(article.id, article.text, settled)
        values = values_of(article, corrected.mentions)
        for outlet in values["source"]:
            self.entity("source", outlet, article.source, outlet)
        self.alive.update(values["person"])
        return Prepared(article, corrected.mentions, values, corrected=corrected.by)

    def settle(self, mention: Mention) -> Mention:
        """Replace the provisional id of a person no gazetteer knows by the id the archive knows them under."""
        named = (mention.value, mention.label)
        if named not in self.settled:
            known = self.persons.label(mention.value) is not None
            self.settled[named] = mention.value if known else self.entity("person", *named, merge_key(mention.label))
        value = self.settled[named]
        return mention if value == mention.value else mention._replace(value=value)

    def entity(self, facet: str, value: str, label: str, match: str) -> str:
        """Return the archive's id for an entity, asking the store once a run."""
        key = (facet, match)
        if key not in self.entities:
            self.entities[key] = self.writer.entity(facet, value, label, match)
        return self.entities[key]

    def close(self, reason: str, moves: Moves | None = None) -> Edition | None:
        """Close the edition together with the corrections in force and the redirects that hold from it on.

        `moves` is given where every standing article was settled anew: only then do changed corrections come into force.
        """
        with self.writer.db.atomic():
            edition = self.writer.finish(reason)
            self.writer.revive("person", self.alive & self.gone)
            if moves is not None:
                redirects = tuple(self.redirects(moves, self.writer.store.newest))
                self.writer.revive("person", filter(self.stands, self.gone))
                self.writer.revive("person", (redirect.new for redirect in redirects))
                self.writer.redirect("person", redirects)
                self.writer.correct(self.corrections)
        return edition

    def redirects(self, moves: Moves, edition: int) -> Iterator[Redirect]:
        """Yield the redirects of the merges in force and of the ids that one other took the place of."""
        merges = self.corrector.corrections.merges
        for old in merges:
            yield Redirect(old, self.corrector.corrections.current("person", old), "merge", edition)
        for old, new in moves.made(self.alive):
            if old not in merges and not self.stands(old):
                yield Redirect(old, new, "corrected" if old in moves.corrected else "moved", edition)

    def stands(self, person: str) -> bool:
        """Tell whether an id stands for itself with or without articles: a correction names it or the gazetteer has it."""
        return person not in self.corrector.corrections.merges and (person in self.named or self.listed(person))


class Moves:
    """Watches persons' ids while every standing article is settled anew: which ids went, and what stands in their places.

    `corrected` are those that corrections which came or went had a part in.
    """

    def __init__(self) -> None:
        self.taken: defaultdict[str, set[str]] = defaultdict(set)
        self.corrected: set[str] = set()

    def watch(self, before: Iterable[Mention], after: Iterable[Mention]) -> None:
        """Note which ids stand now where ids of an article stood that it has no more."""
        old, new = persons(before), persons(after)
        left = {mention.value for mention in old} - {mention.value for mention in new}
        for mention in old if left else ():
            if mention.value in left:
                over = [other for other in new if other.start < mention.end and mention.start < other.end]
                self.taken[mention.value].update(other.value for other in over)
                if any(RULE in one.rule for one in (mention, *over)):
                    self.corrected.add(mention.value)

    def made(self, alive: set[str]) -> Iterator[tuple[str, str]]:
        """Yield the (old, new) ids of those who are in no article any more and whose places exactly one other took."""
        for old, new in sorted(self.taken.items()):
            if old not in alive and len(new) == 1:
                yield old, next(iter(new))


def persons(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of persons."""
    return [mention for mention in mentions if mention.facet == "person"]
