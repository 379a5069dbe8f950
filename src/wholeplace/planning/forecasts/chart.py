"""The picture of a forecast: what came as a line, what is likely within its ranges."""

from __future__ import annotations

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart
from wholeplace.planning.forecasts.reading import Series

_SHOWN = {"day": 56, "week": 78, "month": 36}
"""Periods of the past that are drawn: eight weeks, a year and a half, three years."""
_FORMATS = {"day": "%-d %b", "week": "%-d %b %y", "month": "%b %y"}
_WIDE, _NARROW = "#dbe9f6", "#a9cfe5"


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
    time: Spec = {"title": None, "format": _FORMATS[series.kind], "tickCount": 6, "grid": False}
    x: Spec = {"field": "start", "type": "temporal", "axis": time}
    axis: Spec = {"title": series.unit, "format": ",~f", "tickCount": 4}
    y: Spec = {"field": "value", "type": "quantitative", "scale": {"zero": True}, "axis": axis}
    layers = [
        _band(ahead, "low_95", "high_95", _WIDE),
        _band(ahead, "low_80", "high_80", _NARROW),
        _line(past, palette.QUIET, []),
        _line([*past[-1:], *ahead], palette.PLACE, [5, 3]),
    ]
    for layer in layers:
        layer["encoding"] = {"x": x, **layer["encoding"]}
    layers[0]["encoding"]["y"] = y | {"field": "low_95"}
    return chart({"height": 220, "layer": layers})


def _band(rows: list[Spec], low: str, high: str, colour: str) -> Spec:
    """A range, drawn as bars where only one period lies ahead."""
    mark: Spec = {"type": "area", "color": colour, "opacity": 1}
    if len(rows) == 1:
        mark = {"type": "bar", "color": colour, "width": 14}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}},
    }


def _line(rows: list[Spec], colour: str, dash: list[int]) -> Spec:
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 2}
    mark |= {"invalid": "break-paths-filter-domains"} | ({"strokeDash": dash} if dash else {})
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"y": {"field": "value", "type": "quantitative"}},
    }
