"""Forecasts of the made release: made series, through the code that forecasts real ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.core.calendar import month_starts
from wholeplace.measures.catalogue import Area
from wholeplace.measures.forecasts.ahead import look_ahead
from wholeplace.measures.forecasts.counted import COUNTED
from wholeplace.measures.forecasts.found import Key, found
from wholeplace.measures.forecasts.leaving import LEAVING
from wholeplace.measures.forecasts.published import PUBLISHED
from wholeplace.measures.forecasts.table import (
    FORECASTS,
    FORECASTS_SCHEMA,
    RECORDS,
    RECORDS_SCHEMA,
    forecast_rows,
    left_out_row,
    record_rows,
)

AS_AT = dt.date(2026, 3, 31)
MONTHS, DAYS = 36, 120


def write_made_forecasts(folder: Path, areas: list[Area]) -> None:
    """Write both tables of forecasts: of the system, and of one district.

    Args:
        folder: The release.
        areas: Its areas.
    """
    system = next(area for area in areas if area.area_type == "icb")
    fenland = next(area for area in areas if area.slug == "fenland")
    rows, records = [], []
    for kind, series in (
        ("month", _monthly([system, fenland])),
        ("day", _daily(system)),
        ("month", _published(system)),
    ):
        sorted_out = found(series, kind, dt.date(2024, 9, 30))
        records += [left_out_row(one) for one in sorted_out.left_out]
        for table in sorted_out.tables:
            ahead = look_ahead(table)
            rows += list(forecast_rows(ahead))
            records += list(record_rows(ahead))
    for name, made, schema in (
        (FORECASTS, rows, FORECASTS_SCHEMA),
        (RECORDS, records, RECORDS_SCHEMA),
    ):
        pq.write_table(pa.Table.from_pylist(made, schema=schema), folder / f"{name}.parquet")


Made = dict[Key, Mapping[dt.date, float]]


def _monthly(areas: list[Area]) -> Made:
    """Admissions that follow a trend and a season; attendances that only vary by chance."""
    draw = np.random.default_rng(7)
    months = month_starts(AS_AT, MONTHS)
    place = np.arange(MONTHS)
    made: Made = {}
    for area in areas:
        of = area.area_type, area.code, area.name
        season = 300 * np.cos(place * np.pi / 6)
        admissions = 3000 + 12 * place + season + draw.normal(0, 60, MONTHS)
        attendances = 9000 + draw.normal(0, 40, 12)[place % 12] + draw.normal(0, 1, MONTHS)
        emergency = Key(COUNTED, "emergency_admissions", "Emergency admissions", "admissions", *of)
        urgent = Key(COUNTED, "attendances", "Attendances", "attendances", *of)
        made[emergency] = dict(zip(months, np.round(admissions, -1), strict=True))
        made[urgent] = dict(zip(months, np.round(attendances, -1), strict=True))
    return made


def _daily(area: Area) -> Made:
    draw = np.random.default_rng(8)
    days = [AS_AT - dt.timedelta(days=back) for back in reversed(range(DAYS))]
    beds = [900 - 30 * (day.weekday() > 4) + draw.normal(0, 8) for day in days]
    key = Key(LEAVING, "occupied", "Beds occupied", "beds", area.area_type, area.code, area.name)
    return {key: dict(zip(days, np.round(beds), strict=True))}


def _published(area: Area) -> Made:
    """A series whose last month is long before the date of the run."""
    draw = np.random.default_rng(9)
    months = month_starts(dt.date(2025, 7, 31), 40)
    values = 35_000 + draw.normal(0, 900, 40)
    of = area.area_type, area.code, area.name
    key = Key(PUBLISHED, "made-attendances", "Published attendances", "attendances", *of)
    ended = key._replace(series="made-delays", title="Published delays")
    earlier = [month.replace(year=month.year - 6) for month in months]
    return {
        key: dict(zip(months, np.round(values), strict=True)),
        ended: dict(zip(earlier, np.round(values), strict=True)),
    }
