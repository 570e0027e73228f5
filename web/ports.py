"""Service: what the pages need from the archive. The real one is wired in app.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from search.article import ArticlePage
from search.names import FacetNames
from search.request import SearchRequest
from search.result import FacetList, Notice, ResultPage, Suggestion
from search.values import Asked


class Service(Protocol):
    """Answers the questions a page asks. Every method may raise a ConvoyError, whose message is shown."""

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a search. The same request always gives the same answer: what an address shows is what it was copied from."""

    @property
    def names(self) -> Mapping[str, FacetNames]:
        """Who knows the names of each facet's values."""

    def doubts(self, asked: SearchRequest) -> tuple[Notice, ...]:
        """Say what of a request there is not in the archive: its edition, or a value that nobody knows."""

    def current(self, request: SearchRequest) -> SearchRequest:
        """Return the request as it is answered: at an edition that is there, with the ids that stand for those given."""

    def article(self, article_id: str, request: SearchRequest) -> ArticlePage:
        """Return an article with the words of `request` marked. Raises NotFound, or Gone where it was withdrawn."""

    def facet(self, request: SearchRequest, name: str, asked: Asked) -> FacetList:
        """Return what is asked for of the values of one facet over a search. Raises NotFound for an unknown facet."""

    def weekly(self, page: ResultPage) -> float:
        """Return how many new articles a week a result may expect."""

    def suggest(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return what the words typed may become, the best first."""

    def oldest(self) -> str:
        """Return the date of the oldest article, empty where none has a date."""

    def health(self) -> Mapping[str, str | int]:
        """Return what an operator wants to know at a glance: articles, edition, engine."""
