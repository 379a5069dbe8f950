"""Averages: intervals of time, and moments, added up by day and group, compiled."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True, nogil=True)
def add_intervals(
    began: NDArray[np.float64],
    ended: NDArray[np.float64],
    group: NDArray[np.int64],
    area: NDArray[np.float64],
    change: NDArray[np.int64],
) -> None:
    """Add the part of its first and last day that each interval covers, and the days between.

    An interval open from t in day d counts for (d + 1 - t) of day d and for 1 of every later
    day; closing it takes the same away from then on. So each costs two additions, however
    long it is, and the average of a day is its area and the changes of all days before it.

    Args:
        began: [interval] When it began, NaN if it did not; before time 0 counts as 0.
        ended: [interval] When it ended, NaN if it had not by the horizon.
        group: [interval] Its column in ``area`` and ``change``.
        area: [day, group] Added to in place.
        change: [day, group] Added to in place.
    """
    days = area.shape[0]
    for each in range(began.size):
        start, end = max(began[each], 0.0), ended[each]
        if np.isnan(began[each]) or start >= days or end <= start:
            continue
        column, day = group[each], int(start)
        area[day, column] += day + 1 - start
        change[day, column] += 1
        if end < days:
            day = int(end)
            area[day, column] -= day + 1 - end
            change[day, column] -= 1


@numba.njit(cache=True, nogil=True)
def add_moments(
    when: NDArray[np.float64],
    group: NDArray[np.int64],
    value: NDArray[np.float64],
    total: NDArray[np.float64],
) -> None:
    """Add what happens at moments to its day and group.

    Args:
        when: [moment] When it happens; NaN if it does not, and none outside the days counts.
        group: [moment] Its column in ``total``.
        value: [moment] What to add.
        total: [day, group] Added to in place.
    """
    days = total.shape[0]
    for each in range(when.size):
        if when[each] >= 0.0 and when[each] < days:
            total[int(when[each]), group[each]] += value[each]
