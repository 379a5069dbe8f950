"""Landings killed at each step on the disk and at random moments: old or new, never half."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.faults.landing_child import land_until
from tests.sources.site import RECEIVED, Site
from wholeplace.sources.batches import all_batches
from wholeplace.sources.superseding import known

ROWS = 60_000
OLD = "local_id,event_date,code\nold,2024-03-01,44054006\n"
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.landing_child"])
RANDOM_KILLS = 10
# The server that starts the processes to be killed is reached through a socket of this machine.
pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def new_file(tmp_path_factory) -> Path:
    """A file of events, large enough that landing it takes a while."""
    random_numbers = np.random.default_rng(1)
    table = pa.table(
        {
            "local_id": random_numbers.integers(0, 2_000, ROWS).astype(str),
            "event_date": pa.array(random_numbers.integers(17_000, 19_000, ROWS), pa.int32()).cast(
                pa.date32()
            ),
            "code": np.arange(ROWS) + 1_000_000,
        }
    )
    path = tmp_path_factory.mktemp("new") / "new.parquet"
    pq.write_table(table, path)
    return path


@pytest.fixture
def site(tmp_path) -> Site:
    """An installation that has landed an earlier batch."""
    site = Site(tmp_path)
    site.land("gp_event", OLD, period="2026-02")
    return site


def start(site: Site, file: Path, last_step: int | None = None, stop: int = signal.SIGKILL):
    process = CONTEXT.Process(
        target=land_until, args=(str(site.folder), str(file), last_step, stop)
    )
    process.start()
    return process


def assert_old_or_new_then_land(site: Site, file: Path) -> None:
    """What a run may read is one whole batch, and landing again always ends in the new one."""
    data = site.store.data_folder
    [readable] = known(all_batches(data), RECEIVED)
    rows = pq.read_table(data / "record/landed/gp_event" / readable.batch_id / "rows.parquet")
    assert (
        rows.num_rows == readable.counts.loaded == {"2026-02": 1, "2026-03": ROWS}[readable.period]
    )

    report = site.land("gp_event", file, period="2026-03")

    assert report.already == (readable.period == "2026-03")
    assert len(site.rows(report)) == ROWS
    assert {row["record_id"] for row in site.identifiers(report)} == {
        row["record_id"] for row in site.rows(report)
    }
    assert sorted(site.snapshot()) == sorted(
        [
            f"{zone}/landed/gp_event/{batch.batch_id}/{name}"
            for batch in all_batches(data)
            for zone, name in [
                ("record", "manifest.json"),
                ("record", "quality.json"),
                ("record", "rows.parquet"),
                ("vault", "identifiers.parquet"),
            ]
        ]
    )


def test_killed_at_each_step_on_the_disk(tmp_path, new_file):
    whole = Site(tmp_path / "whole")
    whole.folder.mkdir()
    start(whole, new_file).join()
    steps = int((whole.folder / "steps").read_text())
    assert steps >= 8
    for last_step in range(1, steps + 1):
        site = Site(tmp_path / str(last_step))
        site.folder.mkdir()
        site.land("gp_event", OLD, period="2026-02")
        process = start(site, new_file, last_step)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        assert_old_or_new_then_land(site, new_file)


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_killed_at_a_random_moment(site, new_file, seed):
    process = start(site, new_file)
    time.sleep(random.Random(seed).uniform(0.0, 1.0))
    process.kill()
    process.join()
    assert_old_or_new_then_land(site, new_file)


def test_an_interrupted_landing_clears_up_after_itself(site, new_file):
    before = site.snapshot()
    # It interrupts itself at a step on the disk: from outside it may be over first.
    process = start(site, new_file, 2, signal.SIGINT)
    process.join()
    assert process.exitcode not in (0, -signal.SIGKILL)
    assert site.snapshot() == before
