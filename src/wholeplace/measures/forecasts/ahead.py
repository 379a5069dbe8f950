"""What lies ahead of a table of series, with bank holidays known where the series are daily."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.periods import Periods
from wholeplace.statistics import Interval
from wholeplace.statistics.forecasting import Proved, holiday_events, proved_forecast
from wholeplace.statistics.forecasting.exponential import FEWEST

HORIZONS = {"day": 14, "week": 8, "month": 6}
"""Periods ahead where none are asked for: a fortnight, two months, half a year."""


@dataclass(frozen=True)
class SeriesTable:
    """Series along the same periods.

    Attributes:
        periods: The periods, from the first that any series has to the last.
        labels: What tells each series apart.
        values: Of shape (series, periods); NaN where a period has no value.
    """

    periods: Periods
    labels: tuple[tuple[str, ...], ...]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Ahead:
    """Forecasts of a table of series.

    Attributes:
        table: The series.
        season: Periods in a season.
        horizon: Periods ahead.
        proved: The forecasts, and how each method has done.
        within_80: The forecast with the interval meant to hold four in five, none below 0 where
            the series never was.
        within_95: The same for 19 in 20.
    """

    table: SeriesTable
    season: int
    horizon: int
    proved: Proved
    within_80: Interval
    within_95: Interval


def look_ahead(
    table: SeriesTable,
    season: int | None = None,
    horizon: int | None = None,
    bank_holidays: bool = True,
    most_origins: int = 24,
) -> Ahead:
    """Forecast every series of a table.

    Args:
        table: The series.
        season: Periods in a season; by default a week of days or a year of weeks or months, and
            none where fewer than two have passed.
        horizon: Periods ahead; by default a fortnight, eight weeks or six months.
        bank_holidays: Whether daily series know of England's bank holidays.
        most_origins: From how many past dates to test forecasts at most.

    Returns:
        The forecasts.

    Raises:
        StatisticsError: If the season or horizon is below 1, or a value infinite.
    """
    periods = table.periods
    far = HORIZONS[periods.kind] if horizon is None else horizon
    whole = periods.season if periods.count >= 2 * periods.season else 1
    length = whole if season is None else season
    events = events_ahead = None
    if bank_holidays and periods.kind == "day" and periods.count > FEWEST:
        events, events_ahead = _holidays(periods, far)
    proved = proved_forecast(table.values, length, far, events, events_ahead, most_origins)
    floor = np.where(np.nanmin(table.values, axis=1, initial=np.inf) >= 0, 0.0, -np.inf)
    within = [
        Interval(*(np.maximum(part, floor[:, None]) for part in proved.forecast.interval(meant)))
        for meant in (0.8, 0.95)
    ]
    return Ahead(table, length, far, proved, *within)


def _holidays(periods: Periods, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    known = holiday_events([periods.start(n) for n in range(periods.count + horizon)])
    return known[: periods.count], known[periods.count :]
