"""The picture of a forecast: as much of the past as helps to see it, and what lies ahead."""

from __future__ import annotations

from wholeplace.places.ahead_chart import ahead_chart
from wholeplace.places.charts import Spec
from wholeplace.planning.forecasts.reading import Series

_SHOWN = {"day": 56, "week": 78, "month": 36}
"""Periods of the past that are drawn: eight weeks, a year and a half, three years."""
_FORMATS = {"day": "%-d %b", "week": "%-d %b %y", "month": "%b %y"}


def forecast_chart(series: Series) -> Spec:
    """What came, and what lies ahead with the ranges meant to hold 80 and 95 in 100.

    Args:
        series: A series that has a forecast.
    """
    past = [
        {"start": p.start.isoformat(), "value": p.value}
        for p in series.past[-_SHOWN[series.kind] :]
    ]
    ahead = [
        {"start": p.start.isoformat(), "value": p.value}
        | dict(zip(("low_80", "high_80"), p.within_80 or (), strict=False))
        | dict(zip(("low_95", "high_95"), p.within_95 or (), strict=False))
        for p in series.ahead
    ]
    return ahead_chart(past, ahead, unit=series.unit, time_format=_FORMATS[series.kind])
