"""Stories in the store: which articles still have to be compared, which story each belongs to, and how many reports it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from archive.store.lists import STANDING
from archive.store.reading import Store, marks
from archive.store.writing import Writer

BATCH = 500
STORY = "coalesce(nullif(v.story, ''), v.article)"
"""The story of a version: an empty one is named after its article."""

JOINED = "select distinct story from versions where story <> ''"


class Standing(NamedTuple):
    """An article that stands now: its id, the row of its content, its headline, its date and its outlet."""

    article: str
    content: int
    title: str
    date: str
    source: str


def unsigned(store: Store) -> Iterator[tuple[Standing, str]]:
    """Yield the standing articles whose content has not been compared yet, each with its body, in the order they came."""
    compared = "select 1 from openings o where o.article = v.article and o.content = v.content"
    sql = "select v.article, v.content, c.title, c.date, c.source, c.body from versions v join contents c on c.id = v.content"
    for *plain, body in store.db.execute(f"{sql} where v.retired is null and not exists ({compared}) order by v.key"):
        yield Standing._make(plain), body


def signed(store: Store) -> Iterator[tuple[Standing, bytes]]:
    """Yield the standing articles that were compared before, each with what is kept of its opening."""
    sql = "select v.article, v.content, c.title, c.date, c.source, o.opening from versions v join contents c on c.id = v.content"
    joined = "join openings o on o.article = v.article where v.retired is null and o.content = v.content order by v.key"
    for *plain, opening in store.db.execute(f"{sql} {joined}"):
        yield Standing._make(plain), opening


def text_of(store: Store, content: int) -> tuple[str, str, str, str]:
    """Return what is compared of a content: its headline, body, date and outlet."""
    found: tuple[str, str, str, str] = next(
        store.db.execute("select title, body, date, source from contents where id = ?", [content])
    )
    return found


def stories_of(store: Store, articles: Iterable[str]) -> dict[str, str]:
    """Return the stories of standing articles; of others nothing."""
    found: dict[str, str] = {}
    for batch in batches(articles):
        sql = f"select v.article, {STORY} from versions v where v.retired is null and v.article in ({marks(batch)})"
        found.update(store.db.execute(sql, batch))
    return found


def joined_others(store: Store) -> dict[str, str]:
    """Return the stories of the standing articles whose story is named after another article."""
    sql = "select article, story from versions where retired is null and story <> '' and story <> article order by key"
    return dict(store.db.execute(sql))


def first_known(store: Store, articles: Iterable[str]) -> dict[str, int]:
    """Return when articles came, as the key of their first versions."""
    found: dict[str, int] = {}
    for batch in batches(articles):
        sql = f"select article, min(key) from versions where article in ({marks(batch)}) group by article"
        found.update(store.db.execute(sql, batch))
    return found


def members(store: Store, stories: Iterable[str]) -> dict[str, list[str]]:
    """Return the articles that stand now by their story."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for batch in batches(stories):
        sql = f"select {STORY}, v.article from versions v where v.retired is null and {among(batch)} order by v.key"
        for story, article in store.db.execute(sql, [*batch, *batch]):
            found[story].append(article)
    return found


def report_counts(store: Store, stories: Sequence[str], edition: int) -> dict[str, int]:
    """Return how many articles of each story stand at an edition; stories of which none does are left out."""
    sql = f"select {STORY} story, count(*) from versions v where {STANDING} and {among(stories)} group by 1"
    return dict(store.db.execute(sql, [edition, edition, *stories, *stories]))


def last_arrivals(store: Store, stories: Sequence[str], edition: int) -> dict[str, str]:
    """Return when each story came to be as it stood at an edition: the instant its newest report was added or changed."""
    sql = (
        f"select {STORY}, max(e.made) from versions v join editions e on e.number = v.added where {STANDING} and {among(stories)}"
        " group by 1"
    )
    return dict(store.db.execute(sql, [edition, edition, *stories, *stories]))


class Dated(NamedTuple):
    """A version that is a report of a story, and when it was published."""

    key: int
    article: str
    date: str
    time: str


def reports(store: Store, stories: Sequence[str], edition: int) -> dict[str, list[Dated]]:
    """Return the articles of each story at an edition, the first published first, undated ones last."""
    sql = (
        f"select {STORY}, v.key, v.article, c.date, c.time from versions v join contents c on c.id = v.content"
        f" where {STANDING} and {among(stories)} order by c.date = '', c.date, c.time = '', c.time, v.key"
    )
    found: defaultdict[str, list[Dated]] = defaultdict(list)
    for story, *dated in store.db.execute(sql, [edition, edition, *stories, *stories]):
        found[story].append(Dated._make(dated))
    return found


def joined_of(store: Store, stories: Sequence[str]) -> list[str]:
    """Return those of some stories that an article other than the one they are named after has ever belonged to, in order."""
    return [str(story) for (story,) in store.db.execute(f"{JOINED} and story in ({marks(stories)}) order by story", list(stories))]


def siblings(store: Store, keys: Sequence[int], edition: int) -> dict[int, frozenset[int]]:
    """Return for each of some versions those that are reports of its story at an edition, itself among them."""
    stories = dict[int, str](store.db.execute(f"select v.key, {STORY} from versions v where v.key in ({marks(keys)})", list(keys)))
    dated = reports(store, sorted(set(stories.values())), edition)
    return {key: frozenset((key, *(one.key for one in dated.get(story, ())))) for key, story in stories.items()}


def shared_stories(store: Store) -> frozenset[str]:
    """Return the stories that more than one article has ever belonged to."""
    return frozenset(str(story) for (story,) in store.db.execute(f"{JOINED} and added <= ?", [store.newest]))


def all_stories(store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield (article, its own number in its feed, story) of everything that stands, in the order it came."""
    sql = f"select v.article, c.external_id, {STORY} from versions v join contents c on c.id = v.content"
    yield from store.db.execute(f"{sql} where v.added <= ? and v.retired is null order by v.key", [store.newest])


def among(stories: Sequence[str]) -> str:
    """Return the condition that a version belongs to one of so many stories, each of which is to be given twice."""
    # The plus keeps SQLite from reading every version without a story of its own by the index of stories.
    return f"(v.story in ({marks(stories)}) or (+v.story = '' and v.article in ({marks(stories)})))"


def settle(writer: Writer, openings: Iterable[tuple[str, int, bytes]], stories: Mapping[str, str]) -> None:
    """Keep what later articles are compared with, of which article and content, and stories from the writer's edition on."""
    with writer.db.atomic():
        writer.db.conn.executemany("insert or replace into openings (article, content, opening) values (?, ?, ?)", openings)
        for article, story in stories.items():
            tell(writer, article, "" if story == article else story)


def tell(writer: Writer, article: str, story: str) -> None:
    """Give a standing article its story: in a new version, unless its version is of the writer's edition."""
    row = writer.store.one("select key, story, added from versions where article = ? and retired is null", (article,))
    if row is None or row["story"] == story:
        return
    if row["added"] == writer.edition:
        writer.db.execute("update versions set story = ? where key = ?", [story, row["key"]])
        return
    copied = "article, content, facets, mentions"
    writer.db.execute(
        f"insert into versions ({copied}, added, story) select {copied}, ?, ? from versions where key = ?",
        [writer.edition, story, row["key"]],
    )
    key = writer.store.count("select last_insert_rowid()")
    writer.db.execute("insert into corrected select ?, correction from corrected where version = ?", [key, row["key"]])
    writer.db.execute("update versions set retired = ? where key = ?", [writer.edition, row["key"]])


def forget_openings(writer: Writer) -> None:
    """Let every article be compared anew."""
    writer.db.execute("delete from openings")


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield values BATCH at a time."""
    left = iter(values)
    while batch := list(islice(left, BATCH)):
        yield batch
