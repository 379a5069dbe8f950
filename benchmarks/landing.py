"""How long landing takes against a plain scan of the same file, how it grows, and what it holds.

    python benchmarks/landing.py [ROWS]

Lands coded events with duplicates and wrong dates among them, as Parquet and as CSV, at a fifth of
ROWS and at ROWS (2,000,000 unless told otherwise). The yardstick is DuckDB reading every column of
the file and adding it up. Each landing runs in a process of its own, so that its peak memory is
its own; the engine is allowed 2 GB before it spills.

Then every data set lands as CSV, a tenth as many rows each, against `read_csv` of the same file:
the rows are those of a small synthetic population, repeated for other people.
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

from wholeplace import geography
from wholeplace.definitions.datasets import DATASETS, GP_EVENT
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.landing import Store, Submission, land_file
from wholeplace.sources.synthetic import synthesise

ROWS = 2_000_000
EVENTS_EACH = 50
AT_ONCE = 1_000_000
WRONG_EVERY = 1_000
TWICE_EVERY = 500
LIMIT = "2GB"
PEOPLE, RECEIVED, AS_AT = 2_000, date(2026, 4, 10), date(2026, 3, 31)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}


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
    read = reader(str(path))
    read.aggregate(", ".join(f'count("{name}"), max("{name}")' for name in read.columns)).fetchall()
    return time.perf_counter() - start


def land(dataset: Dataset, path: Path, folder: Path) -> None:
    """Land a file; print seconds and peak gigabytes."""
    submission = Submission("gp", "2026-03", RECEIVED)
    store = Store(folder, b"k" * 32, synthetic=True, memory_limit=LIMIT)
    start = time.perf_counter()
    counts = land_file(dataset, path, submission, store).batch.counts
    seconds = time.perf_counter() - start
    assert counts.loaded > 0.9 * counts.read
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)


def landed(dataset: Dataset, path: Path, folder: Path) -> Timing:
    """One file scanned and landed, the landing in a process of its own."""
    scanned = min(scan(path) for _ in range(3))
    data = str(folder / f"data-{path.name}")
    command = [sys.executable, __file__, "--land", dataset.name, str(path), data]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, gigabytes = map(float, said.split())
    return Timing(scanned, seconds, gigabytes)


def timing(folder: Path, suffix: str, rows: int) -> Timing:
    """One file made, scanned and landed."""
    path = folder / f"{rows}{suffix}"
    write(path, rows)
    return landed(GP_EVENT, path, folder)


def repeated(dataset: Dataset, extracts: Path, folder: Path, rows: int) -> Path:
    """A CSV file of a data set with that many rows: its synthetic rows, again for other people."""
    path = folder / f"{dataset.name}.csv"
    duck = duckdb.connect()
    files = str(extracts / "*" / f"{dataset.name}.csv")
    few = duck.read_csv(files, all_varchar=True)
    copies = -(-rows // len(few))
    keys = {"local_id", *(name for name in dataset.key if dataset.column(name).kind == "text")}
    other = ", ".join(f"{name} || '-' || copy as {name}" for name in sorted(keys))
    made = duck.sql(
        f"select * exclude (copy) replace ({other})"
        f" from few cross join range({copies}) as copies(copy) limit {rows}"
    )
    made.write_csv(str(path))
    return path


def each_dataset(folder: Path, rows: int) -> None:
    """Print seconds of the scan and of the landing for every data set."""
    areas = geography.build(None, folder / "reference")
    made = synthesise(areas, PEOPLE, 1, AS_AT, folder / "made", errors=False, format="csv")
    print(f"\n{'':24}{'rows':>12}{'read_csv s':>12}{'land s':>9}{'÷ scan':>9}{'rows/s':>12}")
    for dataset in DATASETS:
        took = landed(dataset, repeated(dataset, made.extracts, folder, rows), folder)
        print(
            f"{dataset.name:24}{rows:>12,}{took.scan:>12.2f}{took.landing:>9.1f}"
            f"{took.landing / took.scan:>9.0f}{rows / took.landing:>12,.0f}"
        )


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
        each_dataset(Path(name), rows // 10)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--land"]:
        land(BY_NAME[sys.argv[2]], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else ROWS)
