"""How long all measures take for all places and groups: cubes, and release tables from them.

    wholeplace synth --people 1031469 --out synthetic && wholeplace land synthetic/extracts
    python benchmarks/release_tables.py DATA_FOLDER --as-at 2026-03-31

with this repository on PYTHONPATH, as ``make bench BENCH=release_tables`` has it. Runs what an
installation has landed, in a folder of its own that is deleted afterwards. A run works on data
quality and earlier years while the disclosure gate leaves a processor idle; here they wait for it,
so that what is timed has the machine to itself. Prints the seconds of each step that counts cells
and of the gate with writing, and their sum as a ratio to a scan of the three reference columns of
the events: the aim is 60 seconds where that scan takes 0.6.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from unittest import mock

from benchmarks.whole_path import SCAN_ELSEWHERE, seconds_of_scan
from wholeplace.core.settings import Settings
from wholeplace.measures import pipeline
from wholeplace.record.runs import final_folders

CUBES = (
    "Counting cells",
    "Counting care by who gave it",
    "Counting months",
    "Counting Core20PLUS groups",
)
GATE = "Passing the disclosure gate and writing the release"
AIM = 60
"""Seconds for all of them on the machine for which our aims are set."""
BORROWED = (
    "wholeplace.toml",
    "keys",
    "data/partner",
    "data/record/landed",
    "data/record/reference",
    "data/vault/landed",
    "data/vault/person_index",
)
Answer = TypeVar("Answer")


def main() -> None:
    """Run the benchmark on a data folder that holds landed data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--as-at", type=dt.date.fromisoformat, default=dt.date(2026, 3, 31))
    options = parser.parse_args()
    data = options.data.resolve()
    with tempfile.TemporaryDirectory() as folder:
        _borrow(data.parent, Path(folder))
        os.chdir(folder)
        seconds = _seconds_of_steps(Settings.load(), options.as_at)
        os.chdir(data)
    scan = seconds_of_scan(data)
    for name in (*CUBES, GATE):
        print(f"{name:55}{seconds[name]:7.1f} s")
    together = sum(seconds[name] for name in (*CUBES, GATE))
    there = together * SCAN_ELSEWHERE / scan
    print(f"{'All of them':55}{together:7.1f} s, {together / scan:.0f} scans of {scan:.3f} s")
    print(f"{'Where a scan takes 0.6 s':55}{there:7.1f} s, of {AIM}")


def _borrow(installation: Path, folder: Path) -> None:
    """Let a folder have what an installation was given and has landed, and nothing more."""
    for name in BORROWED:
        if (installation / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(installation / name)


def _seconds_of_steps(settings: Settings, as_at: dt.date) -> dict[str, float]:
    """The seconds of each step of a run, none of them beside another."""
    order = pipeline.Order(settings, as_at, dt.date.today())  # noqa: DTZ011 - a calendar day
    with mock.patch.object(pipeline, "side_by_side", _one_after_the_other):
        run_id = pipeline.run(order, lambda step: print(f"  {step}", flush=True))
    manifest = final_folders(settings.data_folder, run_id).release / "manifest.json"
    found: dict[str, float] = json.loads(manifest.read_text("utf-8"))["seconds"]
    return found


@contextlib.contextmanager
def _one_after_the_other(work: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Do one thing, and only then what the block does."""
    done = work()
    yield lambda: done


if __name__ == "__main__":
    main()
