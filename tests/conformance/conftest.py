"""The two engines, side by side: one Spark session and one DuckDB for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.both import Both
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.errors import RunError
from wholeplace.core.spark import spark_engine

INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Spark."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("spark")


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """DuckDB and Spark, with the small nasty tables loaded in each."""
    folder = tmp_path_factory.mktemp("engines")
    try:
        with (
            duckdb_engine(folder / "duckdb", threads=1) as duckdb,
            spark_engine(folder / "spark") as spark,
        ):
            yield Both(duckdb, spark)
    except RunError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def interpreted(both: Both) -> Iterator[Both]:
    """The same, with Spark reading its plans instead of compiling them.

    Over small tables compiling is four fifths of the time. The expressions are compared compiled;
    Spark's own tests hold the two ways alike.
    """
    for name, value in INTERPRETED.items():
        both.spark.connection.raw_sql(f"SET {name}={value}")
    yield both
    for name in INTERPRETED:
        both.spark.connection.raw_sql(f"RESET {name}")
