"""Series found in a run, before they are forecast."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

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


MOST_MISSING = 0.1
"""The share of hidden or missing periods above which a series is not forecast: what is hidden is
small, so the rest would be forecast too high."""
FEWEST_EACH = 20
"""The middle value below which a series is not forecast: rounding would be most of what it says."""


def found(series: Mapping[Key, Mapping[dt.date, float]], kind: Kind) -> list[SeriesTable]:
    """Lay series out along the periods from the first of any to the last.

    Args:
        series: Key → the first day of a period → its value; NaN where it may not be shown.
        kind: What the periods are.

    Returns:
        A table of the series that end together, for each such end, labelled by their keys; those
        with too many periods missing, or too few counted in each, are left out.
    """
    by_end: dict[dt.date, dict[Key, Mapping[dt.date, float]]] = defaultdict(dict)
    for key, values in series.items():
        by_end[max(values)][key] = values
    tables = [_together(some, kind) for some in by_end.values()]
    return [table for table in map(_whole_enough, tables) if table.labels]


def _together(series: Mapping[Key, Mapping[dt.date, float]], kind: Kind) -> SeriesTable:
    days = {day for values in series.values() for day in values}
    along = Periods(kind, min(days), 1)
    periods = Periods(kind, min(days), along.place(max(days)) + 1)
    table = np.full((len(series), periods.count), np.nan)
    for row, values in enumerate(series.values()):
        for day, value in values.items():
            table[row, periods.place(day)] = value
    return SeriesTable(periods, tuple(series), table)


def _whole_enough(table: SeriesTable) -> SeriesTable:
    """The series that miss few periods since their first, and count enough in each."""
    seen = np.isfinite(table.values)
    length = np.where(seen.any(axis=1), table.periods.count - seen.argmax(axis=1), 0)
    enough = seen.sum(axis=1) >= np.maximum((1 - MOST_MISSING) * length, 1)
    middle = np.array([np.median(values[np.isfinite(values)]) for values in table.values[enough]])
    kept = np.flatnonzero(enough)[middle >= FEWEST_EACH]
    labels = tuple(table.labels[place] for place in kept)
    return replace(table, labels=labels, values=table.values[kept])
