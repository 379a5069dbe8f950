"""Hospitals whose list has told of nothing for too long: judged by it, a list would be wrong."""

from __future__ import annotations

import datetime as dt
from math import ceil

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.delays.feeds import MANY_GAPS
from wholeplace.measures.waits.days import WAITING

STALE_AFTER = 10
"""Days: lists are sent weekly, and a few days late is usual."""


def stale_lists(days: pa.Table, as_at: dt.date, window: int) -> dict[str, dt.date]:
    """Hospitals that have been silent for longer than is usual for them.

    A small list moves on few days, so its silence is judged by its own usual gap, as feeds are on
    the pressure board.

    Args:
        days: What ``list_days`` returned.
        as_at: The date of the run.
        window: Weeks that it was counted over.

    Returns:
        Provider → the last day that somebody was referred to its list or left it.
    """
    moved = days.filter(pc.not_equal(days["what"], WAITING))
    told = moved.group_by("provider").aggregate([("day", "max"), ("day", "count_distinct")])
    silent = {}
    for row in told.to_pylist():
        gap = 7 * window / row["day_count_distinct"]
        usual = max(STALE_AFTER, ceil(MANY_GAPS * (gap - 1)))
        if (as_at - row["day_max"]).days > usual:
            silent[row["provider"]] = row["day_max"]
    return silent


def without(table: pa.Table, providers: dict[str, dt.date]) -> pa.Table:
    """The rows of all other providers."""
    if not providers:
        return table
    return table.filter(pc.invert(pc.is_in(table["provider"], pa.array(list(providers)))))
