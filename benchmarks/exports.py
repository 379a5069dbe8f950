"""How long an export takes in each form, and a workbook against another writer of workbooks.

    wholeplace run --as-at 2026-03-31
    python benchmarks/exports.py data

Repeats the published numbers up to the rows asked for, writes them in every form, and prints each
time as a ratio to CSV and the workbook's as a ratio to openpyxl's in its write-only mode.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pyarrow as pa

from wholeplace.reports import numbers, published
from wholeplace.reports.export import FORMS
from wholeplace.reports.notes import notes_of


def main() -> None:
    """Run the benchmark on a data folder with a published run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    table = _repeated(numbers(options.data), options.rows)
    notes = notes_of(published(options.data), table, "Numbers")
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for ending, form in FORMS.items():
            path = Path(folder) / f"numbers.{ending}"
            with path.open("wb") as stream:
                seconds[ending] = _seconds(partial(form.write, table, notes, stream))
        seconds["openpyxl"] = _seconds(lambda: _with_openpyxl(table, Path(folder) / "other.xlsx"))
    print(f"{table.num_rows:,} rows of {table.num_columns} columns")
    for name, took in seconds.items():
        against = f"{took / seconds['openpyxl']:.2f} x openpyxl" if name == "xlsx" else ""
        print(f"{name:10}{took:8.2f} s {took / seconds['csv']:8.1f} x CSV   {against}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB")


def _repeated(table: pa.Table, rows: int) -> pa.Table:
    times = -(-rows // table.num_rows)
    return pa.concat_tables([table] * times).slice(0, rows)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _with_openpyxl(table: pa.Table, path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Numbers")
    sheet.append(table.column_names)
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    main()
