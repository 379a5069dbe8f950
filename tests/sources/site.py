"""A data folder, and short ways to land a file and to read back what became of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from wholeplace.definitions.datasets import DATASETS
from wholeplace.sources.batches import places_of
from wholeplace.sources.landing import LandingReport, Store, Submission, land_file

RECEIVED = date(2026, 4, 10)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}


class Site:
    """One installation in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "data", b"k" * 32, synthetic=True, threads=1)
        self.submission = Submission("gp", "2026-03", RECEIVED)

    def file(self, content: str | bytes, name: str = "extract.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def land(
        self, dataset: str, file: Path | str | bytes, store: Any = None, **says: Any
    ) -> LandingReport:
        path = file if isinstance(file, Path) else self.file(file)
        submission = replace(self.submission, **says)
        return land_file(BY_NAME[dataset], path, submission, replace(self.store, **(store or {})))

    def rows(self, report: LandingReport) -> list[dict[str, Any]]:
        return pq.read_table(self._places(report).record / "rows.parquet").to_pylist()

    def identifiers(self, report: LandingReport) -> list[dict[str, Any]]:
        return pq.read_table(self._places(report).vault / "identifiers.parquet").to_pylist()

    def by_local_id(self, report: LandingReport) -> dict[str, dict[str, Any]]:
        """The record's rows by the local id the vault knows them by; for one row a person."""
        known = {row["record_id"]: row for row in self.identifiers(report)}
        return {
            known[row["record_id"]]["local_id"]: {**known[row["record_id"]], **row}
            for row in self.rows(report)
        }

    def rejects(self, report: LandingReport) -> list[tuple[int, str, str]]:
        return _listed(report.rejects)

    def warnings(self, report: LandingReport) -> list[tuple[int, str, str]]:
        return _listed(report.warnings)

    def snapshot(self) -> dict[str, bytes]:
        """Everything landed, file by file; the lock is not data."""
        data = self.store.data_folder
        return {
            str(path.relative_to(data)): path.read_bytes()
            for path in sorted(data.rglob("*"))
            if path.is_file() and path.name != ".landing.lock"
        }

    def _places(self, report: LandingReport) -> Any:
        return places_of(self.store.data_folder, report.batch)


def _listed(path: Path | None) -> list[tuple[int, str, str]]:
    """Row, column and value of each entry of a reject file."""
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [(int(r["row"]), r["column"], r["value"]) for r in csv.DictReader(handle)]
