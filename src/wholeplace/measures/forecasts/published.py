"""Published monthly and daily series that still go on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.core.calendar import months_earlier
from wholeplace.core.periods import Kind
from wholeplace.measures.forecasts.found import Found, Key, found

PUBLISHED = "published"
ENDED_MONTHS = 18
"""A series whose last period is longer ago has ended: a forecast of it would be of the past."""
NO_COUNTS = ("percent", "years")
LATEST = 400
"""Periods of a series that are used: of days, a year of weeks is enough, and quick."""
KINDS: tuple[Kind, ...] = ("month", "day")


def published_series(values: pa.Table, series: pa.Table, as_at: dt.date) -> Found:
    """Published counts by month or day that still went on lately.

    Series broken down by category are forecast as a whole only, and shares not at all: what is
    counted can be added up.

    Args:
        values: The release's published values.
        series: What each series of them is.
        as_at: The date of the run.

    Returns:
        The series; those that have ended are left out.
    """
    since = months_earlier(as_at, ENDED_MONTHS)
    all_of_it = Found([], [])
    for kind in KINDS:
        about = {
            row["indicator"]: row
            for row in series.to_pylist()
            if row["period_kind"] == kind and row["unit"] not in NO_COUNTS
        }
        kept: dict[Key, dict[dt.date, float]] = defaultdict(dict)
        for row in _whole(values, list(about)).to_pylist():
            kept[_key(row, about[row["indicator"]])][row["period_start"]] = row["value"]
        some = found({key: _latest(days) for key, days in kept.items()}, kind, since)
        all_of_it.tables.extend(some.tables)
        all_of_it.left_out.extend(some.left_out)
    return all_of_it


def _latest(values: dict[dt.date, float]) -> dict[dt.date, float]:
    return dict(sorted(values.items())[-LATEST:]) if len(values) > LATEST else values


def _whole(values: pa.Table, indicators: list[str]) -> pa.Table:
    """The values of some indicators that are of everybody and everything."""
    kept = pc.and_(
        pc.is_in(values["indicator"], pa.array(indicators, pa.string())),
        pc.is_valid(values["value"]),
    )
    for part in ("category", "sex", "age"):
        kept = pc.and_(kept, pc.is_null(values[part]))
    return values.filter(kept)


def _key(row: dict[str, object], said: dict[str, object]) -> Key:
    indicator, title, unit = (str(part) for part in (row["indicator"], said["title"], said["unit"]))
    area = (str(row[name]) for name in ("subject_type", "subject_code", "subject_name"))
    return Key(PUBLISHED, indicator, title, unit, *area)
