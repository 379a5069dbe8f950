"""The chart of gaps: two groups of several measures, as multiples of everybody's figure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart

_LABEL_LETTERS = 24


def _wrapped(name: str) -> str:
    """A long label on two lines at most, with a mark where the second begins."""
    return "|".join(textwrap.wrap(name, _LABEL_LETTERS, max_lines=2, placeholder=" …"))


def fifths_chart(rows: Sequence[Spec], *, title: str) -> Spec:
    """Two groups of several measures as points with intervals, as multiples of everybody's figure.

    Args:
        rows: ``name``, ``group``, ``value``, ``lower``, ``upper``; two groups to a name.
        title: Axis title.
    """
    data = [{**row, "name": _wrapped(row["name"])} for row in rows]
    names = list(dict.fromkeys(row["name"] for row in data))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "axis": {
            "title": None,
            "domain": False,
            "ticks": False,
            "labelExpr": "split(datum.label, '|')",
        },
    }
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
