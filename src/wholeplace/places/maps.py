"""Maps: shaded areas from released boundaries, hatched where there is nothing to show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wholeplace.places import palette
from wholeplace.places.charts import CONFIG, SCHEMA, WIDTH, Spec

Feature = dict[str, Any]
HIDDEN = "Not shown"


def classes_of(values: Iterable[float], steps: int = 5) -> list[float]:
    """Upper bounds of equal-sized classes (quantiles) for shading, without repeats.

    Args:
        values: The values to shade.
        steps: How many classes at most.

    Returns:
        Increasing upper bounds; the last is the greatest value.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = [ordered[math.ceil(len(ordered) * step / steps) - 1] for step in range(1, steps + 1)]
    return sorted(set(cuts))


def shaded_map(
    features: Sequence[Feature],
    groups: Mapping[str, str],
    order: Sequence[tuple[str, str]],
    outlines: Sequence[Feature] = (),
) -> Spec:
    """A map of areas shaded by group.

    Args:
        features: GeoJSON polygons with ``properties.code``, longitude and latitude.
        groups: Code → group; an area without one is hatched as not shown.
        order: Groups in order of the legend, each with its colour.
        outlines: Larger areas drawn as outlines on top.
    """
    legend = [*order]
    if any(feature["properties"]["code"] not in groups for feature in features):
        legend.append((HIDDEN, palette.HATCH))
    flat = _flattened([*features, *outlines])
    shapes = [
        feature | {"group": groups.get(feature["properties"]["code"], HIDDEN), "properties": {}}
        for feature in flat[: len(features)]
    ]
    used = {shape["group"] for shape in shapes}
    legend = [(name, colour) for name, colour in legend if name in used]
    layers: list[Spec] = [
        {
            "data": {"values": shapes},
            "mark": {"type": "geoshape", "stroke": palette.NEUTRAL, "strokeWidth": 0.6},
            "encoding": {
                "color": {
                    "field": "group",
                    "type": "nominal",
                    "scale": {
                        "domain": [name for name, _ in legend],
                        "range": [colour for _, colour in legend],
                    },
                    "legend": {"title": None, "columns": 2, "symbolType": "square"},
                }
            },
        }
    ]
    if outlines:
        layers.append(
            {
                "data": {"values": [f | {"properties": {}} for f in flat[len(features) :]]},
                "mark": {
                    "type": "geoshape",
                    "filled": False,
                    "stroke": palette.INK,
                    "strokeWidth": 1.6,
                },
            }
        )
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": _height(flat),
        "config": CONFIG,
        "projection": {"type": "identity", "reflectY": True},
        "layer": layers,
    }


def _flattened(features: Sequence[Feature]) -> list[Feature]:
    """Coordinates on a plane, so that neither ring direction nor a globe matters at this size."""
    middle = _middle_latitude(features)
    squeeze = math.cos(math.radians(middle))

    def flat(part: Any) -> Any:
        if isinstance(part[0], int | float):
            return [round(part[0] * squeeze, 5), round(part[1], 5)]
        return [flat(inner) for inner in part]

    return [
        {
            "type": "Feature",
            "properties": feature["properties"],
            "geometry": {
                "type": feature["geometry"]["type"],
                "coordinates": flat(feature["geometry"]["coordinates"]),
            },
        }
        for feature in features
    ]


def _points(part: Any) -> list[tuple[float, float]]:
    if isinstance(part[0], int | float):
        return [(part[0], part[1])]
    return [point for inner in part for point in _points(inner)]


def _middle_latitude(features: Sequence[Feature]) -> float:
    latitudes = [y for f in features for _, y in _points(f["geometry"]["coordinates"])]
    return (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0


def _height(flat: Sequence[Feature]) -> int:
    points = [point for feature in flat for point in _points(feature["geometry"]["coordinates"])]
    if not points:
        return WIDTH
    across = max(x for x, _ in points) - min(x for x, _ in points)
    down = max(y for _, y in points) - min(y for _, y in points)
    return max(200, min(560, round(WIDTH * down / across))) if across else WIDTH
