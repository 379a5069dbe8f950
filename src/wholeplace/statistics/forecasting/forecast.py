"""What every forecast returns, and the series its makers accept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_floats

Mask = NDArray[np.bool_]


class Forecast(NamedTuple):
    """Forecasts of many series; NaN wherever a series is too short to say anything.

    Attributes:
        mean: The expected value, of shape (series, periods ahead), in the unit of the series.
        deviation: The standard deviation of the forecast error, of the same shape.
        freedom: Degrees of freedom of each series' error variance, of shape (series,).
        method: How each series was forecast, of shape (series,); "" where it was not.
    """

    mean: FloatArray
    deviation: FloatArray
    freedom: FloatArray
    method: NDArray[np.str_]

    def interval(self, coverage: float) -> Interval:
        """The forecast with its prediction interval.

        Args:
            coverage: The share of such intervals meant to hold what comes, such as 0.8.

        Returns:
            The expected value and its limits, each of shape (series, periods ahead). Student's t
            allows for an error variance estimated from few periods.

        Raises:
            StatisticsError: If the coverage is not between 0 and 1.

        >>> one = np.ones((1, 1))
        >>> made = Forecast(10 * one, 2 * one, np.array([np.inf]), np.array(["naive"]))
        >>> print(made.interval(0.95).lower.round(2))
        [[6.08]]
        """
        upper = self.quantile((1 + coverage) / 2)
        return Interval(self.mean, 2 * self.mean - upper, upper)

    def quantile(self, probability: float) -> FloatArray:
        """The value that what comes stays below with some probability, shaped as the mean.

        Raises:
            StatisticsError: If the probability is not between 0 and 1.
        """
        if not 0 < probability < 1:
            raise StatisticsError(
                f"A probability of {probability:g} cannot be.", "Give one between 0 and 1."
            )
        known = self.freedom > 0
        freedom = np.where(known, np.minimum(self.freedom, 1e9), 1.0)
        away = np.where(known, special.stdtrit(freedom, probability), np.nan)
        return np.asarray(self.mean + self.deviation * away[:, None], dtype=np.float64)


def as_series(values: ArrayLike) -> FloatArray:
    """Read series as rows, oldest period first, NaN where a period is missing.

    Args:
        values: One series, or a row for each of several.

    Returns:
        An array of shape (series, periods).

    Raises:
        StatisticsError: If it has more than two axes or holds an infinite value.
    """
    series = np.atleast_2d(as_floats(values))
    if series.ndim != 2:
        raise StatisticsError("Series come as a table.", "Give a row a series, oldest first.")
    if np.any(np.isinf(series)):
        raise StatisticsError("A series holds an infinite value.", "Leave missing periods as NaN.")
    return series


def check_ahead(season: int, horizon: int) -> None:
    """Refuse a season or a horizon that cannot be.

    Raises:
        StatisticsError: If the season or the horizon is less than one period.
    """
    if season < 1 or horizon < 1:
        raise StatisticsError(
            f"A season of {season} periods and a horizon of {horizon} cannot be.",
            "Both are whole periods, one or more: 12 months in a year, 7 days in a week.",
        )


def last_seen(observed: Mask) -> NDArray[np.int64]:
    """The place of the last period observed in each row; -1 where there is none."""
    periods = observed.shape[1]
    latest = periods - 1 - np.argmax(observed[:, ::-1], axis=1) if periods else 0
    return np.asarray(np.where(observed.any(axis=1), latest, -1), dtype=np.int64)
