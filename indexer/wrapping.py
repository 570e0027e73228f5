"""Lines that were broken at a width, put together again into paragraphs."""

from __future__ import annotations

WIDEST = 100
"""Lines of more characters than this were not wrapped by hand or by an editor."""

NARROWEST = 40


def unwrap(text: str) -> str:
    """Join lines that were broken only because the next word would have passed the width of the text."""
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if not NARROWEST < width <= WIDEST:
        return text
    paragraphs: list[list[str]] = [[]]
    previous = ""
    for line in lines:
        if was_broken(previous, line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        previous = line
    return "\n".join(" ".join(paragraph) for paragraph in paragraphs[1:])


def was_broken(line: str, following: str, width: int) -> bool:
    """Say whether a line ends only for want of room: the next word would not have fitted."""
    if not line or not following or not (following[0].isalnum() or following[0] in "\"'“‘("):
        return False
    return len(line) > NARROWEST and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
