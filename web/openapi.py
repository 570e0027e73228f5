"""/openapi.json: the API described for programs, made from its routes' table, its types and the declared facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from archive.facets import FACETS
from search.request import COUNTS, DISTINCTIVE, LONGEST_QUERY, SORTS, WORDS
from search.shapes import (
    ArticleAnswer,
    EditionsAnswer,
    EvidenceAnswer,
    FacetAnswer,
    LinkAnswer,
    LinkRequest,
    Problem,
    SearchAnswer,
    SuggestAnswer,
)
from search.values import ORDERS

Json = dict[str, object]
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
STRING: Json = {"type": "string"}
NUMBER: Json = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
DATE: Json = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


@dataclass(frozen=True)
class Parameter:
    """One key of an address; `repeated` where it may be given several times."""

    name: str
    told: str
    schema: Mapping[str, object]
    where: str = "query"
    repeated: bool = False

    def json(self) -> Json:
        """Return the parameter as OpenAPI has it."""
        schema = {"type": "array", "items": self.schema} if self.repeated else self.schema
        path = {"required": True} if self.where == "path" else {}
        return {"name": self.name, "in": self.where, "description": self.told, "schema": schema, **path}


@dataclass(frozen=True)
class Operation:
    """One route: what it answers, the type of that, its parameters, the errors it may give; `sent` is what is posted to it."""

    path: str
    name: str
    told: str
    answer: type
    parameters: tuple[Parameter, ...]
    errors: tuple[int, ...]
    sent: type | None = None

    @property
    def method(self) -> str:
        """Return the HTTP method."""
        return "post" if self.sent else "get"


def facet_parameters() -> Iterator[Parameter]:
    """Yield the keys of every declared facet."""
    for facet in FACETS:
        yield Parameter(facet.name, f"{facet.label}: articles that have all of these values (ids).", STRING, repeated=True)
        yield Parameter(f"{facet.name}.any", f"{facet.label}: articles that have at least one of these.", STRING, repeated=True)
        yield Parameter(f"{facet.name}.not", f"{facet.label}: articles that have none of these.", STRING, repeated=True)
        yield Parameter(f"{facet.name}.none", f"{facet.label}: 1 for articles without any value.", {"const": "1"})


QUERY = Parameter("q", "Words, as typed into the search box.", {"type": "string", "maxLength": LONGEST_QUERY})
EDITION = Parameter("edition", "The archive as it stood at this edition.", NUMBER)
PAGE = Parameter("page", "The page of the result; for more than 500 follow next.", NUMBER)
CURSOR = Parameter("cursor", "Where to go on, from the address in next.", NUMBER)
PLAIN_WORDS = Parameter("plain", "Words to be taken as written, without their other spellings.", STRING, repeated=True)
WORDS_STATE = Parameter(
    "words", "Insist on all words, or be content with most of them, or also with what comes near in meaning.", {"enum": list(WORDS)}
)
FILTERS = (
    QUERY,
    PLAIN_WORDS,
    WORDS_STATE,
    *facet_parameters(),
    Parameter("from", "First day: YYYY, YYYY-MM or YYYY-MM-DD.", DATE),
    Parameter("to", "Last day: YYYY, YYYY-MM or YYYY-MM-DD.", DATE),
    EDITION,
    Parameter("count", "What is listed and counted: stories, each with its reports, or articles.", {"enum": list(COUNTS)}),
)
VALUES = Parameter("order", "Values of facets: over-represented ones first, instead of the most frequent.", {"enum": [DISTINCTIVE]})
SEARCH = (*FILTERS, Parameter("sort", "The order.", {"enum": list(SORTS)}), VALUES, PAGE, CURSOR)
FACET = Parameter("name", "The facet.", {"enum": [facet.name for facet in FACETS]}, where="path")
ORDER = Parameter(
    "order",
    "Most frequent first, from A to Z, over-represented first, or by group (countries only).",
    {"enum": [*ORDERS, *(facet.group for facet in FACETS if facet.group)]},
)
FIND = Parameter("find", "Only values with a name that begins so, in any of its words.", STRING)
WITHIN = Parameter("within", "Only values one step narrower than this one (id).", STRING)
ARTICLE = Parameter("article_id", "The id of the article.", STRING, where="path")

OPERATIONS: tuple[Operation, ...] = (
    Operation("/api/search", "search", "Search the articles.", SearchAnswer, SEARCH, (400, 414, 503)),
    Operation("/api/articles/{article_id}", "article", "One article.", ArticleAnswer, (ARTICLE, QUERY, EDITION), (404, 410, 414)),
    Operation(
        "/api/facets/{name}",
        "facet",
        "All values of a facet.",
        FacetAnswer,
        (FACET, *FILTERS, ORDER, FIND, WITHIN, PAGE, CURSOR),
        (400, 404, 414, 503),
    ),
    Operation("/api/evidence", "evidence", "The sentences that earned values.", EvidenceAnswer, SEARCH, (400, 414, 503)),
    Operation("/api/suggest", "suggest", "What the words typed may become.", SuggestAnswer, FILTERS, (414, 503)),
    Operation("/api/editions", "editions", "Every edition.", EditionsAnswer, (), ()),
    Operation("/api/links", "link", "Make a short link.", LinkAnswer, (), (400, 403, 404, 410, 413, 503), LinkRequest),
)


def document(base: str) -> Json:
    """Return the description of the API served at `base`."""
    schemas: dict[str, Json] = {}
    paths = {one.path: {one.method: operation_json(one, schemas)} for one in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Convoy", "version": "1", "description": "News about defence and military aid, searchable."},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def operation_json(one: Operation, schemas: dict[str, Json]) -> Json:
    """Return an operation as OpenAPI has it; the types it names are added to `schemas`."""
    whole = answer("The answer.", "application/json", schema_of(one.answer, schemas))
    answers = {"201": whole} if one.sent else {"200": whole, "304": {"description": "The same as you have, by its ETag."}}
    for status in one.errors:
        answers[str(status)] = answer("What was wrong, and what to do.", "application/problem+json", schema_of(Problem, schemas))
    parameters = [parameter.json() for parameter in one.parameters]
    told: Json = {"operationId": one.name, "summary": one.told, "parameters": parameters, "responses": answers}
    if one.sent:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema_of(one.sent, schemas)}}}
    return told


def answer(told: str, mimetype: str, schema: Json) -> Json:
    """Return a response as OpenAPI has it."""
    return {"description": told, "content": {mimetype: {"schema": schema}}}


def schema_of(kind: object, schemas: dict[str, Json]) -> Json:
    """Return the JSON schema of a type; that of a TypedDict is put among `schemas` and referred to."""
    if isinstance(kind, type) and is_typeddict(kind):
        if kind.__name__ not in schemas:
            schemas[kind.__name__] = {}
            schemas[kind.__name__] |= object_schema(kind, schemas)
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if isinstance(kind, type) and kind in PLAIN:
        return {"type": PLAIN[kind]}
    if isinstance(kind, UnionType):
        return {"anyOf": [schema_of(one, schemas) for one in get_args(kind)]}
    if get_origin(kind) is list:
        return {"type": "array", "items": schema_of(get_args(kind)[0], schemas)}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": schema_of(get_args(kind)[1], schemas)}
    raise TypeError(f"no schema for {kind}")


def object_schema(kind: type, schemas: dict[str, Json]) -> Json:
    """Return the schema of a TypedDict: its keys and no others."""
    hints = get_type_hints(kind, include_extras=True)
    optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    types = {name: get_args(hint)[0] if name in optional else hint for name, hint in hints.items()}
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "properties": {name: schema_of(hint, schemas) for name, hint in types.items()},
        "required": [name for name in types if name not in optional],
        "additionalProperties": False,
    }
