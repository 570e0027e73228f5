"""From a plan to a query in OpenSearch's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
from search.tree import TEXT_FIELDS

Query = dict[str, object]

FOLDED = {field: f"{field}_words" for field in TEXT_FIELDS}
"""The field that holds each text field's words folded but not stemmed."""

SENTENCES = {field: f"{field}_sentences" for field in TEXT_FIELDS}
"""The field that holds each text field's stems, all those of a sentence at one place."""

EVERYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}


def query_of(plan: Plan) -> Query:
    """Return the query of a plan. Only words score; values, days and negations do not."""
    match plan:
        case Every() | Value() | Keys() | Days() | Without():
            return all_of((plan,))
        case All(plans):
            return all_of(plans)
        case Some(plans):
            return any_of([query_of(inner) for inner in plans])
        case Least(plans, least):
            return {"bool": {"should": [query_of(inner) for inner in plans], "minimum_should_match": least}}
        case Times(inner, factor):
            return {"bool": {"must": [query_of(inner)], "boost": factor}}
        case First(inner, first):
            return {"bool": {"must": [query_of(inner)], "should": [constant(query_of(first), LEAD)]}}
        case Stems(fields, stems, gap):
            return weighted(fields, lambda field, weight: in_order(field, stems, gap, weight))
        case Together(fields, stems):
            return weighted(fields, lambda field, weight: at_once(SENTENCES[field], stems, weight))
        case Starts(fields, words):
            return weighted(fields, lambda field, weight: beginning(FOLDED[field], words, weight))
        case Alike(fields, word, edits):
            return weighted(fields, lambda field, weight: alike(FOLDED[field], word, edits, weight))


def all_of(plans: Iterable[Plan]) -> Query:
    """Join plans that must all match: those that score, those that only choose, and those that exclude."""
    clauses: dict[str, list[Query]] = {"must": [], "filter": [], "must_not": []}
    for plan in plans:
        match plan:
            case Without(inner):
                clauses["must_not"].append(query_of(inner))
            case Value() | Keys() | Days() | Every():
                clauses["filter"].append(choosing(plan))
            case _:
                clauses["must"].append(query_of(plan))
    if not clauses["must"] and not clauses["filter"]:
        clauses["filter"].append(EVERYTHING)
    return {"bool": {name: queries for name, queries in clauses.items() if queries}}


def choosing(plan: Value | Keys | Days | Every) -> Query:
    """Return the query of a plan without words."""
    match plan:
        case Value(facet, value):
            return {"term": {facet: value}}
        case Keys(keys):
            return {"ids": {"values": [str(key) for key in keys]}}
        case Days(first, last):
            return {"range": {"day": {"gte": first, "lte": last}}}
        case Every():
            return EVERYTHING


def any_of(queries: list[Query]) -> Query:
    """Join queries of which one must match."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def weighted(fields: Iterable[str], find: Callable[[str, float], Query]) -> Query:
    """Join the queries of several fields, each with its weight."""
    return any_of([find(field, WEIGHTS[field]) for field in fields])


def in_order(field: str, stems: tuple[str, ...], gap: int, weight: float) -> Query:
    """Return the query for stems in order with at most `gap` other words between them altogether."""
    if len(stems) == 1:
        return {"term": {field: {"value": stems[0], "boost": weight}}}
    if gap == 0:
        return {"match_phrase": {field: {"query": " ".join(stems), "boost": weight}}}
    return near([span(field, stem) for stem in stems], gap, weight, in_order=True)


def at_once(field: str, stems: tuple[str, ...], weight: float) -> Query:
    """Return the query for stems at the same place; the next place is too far away for a slop of 0."""
    return near([span(field, stem) for stem in stems], 0, weight, in_order=False)


def beginning(field: str, words: tuple[str, ...], weight: float) -> Query:
    """Return the query for words next to each other, the last of which may go on. Words hold letters and digits only."""
    start: Query = {"prefix": {field: {"value": words[-1]}}}
    if len(words) == 1:
        return constant(start, weight)
    goes_on: Query = {"span_multi": {"match": start}}
    spans = [*(span(field, word) for word in words[:-1]), goes_on]
    return constant(near(spans, 0, 1.0, in_order=True), weight)


def alike(field: str, word: str, edits: int, weight: float) -> Query:
    """Return the query for words within so many edits; with another rewrite only the 50 nearest would be looked for."""
    return {"fuzzy": {field: {"value": word, "fuzziness": edits, "rewrite": "constant_score", "boost": weight}}}


def near(spans: list[Query], slop: int, weight: float, *, in_order: bool) -> Query:
    """Return the query for spans with at most `slop` places between them."""
    return {"span_near": {"clauses": spans, "slop": slop, "in_order": in_order, "boost": weight}}


def span(field: str, word: str) -> Query:
    """Return the query for the places of a word."""
    return {"span_term": {field: word}}


def constant(query: Query, score: float) -> Query:
    """Return a query all of whose matches score the same."""
    return {"constant_score": {"filter": query, "boost": score}}
