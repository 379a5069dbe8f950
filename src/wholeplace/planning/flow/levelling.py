"""Levelling: people ready at an even pace over the days on which care can start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.arrivals import ROUND_BEGINS, ROUND_ENDS

FloatArray = NDArray[np.float64]
WEEK = 7
EVERY_DAY = np.ones(WEEK)
WORKING_DAYS = np.array([WEEK / 5] * 5 + [0.0] * 2)


def levelled(
    times: FloatArray, days: int, first_weekday: int, weekdays: FloatArray = EVERY_DAY
) -> FloatArray:
    """The same people in the same order, as many in each week as about it, at an even pace.

    Args:
        times: When each is ready, in days from the first day.
        days: How many days there are.
        first_weekday: What the first day is: 0 for Monday.
        weekdays: [7] How many of a week's people each day gets; they add up to 7.

    Returns:
        New times, each in the place of the one it stands for.
    """
    if not times.size:
        return times
    order = np.argsort(times, kind="stable")
    counts = np.bincount(np.clip(times.astype(np.int64), 0, days - 1), minlength=days)
    edges = np.pad(counts.astype(np.float64), WEEK // 2, mode="reflect")
    about = np.convolve(edges, np.full(WEEK, 1 / WEEK), mode="valid")
    pace = about * weekdays[(np.arange(days) + first_weekday) % WEEK]
    reached = np.concatenate([[0.0], np.cumsum(pace)]) * times.size / pace.sum()
    at = np.interp(np.arange(times.size) + 0.5, reached, np.arange(days + 1.0))
    day = np.minimum(np.floor(at), days - 1)
    new = np.empty_like(times)
    new[order] = day + ROUND_BEGINS + (at - day) * (ROUND_ENDS - ROUND_BEGINS)
    return new
