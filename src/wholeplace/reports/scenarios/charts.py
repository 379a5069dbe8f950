"""Charts of simulated answers: how years may turn out, and what their days may bring."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholeplace.places import palette
from wholeplace.places.charts import Line, Row, Spec, chart, interval_chart

_MOST_BARS = 16
_LETTERS, _STEP = 34, 40


def spread_chart(values: NDArray[np.float64], title: str, share: str) -> Spec:
    """How often replications turn out as they do: bars from zero over equal steps.

    Args:
        values: One value a replication.
        title: The axis: what is counted, with its unit.
        share: The other axis: of what each bar is a share.
    """
    counts, edges = steps_of(values)
    rows = [
        {"from": float(low), "to": float(high), "share": float(n) / max(values.size, 1)}
        for low, high, n in zip(edges, edges[1:], counts, strict=False)
    ]
    return chart(
        {
            "data": {"values": rows},
            "height": 180,
            "mark": {"type": "bar", "color": palette.PLACE, "stroke": "white", "strokeWidth": 1},
            "encoding": {
                "x": {
                    "field": "from",
                    "type": "quantitative",
                    "bin": {"binned": True},
                    "scale": {"zero": False, "nice": False},
                    "axis": {"title": title, "format": ",~f", "grid": False, "tickCount": 6},
                },
                "x2": {"field": "to"},
                "y": {
                    "field": "share",
                    "type": "quantitative",
                    "scale": {"zero": True},
                    "axis": {
                        "title": share,
                        "format": "%",
                        "tickCount": 4,
                    },
                },
            },
        }
    )


def named_bars(rows: Sequence[Row], title: str, *, across: bool = False) -> Spec:
    """Points with interval lines whose names may take two lines.

    Args:
        rows: One a row, as for :func:`~wholeplace.places.charts.interval_chart`.
        title: The axis: what is counted.
        across: Whether values lie on both sides of nought, which is then drawn as a line.
    """
    named = [replace(row, name=textwrap.fill(row.name, _LETTERS)) for row in rows]
    nought = Line("", 0.0) if across else None
    spec = interval_chart(named, number_format=",~f", title=title, comparator=nought)
    config = spec["config"] | {"lineBreak": "\n"}
    return spec | {"config": config, "height": {"step": _STEP}}


def days_chart(rows: Sequence[dict[str, Any]], title: str) -> Spec:
    """What days may bring: the middle as a line within a band, and one year as a thin line.

    Args:
        rows: ``day``, and of that day over simulated years ``p05``, ``p50``, ``p95``; ``one_year``
            is the first of them.
        title: The axis: what is counted.
    """
    data = [
        {key: round(value, 1) for key, value in row.items() if isinstance(value, float)}
        | {"day": row["day"].isoformat()}
        for row in rows
    ]
    x: Spec = {
        "field": "day",
        "type": "temporal",
        "timeUnit": "utcyearmonthdate",
        "axis": {"title": None, "format": "%b %y", "tickCount": 6, "grid": False},
    }

    return banded_chart(data, x, title, line=("one_year", 1))


def banded_chart(
    data: Sequence[dict[str, Any]], x: Spec, title: str, *, line: tuple[str, float]
) -> Spec:
    """The middle of what may come as a line within its band, and beside it a line of its own.

    Args:
        data: A row per point of the axis, with ``p05``, ``p50``, ``p95`` and the line's value.
        x: The axis along which they lie.
        title: The other axis: what is counted.
        line: The field of the line beside, and its width.
    """

    def layer(mark: Spec, field: str, **more: Spec) -> Spec:
        y: Spec = {
            "field": field,
            "type": "quantitative",
            "scale": {"zero": True},
            "axis": {"title": title, "format": ",~f", "tickCount": 5},
        }
        return {"mark": mark, "encoding": {"x": x, "y": y, **more}}

    beside, width = line
    band: Spec = {"type": "area", "color": palette.PLACE, "opacity": 0.25}
    return chart(
        {
            "data": {"values": list(data)},
            "height": 200,
            "layer": [
                layer(band, "p05", y2={"field": "p95"}),
                layer({"type": "line", "color": palette.INK, "strokeWidth": width}, beside),
                layer({"type": "line", "color": palette.PLACE, "strokeWidth": 2.5}, "p50"),
            ],
        }
    )


def steps_of(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many values fall in each of some equal steps, and the edges of the steps.

    The width follows Freedman D, Diaconis P. On the histogram as a density estimator. Z
    Wahrscheinlichkeitstheorie 1981;57:453; there are at most sixteen.
    """
    counts, edges = np.histogram(values, _edges(values))
    return counts, edges


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if values.size == 0 or float(np.ptp(values)) == 0:
        centre = float(values[0]) if values.size else 0.0
        return np.array([centre - 0.5, centre + 0.5])
    edges = np.histogram_bin_edges(values, bins="fd")
    if edges.size - 1 > _MOST_BARS:
        edges = np.linspace(float(values.min()), float(values.max()), _MOST_BARS + 1)
    return edges
