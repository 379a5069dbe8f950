"""How long landing takes against a plain scan of the same file, how it grows, and what it holds.

    python benchmarks/landing.py [ROWS]

Lands coded events with duplicates and wrong dates among them, as Parquet and as CSV, at a fifth of
ROWS and at ROWS (2,000,000 unless told otherwise). The yardstick is DuckDB reading every column of
the file and adding it up. Each landing runs in a process of its own, so that its peak memory is
its own; the engine is allowed 2 GB before it spills.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from wholeplace.definitions.datasets import GP_EVENT
from wholeplace.sources.landing import Store, Submission, land_file

ROWS = 2_000_000
EVENTS_EACH = 50
AT_ONCE = 1_000_000
WRONG_EVERY = 1_000
TWICE_EVERY = 500
LIMIT = "2GB"


@dataclass(frozen=True)
class Timing:
    """One landing.

    Attributes:
        scan: Seconds of the plain scan.
        landing: Seconds of the landing.
        gigabytes: Peak memory of the landing's process.
    """

    scan: float
    landing: float
    gigabytes: float


def events(rows: int, seed: int) -> pa.Table:
    """Random coded events, a few of them wrong and a few sent twice."""
    random = np.random.default_rng(seed)
    people = max(1, rows // EVENTS_EACH)
    days = random.integers(16_900, 20_500, rows)
    days[::WRONG_EVERY] = 40_000
    valued = random.random(rows) < 0.3
    table = pa.table(
        {
            "local_id": pa.array(np.char.add("P", random.integers(0, people, rows).astype(str))),
            "event_date": pa.array(days.astype(np.int32)).cast(pa.date32()),
            "code": random.integers(1_000, 2_200, rows) * 100_003,
            "value": pa.array(np.round(random.random(rows) * 200, 1), mask=~valued),
            "unit": pa.array(np.where(valued, "mmol/mol", None)),
        }
    )
    return pa.concat_tables([table, table.take(np.arange(1, rows, TWICE_EVERY))])


def write(path: Path, rows: int) -> None:
    """Write that many events, a million at a time, in the form the name asks for."""
    make = pq.ParquetWriter if path.suffix == ".parquet" else pa_csv.CSVWriter
    with make(path, events(2, 0).schema) as writer:
        for start in range(0, rows, AT_ONCE):
            writer.write_table(events(min(AT_ONCE, rows - start), start))


def scan(path: Path) -> float:
    """Seconds to read every column and add it up."""
    duck = duckdb.connect()
    reader = duck.read_parquet if path.suffix == ".parquet" else duck.read_csv
    start = time.perf_counter()
    names = ("local_id", "event_date", "code", "value", "unit")
    reader(str(path)).aggregate(
        ", ".join(f"count({name}), max({name})" for name in names)
    ).fetchall()
    return time.perf_counter() - start


def land(path: Path, folder: Path) -> None:
    """Land a file; print seconds and peak gigabytes."""
    submission = Submission("gp", "2026-03", date(2026, 4, 10))
    store = Store(folder, b"k" * 32, synthetic=True, memory_limit=LIMIT)
    start = time.perf_counter()
    counts = land_file(GP_EVENT, path, submission, store).batch.counts
    seconds = time.perf_counter() - start
    assert counts.rejected and counts.duplicate
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)


def timing(folder: Path, suffix: str, rows: int) -> Timing:
    """One file made, scanned and landed."""
    path = folder / f"{rows}{suffix}"
    write(path, rows)
    scanned = min(scan(path) for _ in range(3))
    command = [sys.executable, __file__, "--land", str(path), str(folder / f"data-{path.name}")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, gigabytes = map(float, said.split())
    return Timing(scanned, seconds, gigabytes)


def main(rows: int) -> None:
    """Print seconds, the ratio to the scan, peak memory, and the growth."""
    print(f"{'':10}{'rows':>12}{'scan s':>9}{'land s':>9}{'÷ scan':>9}{'GB':>7}{'growth':>9}")
    with tempfile.TemporaryDirectory() as name:
        for suffix in (".parquet", ".csv"):
            small = timing(Path(name), suffix, rows // 5)
            large = timing(Path(name), suffix, rows)
            for count, made in ((rows // 5, small), (rows, large)):
                growth = f"{made.landing / small.landing:.1f}×"
                print(
                    f"{suffix[1:]:10}{count:>12,}{made.scan:>9.2f}{made.landing:>9.1f}"
                    f"{made.landing / made.scan:>9.0f}{made.gigabytes:>7.2f}{growth:>9}"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--land"]:
        land(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else ROWS)
