"""Bed days held so in each week of a year, by hospital: a series for each measure of its own.

Weeks, not days: rounded counts of single days hide more than they show where few people wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.core.engine import Engine
from wholeplace.measures.delays.parts import released_parts
from wholeplace.measures.delays.table import ALL
from wholeplace.measures.flow_inputs.days import Daily
from wholeplace.statistics import DisclosureProfile, release_count

WEEKS, DAYS_IN_WEEK = 52, 7
SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("hospital", pa.string()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("days", pa.int64()),
        ("people", pa.float64()),
        ("status", pa.string()),
    ]
)


def weekly_rows(
    engine: Engine,
    rows: ir.Table,
    measure: str,
    as_at: dt.date,
    stale: Sequence[str],
    profile: DisclosureProfile,
) -> pa.Table:
    """Bed days of the weeks that end on the weekday of the run, and people on average.

    Args:
        engine: The engine.
        rows: The measure's intervals.
        measure: The measure.
        as_at: The date of the run, the last day of the last week.
        stale: Hospitals whose feed is not current: their people would seem to stay for ever.
        profile: The disclosure profile.

    Returns:
        A table of :data:`SCHEMA`: every hospital's, and that of all together.
    """
    current = rows.filter(~rows.hospital.isin([*stale, ALL]))
    came, went = (engine.fetch(_by_day(current, day)) for day in ("begins", "ends"))
    first = as_at - dt.timedelta(days=WEEKS * DAYS_IN_WEEK - 1)
    daily = Daily.of((came, went), ("hospital",), first, as_at)
    held = daily.held(came, went).reshape(-1, WEEKS, DAYS_IN_WEEK).sum(axis=2)
    days = np.vstack([held, held.sum(axis=0, keepdims=True)])
    value, status = _gated(days, profile)
    names = [*daily.groups["hospital"].to_pylist(), ALL]
    starts = [first + dt.timedelta(days=DAYS_IN_WEEK * week) for week in range(WEEKS)]
    size = len(names)
    return pa.table(
        {
            "measure": pa.repeat(pa.scalar(measure), size * WEEKS),
            "hospital": pa.array(np.repeat(names, WEEKS)),
            "first_day": pa.array(starts * size, pa.date32()),
            "last_day": pa.array(
                [day + dt.timedelta(days=6) for day in starts] * size, pa.date32()
            ),
            "days": pa.array(value.ravel(), pa.int64(), from_pandas=True),
            "people": pa.array(value.ravel() / DAYS_IN_WEEK, from_pandas=True),
            "status": pa.array(status.ravel().tolist()),
        },
        schema=SCHEMA,
    )


def _gated(
    days: NDArray[np.int64], profile: DisclosureProfile
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Days of hospitals and, in the last row, of all, week by week."""
    whole = release_count(days[-1:], profile=profile)
    weeks = [released_parts(days[:-1, week], int(days[-1, week]), profile) for week in range(WEEKS)]
    value, status = (np.stack(part, axis=1) for part in zip(*weeks, strict=True))
    return np.vstack([value, whole.value]), np.vstack([status, whole.status]).astype(str)


def _by_day(rows: ir.Table, day: str) -> ir.Table:
    mine = rows.filter(rows[day].notnull())
    mine = mine.mutate(day=mine[day])
    return mine.group_by("hospital", "day").agg(people=mine.count())
