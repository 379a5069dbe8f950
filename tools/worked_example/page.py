"""The page of the three options, from what was recorded of their runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2

from tools.worked_example.running import NOTHING, Recorded

FOLDER = Path(__file__).parent
RECORD = FOLDER / "recorded.json"
PAGE = FOLDER.parents[1] / "docs" / "explanation" / "three-options.md"
TEMPLATE = "three-options.md.jinja"
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def three_options_page() -> str:
    """The page as the recorded runs have it."""
    return rendered(json.loads(RECORD.read_text(encoding="utf-8"))["full"])


def rendered(found: Recorded) -> str:
    """The page.

    Args:
        found: What :func:`~tools.worked_example.running.work_out` returned.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        autoescape=False,  # Markdown of our own
    )
    environment.filters |= {
        "whole": lambda value: f"{value:,.0f}",
        "one": lambda value: f"{value:.1f}",
        "hundreds": lambda value: f"{round(value, -2):,.0f}",
        "per": lambda value: f"{value:.0f}" if value >= 10 else f"{value:.1f}",
        "word": lambda value: _NUMBERS[round(value)],
    }
    changes = {row["change"]: row for row in found["changes"]}
    moved = {row["assumption"]: row for row in found["sensitivity"]}
    causes = {row["cause"].partition(":")[0].lower(): row for row in found["causes"]}
    return environment.get_template(TEMPLATE).render(
        of={name.replace("-", "_"): one for name, one in found["scenarios"].items()},
        nothing=found["scenarios"][NOTHING]["figures"],
        causes=causes,
        all_causes=sum(row["delayed_days"] for row in found["causes"]),
        changes=sorted(found["changes"], key=_best_first),
        change=lambda words: _named(changes, words),
        moved=lambda words: _named(moved, words),
        fullest=found["fullest"],
    )


def _best_first(row: Recorded) -> float:
    return -(row["days_saved_per_1000_pounds"] or 0.0)


def _named(rows: dict[str, Recorded], words: str) -> Any:
    return next(row for name, row in rows.items() if words in name)
