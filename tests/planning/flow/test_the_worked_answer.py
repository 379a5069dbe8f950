"""The page of the three options says what the model says: recorded, and run again in part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.worked_example.__main__ import FEW, FULL
from tools.worked_example.page import PAGE, RECORD, rendered
from tools.worked_example.running import NOTHING, work_out

AGAIN = "Run `python -m tools.worked_example`."
MACHINES_DIFFER = 1e-4
"""Compilers may add the same numbers up in another order; a model that changed differs by more."""


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def numbers(found: Any, path: str = "") -> dict[str, Any]:
    """Every value under the way to it."""
    if not isinstance(found, dict | list):
        return {path: found}
    parts = found.items() if isinstance(found, dict) else enumerate(found)
    deeper = [numbers(part, f"{path}/{name}") for name, part in parts]
    return {key: one for part in deeper for key, one in part.items()}


def test_the_page_is_what_was_recorded(recorded: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(recorded["full"]), AGAIN


def test_what_was_recorded_is_what_the_model_says(recorded: dict[str, Any]) -> None:
    """The first replications of the same seed: the same people, the same answer, to the day."""
    now, then = numbers(work_out(FEW)), numbers(recorded["few"])

    assert now.keys() == then.keys(), AGAIN
    for path, value in then.items():
        if isinstance(value, float):
            value = pytest.approx(value, rel=MACHINES_DIFFER, abs=MACHINES_DIFFER)
        assert now[path] == value, f"{path}. {AGAIN}"


def test_a_figure_that_changes_is_noticed(recorded: dict[str, Any], tmp_path: Path) -> None:
    changed = json.loads(json.dumps(recorded["full"]))
    changed["scenarios"][NOTHING]["figures"]["people_delayed"][0] += 1

    assert rendered(changed) != rendered(recorded["full"])
    assert FEW < FULL
