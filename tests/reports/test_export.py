"""Exports carry released numbers, the run that made them, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.web.made_release import make_release, publish
from wholeplace.cli.main import wholeplace
from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.reports.export import export_table, safe_text, write_export


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


def first_measure(release: Release) -> str:
    return next(iter(release.measures))


def test_an_export_holds_the_rows_of_the_place_and_measure_asked_for(release: Release) -> None:
    name = first_measure(release)
    table = export_table(release, slugs=["fenland"], measures=[name]).to_pylist()
    fenland = release.areas_by_slug["fenland"]
    expected = release.values(
        area_types=[fenland.area_type], area_codes=[fenland.code], measures=[name]
    )
    assert [row["value"] for row in table] == [value.value for value in expected]
    assert {row["area_name"] for row in table} == {"Fenland"}
    assert {row["run_id"] for row in table} == {release.run_id}


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_every_form_holds_the_same_rows(release: Release, tmp_path: Path, ending: str) -> None:
    table = export_table(release, slugs=["fenland"], breakdowns=["sex"])
    file = tmp_path / f"fenland.{ending}"
    write_export(table, release, file)
    if ending == "csv":
        with file.open(newline="", encoding="utf-8") as handle:
            rows = len(list(csv.DictReader(handle)))
    elif ending == "json":
        rows = len(json.loads(file.read_text("utf-8")))
    else:
        rows = pq.read_metadata(file).num_rows
    assert rows == table.num_rows > 0


def test_the_notes_name_the_run_and_the_measures_and_hold_no_exact_counts(
    release: Release, tmp_path: Path
) -> None:
    name = first_measure(release)
    file = tmp_path / "one.csv"
    write_export(export_table(release, measures=[name]), release, file)
    notes = json.loads(file.with_suffix(".notes.json").read_text("utf-8"))
    assert notes["manifest"]["run_id"] == release.run_id
    assert [entry["name"] for entry in notes["measures"]] == [name]
    assert "linkage" not in notes["manifest"]


def test_a_place_or_measure_that_is_not_there_is_named(release: Release) -> None:
    with pytest.raises(RunError, match="atlantis"):
        export_table(release, slugs=["atlantis"])
    with pytest.raises(RunError, match="happiness"):
        export_table(release, measures=["happiness"])


def test_a_file_of_no_known_form_is_refused_and_not_written(
    release: Release, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match="known form"):
        write_export(export_table(release, slugs=["fenland"]), release, tmp_path / "a.doc")
    assert not list(tmp_path.iterdir())


@given(st.text())
def test_no_exported_text_begins_a_formula(text: str) -> None:
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_text(text).removeprefix("'") == text.removeprefix("'")


def test_the_command_writes_what_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    publish(make_release(tmp_path / "data" / "release").parent)
    done = CliRunner().invoke(wholeplace, ["export", "out.csv", "--place", "fenland"])
    assert done.exit_code == 0, done.output
    assert "Wrote" in done.output
    assert (tmp_path / "out.csv").stat().st_size > 0


def test_the_command_says_so_where_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(wholeplace, ["export", "out.csv"])
    assert isinstance(done.exception, RunError)
    assert "Nothing has been published yet" in str(done.exception)
