"""Get what an OpenSearch needs: a JDK that is here, and the server from Maven Central, kept for the next time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

VERSION = "3.8.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
SHA256 = "196c3cf4602c394f2e40e6174ccbf2a924eae37246f08fa6bbb6b75f9fd5ff1f"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"

OLDEST_JAVA = 21
JDKS = ("/usr/lib/jvm", "/opt", "/Library/Java/JavaVirtualMachines")
"""Folders that hold JDKs, each in a folder of its own."""

NO_JDK = (
    f"no JDK {OLDEST_JAVA} or newer: install one (Debian 13: apt-get install openjdk-21-jdk-headless; elsewhere Eclipse Temurin) "
    "or name its folder in OPENSEARCH_JAVA_HOME"
)
NO_MAVEN = "no Maven to fetch the server with: apt-get install maven"


class Missing(Exception):
    """Something that an OpenSearch needs is not here; the message is one line that says what, and how to get it."""


def java_home() -> Path:
    """Return the folder of a JDK new enough, or raise Missing. A cut-down run time is not one: the server needs all its data."""
    for home in candidates():
        if (home / "bin" / "javac").exists() and release(home) >= OLDEST_JAVA:
            return home
    raise Missing(NO_JDK)


def candidates() -> Iterator[Path]:
    """Yield the folders that may be JDKs, those named by the environment first."""
    yield from (Path(os.environ[name]) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME") if os.environ.get(name))
    java = shutil.which("java")
    if java:
        yield Path(java).resolve().parents[1]
    for folder in map(Path, JDKS):
        for home in sorted(folder.glob("*"), reverse=True):
            yield from (home, home / "Contents" / "Home")


def release(home: Path) -> int:
    """Return the major version of a JDK, 0 where it does not say."""
    try:
        said = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text(encoding="utf-8"))
    except OSError:
        return 0
    return int(said[1]) if said else 0


def cache() -> Path:
    """Return the folder that keeps the server: outside the project, and where the user who runs the server may read it."""
    if os.geteuid() == 0:
        return Path("/var/cache/convoy")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "convoy"


def server() -> Path:
    """Return the folder of the server, fetched and unpacked if it is not there yet; raise Missing where that cannot be done."""
    home = cache() / f"opensearch-{VERSION}"
    if home.is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".opensearch-", dir=home.parent) as aside:
        os.chmod(aside, 0o755)
        with ZipFile(fetched(Path(aside))) as archive:
            archive.extractall(aside)
        unpacked = Path(aside) / f"opensearch-{VERSION}"
        for script in (unpacked / "bin").iterdir():
            script.chmod(0o755)
        try:
            unpacked.rename(home)
        except OSError:  # another process was first
            if not home.is_dir():
                raise
    return home


def fetched(folder: Path) -> Path:
    """Fetch the server into a folder with Maven; return the file, whose checksum is right."""
    if not shutil.which("mvn"):
        raise Missing(NO_MAVEN)
    command = ["mvn", "-q", "-B", "-Dstyle.color=never", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    path = folder / f"opensearch-{VERSION}.zip"
    if done.returncode or not path.exists():
        reason = next((line for line in done.stdout.splitlines() if "ERROR" in line), "no file came")
        raise Missing(f"Maven could not fetch {ARTIFACT}: {reason}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise Missing(f"what Maven fetched is not OpenSearch {VERSION}: its SHA-256 is {found}, not {SHA256}")
    return path
