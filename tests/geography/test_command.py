"""The command `wholeplace reference`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from wholeplace import geography
from wholeplace.cli.reference import reference


def test_the_command_builds_the_made_up_geography_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(reference, ["--synthetic"])
    assert result.exit_code == 0, result.output
    assert "Built the synthetic geography" in result.output
    assert "Codes begin ZZ-" in result.output
    assert geography.load(tmp_path / "data" / "record" / "reference").kind == "synthetic"
