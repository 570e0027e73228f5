"""Answers that a reader who has them already need not load again: ETag from the content, 304 where it is the same."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Request, Response


def answered(response: Response, request: Request, *, modified: str = "") -> Response:
    """Return an answer with its ETag and, where given, the instant of its last change (ISO 8601); 304 where the reader has it."""
    response.add_etag()
    if modified:
        moment = datetime.fromisoformat(modified)
        response.last_modified = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    response.make_conditional(request)
    return response
