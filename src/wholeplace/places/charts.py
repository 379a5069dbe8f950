"""Chart specifications (Vega-Lite), one grammar: points with interval lines, bars from zero.

A specification is plain data: it can be kept, compared, printed in a pack or handed to a browser;
tests hold each one against Altair's schema. Titles and sources stand beside the chart as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.places import palette

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.1.0.json"
WIDTH = 460
NEAR_START, NEAR_END = 0.2, 0.6
"""Shares of an axis before and after which a name in the middle would run off the chart."""
# Measured with the renderer's own sans-serif, whose widths are those of Arial.
CONFIG: Spec = {
    "font": "Arial, sans-serif",
    "aria": False,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "labelColor": palette.INK,
        "titleColor": palette.INK,
        "gridColor": palette.GRID,
        "domainColor": palette.QUIET,
        "tickColor": palette.QUIET,
        "labelLimit": 240,
    },
    "legend": {
        "labelFontSize": 14,
        "titleFontSize": 14,
        "labelColor": palette.INK,
        "orient": "top",
        "labelLimit": 240,
        # Where Arial is missing the letters of a long name are a sixth wider.
        "columnPadding": 40,
    },
    "text": {"fontSize": 14, "color": palette.INK},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an interval chart: a name, a value, its 95 % limits and a colour."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    colour: str = palette.NEUTRAL
    here: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A comparator drawn as a line across an interval chart."""

    name: str
    value: float


def axis_format(statistic: str) -> str:
    """The d3 number format of an axis for a statistic."""
    return ".1~%" if statistic == "proportion" else ",~f"


def interval_chart(
    rows: Sequence[Row],
    *,
    number_format: str,
    title: str,
    comparator: Line | None = None,
    domain: tuple[float, float] | None = None,
) -> Spec:
    """Points with interval lines, one row each, against a comparator line.

    Args:
        rows: Rows from top to bottom; one without a value keeps its place and says "not shown".
        number_format: d3 format of the axis.
        title: Axis title: the unit.
        comparator: The system's value, as a thin line with its name.
        domain: Axis limits, so that small multiples share a scale; from zero by default.
    """
    order = [row.name for row in rows]
    data = [
        {
            "name": row.name,
            "value": row.value,
            "lower": row.value if row.lower is None else row.lower,
            "upper": row.value if row.upper is None else row.upper,
            "colour": row.colour,
            "size": 150 if row.here else 80,
        }
        for row in rows
        if row.value is not None
    ]
    hidden = [{"name": row.name, "label": "not shown"} for row in rows if row.value is None]
    scale: Spec = {"domain": list(domain)} if domain else {"zero": True}
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": scale,
        "axis": {"format": number_format, "title": title, "tickCount": 5},
    }
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "scale": {"domain": order},
        "axis": {"title": None, "domain": False, "ticks": False},
    }
    colour: Spec = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[Spec] = []
    if comparator is not None:
        ends = domain or (0.0, max((float(row["upper"]) for row in data), default=0.0))
        layers += _comparator(comparator, scale, ends)
    layers += [
        {
            "data": {"values": data},
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                "y": y,
                "x": x | {"field": "lower"},
                "x2": {"field": "upper"},
                "color": colour,
            },
        },
        {
            "data": {"values": data},
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {
                "y": y,
                "x": x,
                "color": colour,
                "size": {"field": "size", "type": "quantitative", "scale": None},
            },
        },
    ]
    if hidden:
        layers.append(
            {
                "data": {"values": hidden},
                "mark": {"type": "text", "align": "left", "x": 4, "fontStyle": "italic"},
                "encoding": {"y": y, "text": {"field": "label", "type": "nominal"}},
            }
        )
    return chart({"layer": layers, "height": {"step": 28}})


def monthly_line(rows: Sequence[Spec], *, number_format: str, title: str) -> Spec:
    """A value each month, the place as points and line over the system's lighter line.

    No control limits: whether a series may carry them is the measure's to say, not the chart's.

    Args:
        rows: ``month`` (ISO first day), ``area``, ``value`` (none where it is not shown: the line
            breaks there), ``place`` (whether it is the place).
        number_format: d3 format of the axis.
        title: Axis title.
    """
    areas = list(dict.fromkeys(row["area"] for row in rows))
    colours = [
        palette.PLACE
        if any(row["place"] for row in rows if row["area"] == area)
        else palette.SYSTEM
        for area in areas
    ]
    encoding: Spec = {
        "x": {
            "field": "month",
            "type": "temporal",
            "timeUnit": "utcyearmonth",
            "axis": {"title": None, "format": "%b %y", "tickCount": 6, "grid": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": {"zero": True},
            "axis": {"title": title, "format": number_format, "tickCount": 4},
        },
        "color": {
            "field": "area",
            "type": "nominal",
            "scale": {"domain": areas, "range": colours},
            "legend": {"title": None},
        },
    }
    return chart(
        {
            "data": {"values": list(rows)},
            "height": 200,
            "encoding": encoding,
            "layer": [
                {
                    "mark": {
                        "type": "line",
                        "strokeWidth": 2,
                        "invalid": "break-paths-filter-domains",
                    }
                },
                {
                    "transform": [{"filter": "datum.place && datum.value !== null"}],
                    "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                },
            ],
        }
    )


def chart(body: Spec) -> Spec:
    """A specification in the house style, as wide as its place on the page."""
    fit = {"type": "fit-x", "contains": "padding"}
    return {"$schema": SCHEMA, "width": WIDTH, "autosize": fit, "config": CONFIG, **body}


def _comparator(line: Line, scale: Spec, ends: tuple[float, float]) -> list[Spec]:
    """A line with its name above, which leans away from the end of the axis it stands near."""
    low, high = min(*ends, line.value), max(*ends, line.value)
    along = (line.value - low) / (high - low) if high > low else 0.5
    align = "left" if along < NEAR_START else "right" if along > NEAR_END else "center"
    data: Spec = {"values": [{"value": line.value, "label": line.name}]}
    # Its own scale would reach back to zero, and the chart's with it.
    x: Spec = {"field": "value", "type": "quantitative", "scale": scale}
    return [
        {
            "data": data,
            "mark": {
                "type": "rule",
                "strokeWidth": 1.5,
                "color": palette.INK,
                "strokeDash": [5, 3],
            },
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {"type": "text", "y": -8, "fontSize": 13, "align": align},
            "encoding": {"x": x, "text": {"field": "label", "type": "nominal"}},
        },
    ]
