"""What a run forecasts: series long and large enough, whole, and still going on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.calendar import month_starts
from wholeplace.measures.flow_inputs.schemas import SCHEMAS, file_name
from wholeplace.measures.forecasts.ahead import SeriesTable, look_ahead
from wholeplace.measures.forecasts.found import Key, found
from wholeplace.measures.forecasts.leaving import leaving_series
from wholeplace.measures.forecasts.published import published_series
from wholeplace.measures.forecasts.table import (
    FORECASTS_SCHEMA,
    RECORDS_SCHEMA,
    forecast_rows,
    record_rows,
)
from wholeplace.statistics import HES

AS_AT = dt.date(2026, 3, 31)
SYSTEM = ("icb", "Z1", "Made-up System")
MONTHS = month_starts(AS_AT, 36)
NAN = float("nan")


def key(name: str) -> Key:
    return Key("counted", name, name.title(), "events", *SYSTEM)


def monthly(values: list[float]) -> dict[dt.date, float]:
    return dict(zip(MONTHS, values, strict=True))


def names(tables: list[SeriesTable]) -> set[str]:
    return {Key(*label).series for table in tables for label in table.labels}


def test_a_series_with_many_hidden_months_is_left_out_for_it_would_be_too_high() -> None:
    series = {
        key("whole"): monthly([50.0] * 36),
        key("hardly hidden"): monthly([NAN] * 3 + [50.0] * 33),
        key("often hidden"): monthly([50.0, NAN, 50.0, NAN] * 9),
        key("all hidden"): monthly([NAN] * 36),
        key("too few"): monthly([10.0] * 36),
    }

    made = found(series, "month")

    assert names(made.tables) == {"whole", "hardly hidden"}
    assert {one.key.series: one.why for one in made.left_out} == {
        "often hidden": "hidden",
        "all hidden": "hidden",
        "too few": "few",
    }


def test_series_that_end_apart_are_forecast_from_their_own_ends() -> None:
    early = dict(list(monthly([50.0] * 36).items())[:30])

    made = found({key("late"): monthly([50.0] * 36), key("early"): early}, "month")

    assert {table.periods.start(table.periods.count) for table in made.tables} == {
        dt.date(2026, 4, 1),
        dt.date(2025, 10, 1),
    }


def test_days_are_gated_as_any_count_is_and_a_day_without_rows_is_nobody(tmp_path: Path) -> None:
    day = AS_AT - dt.timedelta(days=3)
    rows = {
        "hospital_days": [
            {"day": AS_AT - dt.timedelta(days=n), "hospital": "RGN", "occupied": 151}
            | {"admissions": 42 if n else 3, "discharges": 40}
            for n in range(365)
        ],
        "arrivals": [{"day": day, "pathway": 1, "people": 30}],
        "delayed_days": [],
    }
    for name, made in rows.items():
        table = pa.Table.from_pylist(made, schema=SCHEMAS[name])
        pq.write_table(table, tmp_path / file_name(name))

    (table,) = leaving_series(tmp_path, SYSTEM, AS_AT, HES).tables

    by_name = {
        Key(*label).series: values for label, values in zip(table.labels, table.values, strict=True)
    }
    assert set(by_name) == {"admissions", "occupied"}
    assert np.isnan(by_name["admissions"][-1]) and by_name["admissions"][0] == 40
    assert set(by_name["occupied"]) == {150}


def test_a_total_is_left_out_where_it_would_tell_the_one_pathway_that_is_hidden(
    tmp_path: Path,
) -> None:
    def written(large: int) -> set[str]:
        rows = [
            {
                "day": AS_AT - dt.timedelta(days=n),
                "pathway": way,
                "people": 40 if way < large else 1,
            }
            for n in range(365)
            for way in range(4)
        ]
        for name, made in (("hospital_days", []), ("arrivals", rows), ("delayed_days", [])):
            table = pa.Table.from_pylist(made, schema=SCHEMAS[name])
            pq.write_table(table, tmp_path / file_name(name))
        return names(leaving_series(tmp_path, SYSTEM, AS_AT, HES).tables)

    assert written(1) == {"ready", "ready_pathway_0"}
    assert written(3) == {"ready_pathway_0", "ready_pathway_1", "ready_pathway_2"}


def test_where_days_are_too_small_to_show_weeks_are_forecast(tmp_path: Path) -> None:
    """Six a day are hidden; 42 a week are not. Beds are counted on a day: a week has no sum."""
    rows = {
        "hospital_days": [
            {"day": AS_AT - dt.timedelta(days=n), "hospital": "RGN", "admissions": 6}
            | {"discharges": 6, "occupied": 6}
            for n in range(365)
        ],
        "arrivals": [],
        "delayed_days": [],
    }
    for name, made in rows.items():
        table = pa.Table.from_pylist(made, schema=SCHEMAS[name])
        pq.write_table(table, tmp_path / file_name(name))

    made = leaving_series(tmp_path, SYSTEM, AS_AT, HES)

    (table,) = made.tables
    assert table.periods.kind == "week" and names([table]) == {"admissions"}
    assert set(table.values[0]) == {40.0}
    assert table.periods.start(table.periods.count) == dt.date(2026, 3, 30)
    assert [(one.key.series, one.why) for one in made.left_out] == [("occupied", "hidden")]


def test_a_published_series_that_has_ended_or_is_a_share_is_not_forecast() -> None:
    about = [
        {"source": "s", "indicator": name, "title": name, "unit": unit, "period_kind": "month"}
        for name, unit in (("going on", "people"), ("ended", "people"), ("share", "percent"))
    ]
    rows = []
    for name, first in (("going on", 0), ("ended", -72), ("share", 0)):
        for month in MONTHS:
            moved = month.replace(year=month.year + first // 12)
            for category in (None, "a part"):
                rows.append(
                    {"source": "s", "indicator": name, "subject_type": "icb", "subject_code": "Z1"}
                    | {"subject_name": "Made-up", "period_start": moved, "value": 100.0}
                    | {"category": category, "sex": None, "age": None}
                )
    values = pa.Table.from_pylist(
        rows, schema=pa.schema([*_TEXT, ("period_start", pa.date32()), ("value", pa.float64())])
    )

    made = published_series(values, pa.Table.from_pylist(about), AS_AT)

    assert names(made.tables) == {"going on"}
    assert [(one.key.series, one.why) for one in made.left_out] == [("ended", "ended")]


_TEXT = [
    (name, pa.string())
    for name in (
        *("source", "indicator", "subject_type", "subject_code", "subject_name"),
        *("category", "sex", "age"),
    )
]


def test_the_tables_hold_what_came_what_lies_ahead_and_the_record() -> None:
    values = [100.0 + 10 * (n % 12) for n in range(36)]
    (table,) = found({key("steady"): monthly([*values[:20], NAN, *values[21:]])}, "month").tables

    ahead = look_ahead(table)
    rows = pa.Table.from_pylist(list(forecast_rows(ahead)), schema=FORECASTS_SCHEMA).to_pylist()
    (record,) = pa.Table.from_pylist(list(record_rows(ahead)), schema=RECORDS_SCHEMA).to_pylist()

    assert [row["ahead"] for row in rows] == [0] * 36 + [1, 2, 3, 4, 5, 6]
    assert rows[20]["value"] is None and rows[21]["value"] == values[21]
    assert rows[36]["period_start"] == dt.date(2026, 4, 1)
    assert record["periods"] == 35 and record["missing"] == 1
    assert record["first"] == MONTHS[0] and record["last"] == MONTHS[-1]


def test_no_range_of_a_count_goes_below_nobody() -> None:
    draw = np.random.default_rng(1)
    (table,) = found({key("wild"): monthly(list(draw.integers(0, 90, 36) * 1.0))}, "month").tables

    within = look_ahead(table).within_95

    assert within.lower.min() >= 0
