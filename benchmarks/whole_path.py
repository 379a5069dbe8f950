"""The whole path at two sizes: synthesis, landing and a run to published tables, and how they grow.

    python benchmarks/whole_path.py [--people 100000 1031469] [--data-sets person gp_event ...]

Each step is the command an analyst types, in a process of its own. Prints its seconds, its peak
memory, its seconds as a ratio to one scan of the landed events' three reference columns in the
same run, what they would be on a machine that scans them in 0.6 seconds, and at the second size
how much longer it took than at the first, beside how much more there was to do. The geography is
the one the settings find. Only the data sets named are landed; without names, all of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import duckdb

SIZES = (100_000, 1_031_469)
SETTINGS = "[installation]\nsynthetic = true\n"
STEPS = {
    "synthesis": ["synth", "--seed", "1", "--out", "synthetic", "--people"],
    "landing": ["land", "synthetic/extracts"],
    "run": ["run", "--as-at", "2026-03-31"],
}
SCAN_ELSEWHERE = 0.6
"""Seconds that the machine for which our aims are set takes for the scan."""
SCANS = 5
SCAN = "SELECT sum(record_id), max(event_date), sum(code) FROM read_parquet($files)"


@dataclass(frozen=True)
class Timing:
    """One command.

    Attributes:
        seconds: Wall-clock seconds.
        gigabytes: Peak resident memory.
    """

    seconds: float
    gigabytes: float


def main() -> None:
    """Run both sizes and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs=2, default=SIZES)
    parser.add_argument("--data-sets", nargs="+", default=[])
    options = parser.parse_args()
    sizes = options.people
    found = []
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(_size(people, options.data_sets, Path(folder)))
    (small, small_scan, small_events), (large, large_scan, large_events) = found
    print(
        f"\n{sizes[1]:,} people, {large_events:,} events; a scan of them takes {large_scan:.2f} s"
    )
    print(f"{'':12}{'s':>8}{'GB':>7}{'x scan':>9}{'s there':>9}{'growth':>9}")
    for name, timing in large.items():
        growth = timing.seconds / small[name].seconds
        print(
            f"{name:12}{timing.seconds:8.1f}{timing.gigabytes:7.2f}"
            f"{timing.seconds / large_scan:9.0f}"
            f"{timing.seconds * SCAN_ELSEWHERE / large_scan:9.0f}{growth:9.1f}"
        )
    scan_growth = large_scan / small_scan
    print(f"{'the scan':12}{large_scan:8.2f}{'':16}{SCAN_ELSEWHERE:9.1f}{scan_growth:9.1f}")
    print(f"{'events':45}{large_events / small_events:9.1f}")


def _size(people: int, data_sets: list[str], folder: Path) -> tuple[dict[str, Timing], float, int]:
    """Every step at one size: its timings, the seconds of a scan, and the number of events."""
    (folder / "wholeplace.toml").write_text(SETTINGS, encoding="utf-8")
    _timed(["reference"], folder)
    timings = {}
    for name, words in STEPS.items():
        timings[name] = _timed([*words, str(people)] if name == "synthesis" else words, folder)
        print(f"{people:>9,} people  {name:10} {timings[name].seconds:7.1f} s", flush=True)
        if name == "synthesis" and data_sets:
            _keep_only(data_sets, folder / "synthetic" / "extracts" / "extract.toml")
    data = folder / "data"
    rows = duckdb.read_parquet(_events(data)).aggregate("count(*)").fetchall()[0][0]
    return timings, seconds_of_scan(data), rows


def seconds_of_scan(data: Path) -> float:
    """How long a scan of the landed events' three reference columns takes, in seconds.

    Args:
        data: A data folder.
    """
    engine, files = duckdb.connect(), _events(data)
    scans = []
    for _ in range(SCANS):
        start = time.perf_counter()
        engine.execute(SCAN, {"files": files}).fetchall()
        scans.append(time.perf_counter() - start)
    return statistics.median(scans)


def _events(data: Path) -> list[str]:
    """The files of landed events."""
    return [str(file) for file in data.glob("record/landed/gp_event/*/rows.parquet")]


def _keep_only(data_sets: list[str], listing: Path) -> None:
    """Take the files of all other data sets off the list of those to land, and away."""
    head, *files = listing.read_text(encoding="utf-8").split("[[file]]")
    kept = []
    for file in files:
        said = tomllib.loads(file)
        if said["dataset"] in data_sets:
            kept.append(file)
        else:
            (listing.parent / said["path"]).unlink()
    listing.write_text("[[file]]".join([head, *kept]), encoding="utf-8")


def _timed(words: list[str], folder: Path) -> Timing:
    command = [str(Path(sys.executable).with_name("wholeplace")), *words]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} failed in {folder}")
    unit = 1024**3 if sys.platform == "darwin" else 1024**2
    return Timing(seconds, used.ru_maxrss / unit)


if __name__ == "__main__":
    main()
