"""From a plan to a Tantivy query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import tantivy
from tantivy import Occur, Query, Schema

from search.engines.plan import (
    LEAD,
    WEIGHTS,
    Alike,
    All,
    Days,
    Every,
    First,
    Keys,
    Least,
    Plan,
    Some,
    Starts,
    Stems,
    Times,
    Together,
    Value,
    Without,
)
from search.engines.tantivy_sentences import code_of
from search.tree import TEXT_FIELDS

FOLDED = {field: f"{field}_words" for field in TEXT_FIELDS}
"""The field that holds each text field's words folded but not stemmed."""


SENTENCES = {field: f"{field}_sentences" for field in TEXT_FIELDS}
"""The field that holds the codes of each text field's stems, those of one sentence at one place."""


def query_of(schema: Schema, plan: Plan) -> Query:
    """Return the Tantivy query of a plan. Only words score; values, days and negations do not."""
    match plan:
        case Every():
            return every()
        case All(plans):
            return all_of(schema, plans)
        case Some(plans):
            return any_of([query_of(schema, inner) for inner in plans])
        case Least(plans, least):
            shoulds = [(Occur.Should, query_of(schema, inner)) for inner in plans]
            return Query.boolean_query(shoulds, minimum_number_should_match=least)
        case Times(inner, factor):
            return Query.boost_query(query_of(schema, inner), factor)
        case First(inner, first):
            lead = Query.const_score_query(query_of(schema, first), LEAD)
            return Query.boolean_query([(Occur.Must, query_of(schema, inner)), (Occur.Should, lead)])
        case Without():
            return all_of(schema, (plan,))
        case Value(facet, value):
            return scoreless(value_query(schema, facet, value))
        case Keys(keys):
            return scoreless(Query.term_set_query(schema, "key", list(keys))) if keys else Query.empty_query()
        case Days(first, last):
            unsigned = tantivy.FieldType.Unsigned
            return scoreless(Query.range_query(schema, "day", unsigned, lower_bound=first, upper_bound=last))
        case Stems(fields, stems, gap):
            return weighted(fields, lambda field: phrase(schema, field, stems, gap))
        case Together(fields, stems):
            # All at place 0 of a phrase: in the field of sentences, codes of one sentence have one place.
            at_once: list[str | tuple[int, str]] = [(0, code_of(stem)) for stem in stems]
            return weighted(fields, lambda field: Query.phrase_query(schema, SENTENCES[field], at_once))
        case Starts(fields, words):
            return weighted(fields, lambda field: beginning(schema, FOLDED[field], words))
        case Alike(fields, word, edits):
            return weighted(fields, lambda field: Query.fuzzy_term_query(schema, FOLDED[field], word, edits))


def narrowed(plan: Plan, conditions: tuple[Plan, ...]) -> Plan:
    """Return a plan under conditions, which do not score.

    To see how many of several plans match, Tantivy goes through all that any of them does, however few articles meet the
    conditions (20 ms for 16 of a million). Therefore each of the several is narrowed, by days and values beside them too.
    """
    match plan:
        case Least(plans, least) if conditions:
            return Least(tuple(All((within(inner, conditions), *conditions)) for inner in plans), least)
        case First(inner, first):
            return First(narrowed(inner, conditions), first)
        case All(plans) if any(isinstance(inner, Least | First) for inner in plans):
            beside = (*conditions, *(inner for inner in plans if isinstance(inner, Value | Days)))
            return All(tuple(narrowed(inner, beside) if isinstance(inner, Least | First) else inner for inner in plans))
        case _:
            return All((plan, *conditions)) if conditions else plan


def laborious(plan: Plan) -> bool:
    """Tell whether a few articles are found again in less time by their keys than by a plan: one with more in it than words."""
    match plan:
        case All(plans) | Some(plans):
            return any(map(laborious, plans))
        case Times(inner, _) | First(inner, _):
            return laborious(inner)
        case Stems(_, stems, _):
            return len(stems) > 1
        case _:
            return isinstance(plan, Least | Together | Starts | Alike)


def within(plan: Plan, conditions: tuple[Plan, ...]) -> Plan:
    """Return a plan that matches the same where conditions are met, and looks for words side by side nowhere else.

    Of one way of several to write a thing, Tantivy looks at all articles that hold the words: at a phrase it looks longest.
    """
    match plan:
        case Some(plans):
            return Some(tuple(within(inner, conditions) for inner in plans))
        case Times(inner, factor):
            return Times(within(inner, conditions), factor)
        case Stems(_, (_, _, *_)) | Together():
            return All((plan, *conditions))
        case _:
            return plan


def all_of(schema: Schema, plans: Iterable[Plan]) -> Query:
    """Join plans that must all match; negations, which find nothing by themselves, are taken from everything."""
    plans = tuple(plans)
    wanted = [(Occur.Must, query_of(schema, plan)) for plan in plans if not isinstance(plan, Without)]
    unwanted = [(Occur.MustNot, query_of(schema, plan.plan)) for plan in plans if isinstance(plan, Without)]
    return Query.boolean_query([*(wanted or [(Occur.Must, every())]), *unwanted])


def any_of(queries: list[Query]) -> Query:
    """Join queries of which one must match."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def weighted(fields: Iterable[str], find: Callable[[str], Query]) -> Query:
    """Join the queries of several fields, each with its weight."""
    return any_of([Query.boost_query(find(field), WEIGHTS[field]) for field in fields])


def phrase(schema: Schema, field: str, stems: tuple[str, ...], gap: int) -> Query:
    """Return the query for stems in order: one exact phrase for each way of placing up to `gap` other words between them.

    Tantivy's own slop also finds words in another order and one word as two, and misses some phrases of three words and more.
    """
    if len(stems) == 1:
        return Query.term_query(schema, field, stems[0])
    placed = (zip(places, stems, strict=True) for places in placings(len(stems), gap))
    return any_of([Query.phrase_query(schema, field, [*words]) for words in placed])


def placings(words: int, gap: int) -> Iterator[tuple[int, ...]]:
    """Yield the places of so many words, the first at 0, with at most `gap` places free between them altogether."""
    for chosen in combinations(range(1, words + gap), words - 1):
        yield (0, *chosen)


def beginning(schema: Schema, field: str, words: tuple[str, ...]) -> Query:
    """Return the query for words next to each other, the last of which may go on. Words hold letters and digits only."""
    if len(words) == 1:
        return Query.regex_query(schema, field, f"{words[0]}.*")
    return Query.regex_phrase_query(schema, field, [*words[:-1], f"{words[-1]}.*"])


def value_query(schema: Schema, facet: str, value: str) -> Query:
    """Return the query for a facet value."""
    return Query.term_query(schema, facet, value, index_option="basic")


def any_field_has(schema: Schema, word: str) -> Query:
    """Return the query for a folded word in any text field."""
    return any_of([Query.term_query(schema, FOLDED[field], word) for field in TEXT_FIELDS])


def every() -> Query:
    """Return the query that matches everything and scores nothing."""
    return scoreless(Query.all_query())


def scoreless(query: Query) -> Query:
    """Return a query that matches without scoring."""
    return Query.const_score_query(query, 0.0)


def together(query: Query, conditions: list[Query]) -> Query:
    """Return a query under conditions that do not change its scores."""
    if not conditions:
        return query
    return Query.boolean_query([(Occur.Must, part) for part in (query, *map(scoreless, conditions))])
