"""From bytes to characters: marks first, then UTF-8, then what the bytes look like."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from archive.errors import RefusedFile

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LEGACY = ["cp1252", "cp1251", "cp1250", "cp1257", "cp1253", "cp1254", "koi8_u", "iso8859_5", "cp866"]
"""Encodings of one byte a character that news files of the last decades come in.

Of guesses about as good the first is taken: Latin encodings differ in few bytes, and cp1252 is by far the commonest."""

SAMPLE = 20_000
CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})
IMAGES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff")
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf")
SIGNATURES = (b"%PDF-", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"{\\rtf", *IMAGES, *PACKED)
"""How PDF, ZIP and Office, program, image, archive and RTF files begin."""


def decode(data: bytes, where: str) -> str:
    """Return the characters of some bytes; raise RefusedFile where they are binary or of no known encoding."""
    encoding = marked_encoding(data) or unmarked_utf16(data)
    if not encoding and is_binary(data):
        raise RefusedFile(where, "binary")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise RefusedFile(where, f"undecodable as {encoding.removesuffix('-sig')}, which it claims to be") from None
    return decode_legacy(data, where)


def decode_legacy(data: bytes, where: str) -> str:
    """Return the characters of bytes that are not UTF-8, by the encoding that makes them look most like language."""
    guesses = list(from_bytes(telling_part(data), cp_isolation=LEGACY, threshold=0.3))
    close = [guess for guess in guesses if guess.chaos < guesses[0].chaos + 0.02 and guess.coherence > guesses[0].coherence - 0.05]
    for encoding in sorted({guess.encoding for guess in close}, key=LEGACY.index):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedFile(where, "undecodable: neither UTF-8 nor any encoding known here")


def telling_part(data: bytes) -> bytes:
    """Return a sample of bytes around the first one beyond ASCII, where encodings differ."""
    first = len(data) - len(data.lstrip(bytes(range(128))))
    start = max(0, first - SAMPLE // 4)
    return data[start : start + SAMPLE]


def marked_encoding(data: bytes) -> str:
    """Return the encoding that a byte order mark at the beginning names, or nothing."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")


def unmarked_utf16(data: bytes) -> str:
    """Return the UTF-16 that the places of zero bytes betray, or nothing."""
    even, odd = data[:4096:2], data[1:4096:2]
    if len(data) < 8 or len(data) % 2:
        return ""
    if odd.count(0) > 0.6 * len(odd) and not even.count(0):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def is_binary(data: bytes) -> bool:
    """Say whether bytes are no text: a known signature, or control bytes among the first."""
    start = data[:SAMPLE]
    controls = len(start) - len(start.translate(None, CONTROLS))
    return start.startswith(SIGNATURES) or controls > len(start) / 50
