"""The whole run on 5,000 invented people: every table of it the same from DuckDB and from Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.conformance.both import Both, columns, rows
from wholeplace.cli.main import wholeplace

PEOPLE = 5_000
AS_AT = "2026-03-31"
SETTINGS = """\
[installation]
name = "Two engines"
synthetic = true
[run]
earlier_years = 0
[disclosure]
protect_sums = false
"""
CATALOGUES = ("attributes", "codelists", "datasets", "measures", "segments")
CUBES = ("registered", "resident")


@dataclass(frozen=True)
class Runs:
    """A data folder with a run of each engine."""

    data: Path
    duckdb: str
    spark: str

    def tables(self, path: str) -> Iterator[pa.Table]:
        """A table of each run, its path given with ``{}`` for the run id."""
        for run_id in (self.duckdb, self.spark):
            yield pq.read_table(self.data / path.format(run_id))

    def contents(self, name: str) -> Iterator[Any]:
        """A JSON file of each release."""
        for run_id in (self.duckdb, self.spark):
            yield json.loads((self.data / "release" / run_id / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def runs(interpreted: Both, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Invented people, landed once and run on each engine."""
    root = tmp_path_factory.mktemp("whole")
    (root / "wholeplace.toml").write_text(SETTINGS)
    _command(root, "reference", "--synthetic")
    _command(root, "synth", "--people", str(PEOPLE), "--seed", "7", "--out", str(root / "made"))
    _command(root, "land", str(root / "made" / "extracts"))
    published = []
    for engine in ("duckdb", "spark"):
        _command(root, "run", "--as-at", AS_AT, "--engine", engine)
        current = json.loads((root / "data" / "release" / "current.json").read_text())
        published.append(current["run_id"])
    return Runs(root / "data", *published)


def _command(root: Path, *words: str) -> None:
    settings = str(root / "wholeplace.toml")
    done = CliRunner().invoke(wholeplace, ["--settings", settings, *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def test_each_engine_made_a_run_of_its_own(runs: Runs) -> None:
    one, other = runs.contents("manifest")

    assert (one["engine"], other["engine"]) == ("duckdb", "spark")
    assert one["run_id"] != other["run_id"]
    for what in ("as_at", "batches", "linkage", "values", "not_produced", "geography_hash"):
        assert one[what] == other[what]


def test_the_person_tables_are_the_same(runs: Runs) -> None:
    one, other = runs.tables("record/runs/{}/person.parquet")

    assert one.num_rows >= PEOPLE
    _same_columns(one.sort_by("person"), other.sort_by("person"))


def test_the_links_are_the_same(runs: Runs) -> None:
    one, other = runs.tables("vault/person_link/{}.parquet")

    keys = [("source", "ascending"), ("record_id", "ascending")]
    _same_columns(one.sort_by(keys), other.sort_by(keys))


@pytest.mark.parametrize("basis", CUBES)
def test_the_cubes_are_the_same(basis: str, runs: Runs) -> None:
    one, other = runs.tables(f"cubes/{{}}/{basis}.parquet")

    cell = [(f.name, "ascending") for f in one.schema if pa.types.is_string(f.type)]
    assert sum(one["people"].to_pylist()) > PEOPLE / 2
    _same_columns(one.sort_by(cell), other.sort_by(cell))


def test_every_release_table_is_the_same_row_by_row(runs: Runs) -> None:
    folder = runs.data / "release" / runs.duckdb
    names = sorted(file.name for file in folder.glob("*.parquet"))
    assert {"areas.parquet", "comorbidity.parquet", "values.parquet"} <= set(names)
    for name in names:
        _same_columns(*runs.tables(f"release/{{}}/{name}"))


def test_some_numbers_are_shown(runs: Runs) -> None:
    values, _ = runs.tables("release/{}/values.parquet")

    assert set(values["status"].unique().to_pylist()) >= {"shown", "suppressed"}


@pytest.mark.parametrize("name", CATALOGUES)
def test_definitions_say_the_same_and_have_one_version_but_for_the_sql_that_ran(
    name: str, runs: Runs
) -> None:
    one, other = (
        [{key: entry[key] for key in entry if key != "sql"} for entry in entries]
        for entries in runs.contents(name)
    )

    assert one == other


def _same_columns(one: pa.Table, other: pa.Table) -> None:
    """Compare column by column, so that a failure names the column and its first rows."""
    assert columns(one) == columns(other)
    for name in one.column_names:
        if not one[name].equals(other[name]):
            differing = rows(one.select([name]), True), rows(other.select([name]), True)
            pairs = [pair for pair in zip(*differing, strict=True) if pair[0] != pair[1]]
            pytest.fail(f"{name} differs in {len(pairs)} rows, such as {pairs[:3]}")
