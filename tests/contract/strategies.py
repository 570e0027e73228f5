"""Random documents, trees and filters over a small world of words, so that things meet."""

from __future__ import annotations

from hypothesis import strategies as st

from archive.facets import FACET_NAMES, NONE
from search.engines import LIVE, Filter, IndexDocument, Search
from search.tree import (
    TEXT_FIELDS,
    AllOf,
    Among,
    AnyOf,
    AtLeast,
    DateRange,
    Everything,
    FacetIs,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Phrase,
    Preferring,
    Prefix,
    SameSentence,
    Weighted,
    Word,
)

WORDS = (
    *("tank", "tanks", "tanked", "Tank’s", "drone", "drones", "air", "defence", "defense", "the", "of", "a"),
    *("F-16", "F16", "f", "16", "155mm", "155", "mm", "Kasčiūnas", "kasciunas", "Зеленський", "O'Brien", "obrien"),
    *("delivered", "delivers", "delivery", "—", "…", "tank. The", "drone! Air", "\n\n"),
)
DATES = ("", "2022-02-24", "2024-01-31", "2024-02-01", "2024-02-29", "2024-12-31", "2025-06-15")
VALUES = ("UA", "LT", "RU", "armoured-vehicles", "main-battle-tank", "zelenskyy", "ž")
EDITIONS = (1, 2, 3, 4)
STORIES = ("", "", "first", "second", "third")

texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
pieces = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
values = st.lists(st.sampled_from(VALUES), max_size=4).map(tuple)
facet_values = st.fixed_dictionaries(dict.fromkeys(FACET_NAMES, values))


@st.composite
def documents(draw: st.DrawFn, key: int) -> IndexDocument:
    """Make one version of an article."""
    added = draw(st.sampled_from(EDITIONS))
    return IndexDocument(
        key=key,
        title=draw(texts),
        standfirst=draw(texts),
        body=draw(texts),
        date=draw(st.sampled_from(DATES)),
        facets=draw(facet_values),
        added=added,
        retired=draw(st.sampled_from([LIVE, LIVE, added + 1, added + 2])),
        story=draw(st.sampled_from(STORIES)),
    )


@st.composite
def archives(draw: st.DrawFn) -> tuple[IndexDocument, ...]:
    """Make up to a dozen versions with keys in no order."""
    keys = draw(st.lists(st.one_of(st.integers(1, 12), st.integers(1, 2**31)), unique=True, max_size=12))
    return tuple(draw(documents(key)) for key in keys)


facets_or_not = st.sampled_from((*FACET_NAMES, "planet"))
values_or_not = st.sampled_from((*VALUES, "nowhere", NONE))
days = st.one_of(st.none(), st.sampled_from(("2022-01-01", "2024-01-31", "2024-02-31", "2030-01-01")))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.just(Everything()),
    st.just(Nothing()),
    st.builds(Word, st.one_of(st.sampled_from(WORDS), st.just(""))),
    st.builds(Phrase, st.one_of(pieces, texts)),
    st.builds(Near, pieces, st.integers(0, 4)),
    st.builds(SameSentence, st.one_of(pieces, texts)),
    st.builds(Prefix, st.one_of(st.sampled_from(WORDS), st.sampled_from(("t", "d", "del", "F-1", "15", "Kas", "зел", "O'B")))),
    st.builds(
        Fuzzy, st.one_of(st.sampled_from(WORDS), st.sampled_from(("dorne", "tnaks", "kascunas", "defnce"))), st.integers(0, 3)
    ),
    st.builds(FacetIs, facets_or_not, values_or_not),
    st.builds(DateRange, days, days),
    st.builds(Among, st.lists(st.integers(1, 12), max_size=6).map(tuple)),
)


def branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Make the nodes that hold others."""
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(AtLeast, st.lists(inner, max_size=4).map(tuple), st.integers(-1, 5)),
        st.builds(Preferring, inner, inner),
        st.builds(Weighted, inner, st.sampled_from((0.25, 1.0, 3.0))),
        st.builds(Field, st.sampled_from((*TEXT_FIELDS, "footer")), inner),
    )


trees = st.recursive(leaves, branches, max_leaves=6)
some_values = st.lists(values_or_not, max_size=2).map(tuple)
filters = st.builds(Filter, facets_or_not, all=some_values, any=some_values, none_of=some_values, missing=st.booleans())
searches = st.builds(
    Search,
    query=trees,
    filters=st.lists(filters, max_size=2).map(tuple),
    edition=st.sampled_from((None, None, *EDITIONS)),
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    offset=st.integers(0, 3),
    size=st.sampled_from((0, 2, 20)),
    counts=st.dictionaries(st.sampled_from(FACET_NAMES), st.sampled_from((0, 1, 3, 1000))),
    wanted=st.dictionaries(st.sampled_from(FACET_NAMES), st.lists(st.sampled_from((*VALUES, "nowhere")), unique=True).map(tuple)),
    dates=st.sampled_from(("", "month", "day")),
    stories=st.booleans(),
    hints=st.lists(trees, max_size=2).map(tuple),
)
