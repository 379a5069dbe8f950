"""Runs: immutable folders staged in each zone and published by one rename of a pointer."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholeplace.core.errors import RunError

ZONES = ("record", "cubes", "release")
PRIVATE = 0o700
POINTER = "current.json"
MANIFEST = "manifest.json"
_STAGING = ".staging-"


@dataclass(frozen=True)
class RunFolders:
    """Where one run keeps its tables.

    Attributes:
        run_id: The run.
        record: Person-level tables.
        cubes: Counts by cell.
        release: Gated numbers, and the manifest.
    """

    run_id: str
    record: Path
    cubes: Path
    release: Path


def final_folders(data: Path, run_id: str) -> RunFolders:
    """The folders of a finished run.

    Args:
        data: The data folder.
        run_id: The run.
    """
    return RunFolders(
        run_id,
        record=data / "record" / "runs" / run_id,
        cubes=data / "cubes" / run_id,
        release=data / "release" / run_id,
    )


def is_finished(data: Path, run_id: str) -> bool:
    """Whether a run was finished, published or not."""
    return (final_folders(data, run_id).release / MANIFEST).is_file()


@contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Hold the data folder's run lock, and clear away what a killed run left behind.

    Raises:
        RunError: If another run holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                f"Another run is at work in {data}.", "Wait for it to finish, then run again."
            ) from None
        sweep(data)
        yield


def sweep(data: Path) -> None:
    """Remove the staging folders of runs that never finished, and pointers never swapped in."""
    for folder in _zone_folders(data).values():
        for left in folder.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in folder.glob(f".{POINTER}.*"):
            left.unlink()


def stage(data: Path, run_id: str) -> RunFolders:
    """Empty folders for a run to write into, one in each zone."""
    made = {}
    for zone, folder in _zone_folders(data).items():
        mode = 0o755 if zone == "release" else PRIVATE
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
        made[zone] = folder / f"{_STAGING}{run_id}"
        made[zone].mkdir(mode=mode)
    return RunFolders(run_id, **made)


def finish(data: Path, staged: RunFolders, manifest: dict[str, Any]) -> RunFolders:
    """Move a staged run into place; its release, with the manifest, comes last.

    Until the release folder is renamed the run does not exist, so a crash leaves nothing half
    made that anybody reads.
    """
    write_json(staged.release / MANIFEST, manifest)
    final = final_folders(data, staged.run_id)
    for zone in ZONES:
        target: Path = getattr(final, zone)
        if target.exists():
            shutil.rmtree(target)
        getattr(staged, zone).rename(target)
    return final


def publish(data: Path, run_id: str) -> None:
    """Point readers at a finished run, in one rename.

    Raises:
        RunError: If the run was never finished.
    """
    if not is_finished(data, run_id):
        raise RunError(f"There is no finished run {run_id}.", "See `wholeplace run --list`.")
    write_json(data / "release" / POINTER, {"run_id": run_id})


def finished_runs(data: Path) -> list[dict[str, Any]]:
    """The manifests of all finished runs, by run id."""
    files = sorted((data / "release").glob(f"*/{MANIFEST}"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file so that a reader sees the old one or the whole new one."""
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    with staged.open("w", encoding="utf-8") as handle:
        json.dump(content, handle, indent=1, ensure_ascii=False, default=str)
        handle.flush()
        os.fsync(handle.fileno())
    staged.replace(path)


def _zone_folders(data: Path) -> dict[str, Path]:
    return {
        "record": data / "record" / "runs",
        "cubes": data / "cubes",
        "release": data / "release",
    }
