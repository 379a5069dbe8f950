"""Bank holidays as events that a forecast of daily numbers knows of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from wholeplace.core.bank_holidays import is_bank_holiday
from wholeplace.statistics.intervals import FloatArray


def holiday_events(days: Sequence[dt.date]) -> FloatArray:
    """Bank holidays, and the days after them that are none: work is put off, then caught up.

    Args:
        days: The days.

    Returns:
        1 where a day is such and 0 where not, of shape (days, 2).

    >>> holiday_events([dt.date(2026, 12, 25), dt.date(2026, 12, 29)])
    array([[1., 0.],
           [0., 1.]])
    """
    yesterday = dt.timedelta(days=1)
    off = np.array([is_bank_holiday(day) for day in days], dtype=bool)
    before = np.array([is_bank_holiday(day - yesterday) for day in days], dtype=bool)
    return np.column_stack([off, before & ~off]).astype(np.float64)
