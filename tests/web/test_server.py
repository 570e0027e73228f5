"""`python app.py`: the production server as it is started by hand."""

from __future__ import annotations

import http.client
import json
import math
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from selectors import DefaultSelector
from threading import Barrier, Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from gunicorn.config import Config

from archive.settings import Settings
from tests.conftest import environment_of
from web.server import InTurn, Worker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def port(small_archive: Settings) -> Iterator[int]:
    """Return the port of a server on the small archive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    environment = {**environment_of(small_archive), "CONVOY_PORT": str(number), "CONVOY_WORKERS": "2"}
    with subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdout.readline().strip() == f"Convoy is at http://127.0.0.1:{number}"
        yield number
        server.terminate()


def get(port: int, address: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    status, body = answer.status, answer.read().decode()
    connection.close()
    return status, body


def test_the_server_says_its_address_and_answers(port: int) -> None:
    status, body = get(port, "/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"


def test_a_server_loads_nothing_that_only_indexing_needs() -> None:
    heavy = "import app, sys; print(sorted({'numpy', 'spacy', 'trafilatura', 'whoosh', 'opensearchpy'} & sys.modules.keys()))"
    shown = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(("length", "status"), [(1_000, 200), (8_000, 200), (10_000, 414), (60_000, 414)])
def test_an_address_of_any_length_is_answered_within_bounds(port: int, length: int, status: int) -> None:
    assert get(port, "/?q=" + "x" * length)[0] == status


def test_a_long_query_is_answered_with_a_page_that_says_so(port: int) -> None:
    assert "only its first 1,000 characters were used" in get(port, "/?q=" + "x" * 8_000)[1]


def test_an_address_too_long_for_the_server_is_explained(port: int) -> None:
    assert "This address is longer than 8,190 bytes." in get(port, "/?q=" + "x" * 10_000)[1]


def test_a_setting_that_cannot_be_read_is_one_line() -> None:
    environment = {**os.environ, "CONVOY_PORT": "eighty"}
    done = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "convoy: CONVOY_PORT is 'eighty'; it must be a whole number from 0 to 65535.\n"


def test_a_port_in_use_is_one_line(port: int) -> None:
    environment = {**os.environ, "CONVOY_PORT": str(port)}
    done = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"convoy: Cannot listen on 127.0.0.1 port {port}: Address already in use. Set CONVOY_PORT to a free port.\n"
    )


def test_no_more_requests_are_answered_at_once_than_there_are_turns() -> None:
    together, most, lock = 0, 0, Lock()
    both = Barrier(2, timeout=30)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        both.wait()
        with lock:
            together -= 1
        both.wait()
        return [b"answered"]

    in_turn = InTurn(app, 2)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: in_turn({}, lambda *_: lambda _: None), range(6)))
    assert answers == [[b"answered"]] * 6
    assert most == 2


def test_a_worker_that_took_a_connection_leaves_the_next_to_its_neighbours_for_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
        listener.setblocking(False)
        worker = Worker(0, os.getpid(), [listener], None, 30, Config(), None)
        worker.poller, worker.tpool = DefaultSelector(), ThreadPoolExecutor(1)
        worker.handle = lambda connection: connection.close()
        worker.method_queue = SimpleNamespace(defer=lambda *_: None)
        worker.set_accept_enabled(True)
        worker.accept(listener)
        assert worker.nr_conns == 1
        assert listener not in worker.poller.get_map()
        worker.resumes = math.inf
        worker.set_accept_enabled(True)
        assert listener not in worker.poller.get_map()
        worker.resumes = 0.0
        worker.set_accept_enabled(True)
        assert listener in worker.poller.get_map()
        worker.accept(listener)  # nobody is there: no reason to pause
        assert listener in worker.poller.get_map()
        worker.tpool.shutdown()
        worker.poller.close()
        worker.tmp.close()
