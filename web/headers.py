"""The headers of every answer: what a browser may load, and what may be kept."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"


def register(app: Flask, files: Path) -> None:
    """Set the headers of every answer of `app`, serve the folder `files` under /static and give templates `asset(name)`."""

    def asset(name: str) -> str:
        return f"/static/{name}?v={fingerprint(files, name)}"

    def finish(response: Response) -> Response:
        for name, value in SECURITY.items():
            response.headers.setdefault(name, value)
        return keep_static(response, files) if request.endpoint == "files.static" else keep_page(response)

    app.register_blueprint(Blueprint("files", __name__, static_folder=files, static_url_path="/static"))
    app.jinja_env.globals["asset"] = asset
    app.after_request(finish)


def keep_page(response: Response) -> Response:
    """Let a page be kept but asked for anew each time; a fragment is never kept, as it shares its address with the page."""
    response.vary.add("HX-Request")
    kept = "no-store" if request.headers.get("HX-Request") else "no-cache"
    response.headers.setdefault("Cache-Control", kept)
    return response


def keep_static(response: Response, folder: Path) -> Response:
    """Let a file be kept for ever where its address carries the fingerprint of its content."""
    version, name = request.args.get("v"), (request.view_args or {}).get("filename", "")
    if response.status_code in (200, 304) and version and version == fingerprint(folder, name):
        response.headers["Cache-Control"] = FOREVER
    return response


def fingerprint(folder: Path, name: str) -> str:
    """Return the first 12 hex digits of a file's SHA-256, read again when the file changes."""
    # Every page asks for each of its files: a text is quicker than a path.
    path = f"{folder}/{name}"
    return digest(path, os.stat(path).st_mtime_ns)


@cache
def digest(path: str, _modified: int) -> str:
    """Return the first 12 hex digits of a file's SHA-256; `_modified` is part of the key only."""
    return sha256(Path(path).read_bytes()).hexdigest()[:12]
