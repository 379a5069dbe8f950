"""Occupied beds: how many people each hospital has at midnight, and at some time of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wholeplace.core.calendar import months_earlier
from wholeplace.statistics import DisclosureProfile, round_count, status_of

SCHEMA = pa.schema(
    [
        ("provider_code", pa.string()),
        ("month", pa.date32()),
        ("measure", pa.string()),
        *((name, pa.float64()) for name in ("mean", "fewest", "most")),
        ("status", pa.string()),
    ]
)
DAILY = pa.schema(
    [
        ("provider_code", pa.string()),
        ("day", pa.date32()),
        ("at_midnight", pa.int64()),
        ("in_the_day", pa.int64()),
    ]
)
MONTHS = 24
Ints = NDArray[np.int64]


def occupied_daily(moves: pa.Table, as_at: dt.date) -> pa.Table:
    """People in each hospital on every day of the last two years.

    Args:
        moves: Columns ``provider_code``, ``day``, ``came``, ``left``: admissions, and beds that
            were free for the first time, since the data begin.
        as_at: The last day.

    Returns:
        :data:`DAILY`: ``at_midnight`` are those in bed when the day ends, as the national count of
        occupied overnight beds has it; ``in_the_day`` adds those who left that day, day cases among
        them.
    """
    first = months_earlier(as_at, MONTHS) + dt.timedelta(days=1)
    days = np.arange(np.datetime64(first), np.datetime64(as_at) + 1)
    tables = [DAILY.empty_table()]
    for code in sorted(set(moves["provider_code"].to_pylist())):
        mine = moves.filter(pc.equal(moves["provider_code"], code)).sort_by("day")
        when = mine["day"].to_numpy()
        came, left = (np.cumsum(mine[name].to_numpy()) for name in ("came", "left"))
        here = _until(when, came, days) - _until(when, left, days)
        in_the_day = _until(when, came, days) - _until(when, left, days - 1)
        tables.append(
            pa.table(
                [pa.repeat(pa.scalar(code), len(days)), pa.array(days), here, in_the_day],
                schema=DAILY,
            )
        )
    return pa.concat_tables(tables)


def _until(when: NDArray[np.datetime64], total: Ints, days: NDArray[np.datetime64]) -> Ints:
    """How many there were up to the end of each day."""
    place = np.searchsorted(when, days, side="right")
    return np.concatenate([[0], total])[place].astype(np.int64)


def occupied_rows(daily: pa.Table, profile: DisclosureProfile) -> pa.Table:
    """Mean, fewest and most people in each hospital, by month; rounded as counts are.

    Args:
        daily: What :func:`occupied_daily` returned.
        profile: The disclosure profile; each of the three is hidden where it is a small number.
    """
    rows = [row for measure in ("at_midnight", "in_the_day") for row in _months(daily, measure)]
    if not rows:
        return SCHEMA.empty_table()
    codes, months, measures, spreads = zip(*rows, strict=True)
    spread = np.array(spreads)
    status = status_of(spread[:, 0], statistic="count", profile=profile)
    shown = round_count(spread, profile)
    return pa.table(
        [
            pa.array(codes),
            pa.array(months, pa.date32()),
            pa.array(measures),
            *(pa.array(shown[:, n], pa.float64(), from_pandas=True) for n in range(3)),
            pa.array(status.astype(str)),
        ],
        schema=SCHEMA,
    )


def _months(
    daily: pa.Table, measure: str
) -> Iterator[tuple[str, dt.date, str, tuple[float, float, float]]]:
    """Provider, first day of the month, measure, and the mean, least and most of whole months."""
    for code in sorted(set(daily["provider_code"].to_pylist())):
        mine = daily.filter(pc.equal(daily["provider_code"], code))
        month = mine["day"].to_numpy().astype("datetime64[M]")
        counts = mine[measure].to_numpy()
        for one in np.unique(month):
            inside = counts[month == one]
            length = ((one + 1).astype("datetime64[D]") - one.astype("datetime64[D]")).astype(int)
            if len(inside) == length:
                spread = (float(inside.mean()), float(inside.min()), float(inside.max()))
                yield code, one.astype("datetime64[D]").item(), measure, spread
