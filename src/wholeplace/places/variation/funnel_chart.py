"""The funnel chart: units by size and value, between control limits that narrow with size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.places import palette
from wholeplace.places.charts import Spec, axis_format, chart
from wholeplace.places.sentences import judgement
from wholeplace.places.variation.reading import Compared

_LABELLED = 6
_MARKED_AT_MOST = 2  # names of more would lie over each other
_LABEL_LETTERS = 22
GROUPS = ("Outside 99.8% limits", "Within the limits", "Late or partial data")
_SHAPES = ("diamond", "circle", "cross")
_DASHES = {"lower_3": [1, 0], "upper_3": [1, 0], "lower_2": [4, 3], "upper_2": [4, 3]}


def funnel_chart(
    rows: Sequence[Compared],
    names: Mapping[str, str],
    polarity: str,
    *,
    size: str,
    unit: str,
    here: frozenset[str] = frozenset(),
) -> Spec:
    """A funnel of units.

    Limits are drawn through those of the units themselves, so a point and its limits agree.

    Args:
        rows: Units of one kind on one measure; those without a value are left out.
        names: Name of each unit by code.
        polarity: Which direction is better.
        size: Title of the axis of sizes.
        unit: Title of the axis of values.
        here: Codes of units to mark as the place in question.
    """
    shown = [row for row in rows if row.value is not None and row.expected is not None]
    ranked = sorted((r for r in shown if r.ranked), key=lambda r: r.expected or 0.0)
    statistic = rows[0].statistic if rows else "rate"
    x: Spec = {
        "field": "expected",
        "type": "quantitative",
        "axis": {"title": size, "format": "~s", "tickCount": 5, "grid": False},
        "scale": {"zero": True},
    }
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": {"title": unit, "format": axis_format(statistic), "tickCount": 5},
        "scale": {"zero": False},
    }
    points = [_point(row, names, polarity, here) for row in shown if row.ranked or row.greyed]
    layers = [*_limits(ranked, x, y), _benchmark(ranked, y), _points(points, x, y)]
    outside = [p for p in points if p["group"] == GROUPS[0]][:_LABELLED]
    marked = [p for p in points if p["here"] and p not in outside]
    named = outside + (marked if len(marked) <= _MARKED_AT_MOST else [])
    middle = max((row.expected or 0.0 for row in shown), default=0.0) / 2
    layers += [layer for side in ("left", "right") for layer in _labels(named, side, middle, x, y)]
    return chart({"layer": layers, "height": 320})


def _point(
    row: Compared, names: Mapping[str, str], polarity: str, here: frozenset[str]
) -> dict[str, Any]:
    outside = row.position in ("low_3", "high_3")
    verdict = judgement("higher" if row.position == "high_3" else "lower", polarity)
    colour = palette.judged(verdict) if outside else palette.NEUTRAL
    name = names[row.area_code]
    return {
        "name": name if len(name) <= _LABEL_LETTERS else f"{name[: _LABEL_LETTERS - 1]}…",
        "expected": row.expected,
        "value": row.value,
        "group": GROUPS[2] if row.greyed else GROUPS[0] if outside else GROUPS[1],
        "colour": palette.SYSTEM if row.greyed else colour,
        "size": 160 if row.area_code in here else 90 if outside else 50,
        "here": row.area_code in here,
    }


def _limits(ranked: Sequence[Compared], x: Spec, y: Spec) -> list[Spec]:
    return [
        {
            "data": {
                "values": [
                    {"expected": row.expected, "value": getattr(row, line)} for row in ranked
                ]
            },
            "mark": {
                "type": "line",
                "color": palette.QUIET,
                "strokeWidth": 1.5,
                "strokeDash": dash,
            },
            "encoding": {"x": x, "y": y},
        }
        for line, dash in _DASHES.items()
    ]


def _benchmark(ranked: Sequence[Compared], y: Spec) -> Spec:
    level = [{"value": row.benchmark} for row in ranked[:1]]
    return {
        "data": {"values": level},
        "mark": {"type": "rule", "color": palette.INK, "strokeWidth": 1.5},
        "encoding": {"y": y},
    }


def _points(points: Sequence[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    return {
        "data": {"values": list(points)},
        "mark": {"type": "point", "filled": True, "opacity": 0.9},
        "encoding": {
            "x": x,
            "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "shape": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": list(GROUPS), "range": list(_SHAPES)},
                "legend": {"title": None, "direction": "vertical"},
            },
        },
    }


def _labels(
    named: Sequence[dict[str, Any]], side: str, middle: float, x: Spec, y: Spec
) -> list[Spec]:
    """Names to the right of points in the left half of the chart, and the other way round."""
    mine = [p for p in named if (p["expected"] <= middle) == (side == "left")]
    if not mine:
        return []
    mark = {"type": "text", "align": side, "dx": 8 if side == "left" else -8, "fontSize": 12}
    return [
        {
            "data": {"values": mine},
            "mark": mark,
            "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}},
        }
    ]
