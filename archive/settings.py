"""Every setting of Convoy: name, default and help. The only reader of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import BadRequest

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
"""Scheme, host and port."""

INDEX = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
"""What an index on a cluster may be called; a dot parts it from the number of each of its builds."""


@dataclass(frozen=True)
class Setting:
    """One row of the table of settings: environment variable, default as a string, and what it does."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("CONVOY_HOME", "var", "Folder that holds the archive and its indices."),
    Setting("CONVOY_HOST", "127.0.0.1", "Address the web server listens on; only this machine by default."),
    Setting("CONVOY_PORT", "8000", "Port the web server listens on."),
    Setting("CONVOY_WORKERS", "0", "Number of web server processes; 0 means one per core."),
    Setting("CONVOY_ENGINE", "tantivy", "Search engine: tantivy, whoosh or opensearch."),
    Setting(
        "CONVOY_OPENSEARCH",
        "",
        "Addresses of the cluster's nodes for the engine opensearch, separated by spaces, with http or https.",
    ),
    Setting(
        "CONVOY_OPENSEARCH_INDEX", "convoy", "What the archive's index is called on the cluster; every archive there needs its own."
    ),
    Setting("CONVOY_OPENSEARCH_USER", "", "User the archive shows itself to the cluster as."),
    Setting("CONVOY_OPENSEARCH_PASSWORD", "", "That user's password."),
    Setting(
        "CONVOY_OPENSEARCH_CA",
        "",
        "File of the authority that vouches for the cluster's certificate; empty: those this machine trusts.",
    ),
    Setting("CONVOY_OPENSEARCH_CERTIFICATE", "", "File of the certificate the archive shows itself with, instead of a password."),
    Setting("CONVOY_OPENSEARCH_KEY", "", "File of the private key of that certificate."),
    Setting(
        "CONVOY_OPENSEARCH_SHARDS", "1", "Parts a new index on the cluster is split into; one for every 6 million articles or so."
    ),
    Setting("CONVOY_OPENSEARCH_REPLICAS", "1", "Copies of each part on other nodes, as far as there are nodes for them."),
    Setting(
        "CONVOY_OPENSEARCH_TIMEOUT", "10", "Seconds to wait for the cluster before another node is asked; four are asked at most."
    ),
    Setting(
        "CONVOY_ADDRESS",
        "",
        "Public address in feeds, exports, references and short links, as https://news.example.org; empty: the one asked for.",
    ),
    Setting("CONVOY_CORS", "", "Web origins whose scripts may read the API, separated by spaces, or * for all; none by default."),
    Setting("CONVOY_JOBS", "0", "Number of processes that extract values during ingest; 0 means one per core."),
    Setting(
        "CONVOY_DASK", "", "Address of a Dask scheduler whose workers extract values, as tcp://host:8786; empty: this machine."
    ),
    Setting("CONVOY_LARGEST_FILE", "2000", "Largest file the indexer reads, in megabytes after decompression."),
    Setting("CONVOY_LARGEST_ARTICLE", "2", "Largest single article the indexer takes, in megabytes of text."),
    Setting("CONVOY_MODEL", "on", "Language models: on, or off for gazetteers and words alone."),
)


@dataclass(frozen=True)
class Cluster:
    """Where a search cluster is, how to get in, and how a new index on it is spread. Files are paths; `timeout` is in seconds."""

    addresses: tuple[str, ...] = ()
    index: str = "convoy"
    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    certificate: str = ""
    key: str = ""
    shards: int = 1
    replicas: int = 1
    timeout: int = 10


@dataclass(frozen=True)
class Settings:
    """The settings in force, built once at the door and handed in. Sizes are in bytes."""

    home: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    engine: str = "tantivy"
    address: str = ""
    cors: tuple[str, ...] = ()
    jobs: int = 0
    dask: str = ""
    largest_file: int = 2_000_000_000
    largest_article: int = 2_000_000
    model: bool = True
    cluster: Cluster = Cluster()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from environment variables; an unreadable value raises BadRequest naming it."""
        given = os.environ if environment is None else environment
        values = {row.name: given.get(row.name, "") or row.default for row in SETTINGS}
        return cls(
            home=Path(values["CONVOY_HOME"]),
            host=values["CONVOY_HOST"],
            port=number(values, "CONVOY_PORT", most=65535),
            workers=number(values, "CONVOY_WORKERS", most=256),
            engine=choice(values, "CONVOY_ENGINE", "tantivy", "whoosh", "opensearch"),
            address=web_address(values, "CONVOY_ADDRESS"),
            cors=origins(values, "CONVOY_CORS"),
            jobs=number(values, "CONVOY_JOBS", most=256),
            dask=values["CONVOY_DASK"],
            largest_file=number(values, "CONVOY_LARGEST_FILE", most=1_000_000) * 1_000_000,
            largest_article=number(values, "CONVOY_LARGEST_ARTICLE", most=1_000) * 1_000_000,
            model=choice(values, "CONVOY_MODEL", "on", "off") == "on",
            cluster=cluster(values),
        )

    @property
    def cores(self) -> int:
        """Return how many cores this process may use."""
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cluster(values: Mapping[str, str]) -> Cluster:
    """Return the settings of the search cluster."""
    return Cluster(
        addresses=nodes(values, "CONVOY_OPENSEARCH"),
        index=index_name(values, "CONVOY_OPENSEARCH_INDEX"),
        user=values["CONVOY_OPENSEARCH_USER"],
        password=values["CONVOY_OPENSEARCH_PASSWORD"],
        authority=values["CONVOY_OPENSEARCH_CA"],
        certificate=values["CONVOY_OPENSEARCH_CERTIFICATE"],
        key=values["CONVOY_OPENSEARCH_KEY"],
        shards=number(values, "CONVOY_OPENSEARCH_SHARDS", least=1, most=1024),
        replicas=number(values, "CONVOY_OPENSEARCH_REPLICAS", most=10),
        timeout=number(values, "CONVOY_OPENSEARCH_TIMEOUT", least=1, most=600),
    )


def number(values: Mapping[str, str], name: str, *, least: int = 0, most: int) -> int:
    """Return a whole number from `least` to `most`, or raise BadRequest naming the setting."""
    text = values[name]
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadRequest(f"{name} is {text!r}; it must be a whole number from {least} to {most}.")
    return int(text)


def choice(values: Mapping[str, str], name: str, *allowed: str) -> str:
    """Return one of the allowed words, or raise BadRequest naming the setting."""
    if values[name] not in allowed:
        raise BadRequest(f"{name} is {values[name]!r}; it must be one of: {', '.join(allowed)}.")
    return values[name]


def web_address(values: Mapping[str, str], name: str) -> str:
    """Return a web address without the slash at its end, or empty; raise BadRequest naming the setting where it is none."""
    text = values[name].rstrip("/")
    if text and not ORIGIN.fullmatch(text):
        raise BadRequest(f"{name} is {values[name]!r}; it must be like https://news.example.org, or empty.")
    return text


def origins(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return web origins separated by spaces, or `*` alone; raise BadRequest naming the setting where one is none."""
    given = tuple(values[name].split())
    wrong = [origin for origin in given if not ORIGIN.fullmatch(origin)]
    if wrong and given != ("*",):
        raise BadRequest(
            f"{name} holds {wrong[0]!r}; write origins like https://desk.example.org, separated by spaces, or * alone."
        )
    return given


def nodes(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the addresses of a cluster's nodes, or raise BadRequest naming the setting.

    A user and password in an address are refused: it is shown in messages, and they have settings of their own.
    """
    given = tuple(address.rstrip("/") for address in values[name].split())
    if not all(map(ORIGIN.fullmatch, given)) or len({address.partition(":")[0] for address in given}) > 1:
        raise BadRequest(
            f"{name} must be addresses like https://search.example.org:9200, separated by spaces, all with http or all with https; "
            f"user and password belong in {name}_USER and {name}_PASSWORD."
        )
    return given


def index_name(values: Mapping[str, str], name: str) -> str:
    """Return what an index is called, or raise BadRequest naming the setting."""
    if not INDEX.fullmatch(values[name]):
        raise BadRequest(f"{name} is {values[name]!r}; it must be lower-case letters, digits and hyphens.")
    return values[name]
