"""One index on a cluster: its fields, how a document becomes them, and the stamp and mark it carries."""

from __future__ import annotations

from itertools import chain

from archive.errors import Foreign, Unavailable
from archive.facets import FACET_NAMES, NONE
from archive.settings import Cluster
from search.engines import LIVE, IndexDocument
from search.engines.folder import UNREADABLE, compare, stamp
from search.engines.opensearch_client import Json, NotFoundError, OpenSearch, RequestError
from search.engines.opensearch_query import FOLDED, SENTENCES
from search.engines.plan import day
from search.passages import by_sentence, words_of
from search.tree import TEXT_FIELDS

SCHEMA = 1
"""Raise this when the fields below change."""

STARTING = 5
"""Seconds an index may take from being made to answering."""

FOREIGN = (
    "The index {name} on the cluster is of another archive. Give this one a name of its own: set CONVOY_OPENSEARCH_INDEX. "
    "(Where this archive was moved here, bring the file index/opensearch.id of its folder along.)"
)

APART = 1000
"""Places between two sentences: more than a search for stems at one place can reach."""

STEMMED: Json = {"type": "text", "analyzer": "whitespace"}
WORDS: Json = {**STEMMED, "norms": False}
AT_ONCE: Json = {"type": "text", "analyzer": "at_once", "norms": False, "position_increment_gap": APART}
COLUMN: Json = {"type": "integer", "index": False}
SEARCHED: Json = {"type": "integer"}


def template(cluster: Cluster) -> Json:
    """Return the template of an archive's indices. Its analysers only split: the words are made here, by `search.analysis`."""
    copies: Json = {"auto_expand_replicas": f"0-{cluster.replicas}"} if cluster.replicas else {"number_of_replicas": 0}
    analysis = {
        "filter": {"one_place": {"type": "pattern_capture", "preserve_original": False, "patterns": ["(\\S+)"]}},
        "analyzer": {"at_once": {"type": "custom", "tokenizer": "keyword", "filter": ["one_place"]}},
    }
    # A block becomes visible when it ends, not at an hour of the server's choosing.
    settings = {"number_of_shards": cluster.shards, "refresh_interval": "-1", "analysis": analysis, **copies}
    # The articles are in the store; keeping them here again would only take room.
    mappings = {"dynamic": "strict", "_source": {"enabled": False}, "properties": properties()}
    return {"index_patterns": [f"{cluster.index}.*"], "template": {"settings": settings, "mappings": mappings}}


def properties() -> Json:
    """Return the fields: texts thrice, facets as keywords, the words for completion, and what searches filter and sort by."""
    texts: Json = {}
    for field in TEXT_FIELDS:
        texts |= {field: STEMMED, FOLDED[field]: WORDS, SENTENCES[field]: AT_ONCE}
    return {
        **texts,
        **{facet: {"type": "keyword"} for facet in FACET_NAMES},
        "words": {"type": "keyword", "index": False},
        "story": {"type": "keyword"},
        "key": {"type": "long", "index": False},
        "day": SEARCHED,
        "month": COLUMN,
        "added": SEARCHED,
        "retired": SEARCHED,
        "gone": {"type": "boolean"},
    }


def fields_of(document: IndexDocument) -> Json:
    """Return a document as the cluster holds it; one without a date has no `day`, so that it comes last in every order."""
    texts: Json = {}
    every: set[str] = set()
    for field in TEXT_FIELDS:
        found = words_of(getattr(document, field))
        folded, parts = found.folded.split(), by_sentence(found.stems)
        every.update(folded)
        texts[field] = " ".join(chain.from_iterable(parts))
        texts[FOLDED[field]] = " ".join(folded)
        texts[SENTENCES[field]] = [" ".join(sorted(set(part))) for part in parts if part]
    date = day(document.date)
    return {
        **texts,
        **{facet: sorted(set(document.facets.get(facet, ()))) or [NONE] for facet in FACET_NAMES},
        "words": sorted(every),
        "key": document.key,
        **({"day": date} if date else {}),
        "month": date // 100,
        "added": document.added,
        "retired": document.retired,
        "gone": document.retired != LIVE,
        **({"story": document.story} if document.story else {}),
    }


def expected_stamp(client: OpenSearch) -> Json:
    """Return what an index here depends on; of the server only the major version."""
    number = str(client.info()["version"]["number"])
    return stamp("opensearch", number.partition(".")[0], SCHEMA)


def prepare(client: OpenSearch, cluster: Cluster, index: str, owner: str) -> None:
    """Make an index of an archive if it is not there.

    Raises Unavailable where it carries no stamp or another one, Foreign where it is of another archive.
    """
    expected = expected_stamp(client)
    try:
        found = read_meta(client, index)
    except NotFoundError:
        found = create(client, cluster, index, {"stamp": expected, "mark": "", "archive": owner})
    where = f"{index} on the cluster"
    if "stamp" not in found:
        raise Unavailable(UNREADABLE.format(where=where))
    check_owner(found, cluster, owner)
    compare(found["stamp"], expected, where=where)
    # One that another process has just made may not answer yet.
    patience = {"wait_for_no_initializing_shards": "true", "timeout": f"{STARTING}s", "request_timeout": STARTING + cluster.timeout}
    client.cluster.health(index=index, params=patience, ignore=408)


def check_owner(found: Json, cluster: Cluster, owner: str) -> None:
    """Raise Foreign unless an index is of the archive that asks."""
    if found.get("archive") != owner:
        raise Foreign(FOREIGN.format(name=cluster.index))


def create(client: OpenSearch, cluster: Cluster, index: str, meta: Json) -> Json:
    """Make an empty index by the template; where another process was first, its index stays. Return what it carries."""
    client.indices.put_index_template(name=cluster.index, body=template(cluster))
    try:
        client.indices.create(index=index, body={"mappings": {"_meta": meta}})
    except RequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
    return read_meta(client, index)


def read_meta(client: OpenSearch, index: str) -> Json:
    """Return what an index carries besides documents: `stamp` and `mark`; nothing where it is not one of ours."""
    answer = client.indices.get_mapping(index=index)
    found: Json = answer[index]["mappings"].get("_meta", {})
    return found


def write_mark(client: OpenSearch, index: str, mark: str) -> None:
    """Leave a mark with an index, in one step."""
    found = read_meta(client, index)
    client.indices.put_mapping(index=index, body={"_meta": {**found, "mark": mark}})
