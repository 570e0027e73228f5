"""Editions as they are told."""

from __future__ import annotations

import pytest

from archive.model import Edition


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("ingest of /srv/press/may", "ingest of may"),
        ("ingest of /srv/press/may/, notes/b c.txt", "ingest of may, b c.txt"),
        ("ingest of /home/a, b/feed.jsonl", "ingest of a, feed.jsonl"),
        ("ingest of seeds", "ingest of seeds"),
        ("ingest of .", "ingest of ."),
        ("values found anew", "values found anew"),
        ("fixed a/b", "fixed a/b"),
    ],
)
def test_what_was_taken_in_goes_by_the_last_part_of_its_path(kept: str, told: str) -> None:
    assert Edition(1, "2026-01-01T00:00:00Z", kept).told == told
