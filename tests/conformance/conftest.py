"""The two engines, side by side: one Spark session and one DuckDB for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conformance.both import Both
from wholeplace.core.engine import duckdb_engine
from wholeplace.core.errors import RunError
from wholeplace.core.spark import spark_engine

INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java's own compiler would spend longer on Spark's code than so few rows can win back."""


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
            _environment(JDK_JAVA_OPTIONS=QUICK_TO_START),
            duckdb_engine(folder / "duckdb", threads=1) as duckdb,
            spark_engine(folder / "spark") as spark,
        ):
            yield Both(duckdb, spark)
    except RunError as missing:
        pytest.skip(str(missing))


@contextmanager
def _environment(**says: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in says.items():
            environment.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def interpreted(both: Both) -> Iterator[Both]:
    """The same, with Spark reading its plans instead of compiling them, and planning each once.

    Over small tables that is four fifths of the time. The expressions are compared compiled, and
    planned again as rows come in; Spark's own tests hold the ways alike. Planned once, few rows
    stay in the two partitions they are put in, so answers that hang on their order show.
    """
    for name, value in INTERPRETED.items():
        both.spark.connection.raw_sql(f"SET {name}={value}")
    yield both
    for name in INTERPRETED:
        both.spark.connection.raw_sql(f"RESET {name}")
