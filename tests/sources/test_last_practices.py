"""Which practice rows without a provider are counted under: the one last registered with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa

from wholeplace.core.engine import duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.sources.contracts import Dataset
from wholeplace.sources.monitoring.passes import Landed, count_rows, last_practices

AS_AT = dt.date(2026, 3, 31)
EVENTS = Registry.load(["wholeplace.definitions.datasets"]).get(Dataset, "gp_event")
REGISTERED = [
    (1, "P1", dt.date(2020, 1, 1)),
    (1, "P2", dt.date(2021, 1, 1)),
    # Of two on one day it is the later code, and of a row without a day or a code nothing is known.
    (2, "P3", dt.date(2020, 1, 1)),
    (2, "P2", dt.date(2020, 1, 1)),
    (2, "P4", None),
    (2, None, dt.date(2024, 1, 1)),
    (3, None, dt.date(2020, 1, 1)),
]


def test_rows_are_counted_under_the_practice_last_registered_with(tmp_path: Path) -> None:
    day = dt.date(2026, 2, 3)
    names = [column.name for column in EVENTS.facts if column.name != EVENTS.day]
    rows = pa.table(
        {
            "record_id": [1, 1, 2, 3, 4],
            "source": ["gp"] * 5,
            "received": [day + dt.timedelta(days=5)] * 5,
            EVENTS.day: [day] * 5,
            **{name: pa.array(["x", None, "x", "x", "x"], pa.string()) for name in names},
        }
    )
    record_ids, codes, starts = zip(*REGISTERED, strict=True)
    registrations = pa.table(
        {
            "record_id": record_ids,
            "practice_code": pa.array(codes, pa.string()),
            "start_date": pa.array(starts, pa.date32()),
        }
    )
    with duckdb_engine(tmp_path / "scratch", threads=1) as engine:
        practices = last_practices(engine, engine.table(registrations))
        landed = Landed(EVENTS, engine.table(rows), practices)
        received = day + dt.timedelta(days=5)
        found = count_rows(engine, landed, {("gp", received): None}, AS_AT)
        fields, lags = (table.to_pylist() for table in found)

    whole = {row["provider"]: row["rows"] for row in fields if row["field"] == ""}
    assert whole == {"P2": 2, "P3": 1, "unknown": 2}
    blank = {row["provider"]: row["blank"] for row in fields if row["field"] == "value"}
    assert blank == {"P2": 1, "P3": 0, "unknown": 0}
    assert {(row["provider"], row["days"], row["rows"]) for row in lags} == {
        ("P2", 5, 2),
        ("P3", 5, 1),
        ("unknown", 5, 2),
    }
