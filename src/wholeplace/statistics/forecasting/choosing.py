"""The forecast that has earned it: smoothing where it has been closer than last season's value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.statistics.forecasting.back_test import BackTest, back_test, rolling_origins
from wholeplace.statistics.forecasting.calibration import calibrated, widening
from wholeplace.statistics.forecasting.exponential import holt_winters
from wholeplace.statistics.forecasting.forecast import Forecast, Mask, as_series
from wholeplace.statistics.forecasting.naive import seasonal_naive
from wholeplace.statistics.intervals import FloatArray

CLOSER = 0.95
"""Smoothing is used where its error has been less than so much of the naive forecast's."""


class Record(NamedTuple):
    """How a method has done with each series; NaN where it was not tested.

    Attributes:
        error: Mean absolute error, in the unit of the series.
        scaled_error: Mean absolute scaled error.
        coverage_80: The share of its 80% intervals that held what came, each as wide as it would
            have been made then.
        coverage_95: The same of its 95% intervals.
    """

    error: FloatArray
    scaled_error: FloatArray
    coverage_80: FloatArray
    coverage_95: FloatArray


class Proved(NamedTuple):
    """Forecasts with how the two methods have done.

    Attributes:
        forecast: The forecast of each series, by the method that it is shown by.
        smoothing: How smoothing has done.
        naive: How the same as last season has done.
        ratio: The error of smoothing to that of the naive forecast.
        compared: How many forecasts of each series both were tested on.
    """

    forecast: Forecast
    smoothing: Record
    naive: Record
    ratio: FloatArray
    compared: FloatArray

    @property
    def shown(self) -> Record:
        """How the method has done that each series is shown by."""
        mine = self.ratio < CLOSER
        pairs = zip(self.smoothing, self.naive, strict=True)
        return Record(*(np.where(mine, ours, theirs) for ours, theirs in pairs))


def proved_forecast(
    values: ArrayLike,
    season: int,
    horizon: int,
    events: FloatArray | None = None,
    events_ahead: FloatArray | None = None,
    most_origins: int = 24,
) -> Proved:
    """Forecast each series by smoothing if that has been closer, else by the same as last season.

    Ranges are as wide as past forecasts have shown that they need to be: see `widening`.

    Args:
        values: A row a series, oldest first; NaN where a period is missing.
        season: Periods in a season.
        horizon: How many periods ahead.
        events: What is known of each period besides, of shape (periods, events).
        events_ahead: The same of the periods ahead.
        most_origins: From how many past dates to test at most.

    Returns:
        The forecasts. Series too short to be tested are forecast by the same as last season.

    Raises:
        StatisticsError: As `holt_winters`.

    >>> made = proved_forecast([20, 30, 12, 8] * 9, season=4, horizon=2)
    >>> print(made.forecast.mean, made.compared)
    [[20. 30.]] [48.]
    """
    series = as_series(values)
    smoothed = holt_winters(series, season, horizon, events, events_ahead)
    repeated = seasonal_naive(series, season, horizon)
    origins = rolling_origins(series.shape[1], season, horizon, most_origins)
    if not origins:
        nothing = np.full(len(series), np.nan)
        untested = Record(nothing, nothing, nothing, nothing)
        return Proved(repeated, untested, untested, nothing, np.zeros(len(series)))
    ours = back_test(series, season, horizon, origins, holt_winters, events)
    theirs = back_test(series, season, horizon, origins, _naive)
    known = series.shape[1]
    both = np.isfinite(ours.mean) & np.isfinite(theirs.mean) & np.isfinite(ours.actual)
    smoothing, naive = _record(calibrated(ours), both), _record(calibrated(theirs), both)
    error = np.where(naive.error > 0, naive.error, np.nan)
    ratio = np.where((smoothing.error == 0) & (naive.error == 0), 1.0, smoothing.error / error)
    return Proved(
        _either(ratio < CLOSER, _widened(smoothed, ours, known), _widened(repeated, theirs, known)),
        smoothing,
        naive,
        ratio,
        both.sum(axis=(0, 2)).astype(np.float64),
    )


def _naive(past: FloatArray, season: int, horizon: int) -> Forecast:
    return seasonal_naive(past, season, horizon)


def _widened(made: Forecast, found: BackTest, known: int) -> Forecast:
    return made._replace(deviation=made.deviation * widening(found, known)[:, None])


def _record(found: BackTest, both: Mask) -> Record:
    """How a method has done where both could say something."""
    kept = found._replace(actual=np.where(both, found.actual, np.nan))
    each = (0, 2)
    return Record(
        kept.absolute_error(each),
        kept.scaled_error(each),
        kept.coverage(0.8, each),
        kept.coverage(0.95, each),
    )


def _either(first: Mask, one: Forecast, other: Forecast) -> Forecast:
    wide = first[:, None]
    return Forecast(
        np.where(wide, one.mean, other.mean),
        np.where(wide, one.deviation, other.deviation),
        np.where(first, one.freedom, other.freedom),
        np.where(first, one.method, other.method),
    )
