"""Seasonal naive: the same as this time last season, the forecast that any other must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.statistics.forecasting.forecast import Forecast, as_series, check_ahead, last_seen
from wholeplace.statistics.intervals import FloatArray

SEASONAL, LAST = "seasonal_naive", "naive"


def seasonal_naive(values: ArrayLike, season: int, horizon: int) -> Forecast:
    """Forecast each period by the latest one observed at the same place in the season.

    A series without two observations a season apart is forecast by its last value instead.

    Args:
        values: A row a series, oldest first; NaN where a period is missing.
        season: Periods in a season: 12 months, 7 days; 1 for none.
        horizon: How many periods ahead.

    Returns:
        The forecasts. The variance is the mean square of seasonal differences times the seasons
        passed since the period repeated, less whole seasons that a gap adds.

    Raises:
        StatisticsError: If the season or horizon is below 1, or a value infinite.

    Source:
        Hyndman RJ, Athanasopoulos G. Forecasting: principles and practice. 3rd ed. OTexts, 2021,
        sections 5.2 and 5.5.

    >>> made = seasonal_naive([10, 20, 12, 22, 11, 23], season=2, horizon=3)
    >>> print(made.mean, made.deviation.round(2))
    [[11. 23. 11.]] [[1.58 1.58 2.24]]
    """
    check_ahead(season, horizon)
    series = as_series(values)
    seasonal = _repeated(series, season, horizon)
    if season == 1:
        return seasonal._replace(method=np.where(seasonal.method == SEASONAL, LAST, ""))
    last = _repeated(series, 1, horizon)
    whole = np.isfinite(seasonal.mean).all(axis=1) & (seasonal.freedom > 0)
    chosen = whole[:, None]
    return Forecast(
        np.where(chosen, seasonal.mean, last.mean),
        np.where(chosen, seasonal.deviation, last.deviation),
        np.where(whole, seasonal.freedom, last.freedom),
        np.where(whole, SEASONAL, np.where(last.method == "", "", LAST)),
    )


def _repeated(series: FloatArray, season: int, horizon: int) -> Forecast:
    """The latest value at each place in the season, and the seasons since."""
    count, periods = series.shape
    ahead = np.arange(periods, periods + horizon)
    mean = np.full((count, horizon), np.nan)
    seasons = np.full((count, horizon), np.nan)
    for place in range(min(season, horizon)):
        at = np.arange((periods + place) % season, periods, season)
        same = series[:, at]
        latest = last_seen(np.isfinite(same))
        seen = latest >= 0
        columns = np.arange(place, horizon, season)
        value = same[np.arange(count), latest] if at.size else np.full(count, np.nan)
        mean[:, columns] = np.where(seen, value, np.nan)[:, None]
        since = ahead[columns] - (at[latest] if at.size else np.zeros(count))[:, None]
        seasons[:, columns] = np.where(seen[:, None], since / season, np.nan)
    change = series[:, season:] - series[:, :-season] if periods > season else series[:, :0]
    known = np.isfinite(change).sum(axis=1)
    square = np.nansum(change**2, axis=1) / np.where(known > 0, known, np.nan)
    method = np.where(np.isfinite(mean).any(axis=1), SEASONAL, "")
    return Forecast(mean, np.sqrt(square[:, None] * seasons), known.astype(float), method)
