"""Every look at exact counts leaves a line that only the installation's owner can read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from wholeplace.record.openings import note_opening

WHEN = dt.datetime(2026, 4, 10, 9, 30, tzinfo=dt.UTC)


def test_each_opening_adds_a_line_with_its_purpose(tmp_path: Path) -> None:
    note_opening(tmp_path, WHEN, "Checking March", "diff a b")
    note_opening(tmp_path, WHEN, "Two lines\nof purpose", "diff a c")

    lines = (tmp_path / "record" / "openings.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["purpose"] for line in lines] == [
        "Checking March",
        "Two lines\nof purpose",
    ]
    assert json.loads(lines[0])["when"] == "2026-04-10T09:30:00+00:00"


def test_the_list_is_its_owners_only(tmp_path: Path) -> None:
    note_opening(tmp_path, WHEN, "Checking March", "diff a b")

    assert (tmp_path / "record" / "openings.jsonl").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "record").stat().st_mode & 0o777 == 0o700
