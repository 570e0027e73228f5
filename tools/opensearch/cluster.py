"""A cluster of N nodes on loopback: configured, started as an ordinary user, waited for, killed, stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from pwd import getpwnam
from urllib.error import URLError
from urllib.request import urlopen

from tools.opensearch.install import Missing, java_home, server

HOST = "127.0.0.1"
STATE = "cluster.json"
PATIENCE = 240
"""Seconds a cluster may take to form on a busy machine."""

SERVANT = "nobody"
"""Whom the server runs as where we are root, which it refuses to run as."""

DROPPED = ("-Xlog:gc", "HeapDump", "-Xms", "-Xmx", "-XX:ErrorFile")
"""Lines of the server's own jvm.options that would have every node write to one file or take memory we do not give."""


@dataclass(frozen=True)
class Node:
    """One node: its name, its ports and its folder."""

    name: str
    http: int
    transport: int
    folder: str

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://{HOST}:{self.http}"

    def pid(self) -> int:
        """Return its process, 0 where it does not run."""
        try:
            number = int((Path(self.folder) / "pid").read_text(encoding="ascii"))
            return number if f"{self.folder}/config" in environment_of(number) else 0
        except (OSError, ValueError):
            return 0


@dataclass
class Cluster:
    """Nodes in one folder. `heap` is megabytes a node; `leash`: they die with the process that started them.

    `quick`: they start in half the time, since Java compiles with its first tier alone, and answer more slowly ever after.
    """

    folder: Path
    nodes: tuple[Node, ...]
    heap: int = 512
    leash: bool = False
    quick: bool = True
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @classmethod
    def at(
        cls, folder: Path, *, nodes: int, heap: int = 512, leash: bool = False, quick: bool = True, first_port: int = 0
    ) -> Cluster:
        """Return the cluster in a folder: the one that was there before, else a new one on free ports."""
        try:
            saved = json.loads((folder / STATE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            ports = free_ports(2 * nodes, first_port)
            made = (Node(f"n{i + 1}", ports[2 * i], ports[2 * i + 1], str(folder / f"n{i + 1}")) for i in range(nodes))
            return cls(folder, tuple(made), heap, leash, quick)
        return cls(folder, tuple(Node(**node) for node in saved["nodes"]), saved["heap"], leash, quick)

    @property
    def addresses(self) -> str:
        """Return where the nodes answer, as CONVOY_OPENSEARCH takes it."""
        return " ".join(node.address for node in self.nodes)

    def pid(self, node: Node) -> int:
        """Return a node's process, 0 where it does not run.

        Of one that we started its handle knows: its environment, by which others tell it, is empty for a moment while it starts.
        """
        ours = self.started.get(node.name)
        if ours is None:
            return node.pid()
        return ours.pid if ours.poll() is None else 0

    def start(self, *, wait: bool = True) -> None:
        """Start every node that does not run; return when all of them form one cluster."""
        home, java = server(), java_home()
        self.folder.mkdir(parents=True, exist_ok=True)
        own(self.folder)
        (self.folder / STATE).write_text(json.dumps({"nodes": [*map(asdict, self.nodes)], "heap": self.heap}), encoding="utf-8")
        for node in self.nodes:
            if not self.pid(node):
                self.launch(node, home, java)
        if wait:
            self.wait()

    def launch(self, node: Node, home: Path, java: Path) -> None:
        """Start one node and leave its process number in its folder."""
        folder = Path(node.folder)
        configure(folder, home, yaml_of(node, self.nodes), options(self.heap, quick=self.quick))
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "OPENSEARCH_JAVA_HOME": str(java),
            "OPENSEARCH_PATH_CONF": str(folder / "config"),
            "OPENSEARCH_TMPDIR": str(folder / "tmp"),
        }
        with (folder / "logs" / "stdout").open("wb") as log:
            process = subprocess.Popen(
                [*prefix(self.leash), str(home / "bin" / "opensearch")],
                env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=folder,
            )  # fmt: skip
        self.started[node.name] = process
        (folder / "pid").write_text(str(process.pid), encoding="ascii")

    def wait(self, *, status: str = "yellow") -> None:
        """Return when all nodes form one cluster with at least this status; Missing with the log's end where they do not."""
        query = f"wait_for_nodes={len(self.nodes)}&wait_for_status={status}&timeout=5s"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            dead = next((node for node in self.nodes if not self.pid(node)), None)
            if dead:
                break
            try:
                with urlopen(f"{self.nodes[0].address}/_cluster/health?{query}", timeout=10) as answer:
                    if not json.load(answer)["timed_out"]:
                        return
            except (URLError, OSError):
                time.sleep(0.3)
        log = Path((dead or self.nodes[0]).folder) / "logs" / "stdout"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        raise Missing("the cluster did not form; the last lines of its log are:\n" + "\n".join(lines))

    def kill(self, number: int) -> None:
        """Kill one node as a power cut would."""
        os.kill(self.pid(self.nodes[number]), signal.SIGKILL)
        self.bury(self.nodes[number])

    def stop(self) -> int:
        """Stop every node that runs; return how many there were. One that does not stop within a minute is killed."""
        alive = [node for node in self.nodes if self.pid(node)]
        for node in alive:
            os.kill(self.pid(node), signal.SIGTERM)
        for node in alive:
            self.bury(node)
        return len(alive)

    def bury(self, node: Node) -> None:
        """Return when a node that was told to stop has ended."""
        deadline = time.monotonic() + 60
        while self.pid(node):
            time.sleep(0.05)
            if time.monotonic() > deadline and self.pid(node):
                os.kill(self.pid(node), signal.SIGKILL)
        if node.name in self.started:
            self.started.pop(node.name).wait()

    def remove(self) -> None:
        """Stop the cluster and remove all it kept."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def configure(folder: Path, home: Path, yaml: str, java: list[str]) -> None:
    """Write a node's own configuration; its data stays."""
    for name in ("config/jvm.options.d", "data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    lines = (home / "config" / "jvm.options").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not any(word in line for word in DROPPED)]
    kept += [*java, f"-XX:ErrorFile={folder}/logs/hs_err_%p.log"]
    (folder / "config" / "jvm.options").write_text("\n".join(kept) + "\n", encoding="utf-8")
    shutil.copy(home / "config" / "log4j2.properties", folder / "config")
    (folder / "config" / "opensearch.yml").write_text(yaml, encoding="utf-8")
    for path in (folder, *folder.rglob("*")):
        own(path)


def options(heap: int, *, quick: bool) -> list[str]:
    """Return Java's options for a node."""
    return [f"-Xms{heap}m", f"-Xmx{heap}m", *(["-XX:TieredStopAtLevel=1"] if quick else [])]


def yaml_of(node: Node, nodes: tuple[Node, ...]) -> str:
    """Return the configuration of one node among its fellows."""
    seeds = json.dumps([f"{HOST}:{other.transport}" for other in nodes])
    several = [f"discovery.seed_hosts: {seeds}", f"cluster.initial_cluster_manager_nodes: {json.dumps([n.name for n in nodes])}"]
    lines = [
        "cluster.name: convoy",
        f"node.name: {node.name}",
        f"path.data: {node.folder}/data",
        f"path.logs: {node.folder}/logs",
        f"network.host: {HOST}",
        f"http.port: {node.http}",
        f"transport.port: {node.transport}",
        *(several if len(nodes) > 1 else ["discovery.type: single-node"]),
        "node.store.allow_mmap: false",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        "action.auto_create_index: false",
        "action.destructive_requires_name: true",
        # Beginnings in compounds (F-1*) stand for as many words as these; the server's own limit is 1,024.
        "indices.query.bool.max_clause_count: 16384",
    ]
    return "\n".join(lines) + "\n"


def prefix(leash: bool) -> list[str]:
    """Return what the command of a node begins with: as whom it runs, and whether it dies with us."""
    words: list[str] = []
    if os.geteuid() == 0:
        words += ["--reuid", SERVANT, "--regid", str(getpwnam(SERVANT).pw_gid), "--clear-groups"]
    if leash and sys.platform == "linux":
        words += ["--pdeathsig", "KILL"]
    return ["setpriv", *words] if words else []


def own(path: Path) -> None:
    """Give a path to the user who runs the server."""
    if os.geteuid() == 0:
        shutil.chown(path, SERVANT)


def environment_of(pid: int) -> str:
    """Return the environment of a process as far as it can be read, empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def free_ports(count: int, first: int = 0) -> list[int]:
    """Return so many free ports: from `first` on where those are free, else any."""
    wanted = range(first, first + count) if first else [0] * count
    taken: list[socket.socket] = []
    try:
        for port in wanted:
            taken.append(socket.socket())
            try:
                taken[-1].bind((HOST, port))
            except OSError:
                taken[-1].bind((HOST, 0))
        return [listening.getsockname()[1] for listening in taken]
    finally:
        for listening in taken:
            listening.close()
