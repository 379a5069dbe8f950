"""The concentration curve: what share of use falls to each share of the people in need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart
from wholeplace.statistics import concentration_curve


def curve_points(clients: Sequence[int], need: Sequence[int]) -> list[tuple[float, float]]:
    """Shares of people in need and of clients up to each fifth, the most deprived first.

    Args:
        clients: Released clients among the people in need of each fifth.
        need: Released people in need of each fifth.

    Returns:
        Points from (0, 0) to (1, 1); none where there are no clients or nobody in need.

    >>> curve_points([30, 20], [10, 30])
    [(0.0, 0.0), (0.25, 0.6), (1.0, 1.0)]
    """
    curve = concentration_curve(clients, need)
    points = [(float(x), float(y)) for x, y in zip(curve.people, curve.amount, strict=True)]
    return [] if np.isnan(points).any() else points


def curve_chart(points: Sequence[tuple[float, float]]) -> Spec:
    """The curve over the line of use in proportion to need.

    Args:
        points: What :func:`curve_points` returned.
    """
    axis: dict[str, Any] = {"format": ".0%", "tickCount": 5}
    x: Spec = {
        "field": "need",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {**axis, "title": "People in need, most deprived first"},
    }
    y: Spec = {
        "field": "clients",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {**axis, "title": "Those of them who used it"},
    }
    ends = [{"need": 0, "clients": 0}, {"need": 1, "clients": 1}]
    data = [{"need": need, "clients": clients} for need, clients in points]
    line: Spec = {"type": "line", "strokeWidth": 2.5, "color": palette.PLACE}
    return chart(
        {
            "height": 300,
            "layer": [
                {
                    "data": {"values": ends},
                    "mark": {"type": "line", "color": palette.INK, "strokeDash": [5, 3]},
                    "encoding": {"x": x, "y": y},
                },
                {
                    "data": {"values": data},
                    "mark": line,
                    "encoding": {"x": x, "y": y},
                },
                {
                    "data": {"values": data},
                    "mark": {"type": "point", "filled": True, "color": palette.PLACE, "size": 70},
                    "encoding": {"x": x, "y": y},
                },
                {
                    "data": {"values": [{"need": 0.62, "clients": 0.5}]},
                    "mark": {"type": "text", "align": "left", "fontSize": 13},
                    "encoding": {"x": x, "y": y, "text": {"value": "in proportion to need"}},
                },
            ],
        }
    )
