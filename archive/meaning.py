"""The model of meaning: bge-small-en-v1.5, which turns an English text into a point near those of texts that say the same.

Texts in, points out; the indexer keeps those of articles, search holds them against that of a query. Nothing here is loaded before
the first text is given: a process that needs no points pays nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import Unavailable
from archive.model import Article

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(sys.prefix) / "share" / "convoy" / "bge-small-en-v1.5"
"""Where `python -m tools.model` puts the files."""

NETWORK, WORDS = "bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json"
FILES = {
    NETWORK: "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
    WORDS: "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
}
"""The files, and the sha256 of each: BAAI/bge-small-en-v1.5 in whole numbers, as LangChain4j publishes it."""

NAME = FILES[NETWORK][:16]
"""What points are kept under: those of another model say nothing about these."""

SIZE = 384
"""Numbers of a point, one byte each."""

STANDING = 1 << 62
"""The edition with which a version goes that stands."""

SCALE = 127
"""The length of every point as a vector."""

LONGEST = 128
"""Pieces of words that are read of a text at most."""

OPENING = 75
"""Words of an article, its title first, that say what it is about. More make no better order and take longer to read."""

CURE = "Run `make run`, which fetches it, or `python -m tools.model`; CONVOY_MODEL=off does without."
"""What to do where the model is not there, for messages."""


@cache
def is_installed() -> bool:
    """Tell whether the model's files are there, whole and the ones pinned here. Looked at once a process."""
    return intact(FOLDER)


def intact(folder: Path) -> bool:
    """Tell whether a folder holds the model's files as they were published."""
    try:
        return all(published(folder, name) for name in FILES)
    except Unavailable:
        return False


def published(folder: Path, name: str) -> bytes:
    """Return a file of the model as it was published. Raises Unavailable where it is missing or another."""
    try:
        found = (folder / name).read_bytes()
    except OSError as error:
        raise Unavailable(f"The model of meaning is not there: {folder / name}. {CURE}") from error
    if sha256(found).hexdigest() != FILES[name]:
        raise Unavailable(f"{folder / name} is not the file it should be. Remove it. {CURE}")
    return found


def opening(article: Article) -> str:
    """Return the words of an article that are read."""
    return " ".join(f"{article.title}. {article.standfirst} {article.body[: OPENING * 20]}".split()[:OPENING])


def cosines(points: Sequence[bytes], point: bytes) -> list[float]:
    """Return how near each of some points is to another one: 1 where they are the same, rarely below 0.4."""
    import numpy as np

    near: list[float] = (rows(points).astype(np.float32) @ rows([point])[0].astype(np.float32) / SCALE**2).tolist()
    return near


def rows(points: Sequence[bytes]) -> np.ndarray:
    """Return points as the rows of one array."""
    import numpy as np

    return np.frombuffer(b"".join(points), np.int8).reshape(len(points), SIZE)


def signs(points: Sequence[bytes]) -> np.ndarray:
    """Return what of points is above zero, packed 64 to a number: SIZE / 64 rows, a column a point."""
    import numpy as np

    return np.packbits(rows(points) > 0, axis=1).view(np.uint64).T


def nearness(points: Sequence[bytes], point: bytes, first: int) -> list[float]:
    """Return how much nearer each of some points is to another one than the `first` of them mostly are, in standard deviations."""
    import numpy as np

    near = np.array(cosines(points, point))
    found: list[float] = ((near - near[:first].mean()) / (near[:first].std() or 1.0)).tolist()
    return found


class Signs:
    """The signs of the numbers of points, by which those near a given one are found among many; 72 bytes a point.

    Each point is a version's, by its key, which stands from an edition up to, not including, another. Never changed: `grown` makes
    another one.
    """

    def __init__(self, columns: Sequence[np.ndarray] = ()) -> None:
        import numpy as np

        none: list[np.ndarray] = [*np.empty((3, 0), np.int64), *np.empty((SIZE // 64, 0), np.uint64)]
        self._keys, self._added, self._retired, *self._signs = columns or none

    @property
    def last(self) -> int:
        """Return the highest key, 0 where there is none."""
        return int(self._keys[-1]) if len(self._keys) else 0

    def grown(self, come: Iterable[Sequence[tuple[int, int, bytes]]], gone: Sequence[tuple[int, int]]) -> Signs:
        """Return these and what has come, as (key, edition, point) by keys above `last`; `gone` are (key, edition) of any."""
        import numpy as np

        parts: list[list[np.ndarray]] = [[self._keys, self._added, self._retired, *self._signs]]
        for some in come:
            numbers = np.array([(key, added, STANDING) for key, added, _ in some], np.int64).T
            parts.append([*numbers, *signs([point for _, _, point in some])])
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        keys, _, retired, *_ = columns
        for key, edition in gone:
            place = int(np.searchsorted(keys, key))
            if place < len(keys) and keys[place] == key:
                retired[place] = edition
        return Signs(columns)

    def alike(self, point: bytes, edition: int, most: int) -> list[int]:
        """Return the keys of those at an edition that differ from a point in the fewest signs: `most`, in no order."""
        import numpy as np

        differ = np.zeros(len(self._keys), np.uint16)
        for column, own in zip(self._signs, signs([point]), strict=True):
            differ += np.bitwise_count(column ^ own)
        differ[(self._added > edition) | (self._retired <= edition)] = SIZE + 1
        first = np.argpartition(differ, most)[:most] if len(differ) > most else np.arange(len(differ))
        found: list[int] = self._keys[first[differ[first] <= SIZE]].tolist()
        return found


@cache
def model(threads: int = 1) -> Model:
    """Return the model, which so many threads may work on at once for one call."""
    return Model(FOLDER, threads)


class Model:
    """The model in a folder. The first text raises Unavailable where its files are missing or others than the ones pinned here."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.folder = folder
        self.threads = threads

    def points(self, texts: Sequence[str]) -> list[bytes]:
        """Return the points of texts: each SIZE signed bytes, of one length as vectors (SCALE).

        Time grows with the longest text, up to LONGEST pieces: give texts of like length together.
        """
        import numpy as np

        pieces = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        longest = max(map(len, pieces))
        numbers = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros_like(numbers)
        for row, ids in enumerate(pieces):
            numbers[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        given = {"input_ids": numbers, "attention_mask": mask, "token_type_ids": np.zeros_like(numbers)}
        (states,) = self._network.run(None, given)
        # What the model says of a text as a whole it says at its first place.
        whole = states[:, 0]
        scaled = np.rint(whole / np.linalg.norm(whole, axis=1, keepdims=True) * SCALE).astype(np.int8)
        return [row.tobytes() for row in scaled]

    @cached_property
    def _network(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        return InferenceSession(published(self.folder, NETWORK), options)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        found = Tokenizer.from_buffer(published(self.folder, WORDS))
        found.no_padding()
        found.enable_truncation(LONGEST)
        return found
