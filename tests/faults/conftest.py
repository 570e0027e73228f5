"""A door before the cluster: nginx with a certificate and a password, as an operator would put one there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import trustme

from archive.settings import Cluster
from tests.conftest import missing
from tools.opensearch.cluster import free_ports
from tools.opensearch.install import Missing

ROOT = Path(__file__).parents[2]
USER, PASSWORD = "archive", "correct horse"

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; client_max_body_size 100m; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    server {{
        listen 127.0.0.1:{with_password} ssl;
        location / {{ auth_basic cluster; auth_basic_user_file {folder}/users; proxy_pass {cluster}; }}
    }}
    server {{
        listen 127.0.0.1:{with_certificate} ssl; ssl_client_certificate {folder}/authority.pem; ssl_verify_client on;
        location / {{ proxy_pass {cluster}; }}
    }}
    server {{ listen 127.0.0.1:{watched}; location / {{ return 204; }} }}
}}
"""


@dataclass(frozen=True)
class Door:
    """Two ways in, one with a password and one with a certificate, and the files of who made the certificates."""

    folder: Path
    with_password: str
    with_certificate: str


@pytest.fixture(scope="session")
def door(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Run nginx before the cluster of this session."""
    folder = tmp_path_factory.mktemp("door")
    with_password, with_certificate, watched = free_ports(3)
    certify(folder)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="ascii")
    configuration = CONFIGURATION.format(
        folder=folder,
        user="user root;",
        cluster=cluster.addresses[0],
        with_password=with_password,
        with_certificate=with_certificate,
        watched=watched,
    )
    (folder / "nginx.conf").write_text(configuration, encoding="ascii")
    leash = ["setpriv", "--pdeathsig", "TERM"] if sys.platform == "linux" else []
    process = subprocess.Popen([*leash, nginx(), "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    try:
        wait(watched, process, folder)
        yield Door(folder, f"https://127.0.0.1:{with_password}", f"https://127.0.0.1:{with_certificate}")
    finally:
        process.terminate()
        process.wait()


def nginx() -> str:
    """Return where nginx is; one that cannot be had is said so."""
    got = subprocess.run(["sh", str(ROOT / "tools" / "get-nginx")], capture_output=True, text=True, check=False)
    if got.returncode:
        missing(Missing(got.stderr.strip().splitlines()[-1]))
    return got.stdout.strip()


def certify(folder: Path) -> None:
    """Make an authority, a certificate of the server's and one of the archive's by it, and another authority nobody knows."""
    authority, stranger = trustme.CA(), trustme.CA()
    server, archive = authority.issue_cert("127.0.0.1"), authority.issue_cert("archive.example")
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    stranger.cert_pem.write_to_path(str(folder / "stranger.pem"))
    for name, certificate in (("server", server), ("archive", archive)):
        certificate.private_key_pem.write_to_path(str(folder / f"{name}.key"))
        for number, part in enumerate(certificate.cert_chain_pems):
            part.write_to_path(str(folder / f"{name}.pem"), append=number > 0)


def wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Return when nginx answers."""
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except URLError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail((folder / "error.log").read_text(encoding="utf-8"))
