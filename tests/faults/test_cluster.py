"""A cluster that is down, that is not who it says, or that does not know us: a clear word, and no data."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app import create_app
from archive.errors import BadRequest, ConvoyError, Unavailable
from archive.settings import Cluster, Settings
from search.engines import Search, open_engine
from search.tree import Word
from tests.conftest import ingest
from tests.contract.made_up import ARTICLES, version
from tests.faults.conftest import PASSWORD, ROOT, USER, Door
from tools.opensearch.cluster import free_ports


@pytest.fixture
def nowhere(tmp_path: Path) -> Settings:
    """Return the settings of an archive whose cluster is down."""
    home = ingest(tmp_path / "var", []).home
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    return Settings(home=home, engine="opensearch", cluster=Cluster(addresses=(address,), timeout=2))


@pytest.mark.parametrize("path", ["/", "/?q=tanks&country=LT", "/export.csv?q=tanks", "/feed.atom", "/facet/country"])
def test_a_cluster_that_is_down_is_a_page_that_names_the_cure(nowhere: Settings, path: str) -> None:
    answer = create_app(nowhere).test_client().get(path)
    assert answer.status_code == 503
    assert "does not answer. Start it, or set CONVOY_OPENSEARCH" in answer.text
    assert "CONVOY_ENGINE=tantivy" in answer.text


@pytest.mark.parametrize("path", ["/api/search?q=tanks", "/healthz"])
def test_programs_are_told_in_their_own_words(nowhere: Settings, path: str) -> None:
    answer = create_app(nowhere).test_client().get(path)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert "does not answer" in answer.get_json()["detail"]


@pytest.mark.parametrize("words", [("search", "tanks"), ("indexer", "ingest", "seeds"), ("indexer", "reindex")])
def test_commands_say_it_in_one_line(nowhere: Settings, words: tuple[str, ...]) -> None:
    given = {"CONVOY_HOME": str(nowhere.home), "CONVOY_ENGINE": "opensearch", "CONVOY_MODEL": "off"}
    environment = {**os.environ, **given, "CONVOY_OPENSEARCH": nowhere.cluster.addresses[0]}
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("convoy: The search cluster at http://127.0.0.1:")
    assert len(done.stderr.splitlines()) == 1


def test_a_cluster_that_nobody_named_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="CONVOY_OPENSEARCH must say where"):
        open_engine("opensearch", tmp_path / "opensearch-1", Cluster())


def asked(tmp_path: Path, cluster: Cluster) -> int:
    """Return how many made-up articles about drones are found once they have been put into a cluster."""
    engine = open_engine("opensearch", tmp_path / tmp_path.name.lower().strip("_"), cluster)
    with engine.writing() as writer:
        writer.put(ARTICLES)
        writer.put(version(key, "", "convoy " * 500) for key in range(100, 150))
    return engine.search(Search(query=Word("drones"))).total


def test_a_password_and_a_known_certificate_let_us_in(tmp_path: Path, door: Door) -> None:
    authority = str(door.folder / "authority.pem")
    assert asked(tmp_path, Cluster((door.with_password,), "door", USER, PASSWORD, authority, replicas=0)) == 2


def test_a_certificate_of_our_own_lets_us_in(tmp_path: Path, door: Door) -> None:
    authority, own, key = (str(door.folder / name) for name in ("authority.pem", "archive.pem", "archive.key"))
    cluster = Cluster((door.with_certificate,), "door", authority=authority, certificate=own, key=key, replicas=0)
    assert asked(tmp_path, cluster) == 2


def refusal(tmp_path: Path, cluster: Cluster, kind: type[ConvoyError] = Unavailable) -> str:
    """Return what is said to those who are not let in; nobody is told a password."""
    with pytest.raises(kind) as caught:
        asked(tmp_path, cluster)
    assert PASSWORD not in caught.value.message
    assert len(caught.value.message.splitlines()) == 1
    return caught.value.message


@pytest.mark.parametrize(("user", "password"), [(USER, "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_is_said_to_be_so(tmp_path: Path, door: Door, user: str, password: str) -> None:
    authority = str(door.folder / "authority.pem")
    said = refusal(tmp_path, Cluster((door.with_password,), "door", user, password, authority))
    assert "does not let this archive in. Check CONVOY_OPENSEARCH_USER and CONVOY_OPENSEARCH_PASSWORD" in said


@pytest.mark.parametrize("authority", ["stranger.pem", ""])
def test_a_certificate_of_somebody_unknown_is_said_to_be_so(tmp_path: Path, door: Door, authority: str) -> None:
    path = str(door.folder / authority) if authority else ""
    said = refusal(tmp_path, Cluster((door.with_password,), "door", USER, PASSWORD, path))
    assert "Set CONVOY_OPENSEARCH_CA to the file of the authority" in said


def test_a_certificate_for_another_name_is_said_to_be_so(tmp_path: Path, door: Door) -> None:
    address = door.with_password.replace("127.0.0.1", "localhost")
    said = refusal(tmp_path, Cluster((address,), "door", USER, PASSWORD, str(door.folder / "authority.pem")))
    assert "CONVOY_OPENSEARCH_CA" in said


def test_no_certificate_of_our_own_is_said_to_be_missing(tmp_path: Path, door: Door) -> None:
    said = refusal(tmp_path, Cluster((door.with_certificate,), "door", authority=str(door.folder / "authority.pem")))
    assert "CONVOY_OPENSEARCH_CERTIFICATE" in said


def test_a_file_that_is_no_certificate_is_said_to_be_none(tmp_path: Path, door: Door) -> None:
    known = Cluster((door.with_password,), "door", USER, PASSWORD, str(door.folder / "authority.pem"))
    for wrong in (replace(known, authority="nowhere.pem"), replace(known, authority=str(door.folder / "users"))):
        assert "CONVOY_OPENSEARCH_CA" in refusal(tmp_path, wrong, BadRequest)
