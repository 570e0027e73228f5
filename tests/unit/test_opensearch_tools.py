"""Getting and running an OpenSearch: what is missing is said in one line, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from select import select

import pytest

from tests.conftest import missing
from tools.opensearch import install
from tools.opensearch.cluster import Cluster, free_ports
from tools.opensearch.install import Missing

ROOT = Path(__file__).parents[2]


def made_jdk(folder: Path, version: str, *, compiler: bool = True) -> Path:
    """Make what looks like a JDK of a version; without a compiler, a run time."""
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'IMPLEMENTOR="X"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
    if compiler:
        (folder / "bin" / "javac").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def jdks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder where JDKs are looked for, and nowhere else."""
    monkeypatch.setattr(install, "JDKS", (str(tmp_path / "jvm"),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "jvm"


def test_a_jdk_new_enough_is_found_where_systems_keep_them(jdks: Path) -> None:
    made_jdk(jdks / "java-17", "17.0.15")
    made_jdk(jdks / "jre-25", "25.0.1", compiler=False)
    new = made_jdk(jdks / "java-21", "21.0.2")
    assert install.java_home() == new


def test_the_jdk_that_the_environment_names_comes_first(jdks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_jdk(jdks / "java-21", "21.0.2")
    monkeypatch.setenv("OPENSEARCH_JAVA_HOME", str(made_jdk(tmp_path / "mine", "23")))
    assert install.java_home() == tmp_path / "mine"


def test_without_a_jdk_one_line_says_how_to_get_one(jdks: Path) -> None:
    made_jdk(jdks / "java-17", "17.0.15")
    with pytest.raises(Missing, match=r"no JDK 21 or newer: install one .* OPENSEARCH_JAVA_HOME"):
        install.java_home()


def test_without_maven_one_line_says_how_to_get_it(jdks: Path, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="apt-get install maven"):
        install.fetched(tmp_path)


@pytest.mark.parametrize(("script", "said"), [("touch $out", "its SHA-256 is"), ("echo '[ERROR] no route'; exit 1", "no route")])
def test_a_server_that_is_not_the_one_we_know_is_refused(jdks: Path, tmp_path: Path, script: str, said: str) -> None:
    maven = tmp_path / "bin" / "mvn"
    maven.parent.mkdir()
    out = tmp_path / f"opensearch-{install.VERSION}.zip"
    maven.write_text(f"#!/bin/sh\nPATH=/bin:/usr/bin\nout={out}\n{script}\n", encoding="ascii")
    maven.chmod(0o755)
    with pytest.raises(Missing, match=said):
        install.fetched(tmp_path)


def test_what_was_not_tested_is_a_failure_where_tests_must_be_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="the cluster engine was not tested: no JDK"):
        missing(Missing("no JDK"))
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="the cluster engine was not tested: no JDK"):
        missing(Missing("no JDK"))


def test_ports_are_free_and_different(tmp_path: Path) -> None:
    assert len(set(free_ports(20))) == 20
    nodes = Cluster.at(tmp_path, nodes=3).nodes
    assert len({port for node in nodes for port in (node.http, node.transport)}) == 6
    assert [node.pid() for node in nodes] == [0, 0, 0]


def test_a_node_of_a_killed_test_run_does_not_outlive_it(cluster: object) -> None:
    script = """
        import sys
        from pathlib import Path
        from tempfile import mkdtemp
        from tools.opensearch.cluster import Cluster
        nodes = Cluster.at(Path(mkdtemp(prefix="convoy-leash-")), nodes=1, leash=True)
        nodes.start(wait=False)
        print(nodes.folder, nodes.pid(nodes.nodes[0]), flush=True)
        sys.stdin.read()
    """
    command = [sys.executable, "-c", "\n".join(line.strip() for line in script.splitlines())]
    run = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    folder, pid = run.stdout.readline().split()
    node = os.pidfd_open(int(pid))
    while Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"setpriv"):
        """Only from then on is it on its leash."""
    run.send_signal(signal.SIGKILL)
    run.communicate()
    ended, _, _ = select([node], [], [], 30)
    os.close(node)
    assert ended
    assert Cluster.at(Path(folder), nodes=0).nodes[0].pid() == 0
    Cluster.at(Path(folder), nodes=0).remove()
