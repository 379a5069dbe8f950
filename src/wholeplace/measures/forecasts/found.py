"""Series found in a run, before they are forecast."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np

from wholeplace.core.periods import Kind, Periods
from wholeplace.measures.forecasts.ahead import SeriesTable


class Key(NamedTuple):
    """What tells one series of a release from another.

    Attributes:
        source: ``counted`` month by month, ``leaving_hospital`` day by day, or ``published``.
        series: Its name: a measure, an indicator, or what is counted of people leaving hospital.
        title: Plain English.
        unit: What is counted.
        area_type: The kind of area.
        area_code: Its code.
        area: Its name.
    """

    source: str
    series: str
    title: str
    unit: str
    area_type: str
    area_code: str
    area: str


WhyNot = Literal["hidden", "few", "ended"]
MOST_MISSING = 0.1
"""The share of hidden or missing periods above which a series is not forecast: what is hidden is
small, so the rest would be forecast too high."""
FEWEST_EACH = 20
"""The middle value below which a series is not forecast: rounding would be most of what it says."""


class LeftOut(NamedTuple):
    """A series that is not forecast.

    Attributes:
        key: What tells it from others.
        kind: What its periods are.
        last: The first day of its last period.
        why: Too many periods ``hidden`` or missing, too ``few`` in each, or the series ``ended``.
    """

    key: Key
    kind: Kind
    last: dt.date
    why: WhyNot


class Found(NamedTuple):
    """Series of one source.

    Attributes:
        tables: Those to forecast, a table for all that end together, labelled by their keys.
        left_out: Those not to.
    """

    tables: list[SeriesTable]
    left_out: list[LeftOut]


def found(
    series: Mapping[Key, Mapping[dt.date, float]], kind: Kind, since: dt.date | None = None
) -> Found:
    """Lay series out along their periods, and leave out those that cannot be forecast.

    Args:
        series: Key → the first day of a period → its value; NaN where it may not be shown.
        kind: What the periods are.
        since: A series without a period from this day on has ended.
    """
    by_end: dict[dt.date, dict[Key, Mapping[dt.date, float]]] = defaultdict(dict)
    left_out = []
    for key, values in series.items():
        why, last = _why_not(values, kind, since), max(values)
        if why:
            left_out.append(LeftOut(key, kind, last, why))
        else:
            by_end[last][key] = values
    return Found([_together(some, kind) for some in by_end.values()], left_out)


def _why_not(
    values: Mapping[dt.date, float], kind: Kind, since: dt.date | None
) -> WhyNot | Literal[""]:
    """Why a series is not to be forecast; "" where it is."""
    seen = {day: value for day, value in values.items() if np.isfinite(value)}
    if since and max(values) < since:
        return "ended"
    length = Periods(kind, min(seen, default=max(values)), 1).place(max(values)) + 1
    if len(seen) < max((1 - MOST_MISSING) * length, 1):
        return "hidden"
    return "few" if np.median(list(seen.values())) < FEWEST_EACH else ""


def _together(series: Mapping[Key, Mapping[dt.date, float]], kind: Kind) -> SeriesTable:
    days = {day for values in series.values() for day in values}
    along = Periods(kind, min(days), 1)
    periods = Periods(kind, min(days), along.place(max(days)) + 1)
    table = np.full((len(series), periods.count), np.nan)
    for row, values in enumerate(series.values()):
        for day, value in values.items():
            table[row, periods.place(day)] = value
    return SeriesTable(periods, tuple(series), table)
