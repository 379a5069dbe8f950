"""Recent trend: whether the last five years rise or fall by more than chance."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts, normal_quantile

Direction = Literal["rising", "falling", "no_change", "not_tested"]

POINTS = 5
CONFIDENCE = 0.95


class Trend(NamedTuple):
    """The recent trend of each series.

    Attributes:
        direction: "rising", "falling", "no_change" or "not_tested".
        slope: Change of the value in one period; NaN where not tested.
        p: Two-sided P value of the slope; NaN where not tested.
    """

    direction: NDArray[np.str_]
    slope: FloatArray
    p: FloatArray


def proportion_trend(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = CONFIDENCE
) -> Trend:
    """Test the recent trend of proportions by the chi-square test for trend.

    The last five periods are tested. They must be years, all there, and not overlapping: rolling
    and cumulative figures repeat themselves and would nearly always show a trend.

    Args:
        numerator: People counted by period, the last axis, latest last; any shape before it.
        denominator: People they are among; broadcast against the numerator.
        confidence: How sure to be that there is a trend.

    Returns:
        The trends.

    Raises:
        StatisticsError: If a count is negative, or a numerator exceeds its denominator.

    Source:
        Armitage P. Tests for linear trends in proportions and frequencies. Biometrics
        1955;11:375-86; Department of Health and Social Care. Fingertips public health technical
        guidance: trend markers.

    >>> found = proportion_trend([100, 110, 125, 135, 150], [1000] * 5)
    >>> print(found.direction, found.slope.round(4))
    rising 0.0125
    """
    count, among = np.broadcast_arrays(
        as_counts(numerator, "numerator"), as_counts(denominator, "denominator")
    )
    if np.any(count > among):
        raise StatisticsError(
            "A numerator is larger than its denominator.",
            "Count the numerator among the people of the denominator.",
        )

    seen, people = _recent(count), _recent(np.where(among > 0, among, np.nan))
    slope, about = _weighted_slope(seen / people, people)
    overall = seen.sum(axis=-1) / people.sum(axis=-1)
    variance = overall * (1 - overall) / about
    return _judged(slope, slope**2 / np.where(variance > 0, variance, np.nan), confidence)


def estimate_trend(estimates: Interval, confidence: float = CONFIDENCE) -> Trend:
    """Test the recent trend of any estimates by a regression weighted by their precision.

    Args:
        estimates: Estimates with 95% limits by period, the last axis, latest last.
        confidence: How sure to be that there is a trend.

    Returns:
        The trends.

    Source:
        Draper NR, Smith H. Applied Regression Analysis. 3rd ed. Wiley, 1998, chapter 9; the
        periods as in `proportion_trend`.

    >>> from wholeplace.statistics import poisson_rate
    >>> found = estimate_trend(poisson_rate([400, 380, 350, 330, 300], [1000] * 5, per=1000))
    >>> print(found.direction, found.slope.round(1))
    falling -25.1
    """
    width = (estimates.upper - estimates.lower) / (2 * normal_quantile(0.95))
    weight = 1 / np.where(width > 0, width, np.nan) ** 2

    value, weight = _recent(np.asarray(estimates.value)), _recent(np.asarray(weight))
    slope, about = _weighted_slope(value, weight)
    return _judged(slope, slope**2 * about, confidence)


def _weighted_slope(value: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Slope in one period, and the weighted sum of squared distances from the middle period."""
    time = np.arange(value.shape[-1], dtype=np.float64)
    total = weight.sum(axis=-1, keepdims=True)
    away = time - (weight * time).sum(axis=-1, keepdims=True) / total
    about = (weight * away**2).sum(axis=-1)
    return (weight * away * value).sum(axis=-1) / about, about


def _recent(series: FloatArray) -> FloatArray:
    """The last five periods; all missing where there are fewer."""
    if series.shape[-1] >= POINTS:
        return series[..., -POINTS:]
    return np.full((*series.shape[:-1], POINTS), np.nan)


def _judged(slope: FloatArray, chi: FloatArray, confidence: float) -> Trend:
    """The direction of slopes, from their chi-square statistics on one degree of freedom."""
    p = np.asarray(special.chdtrc(1, chi))
    direction = np.select(
        [np.isnan(p), p >= 1 - confidence, slope > 0],
        ["not_tested", "no_change", "rising"],
        default="falling",
    )
    return Trend(direction, np.where(np.isnan(p), np.nan, slope), p)
