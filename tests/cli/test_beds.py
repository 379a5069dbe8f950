"""``wholeplace beds``: the worked example runs, is remembered and compared; mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wholeplace.cli.beds import beds
from wholeplace.core.errors import RunError, ScenarioError
from wholeplace.core.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with the worked example in ``eg``."""
    monkeypatch.chdir(tmp_path)
    assert ask("example", "eg").exit_code == 0
    return tmp_path


def ask(*arguments: str) -> Result:
    """Run the command; a mistake a user can put right is raised as it is."""
    return CliRunner().invoke(
        beds, arguments, obj=Settings.load(None), catch_exceptions=False, standalone_mode=False
    )


def test_the_example_runs_is_kept_and_is_compared(home: Path) -> None:
    said = ask("run", "eg/as-planned.toml", "--replications", "50").output
    assert "general and acute beds would be needed to run 92% full; 2,072 are held." in said
    assert "+173 for more people, +546 for older people" in said
    again = ask("run", "eg/as-planned.toml", "--replications", "50").output
    assert "Simulating" not in again and "2,072 are held." in again
    ask("run", "eg/as-in-the-past.toml", "--replications", "50", "--headline")
    runs = [line.split()[0] for line in ask("list").output.splitlines()]
    assert len(runs) == 2
    compared = ask("compare", *runs, "--to", "both.csv").output
    assert "As planned" in compared and "As in the past" in compared
    assert (home / "both.csv").read_text(encoding="utf-8").count("beds_needed") == 2
    kept = next((home / "data" / "models" / "long_range_beds").glob("*/beds.csv"))
    assert "occupancy" in kept.read_text(encoding="utf-8")


def test_a_scenario_of_another_model_is_refused(home: Path) -> None:
    (home / "other.toml").write_text('model = "discharge_flow"\n', encoding="utf-8")
    with pytest.raises(RunError, match="is of the model discharge_flow"):
        ask("run", "other.toml")


def test_a_scenario_without_inputs_says_where_to_get_some(home: Path) -> None:
    (home / "bare.toml").write_text('model = "long_range_beds"\n', encoding="utf-8")
    with pytest.raises(ScenarioError, match="wholeplace beds example"):
        ask("run", "bare.toml")


def test_a_key_that_is_no_assumption_names_the_nearest(home: Path) -> None:
    text = (home / "eg" / "as-planned.toml").read_text(encoding="utf-8")
    (home / "eg" / "wrong.toml").write_text(f"{text}\n[deliverd]\nall = 0\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="Did you mean"):
        ask("run", "eg/wrong.toml")


def test_the_example_is_written_over_nothing(home: Path) -> None:
    with pytest.raises(RunError, match="is not empty"):
        ask("example", "eg")
