"""The errors people meet. Each has an HTTP status and a message safe to show that names the cure.

ConvoyError
├── BadRequest 400       the address or the command's words cannot be read
├── NotFound 404         no such article, value, edition or link
│   └── NotYet           the article came in with a later edition than the one asked for
├── Gone 410             the article was withdrawn
├── Unavailable 503      an index or server is missing, stale or down
├── Foreign 503          an index belongs to another archive and is left alone
└── RefusedFile          a file or document the indexer does not take
"""

from __future__ import annotations


class ConvoyError(Exception):
    """An error whose message is written for the person who meets it; `link` is where to go on, a label and an address."""

    status = 500

    def __init__(self, message: str, link: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.link = link


class BadRequest(ConvoyError):
    """The request itself cannot be served; the message says what to change."""

    status = 400


class NotFound(ConvoyError):
    """The thing asked for was never here."""

    status = 404


class NotYet(NotFound):
    """The article came in with a later edition than the one asked for."""


class Gone(ConvoyError):
    """The article was here and has been withdrawn."""

    status = 410


class Unavailable(ConvoyError):
    """The archive cannot answer now; the message names the command that cures it."""

    status = 503


class Foreign(ConvoyError):
    """An index under our name belongs to another archive; it is neither read nor replaced."""

    status = 503


class RefusedFile(ConvoyError):
    """A reader cannot take this file or document; the message is the reason shown to the user."""

    status = 422

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason
