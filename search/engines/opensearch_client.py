"""The way to a cluster: who we are, how often we ask, and what is said when it does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from ssl import SSLContext, create_default_context

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    NotFoundError,
    OpenSearchException,
    RequestError,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as Unreachable

from archive.errors import BadRequest, ConvoyError, Unavailable
from archive.settings import Cluster
from search.engines.folder import CURE

Json = dict[str, object]

RETRIES = 3
RETRIED = (429, 502, 503, 504)
"""Answers after which another node is asked: too busy, or a proxy or node that is going or coming."""

DOWN = (
    "The search cluster at {where} does not answer. Start it, or set CONVOY_OPENSEARCH to where it is "
    "(to search without a cluster: CONVOY_ENGINE=tantivy)."
)
STRANGER = (
    "The search cluster at {where} shows a certificate that nobody trusted here vouches for, or none at all. "
    "Set CONVOY_OPENSEARCH_CA to the file of the authority that made it."
)
REFUSED = (
    "The search cluster at {where} does not let this archive in. Check CONVOY_OPENSEARCH_USER and CONVOY_OPENSEARCH_PASSWORD "
    "(or CONVOY_OPENSEARCH_CERTIFICATE and CONVOY_OPENSEARCH_KEY)."
)
PARTIAL = "Part of the search cluster does not answer, and half an answer is none. If it lasts, start the nodes that are missing."
LOST = "The search index {index} on the cluster is gone or closed. " + CURE
TOO_MANY = "Too many words begin like the last one of a compound such as F-1*. Write more of its letters."
UNREADABLE = (
    "CONVOY_OPENSEARCH_CA, CONVOY_OPENSEARCH_CERTIFICATE and CONVOY_OPENSEARCH_KEY must name files in PEM format; "
    "one of them cannot be read: {reason}."
)
UNSET = "CONVOY_ENGINE is opensearch, so CONVOY_OPENSEARCH must say where the cluster is, as https://search.example.org:9200."


@lru_cache(maxsize=8)
def connect(cluster: Cluster) -> OpenSearch:
    """Return a client of the cluster, which nothing is asked of yet; the same one for the same settings."""
    if not cluster.addresses:
        raise BadRequest(UNSET)
    return OpenSearch(
        list(cluster.addresses),
        timeout=cluster.timeout,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=RETRIED,
        http_compress=True,
        http_auth=(cluster.user, cluster.password) if cluster.user else None,
        ssl_context=trust(cluster) if cluster.addresses[0].startswith("https:") else None,
    )


def trust(cluster: Cluster) -> SSLContext:
    """Return whom we trust and how we show ourselves; BadRequest where a file is not what it should be."""
    try:
        context = create_default_context(cafile=cluster.authority or None)
        if cluster.certificate:
            context.load_cert_chain(cluster.certificate, cluster.key or None)
    except OSError as error:
        raise BadRequest(UNREADABLE.format(reason=error.strerror or error)) from error
    return context


@contextmanager
def answering(cluster: Cluster, index: str) -> Iterator[None]:
    """Turn whatever the client raises into an error that names the cure."""
    try:
        yield
    except OpenSearchException as error:
        raise meaning(error, cluster, index) from error


def meaning(error: OpenSearchException, cluster: Cluster, index: str) -> ConvoyError:
    """Return what an error of the client means to those who meet it."""
    where = " ".join(cluster.addresses)
    match error:
        case SSLError():
            return Unavailable(STRANGER.format(where=where))
        case Unreachable():
            return Unavailable(DOWN.format(where=where))
        case AuthenticationException() | AuthorizationException():
            return Unavailable(REFUSED.format(where=where))
        case TransportError() if says(error, "SSL certificate"):
            return Unavailable(REFUSED.format(where=where))
        case NotFoundError():
            return Unavailable(LOST.format(index=index))
        case TransportError() if says(error, "index_closed_exception"):
            return Unavailable(LOST.format(index=index))
        case TransportError() if says(error, "maxClauseCount", "too_many_clauses", "too_many_nested_clauses"):
            return BadRequest(TOO_MANY)
        case TransportError() if says(error, "search_phase_execution_exception", "no_shard_available_action_exception"):
            return Unavailable(PARTIAL)
        case TransportError() if error.status_code in RETRIED:
            return Unavailable(DOWN.format(where=where))
        case _:
            return Unavailable(f"The search cluster refused what was asked of it: {error}.")


def says(error: TransportError, *words: str) -> bool:
    """Tell whether an answer holds one of the words."""
    said = f"{error.error} {error.info}"
    return any(word in said for word in words)


__all__ = [
    "PARTIAL",
    "Json",
    "NotFoundError",
    "OpenSearch",
    "RequestError",
    "SSLError",
    "TransportError",
    "Unreachable",
    "answering",
    "connect",
    "says",
]
