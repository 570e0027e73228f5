"""Pictures of the figures as small SVG files: horizontal bars, by eye as by number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10
from typing import NamedTuple

WIDTH, LEFT, RIGHT, ROW, TOP = 900, 320, 110, 34, 58
STYLE = (
    "text { fill: #1d2730; } .title { font-weight: 600; font-size: 16px; } .small { fill: #4a5866; font-size: 12px; }"
    " .ours { fill: #2f6d9a; } .theirs { fill: #b0805a; }"
)


class Bar(NamedTuple):
    """One bar: its name, its length, what stands at its end, and whether it is Convoy's."""

    name: str
    value: float
    text: str
    ours: bool


def bars(title: str, note: str, rows: Sequence[Bar]) -> str:
    """Return bars as an SVG; their lengths are logarithms, since the longest can be a thousand times the shortest."""
    height = TOP + ROW * len(rows) + 16
    told = "; ".join(f"{bar.name} {bar.text}" for bar in rows)
    least = min(bar.value for bar in rows) / 2
    widest = max(log10(bar.value / least) for bar in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif"'
        f' font-size="14" role="img" aria-label="{escape(f"{title}: {told}")}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text class="title" x="16" y="26">{escape(title)}</text><text class="small" x="16" y="46">{escape(note)}</text>',
    ]
    for number, bar in enumerate(rows):
        y = TOP + ROW * number
        length = (WIDTH - LEFT - RIGHT) * log10(bar.value / least) / widest
        kind = "ours" if bar.ours else "theirs"
        parts.append(f'<text x="{LEFT - 12}" y="{y + 20}" text-anchor="end">{escape(bar.name)}</text>')
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y + 4}" width="{length:.0f}" height="{ROW - 10}" rx="3"/>')
        parts.append(f'<text x="{LEFT + length + 8:.0f}" y="{y + 20}">{escape(bar.text)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
