"""The chart of gaps: two groups of several measures, as multiples of everybody's figure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from wholeplace.places import palette
from wholeplace.places.charts import Row, Spec, chart

_LABEL_LETTERS = 24
_GROUP_LETTERS = 32


_LINES = (42, 42, 60)
RATIOS = (0.1, 0.2, 0.25, 0.5, 1, 2, 4, 5, 10)
"""Where the axis of ratios may be marked: as far to the left of 1 as to the right."""


def _wrapped(name: str) -> str:
    """A long label on two lines at most, with a mark where the second begins."""
    return "|".join(textwrap.wrap(name, _LABEL_LETTERS, max_lines=2, placeholder=" …"))


def _with_group(row: Row) -> str:
    """A row's name, with the group it is of on a line below, where it names one."""
    name, _, group = row.name.partition("|")
    below = textwrap.shorten(group, _GROUP_LETTERS, placeholder=" …")
    return f"{_wrapped(name)}|{below}" if below else _wrapped(name)


def _names(names: Sequence[str]) -> Spec:
    """The axis of measures, from top to bottom, their names on two lines where long."""
    return {
        "field": "name",
        "type": "nominal",
        "sort": list(names),
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelExpr": "split(datum.label, '|')",
        },
    }


def ratios_chart(rows: Sequence[Row]) -> Spec:
    """Ratios of two groups with interval lines, half as far from 1 as twice.

    Args:
        rows: Rows from top to bottom, each with a ratio and its limits; a name may end in a
            group, after an upright stroke.
    """
    names = [_with_group(row) for row in rows]
    data = [
        {
            "name": name,
            "value": row.value,
            "lower": row.lower,
            "upper": row.upper,
            "colour": row.colour,
        }
        for name, row in zip(names, rows, strict=True)
    ]
    y = _names(names)
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False, "padding": 10},
        "axis": {"format": "~f", "title": "Ratio", "values": list(RATIOS)},
    }
    colour: Spec = {"field": "colour", "type": "nominal", "scale": None}
    return chart(
        {
            "data": {"values": data},
            "height": {"step": _LINES[max(name.count("|") for name in names)]},
            "layer": [
                {
                    "data": {"values": [{"value": 1}]},
                    "mark": {"type": "rule", "color": palette.INK, "strokeDash": [5, 3]},
                    "encoding": {"x": x},
                },
                {
                    "mark": {"type": "rule", "strokeWidth": 2.5},
                    "encoding": {
                        "y": y,
                        "x": x | {"field": "lower"},
                        "x2": {"field": "upper"},
                        "color": colour,
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90},
                    "encoding": {"y": y, "x": x, "color": colour},
                },
            ],
        }
    )


def fifths_chart(rows: Sequence[Spec], *, title: str) -> Spec:
    """Two groups of several measures as points with intervals, as multiples of everybody's figure.

    Args:
        rows: ``name``, ``group``, ``value``, ``lower``, ``upper``; two groups to a name.
        title: Axis title.
    """
    data = [{**row, "name": _wrapped(row["name"])} for row in rows]
    names = list(dict.fromkeys(row["name"] for row in data))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    y = _names(names)
    offset: Spec = {"field": "group", "type": "nominal", "sort": groups}
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"format": "~f", "title": title, "tickCount": 5},
    }
    colour: Spec = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": groups, "range": [palette.FIFTHS[0], palette.FIFTHS[3]]},
        "legend": {"title": None},
    }
    shape: Spec = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": groups, "range": ["circle", "diamond"]},
        "legend": {"title": None},
    }
    return chart(
        {
            "data": {"values": data},
            "height": {"step": 42, "for": "position"},
            "layer": [
                {
                    "data": {"values": [{"everybody": 1}]},
                    "mark": {"type": "rule", "color": palette.INK, "strokeDash": [5, 3]},
                    "encoding": {"x": {"field": "everybody", "type": "quantitative"}},
                },
                {
                    "mark": {"type": "rule", "strokeWidth": 2.5},
                    "encoding": {
                        "y": y,
                        "yOffset": offset,
                        "x": x | {"field": "lower"},
                        "x2": {"field": "upper"},
                        "color": colour,
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90},
                    "encoding": {
                        "y": y,
                        "yOffset": offset,
                        "x": x,
                        "color": colour,
                        "shape": shape,
                    },
                },
            ],
        }
    )
