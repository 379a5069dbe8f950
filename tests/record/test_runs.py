"""Runs are staged out of sight, finished by renames, and published by one."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from wholeplace.core.errors import RunError
from wholeplace.record.runs import (
    RunFolders,
    finish,
    finished_runs,
    is_finished,
    one_at_a_time,
    publish,
    stage,
    write_json,
)

ZONES = ("record/runs", "cubes", "release")


def finished(data: Path, run_id: str, word: str = "whole") -> RunFolders:
    """A finished run with one file in each zone."""
    staged = stage(data, run_id)
    for folder in (staged.record, staged.cubes, staged.release):
        (folder / "table.txt").write_text(word)
    return finish(data, staged, {"run_id": run_id, "as_at": "2026-03-31", "engine": "duckdb"})


def published(data: Path) -> str:
    return json.loads((data / "release" / "current.json").read_text())["run_id"]


def names_in(data: Path, zone: str) -> set[str]:
    return {path.name for path in (data / zone).iterdir()}


def test_a_run_does_not_exist_until_it_is_finished(tmp_path: Path) -> None:
    stage(tmp_path, "first")

    assert not is_finished(tmp_path, "first")
    assert finished_runs(tmp_path) == []
    with pytest.raises(RunError, match="no finished run first"):
        publish(tmp_path, "first")


def test_a_finished_run_has_its_tables_in_each_zone_and_no_staging(tmp_path: Path) -> None:
    folders = finished(tmp_path, "first")

    assert is_finished(tmp_path, "first")
    assert [run["run_id"] for run in finished_runs(tmp_path)] == ["first"]
    for zone, folder in zip(ZONES, (folders.record, folders.cubes, folders.release), strict=True):
        assert (folder / "table.txt").read_text() == "whole"
        assert names_in(tmp_path, zone) == {"first"}


def test_only_the_owner_may_look_at_people_and_exact_counts(tmp_path: Path) -> None:
    folders = finished(tmp_path, "first")

    for folder in (folders.record, folders.record.parent, folders.cubes, folders.cubes.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_publishing_points_readers_at_one_run_and_at_an_older_one_again(tmp_path: Path) -> None:
    finished(tmp_path, "first")
    finished(tmp_path, "second")

    publish(tmp_path, "second")
    assert published(tmp_path) == "second"

    publish(tmp_path, "first")
    assert published(tmp_path) == "first"


def test_what_a_killed_run_left_behind_is_swept_before_the_next(tmp_path: Path) -> None:
    finished(tmp_path, "first")
    publish(tmp_path, "first")
    left = stage(tmp_path, "second")
    (left.release / "half.parquet").write_text("half")
    (tmp_path / "release" / ".current.json.123").write_text("{")

    with one_at_a_time(tmp_path):
        assert names_in(tmp_path, "release") == {"first", "current.json"}
        assert names_in(tmp_path, "record/runs") == names_in(tmp_path, "cubes") == {"first"}


def test_a_run_killed_between_its_renames_is_done_again_whole(tmp_path: Path) -> None:
    staged = stage(tmp_path, "first")
    (staged.record / "table.txt").write_text("of the run that was killed")
    staged.record.rename(tmp_path / "record" / "runs" / "first")

    assert not is_finished(tmp_path, "first")
    with one_at_a_time(tmp_path):
        finished(tmp_path, "first")

    assert (tmp_path / "record" / "runs" / "first" / "table.txt").read_text() == "whole"


def test_two_runs_at_once_are_refused_and_the_lock_is_let_go(tmp_path: Path) -> None:
    with (
        one_at_a_time(tmp_path),
        pytest.raises(RunError, match="Another run is at work"),
        one_at_a_time(tmp_path),
    ):
        pass

    with one_at_a_time(tmp_path):
        pass


def test_a_json_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    write_json(file, {"word": "Île"})

    with pytest.raises(TypeError):
        write_json(file, {1: {(2, 3): "no key of JSON"}})

    assert json.loads(file.read_text(encoding="utf-8")) == {"word": "Île"}
