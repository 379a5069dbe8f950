"""Openings: a line for every time somebody looked at exact counts, with the purpose they stated."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

OPENINGS = "openings.jsonl"


def note_opening(data: Path, when: dt.datetime, purpose: str, what: str) -> None:
    """Write down that the record's exact counts were opened, before they are.

    Args:
        data: The data folder.
        when: The moment.
        purpose: What for, as stated.
        what: What was opened, such as the command.
    """
    folder = data / "record"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"when": when.isoformat(timespec="seconds"), "purpose": purpose, "what": what}
    descriptor = os.open(folder / OPENINGS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as handle:
        handle.write(json.dumps(line, ensure_ascii=False) + "\n")
        handle.flush()
        os.fsync(handle.fileno())
