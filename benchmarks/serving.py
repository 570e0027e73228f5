"""Servers on this machine for the length of a measurement: started, asked over HTTP, weighed, stopped."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

PATIENCE = 120.0
"""Seconds a server may take to begin to answer."""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def start(command: Sequence[str], port: int, address: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers an address."""
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port)
            fetch(connection, address)
            connection.close()
        except OSError:
            time.sleep(0.01)
        else:
            return server
    stop(server)
    raise SystemExit(f"{' '.join(command)} did not begin to answer.")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop a server and wait for its end."""
    server.terminate()
    server.wait()


def fetch(connection: HTTPConnection, address: str) -> bytes:
    """Return what a server answers with status 200; end with a message where it is another."""
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise SystemExit(f"{address} answered {response.status}")
    return body


@dataclass(frozen=True)
class Load:
    """What a server stood: requests a second, those that failed, and the milliseconds each took."""

    rate: float
    errors: int
    times: tuple[float, ...]


def load(port: int, addresses: Sequence[str], *, clients: int, rounds: int) -> Load:
    """Ask every address `rounds` times, `clients` at once, each over a connection of its own that stays open."""
    shares = [list(islice([*addresses] * rounds, client, None, clients)) for client in range(clients)]
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(lambda share: ask_all(port, share), shares))
    spent = time.perf_counter() - started
    times = tuple(took for taken, _ in results for took in taken)
    return Load(len(times) / spent, sum(errors for _, errors in results), times)


def ask_all(port: int, addresses: Sequence[str]) -> tuple[list[float], int]:
    """Ask addresses one after the other; return the milliseconds each took and how many failed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    times: list[float] = []
    errors = 0
    for address in addresses:
        started = time.perf_counter()
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            response.read()
            errors += response.status != 200
        except OSError:
            connection.close()
            errors += 1
        times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return times, errors


@dataclass(frozen=True)
class Memory:
    """Bytes a server and its children hold: `resident` counts a page once for each process, `shared_out` once in all."""

    processes: int
    resident: int
    shared_out: int


def memory(server: int) -> Memory:
    """Weigh a process and its children; Linux only."""
    family = [server, *children(server)]
    rolled = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in family]
    return Memory(len(family), sum(field(text, "Rss") for text in rolled), sum(field(text, "Pss") for text in rolled))


def children(process: int) -> list[int]:
    """Return the processes that a process started, and those they started."""
    direct = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [*direct, *(below for child in direct for below in children(child))]


def field(text: str, name: str) -> int:
    """Return the bytes a line of smaps_rollup tells."""
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
