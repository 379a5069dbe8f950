"""Rolling-origin back-tests: forecasts made with what was known then, against what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.forecasting.forecast import Forecast, as_series, check_ahead
from wholeplace.statistics.intervals import FloatArray, as_floats

Axis = int | tuple[int, ...] | None
Forecaster = Callable[..., Forecast]
"""Given the past, and by name ``season``, ``horizon`` and what is known of ``events``."""


class BackTest(NamedTuple):
    """Forecasts from several origins, beside what came.

    Arrays are of shape (origins, series, periods ahead) if not said otherwise; NaN where nothing
    was forecast or observed.

    Attributes:
        actual: What came.
        mean: What was forecast.
        deviation: Its standard deviation.
        freedom: Degrees of freedom, of shape (origins, series).
        scale: Mean absolute seasonal difference before the origin, of shape (origins, series).
        origins: Periods known at each origin.
    """

    actual: FloatArray
    mean: FloatArray
    deviation: FloatArray
    freedom: FloatArray
    scale: FloatArray
    origins: NDArray[np.int64]

    def absolute_error(self, axis: Axis = None) -> FloatArray:
        """Mean absolute error, in the unit of the series.

        Args:
            axis: What to average over: 0 origins, 1 series, 2 periods ahead; all by default.
        """
        return _mean(np.abs(self.actual - self.mean), axis)

    def scaled_error(self, axis: Axis = None) -> FloatArray:
        """Mean absolute scaled error (MASE): below 1, smaller than a usual seasonal difference.

        Origins whose past never changed from season to season have no scale and are left out.

        Args:
            axis: What to average over, as in `absolute_error`.

        Source:
            Hyndman RJ, Koehler AB. Another look at measures of forecast accuracy. Int J Forecast
            2006;22:679-88.
        """
        scale = np.where(self.scale > 0, self.scale, np.nan)[:, :, None]
        return _mean(np.abs(self.actual - self.mean) / scale, axis)

    def coverage(self, meant: float, axis: Axis = None) -> FloatArray:
        """The share of prediction intervals that held what came.

        Args:
            meant: The coverage they are meant to have, such as 0.8.
            axis: What to average over, as in `absolute_error`.
        """
        return _mean(self.held(meant), axis)

    def held(self, meant: float) -> FloatArray:
        """Whether each prediction interval held what came: 1, 0, or NaN where it is not known.

        Args:
            meant: The coverage they are meant to have.
        """
        half = self.half_width(meant)
        away = np.abs(self.actual - self.mean)
        return np.where(np.isnan(away) | np.isnan(half), np.nan, away <= half)

    def half_width(self, meant: float) -> FloatArray:
        """How far each prediction interval reaches to either side.

        Args:
            meant: The coverage they are meant to have.
        """
        return np.asarray(self._quantile((1 + meant) / 2) - self.mean)

    def pinball(self, probability: float, axis: Axis = None) -> FloatArray:
        """Mean pinball loss of a quantile, in the unit of the series: the less, the better.

        Args:
            probability: The quantile, such as 0.9.
            axis: What to average over, as in `absolute_error`.

        Source:
            Koenker R, Bassett G. Regression quantiles. Econometrica 1978;46:33-50.
        """
        beyond = self.actual - self._quantile(probability)
        return _mean(np.maximum(probability * beyond, (probability - 1) * beyond), axis)

    def _quantile(self, probability: float) -> FloatArray:
        flat = (-1, self.mean.shape[2])
        mean, deviation = self.mean.reshape(flat), self.deviation.reshape(flat)
        method = np.full(len(mean), "")
        made = Forecast(mean, deviation, self.freedom.ravel(), method).quantile(probability)
        return made.reshape(self.mean.shape)


def back_test(
    values: ArrayLike,
    season: int,
    horizon: int,
    origins: Sequence[int],
    forecaster: Forecaster,
    events: ArrayLike | None = None,
) -> BackTest:
    """Forecast again from several origins, each time with nothing from after it.

    Args:
        values: A row a series, oldest first; NaN where a period is missing.
        season: Periods in a season.
        horizon: How many periods ahead.
        origins: Periods known at each origin, such as those of `rolling_origins`.
        forecaster: The method, such as `holt_winters`.
        events: What is known of every period besides, of shape (periods, events).

    Returns:
        The forecasts beside what came.

    Raises:
        StatisticsError: If there is no origin, or one leaves no past or no future.

    Source:
        Tashman LJ. Out-of-sample tests of forecasting accuracy. Int J Forecast 2000;16:437-50.
    """
    check_ahead(season, horizon)
    series = as_series(values)
    if not origins or min(origins) < 1 or max(origins) >= series.shape[1]:
        raise StatisticsError(
            "No origin leaves both a past and a future.", "Give longer series, or fewer ahead."
        )
    known = None if events is None else as_floats(events)
    actual = np.full((len(origins), len(series), horizon), np.nan)
    made = []
    for place, origin in enumerate(origins):
        here = min(horizon, series.shape[1] - origin)
        actual[place, :, :here] = series[:, origin : origin + here]
        about = {} if known is None else _split(known, origin, horizon)
        made.append(forecaster(series[:, :origin], season=season, horizon=horizon, **about))
    return BackTest(
        actual,
        np.array([one.mean for one in made]),
        np.array([one.deviation for one in made]),
        np.array([one.freedom for one in made]),
        np.array([_scale(series[:, :origin], season) for origin in origins]),
        np.array(origins, dtype=np.int64),
    )


def rolling_origins(periods: int, season: int, horizon: int, most: int = 24) -> list[int]:
    """Origins spread evenly over the part of series that has two seasons before and all ahead.

    Args:
        periods: Periods in the series.
        season: Periods in a season.
        horizon: Periods ahead.
        most: How many origins at most.

    Returns:
        The number of periods known at each, in order; empty where the series are too short.

    >>> rolling_origins(36, season=12, horizon=6, most=4)
    [24, 26, 28, 30]
    """
    first, last = max(2 * season, 8), periods - horizon
    if last < first:
        return []
    return sorted({round(at) for at in np.linspace(first, last, min(most, last - first + 1))})


def _split(events: FloatArray, origin: int, horizon: int) -> dict[str, FloatArray]:
    ahead = np.zeros((horizon, events.shape[1]))
    coming = events[origin : origin + horizon]
    ahead[: len(coming)] = coming
    return {"events": events[:origin], "events_ahead": ahead}


def _scale(past: FloatArray, season: int) -> FloatArray:
    """Mean absolute seasonal difference; of one period to the next where no season has passed."""
    step = season if past.shape[1] > season else 1
    return _mean(np.abs(past[:, step:] - past[:, :-step]), 1)


def _mean(values: FloatArray, axis: Axis) -> FloatArray:
    """The mean of what is there; NaN where nothing is."""
    count = np.isfinite(values).sum(axis=axis)
    total = np.nansum(values, axis=axis)
    return np.asarray(total / np.where(count > 0, count, np.nan), dtype=np.float64)
