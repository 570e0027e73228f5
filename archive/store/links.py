"""The small writes of the web process: short links, and what a pinned search must not find out anew."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from archive.errors import Unavailable
from archive.store.reading import Store

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that a code survives being read aloud and typed."""

SHORTEST = 8
MOST_LINKS = 100_000
MOST_PASSING = 2_000
"""How much of each kind is kept without a link to it; what was kept first goes first."""

KEEP = "insert or ignore into kept (kind, state, body, lasting) values (?, ?, ?, 0)"
REPLACE = "update kept set body = ? where kind = ? and state = ?"
FORGET = "delete from kept where id in (select id from kept where kind = ? and lasting = 0 order by id desc limit -1 offset ?)"

FULL = f"This archive holds {MOST_LINKS:,} short links already and makes no more. The long address goes on working."


@dataclass(frozen=True)
class Links:
    """The short links of an archive and what is kept for pinned searches, in the store's own file."""

    store: Store

    def make(self, address: str) -> str:
        """Return the code of a canonical address, kept from now on; the same address has the same code.

        Raises Unavailable where there are MOST_LINKS.
        """
        for code in codes(self.store.fact("archive"), address):
            known = self.address(code)
            if known is None:
                self._make(code, address)
                known = self.address(code)
            if known == address:
                return code
        raise Unavailable(FULL)

    def _make(self, code: str, address: str) -> None:
        if self.store.count("select count(*) from links") >= MOST_LINKS:
            raise Unavailable(FULL)
        made = datetime.now(UTC).replace(microsecond=0).isoformat()
        with self.store.db.atomic():
            self.store.db.execute("insert or ignore into links (code, address, made) values (?, ?, ?)", [code, address, made])

    def address(self, code: str) -> str | None:
        """Return the address a code stands for, or None."""
        row = self.store.one("select address from links where code = ?", (code,))
        return str(row["address"]) if row else None

    def keep(self, kind: str, state: str, body: bytes) -> bytes:
        """Keep something under an address unless it is kept already; return what is kept.

        An archive that cannot be written to now keeps nothing, and what was given comes back.
        """
        try:
            with self.store.db.atomic():
                self.store.db.execute(KEEP, [kind, state, zlib.compress(body)])
                self.store.db.execute(FORGET, [kind, MOST_PASSING])
        except sqlite3.OperationalError:
            return body
        found = self.kept(kind, state)
        return body if found is None else found

    def replace(self, kind: str, state: str, body: bytes) -> None:
        """Keep something in the place of what is kept; an archive that cannot be written to now keeps what it has."""
        with suppress(sqlite3.OperationalError), self.store.db.atomic():
            self.store.db.execute(REPLACE, [zlib.compress(body), kind, state])

    def forget(self, kind: str, state: str) -> bool:
        """Forget what is kept under an address, unless it is to last; tell whether it is gone."""
        with suppress(sqlite3.OperationalError), self.store.db.atomic():
            self.store.db.execute("delete from kept where kind = ? and state = ? and lasting = 0", [kind, state])
        return self.kept(kind, state) is None

    def kept(self, kind: str, state: str) -> bytes | None:
        """Return what is kept of a kind under an address, or None."""
        found = self.store.db.execute("select body from kept where kind = ? and state = ?", [kind, state]).fetchone()
        return zlib.decompress(found[0]) if found else None

    def hold(self, kind: str, state: str) -> None:
        """Let what is kept under an address last."""
        with self.store.db.atomic():
            self.store.db.execute("update kept set lasting = 1 where kind = ? and state = ?", [kind, state])


def codes(archive: str, address: str) -> list[str]:
    """Return the codes an address may have in an archive, the shortest first; a longer one is for when that is another's."""
    number = int.from_bytes(sha256(f"{archive}\n{address}".encode()).digest(), "big")
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(32))
    return [letters[:length] for length in range(SHORTEST, len(letters) + 1)]


def read_code(text: str) -> str:
    """Return a code as it was meant: in any case, o for 0, i and l for 1, with dashes or spaces."""
    return text.lower().translate(str.maketrans("oil", "011", "- "))
