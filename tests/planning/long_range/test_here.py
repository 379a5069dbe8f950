"""Where a long-range scenario finds its inputs: its own, the example, or the installation's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.example import INPUTS
from wholeplace.planning.long_range.here import OWN, inputs_here


def test_a_folder_is_taken_from_the_scenario_s_own_and_example_is_what_ships(
    tmp_path: Path,
) -> None:
    shutil.copytree(INPUTS, tmp_path / "ours")
    ours = inputs_here(tmp_path / "data", "ours", tmp_path)
    assert ours.fingerprint == inputs_here(tmp_path / "data", "example", tmp_path).fingerprint


def test_the_installation_s_own_are_read_again_once_they_change(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no inputs in inputs/long_range_beds"):
        inputs_here(tmp_path)
    own = Path(shutil.copytree(INPUTS, tmp_path / OWN))
    before = inputs_here(tmp_path).fingerprint
    beds = (own / "beds.csv").read_text(encoding="utf-8")
    (own / "beds.csv").write_text(beds.replace("2072", "2100"), encoding="utf-8")

    assert beds.count("2072") == 1
    assert inputs_here(tmp_path).fingerprint != before
