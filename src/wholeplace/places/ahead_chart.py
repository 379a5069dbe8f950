"""The picture of what is likely: what came as a line, what lies ahead within its ranges."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart

_WIDE, _NARROW = "#dbe9f6", "#a9cfe5"


def ahead_chart(
    past: Sequence[Spec],
    ahead: Sequence[Spec],
    *,
    unit: str,
    time_format: str,
    lines: Sequence[Spec] = (),
) -> Spec:
    """What came, and what lies ahead with the ranges meant to hold 80 and 95 in 100.

    Args:
        past: ``start`` (ISO date) and ``value`` of each period that was, oldest first.
        ahead: The same of those to come, with ``low_80``, ``high_80``, ``low_95`` and ``high_95``.
        unit: What is counted, beside the axis.
        time_format: How dates are written.
        lines: Further layers.
    """
    time: Spec = {"title": None, "format": time_format, "tickCount": 6, "grid": False}
    x: Spec = {"field": "start", "type": "temporal", "axis": time}
    axis: Spec = {"title": unit, "format": ",~f", "tickCount": 4}
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
    return chart({"height": 220, "layer": [*layers, *lines]})


def _band(rows: Sequence[Spec], low: str, high: str, colour: str) -> Spec:
    """A range, drawn as bars where only one period lies ahead."""
    mark: Spec = {"type": "area", "color": colour, "opacity": 1}
    if len(rows) == 1:
        mark = {"type": "bar", "color": colour, "width": 14}
    return {
        "data": {"values": list(rows)},
        "mark": mark,
        "encoding": {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}},
    }


def _line(rows: Sequence[Spec], colour: str, dash: list[int]) -> Spec:
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 2}
    mark |= {"invalid": "break-paths-filter-domains"} | ({"strokeDash": dash} if dash else {})
    return {
        "data": {"values": list(rows)},
        "mark": mark,
        "encoding": {"y": {"field": "value", "type": "quantitative"}},
    }
