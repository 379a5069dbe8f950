"""The picture of a control chart: months, mean and limits, and the months that are no accident."""

from __future__ import annotations

from wholeplace.places import palette
from wholeplace.places.changes_over_time import Change
from wholeplace.places.charts import Spec, chart
from wholeplace.statistics.control_charts import Variation

_COLOURS: dict[Variation, str] = {
    "common": palette.QUIET,
    "improvement": palette.BETTER,
    "concern": palette.WORSE,
    "neutral_high": palette.INK,
    "neutral_low": palette.INK,
}
_SHAPES: dict[Variation, str] = {
    "common": "circle",
    "improvement": "square",
    "concern": "diamond",
    "neutral_high": "triangle-up",
    "neutral_low": "triangle-down",
}


def control_chart(change: Change, *, number_format: str, title: str) -> Spec:
    """Months as points and line over their mean and limits; kinds differ in colour and in shape.

    Args:
        change: What the months say.
        number_format: d3 format of the axis.
        title: Axis title.
    """
    rows = [
        {
            "month": month.period_start.isoformat(),
            "value": month.value,
            "mean": float(change.chart.mean[place]),
            "lower": max(float(change.chart.lower[place]), 0.0),
            "upper": float(change.chart.upper[place]),
            "segment": int(change.chart.segment[place]),
            "colour": _COLOURS[change.kinds[place]],
            "shape": _SHAPES[change.kinds[place]],
        }
        for place, month in enumerate(change.months)
    ]
    x: Spec = {
        "field": "month",
        "type": "temporal",
        "timeUnit": "utcyearmonth",
        "axis": {"title": None, "format": "%b %y", "tickCount": 6, "grid": False},
    }
    axis: Spec = {"title": title, "format": number_format, "tickCount": 4}

    def line(field: str, colour: str, dash: list[int]) -> Spec:
        mark: Spec = {"type": "line", "strokeWidth": 1.5, "color": colour}
        return {
            "mark": mark | ({"strokeDash": dash} if dash else {}),
            "encoding": {
                "y": {"field": field, "type": "quantitative", "axis": axis},
                "detail": {"field": "segment", "type": "nominal"},
            },
        }

    points: Spec = {
        "mark": {"type": "point", "filled": True, "size": 65, "opacity": 1},
        "encoding": {
            "y": {"field": "value", "type": "quantitative"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None},
        },
    }
    return chart(
        {
            "data": {"values": rows},
            "height": 220,
            "encoding": {"x": x},
            "layer": [
                line("lower", palette.SYSTEM, [6, 4]),
                line("upper", palette.SYSTEM, [6, 4]),
                line("mean", palette.INK, []),
                line("value", palette.QUIET, []),
                points,
            ],
        }
    )
