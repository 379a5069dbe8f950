"""Charts of published series: over time, by category, and among areas of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart
from wholeplace.places.published.figures_in_words import WHOLE_UNITS, is_percent

_COLOURS = (palette.PLACE, palette.WORSE, palette.NEUTRAL, palette.SYSTEM)
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
_FORMATS = {"year": "%Y", "month": "%b %Y", "day": "%b %Y"}
MOST_LINES = len(_COLOURS)


def from_zero(unit: str) -> bool:
    """Whether an axis of a unit starts at nothing: shares and counts do, indices do not."""
    return is_percent(unit) or unit in WHOLE_UNITS


def over_time(rows: Sequence[dict[str, Any]], *, unit: str, period_kind: str) -> Spec:
    """Lines of a published series, each with colour and dash of its own.

    No control limits: whether a published series may carry them is not known.

    Args:
        rows: ``day`` (ISO), ``line`` (its name) and ``value``; a gap where nothing was printed.
        unit: The unit, for the axis.
        period_kind: year, month or day.
    """
    names = list(dict.fromkeys(row["line"] for row in rows))
    legend = {"title": None} if len(names) > 1 else None
    scale = {"domain": names, "range": list(_COLOURS[: len(names)])}
    line: Spec = {"field": "line", "type": "nominal", "legend": legend}
    few = len(rows) <= 60 * len(names)
    return chart(
        {
            "data": {"values": list(rows)},
            "height": 220,
            "mark": {
                "type": "line",
                "strokeWidth": 2,
                "invalid": "break-paths-show-domains",
                "point": {"filled": True, "size": 30} if few else False,
            },
            "encoding": {
                "x": {
                    "field": "day",
                    "type": "temporal",
                    "scale": {"type": "utc"},
                    "axis": {
                        "title": None,
                        "format": _FORMATS.get(period_kind, "%Y"),
                        "tickCount": 5,
                        "grid": False,
                    },
                },
                "y": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"zero": from_zero(unit)},
                    "axis": {"title": unit, "format": ",~f", "tickCount": 4},
                },
                "color": line | {"scale": scale},
                "strokeDash": line
                | {"scale": {"domain": names, "range": list(_DASHES[: len(names)])}},
            },
        }
    )


def domain_of(values: Sequence[float], unit: str) -> tuple[float, float] | None:
    """The limits of an axis that does not start at nothing, or None for one that does."""
    if from_zero(unit) or not values:
        return None
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1) * 0.05
    return (low - room, high + room)
