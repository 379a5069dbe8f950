"""Runs and publications killed at steps on the disk and at random: old or new, never half."""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import shutil
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.faults.run_child import NEW, publish_until, run_copied, run_until
from tests.measures.small_installation import Installation, finished
from wholeplace.measures.release import Release, current_run
from wholeplace.measures.release_store import TABLES
from wholeplace.record.runs import final_folders, finished_runs, publish

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.run_child"])
RANDOM_KILLS = 4
SECONDS_OF_A_RUN = 2.0
# The server that starts the processes to be killed is reached through a socket of this machine.
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with a published run, and about to run again knowing a day more."""
    done = finished(tmp_path_factory.getbasetemp()).installation
    return Installation(Path(shutil.copytree(done.folder, tmp_path / "site")))


@pytest.fixture
def old(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The run that is published before."""
    return finished(tmp_path_factory.getbasetemp()).run_id


def killed(site: Installation, last_step: int | None, after: float | None = None) -> bool:
    """Run in a process of its own, killed at a step or after a time; whether it was."""
    process = CONTEXT.Process(target=run_until, args=(str(site.folder), last_step))
    process.start()
    if after is not None:
        time.sleep(after)
        process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def readable(site: Installation) -> str:
    """The published run, after reading every table of it, its cubes and its people."""
    zone = site.data / "release"
    run_id = current_run(zone)
    assert run_id is not None
    release = Release(zone / run_id)
    assert release.run_id == run_id
    assert len(release.values()) == release.manifest.details["values"] > 0
    for table in set(TABLES) - {"values"}:
        assert (release.folder / f"{table}.parquet").is_file()
        release.rows(table)
    assert release.rows("areas") and release.rows("batches")
    for document in ("measures", "attributes", "codelists", "datasets"):
        assert release.document(document)
    assert pq.read_table(site.data / "record" / "runs" / run_id / "person.parquet").num_rows
    assert pq.read_table(site.data / "cubes" / run_id / "registered.parquet").num_rows
    return run_id


def contents(site: Installation, run_id: str) -> dict[str, str]:
    """Every file of a run: its people, its cubes and its release, and what is in it."""
    folders = final_folders(site.data, run_id)
    return {
        str(file.relative_to(site.data)): hashlib.sha256(file.read_bytes()).hexdigest()
        for folder in (folders.record, folders.cubes, folders.release)
        for file in folder.rglob("*")
        if file.is_file()
    }


def assert_the_next_run_puts_all_right(site: Installation, old: str) -> None:
    """Running again publishes the new run and leaves nothing of the killed ones."""
    new = site.run(known_at=NEW)

    assert readable(site) == new
    assert {run["run_id"] for run in finished_runs(site.data)} == {old, new}
    for zone in ("record/runs", "cubes"):
        assert {path.name for path in (site.data / zone).iterdir()} == {old, new}
    left = {path.name for path in (site.data / "release").iterdir()}
    assert left == {old, new, "current.json"}
    numbers = pq.read_table(sorted((site.data / "vault" / "person_index").glob("*.parquet")))
    assert len(set(numbers["nhs_number"].to_pylist())) == numbers.num_rows


def test_a_run_killed_at_any_step_before_the_last_rename_leaves_the_old_one(
    site: Installation, old: str, tmp_path: Path
) -> None:
    whole = Installation(Path(shutil.copytree(site.folder, tmp_path / "whole")))
    before, copies = contents(site, old), tmp_path / "copies"

    process = CONTEXT.Process(target=run_copied, args=(str(whole.folder), str(copies)))
    process.start()
    process.join()

    assert process.exitcode == 0 and readable(whole) != old
    left = [Installation(folder) for folder in sorted(copies.iterdir())]
    assert len(left) > 15
    for copy in left:
        assert current_run(copy.data / "release") == old
        assert contents(copy, old) == before
    for copy in (left[len(left) // 2], left[-1]):
        assert readable(copy) == old
        assert_the_next_run_puts_all_right(copy, old)

    for step in (len(left) // 3, len(left)):
        assert killed(site, step)
        assert readable(site) == old
    assert_the_next_run_puts_all_right(site, old)


def test_a_run_killed_at_a_random_moment_leaves_the_old_or_the_new_one(
    site: Installation, old: str
) -> None:
    moments = random.Random(5)
    found = set()
    for _ in range(RANDOM_KILLS):
        killed(site, None, after=moments.uniform(0.05, SECONDS_OF_A_RUN))
        found.add(readable(site))

    assert_the_next_run_puts_all_right(site, old)
    assert found <= {old, readable(site)}


def test_a_publication_killed_at_any_step_points_at_one_whole_run(
    site: Installation, old: str
) -> None:
    new = site.run(known_at=NEW)

    for step in (1, 2):
        process = CONTEXT.Process(target=publish_until, args=(str(site.data), old, step))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        assert readable(site) == new

    publish(site.data, old)
    assert readable(site) == old
    assert_the_next_run_puts_all_right(site, old)
