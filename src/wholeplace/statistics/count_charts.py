"""Control charts of counts: P, U and C charts, with Laney's correction, and time between events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.control_charts import ControlChart, xmr_chart
from wholeplace.statistics.intervals import FloatArray, as_counts

MEAN_RANGE = 1.128
"""The mean moving range of two independent standard normal values."""
POWER = 1 / 3.6
"""The root that makes times between rare events nearly normal."""


class CountChart(NamedTuple):
    """A chart whose limits move with the size of each period.

    Attributes:
        value: The proportion, rate or count of each period.
        mean: The mean line.
        lower: The lower limits.
        upper: The upper limits.
        outside: Whether a point is beyond its limits.
        sigma: How much wider the scatter is than counting alone would make it (Laney's sigma
            z); 1 where the chart takes counting alone.
    """

    value: FloatArray
    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    outside: np.ndarray
    sigma: float


def p_chart(numerator: ArrayLike, denominator: ArrayLike, *, laney: bool = False) -> CountChart:
    """Chart proportions of differing sizes, with three-sigma limits.

    Args:
        numerator: People counted in each period, in order of time; one axis.
        denominator: People they are among, above 0.
        laney: Whether to widen the limits to the scatter from period to period, as suits large
            denominators, where counting alone makes nearly every point special.

    Returns:
        The chart; limits stay between 0 and 1.

    Raises:
        StatisticsError: If a period is missing or empty, or a numerator exceeds its denominator.

    Source:
        Shewhart WA. Economic Control of Quality of Manufactured Product. Van Nostrand, 1931;
        Laney DB. Improved control charts for attributes. Qual Eng 2002;14:531-7.

    >>> chart = p_chart([5, 8, 6, 20], [100, 120, 90, 110])
    >>> print(chart.mean[0].round(4), chart.upper.round(3), chart.outside)
    0.0929 [0.18  0.172 0.185 0.176] [False False False  True]
    """
    count, among = _sizes(numerator, denominator)
    if np.any(count > among):
        raise StatisticsError(
            "A numerator is larger than its denominator.",
            "Count the numerator among the people of the denominator.",
        )
    mean = count.sum() / among.sum()
    return _chart(count / among, mean, np.sqrt(mean * (1 - mean) / among), laney, most=1.0)


def u_chart(events: ArrayLike, size: ArrayLike, *, laney: bool = False) -> CountChart:
    """Chart rates of events over periods of differing exposure, with three-sigma limits.

    Args:
        events: Events in each period, in order of time; one axis.
        size: Exposure of each period (bed days, people), above 0.
        laney: Whether to widen the limits as for :func:`p_chart`.

    Returns:
        The chart; limits are 0 or more.

    Raises:
        StatisticsError: If a period is missing or empty.

    Source:
        Shewhart 1931 and Laney 2002 (see `p_chart`).

    >>> chart = u_chart([4, 6, 5, 15], [100, 100, 100, 100])
    >>> print(chart.mean[0], chart.upper[0].round(3), chart.outside[3])
    0.075 0.157 False
    """
    count, among = _sizes(events, size)
    mean = count.sum() / among.sum()
    return _chart(count / among, mean, np.sqrt(mean / among), laney, most=np.inf)


def c_chart(events: ArrayLike) -> CountChart:
    """Chart counts of events over equal periods, with three-sigma limits.

    Args:
        events: Events in each period, in order of time; one axis.

    Returns:
        The chart; limits are 0 or more.

    Raises:
        StatisticsError: If a period is missing.

    Source:
        Shewhart 1931 (see `p_chart`).

    >>> chart = c_chart([4, 6, 5, 14])
    >>> print(chart.mean[0], chart.upper[0].round(2))
    7.25 15.33
    """
    return u_chart(events, np.ones(np.shape(np.asarray(events))))


def time_between_chart(days: ArrayLike) -> ControlChart:
    """Chart the times between rare events: longer is fewer.

    Times are raised to a power that makes them nearly normal, charted as XmR without screening,
    and taken back; counts of rare events by month would hardly ever leave their limits.

    Args:
        days: Days from each event to the next, in order; one axis.

    Returns:
        The chart, in days; the lower limit is 0 or more.

    Raises:
        StatisticsError: If a time is missing or negative.

    Source:
        Nelson LS. A control chart for parts-per-million nonconforming items. J Qual Technol
        1994;26:239-40.

    >>> chart = time_between_chart([12, 30, 7, 21, 16, 40, 9])
    >>> print(chart.mean[0].round(1), chart.upper[0].round(0))
    17.1 132.0
    """
    waits = as_counts(days, "days")
    chart = xmr_chart(waits**POWER, screen=False)
    mean, lower, upper = (np.maximum(line, 0) ** (1 / POWER) for line in chart[:3])
    return chart._replace(mean=mean, lower=lower, upper=upper)


def _sizes(count: ArrayLike, size: ArrayLike) -> tuple[FloatArray, FloatArray]:
    seen, among = as_counts(count, "count"), as_counts(size, "size")
    if seen.ndim != 1 or seen.shape != among.shape or np.isnan(seen + among).any():
        raise StatisticsError(
            f"The counts have shape {seen.shape} and the sizes {among.shape}, or one is missing.",
            "Give one series of counts and one of sizes, without gaps.",
        )
    if not among.size or np.any(among == 0):
        raise StatisticsError("A period has size 0.", "Leave periods with nobody in them out.")
    return seen, among


def _chart(
    value: FloatArray, mean: float, error: FloatArray, laney: bool, most: float
) -> CountChart:
    sigma = 1.0
    if laney and value.size > 1 and mean > 0:
        z = (value - mean) / error
        sigma = float(np.abs(np.diff(z)).mean() / MEAN_RANGE)
    lower = np.maximum(mean - 3 * sigma * error, 0)
    upper = np.minimum(mean + 3 * sigma * error, most)
    outside = (value < lower) | (value > upper)
    return CountChart(value, np.full(value.size, mean), lower, upper, outside, sigma)
