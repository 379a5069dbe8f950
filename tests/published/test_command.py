"""`wholeplace published import`: whole files only, said in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.published.test_fingertips import FENLAND, written
from wholeplace.cli.published import published
from wholeplace.core.errors import InputFileError
from wholeplace.core.settings import Settings
from wholeplace.geography.published.imports import imported


def test_a_folder_is_imported_once_and_a_bad_file_stops_before_anything_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "files").mkdir()
    written(tmp_path / "files" / "a.csv", [FENLAND])
    bad = written(tmp_path / "files" / "b.csv", [FENLAND | {"Value": "many"}])
    settings = Settings.load(None)
    arguments = ["import", "files", "--received", "2026-04-01"]

    refused = CliRunner().invoke(published, arguments, obj=settings)
    assert isinstance(refused.exception, InputFileError)
    assert imported(settings.data_folder) == []

    bad.unlink()
    first = CliRunner().invoke(published, arguments, obj=settings)
    again = CliRunner().invoke(published, arguments, obj=settings)

    assert "Imported a.csv: 1 series, 1 values" in first.output
    assert "a.csv is held already" in again.output
    assert len(imported(settings.data_folder)) == 1
