"""Dates with a time of day are read, compared and subtracted alike on DuckDB and on Spark."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.conformance.both import Both, same
from wholeplace.core.clock_times import minutes_between
from wholeplace.sources.values import MOMENT

MOMENTS = [
    dt.datetime(2026, 1, 31, 23, 59, 59, 999_999),
    dt.datetime(2026, 2, 1, 0, 0),
    dt.datetime(2026, 3, 29, 1, 30),  # an hour the clocks of the UK left out
    dt.datetime(2024, 2, 29, 12, 0, 1),
    dt.datetime(1969, 12, 31, 23, 0),
    None,
]
PAIRS = [(one, other) for one in MOMENTS for other in MOMENTS]
TABLE = pa.table(
    {
        "row": list(range(len(PAIRS))),
        "arrived": pa.array([one for one, _ in PAIRS], pa.timestamp("us")),
        "left": pa.array([other for _, other in PAIRS], pa.timestamp("us")),
    }
)


def expected(one: dt.datetime | None, other: dt.datetime | None) -> int | None:
    """Minutes between the two, seconds dropped first."""
    if one is None or other is None:
        return None
    start, end = (moment.replace(second=0, microsecond=0) for moment in (one, other))
    return int((end - start).total_seconds()) // 60


def test_minutes_between_moments_are_those_of_plain_python(both: Both) -> None:
    answers = []
    for engine in both.engines:
        table = engine.table(TABLE)
        answers.append(
            engine.fetch(table.select("row", minutes=minutes_between(table.arrived, table.left)))
        )
    same(*answers)
    found = {row["row"]: row["minutes"] for row in answers[0].to_pylist()}
    assert found == {n: expected(*pair) for n, pair in enumerate(PAIRS)}


def test_moments_written_by_one_engine_are_read_by_both(both: Both, tmp_path: Path) -> None:
    types = {"row": "int64", "arrived": MOMENT}
    for writer in both.engines:
        path = tmp_path / f"{writer.name}.parquet"
        writer.write(writer.table(TABLE), path, types)
        for reader in both.engines:
            rows = reader.fetch(reader.read(path)).sort_by("row")
            assert rows["arrived"].to_pylist() == [one for one, _ in PAIRS]
    assert pq.read_schema(tmp_path / "duckdb.parquet").field("arrived").type == pa.timestamp("us")
