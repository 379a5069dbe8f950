"""Damped additive Holt-Winters forecasts of many series at once, with intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.forecasting.averaging import Average
from wholeplace.statistics.forecasting.fitting import Events, fitted
from wholeplace.statistics.forecasting.forecast import Forecast, Mask, as_series, check_ahead
from wholeplace.statistics.forecasting.grid import Form
from wholeplace.statistics.intervals import FloatArray, as_floats

FEWEST = 6
"""Periods observed below which nothing is forecast."""
SEASONS = 2
"""Whole seasons observed below which no season is fitted."""


def holt_winters(
    values: ArrayLike,
    season: int,
    horizon: int,
    events: ArrayLike | None = None,
    events_ahead: ArrayLike | None = None,
) -> Forecast:
    """Forecast by exponential smoothing with a level, a damped trend and an additive season.

    Each series is fitted at every point of a grid of parameters, with and without trend and
    season, and the forecasts are averaged, each weighted by how well it explains the series
    (Akaike weights). A season needs two whole seasons observed.

    Args:
        values: A row a series, oldest first; NaN where a period is missing.
        season: Periods in a season: 12 months, 7 days; 1 for none.
        horizon: How many periods ahead.
        events: What is known of each period besides, such as 1 on bank holidays, of shape
            (periods, events); every event has one effect on each series.
        events_ahead: The same of the periods ahead, of shape (horizon, events).

    Returns:
        The forecasts, with the form that has most weight as their method; NaN for series of fewer
        than six periods besides one for each event.

    Raises:
        StatisticsError: If the season or horizon is below 1, a value is infinite, or the events do
            not lie along the series.

    Source:
        Hyndman RJ, Koehler AB, Ord JK, Snyder RD. Forecasting with Exponential Smoothing: the
        State Space Approach. Springer, 2008: ETS(A,N|Ad,N|A), variances of table 6.1; Kolassa S.
        Combining exponential smoothing forecasts using Akaike weights. Int J Forecast
        2011;27:238-51.

    >>> made = holt_winters([10, 12, 14, 16, 18, 20, 22, 24, 26, 28], season=1, horizon=2)
    >>> print(made.mean.round(2), made.method)
    [[30. 32.]] ['damped_trend']
    """
    check_ahead(season, horizon)
    series = as_series(values)
    known = _events(events, events_ahead, series.shape[1], horizon)
    observed = np.isfinite(series)
    seen = observed.sum(axis=1) - known.past.shape[1]
    bears = (season > 1) & (seen >= max(SEASONS * season, FEWEST)) & _whole(observed, season)
    made = _nothing(len(series), horizon)
    for rows, longest in ((bears, season), (~bears & (seen >= FEWEST), 0)):
        if rows.any():
            _fill(made, rows, _averaged(series[rows], longest, known))
    return made


def _averaged(series: FloatArray, season: int, events: Events) -> Forecast:
    """The forecasts of series that all have a season, or none of which has."""
    middle = np.nanmean(series, axis=1)
    spread = np.nanmax(np.abs(series - middle[:, None]), axis=1)
    scale = np.where(spread > 0, spread, 1.0)
    scaled = (series - middle[:, None]) / scale[:, None]
    patterns, which = np.unique(np.isfinite(series), axis=0, return_inverse=True)
    made = _nothing(len(series), len(events.ahead))
    for pattern, observed in enumerate(patterns):
        rows = which.ravel() == pattern
        values = np.where(observed, scaled[rows], 0.0).T
        average = Average(int(observed.sum()), (len(events.ahead), values.shape[1]))
        for form in (
            Form(trend, length) for length in sorted({0, season}) for trend in (False, True)
        ):
            points = len(form.grid().alpha)
            for fits in fitted(values, observed, events, form):
                average.add(fits, form, events.past.shape[1], points)
        _fill(made, rows, average.forecast())
    return Forecast(
        made.mean * scale[:, None] + middle[:, None],
        made.deviation * scale[:, None],
        made.freedom,
        made.method,
    )


def _nothing(count: int, horizon: int) -> Forecast:
    mean = np.full((count, horizon), np.nan)
    return Forecast(mean, mean.copy(), np.zeros(count), np.full(count, "", dtype="U24"))


def _fill(whole: Forecast, rows: Mask, part: Forecast) -> None:
    for held, found in zip(whole, part, strict=True):
        held[rows] = found


def _whole(observed: Mask, season: int) -> Mask:
    """Whether every place in the season was observed at least once."""
    places = [observed[:, place::season].any(axis=1) for place in range(season)]
    return np.asarray(np.all(places, axis=0))


def _events(
    events: ArrayLike | None, ahead: ArrayLike | None, periods: int, horizon: int
) -> Events:
    """Events as tables, checked against the series and the horizon."""
    if events is None and ahead is None:
        return Events(np.zeros((periods, 0)), np.zeros((horizon, 0)))
    if events is None or ahead is None:
        raise StatisticsError(
            "Events are known for only one of past and future.", "Give both, or neither."
        )
    known, coming = as_floats(events), as_floats(ahead)
    if known.ndim != 2 or coming.shape != (horizon, known.shape[1]) or len(known) != periods:
        raise StatisticsError(
            f"Events of shapes {known.shape} and {coming.shape} do not lie along "
            f"{periods} periods and {horizon} ahead.",
            "Give a row a period and a column an event.",
        )
    return Events(known, coming)
