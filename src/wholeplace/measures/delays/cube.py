"""The cube of delays: people and bed days by measure, moment and every dimension, exactly."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between
from wholeplace.measures.delays.intervals import AFTER_READY, DIMENSIONS

NOW, WEEK_BEFORE, FOUR_WEEKS, YEAR = "now", "week_before", "four_weeks", "year"
BAND = "band"
BANDS: dict[str, int] = {
    "0 to 1 days": 0,
    "2 to 3 days": 2,
    "4 to 6 days": 4,
    "7 to 13 days": 7,
    "14 to 20 days": 14,
    "21 days or more": 21,
}
"""How long something has gone on → its fewest days."""
WINDOWS: dict[str, int] = {FOUR_WEEKS: 28, YEAR: 365}
"""Windows that end on the date of the run → their days."""


def moments(as_at: dt.date) -> dict[str, dt.date]:
    """The days on which people are counted, by name."""
    return {NOW: as_at, WEEK_BEFORE: as_at - dt.timedelta(days=7)}


def held_on(rows: ir.Table, day: dt.date, moment: str, measure: str) -> ir.Table:
    """People who held a bed so at midnight after a day.

    Args:
        rows: The measure's intervals.
        day: The day.
        moment: What it is called.
        measure: The measure.
    """
    today = ibis.literal(day)
    mine = rows.filter((rows.begins <= today) & (rows.ends.isnull() | (rows.ends > today)))
    lasted = days_between(mine.begins, today)
    return _counted(mine.mutate(band=_band(lasted), days=lasted), moment, measure)


def in_window(rows: ir.Table, as_at: dt.date, window: str, measure: str) -> ir.Table:
    """Bed days held so in a window that ends on a day, and how many people held them.

    Days after the ready date are those of people who left in it, however long they took, as the
    national measure counts them; of the others, the days that lie in the window.

    Args:
        rows: The measure's intervals.
        as_at: The date of the run.
        window: Which of :data:`WINDOWS`.
        measure: The measure.
    """
    first = as_at - dt.timedelta(days=WINDOWS[window] - 1)
    opens, closes = ibis.literal(first), ibis.literal(as_at + dt.timedelta(days=1))
    if measure == AFTER_READY:
        mine = rows.filter(rows.ends >= opens)
        days = days_between(mine.begins, mine.ends)
    else:
        mine = rows.filter(rows.ends.isnull() | (rows.ends > opens))
        begins = ibis.greatest(mine.begins, opens)
        days = days_between(begins, mine.ends.fill_null(closes))
    return _counted(mine.mutate(band=ibis.literal(""), days=days), window, measure)


def _counted(rows: ir.Table, moment: str, measure: str) -> ir.Table:
    grouped = rows.group_by("source", *DIMENSIONS, BAND)
    counted = grouped.agg(people=rows.count(), days=rows.days.sum())
    return counted.mutate(moment=ibis.literal(moment), measure=ibis.literal(measure))


def _band(days: ir.IntegerValue) -> ir.StringValue:
    names, starts = list(BANDS), list(BANDS.values())
    cases = [(days < start, name) for name, start in zip(names, starts[1:], strict=False)]
    return ibis.cases(*cases, else_=names[-1])
