"""Lines that were broken at a width, put together again into paragraphs."""

from __future__ import annotations

WIDEST = 100
"""Lines of more characters than this were not wrapped by hand or by an editor."""

NARROWEST = 40
FULL = 0.7
"""A line of this part of the width that no mark ends goes on in the next: a dateline put in later made others ragged."""

ENDS = ".!?:;"


def unwrap(text: str) -> str:
    """Join lines that were broken only because the next word would have passed the width of the text."""
    lines = [line.rstrip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if not NARROWEST < width <= WIDEST:
        return text
    paragraphs: list[list[str]] = [[]]
    previous = ""
    for line in lines:
        if was_broken(previous, line, width):
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([line.strip()])
        previous = line
    return "\n".join(" ".join(paragraph) for paragraph in paragraphs[1:])


def was_broken(line: str, following: str, width: int) -> bool:
    """Say whether a line ends only for want of room: the next word would not have fitted, or the sentence goes on."""
    start = following.lstrip()
    if not line or not start or not (start[0].isalnum() or start[0] in "\"'“‘(") or indent(following) > indent(line):
        return False
    if len(line) > NARROWEST and len(line) + 1 + len(start.split(maxsplit=1)[0]) > width:
        return True
    return len(line) > max(NARROWEST, FULL * width) and line[-1] not in ENDS


def indent(line: str) -> int:
    """Return how many blanks a line begins with: more than the line before shows a new paragraph."""
    return len(line) - len(line.lstrip())
