"""Files and headers: what is vendored is what it claims to be, nothing comes from elsewhere, colours can be read."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.reading import soup

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
OURS = {"site.css", "site.js", "suggest.js", "dates.js", "facets.js", "steps.js", "favicon.svg", "SOURCES.md"}
TEXT, LARGE = 4.5, 3.0
PAIRS = (
    *((ink, ground, TEXT) for ink in ("ink", "quiet", "link") for ground in ("paper", "panel", "tint")),
    *((ink, ground, TEXT) for ink in ("ink", "quiet") for ground in ("alarm-tint", "note")),
    *(("ink", f"{kind}-tint", TEXT) for kind in ("country", "person", "equipment")),
    *((kind, ground, LARGE) for kind in ("country", "person", "equipment") for ground in ("paper", f"{kind}-tint")),
    ("link", "note", TEXT),
    ("alarm", "alarm-tint", TEXT),
    ("alarm", "panel", TEXT),
    ("on-strong", "strong", TEXT),
    ("on-hit", "hit", TEXT),
    ("edge", "paper", LARGE),
    ("edge", "panel", LARGE),
)


def test_vendored_files_are_listed_with_their_checksum() -> None:
    sources = (STATIC / "SOURCES.md").read_text(encoding="utf-8")
    vendored = {path for path in STATIC.iterdir() if path.name not in OURS and path.suffix == ".js"}
    assert vendored
    for path in vendored:
        row = next(line for line in sources.splitlines() if line.startswith(f"| {path.name} "))
        assert sha256(path.read_bytes()).hexdigest() in row


def test_files_are_kept_for_ever_under_their_fingerprint_only(client: FlaskClient) -> None:
    page = soup(client, "/")
    addresses = [
        str(tag[name])
        for tag, name in [(tag, "src") for tag in page.select("script[src]")]
        + [(tag, "href") for tag in page.select("link[rel~=stylesheet], link[rel~=icon]")]
    ]
    assert len(addresses) == 7
    for address in addresses:
        kept, plain = client.get(address, buffered=True), client.get(address.partition("?")[0], buffered=True)
        assert "immutable" in kept.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]
        assert address.endswith(sha256(kept.data).hexdigest()[:12])


@pytest.mark.parametrize("address", ["/", "/nothing", "/api/search", "/healthz", "/facet/country", "/static/site.css"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address, buffered=True).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert not any("unsafe" in rule or "http" in rule for rule in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def palette(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the light and the dark colours of the style sheet by name."""
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    read = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return dict(read.findall(light)), dict(read.findall(light)) | dict(read.findall(dark))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb as WCAG 2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_knows_black_on_white() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_can_be_read_in_light_and_dark(ink: str, ground: str, least: float) -> None:
    for colours in palette((STATIC / "site.css").read_text(encoding="utf-8")):
        assert contrast(colours[ink], colours[ground]) >= least
