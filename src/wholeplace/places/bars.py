"""Bar specifications: the age pyramid, shares of groups, and shares stacked into one bar."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart

_TICK: Spec = {"type": "tick", "thickness": 2.5, "color": palette.INK}


def pyramid(rows: Sequence[Spec]) -> Spec:
    """An age and sex pyramid, with thin lines where the system's bars would end.

    Args:
        rows: ``band`` (youngest first), ``sex``, ``share`` and ``system`` (shares of everybody,
            as fractions; ``system`` may be None).
    """
    bands = list(dict.fromkeys(row["band"] for row in rows))
    data = [
        {
            "band": row["band"],
            "sex": row["sex"],
            "share": _mirrored(row["sex"], row["share"]),
            "system": _mirrored(row["sex"], row["system"]),
        }
        for row in rows
    ]
    y: Spec = {
        "field": "band",
        "type": "ordinal",
        "sort": bands[::-1],
        "axis": {"title": "Age", "domain": False, "ticks": False},
    }
    x: Spec = {
        "field": "share",
        "type": "quantitative",
        "axis": {
            "title": "Share of everybody",
            "labelExpr": "format(abs(datum.value), '.0%')",
            "tickCount": 6,
        },
    }
    colour: Spec = {
        "field": "sex",
        "type": "nominal",
        "scale": {"domain": ["Female", "Male"], "range": [palette.PLACE, "#539ecd"]},
        "legend": {"title": None},
    }
    return chart(
        {
            "data": {"values": data},
            "height": {"step": 17},
            "layer": [
                {"mark": {"type": "bar"}, "encoding": {"y": y, "x": x, "color": colour}},
                {
                    "mark": _TICK | {"bandSize": 16},
                    "encoding": {"y": y, "x": x | {"field": "system"}},
                },
            ],
        }
    )


def stacked_shares(rows: Sequence[Spec], names: Sequence[str], colours: Sequence[str]) -> Spec:
    """Bars cut into the shares of mutually exclusive groups, one bar per area.

    Args:
        rows: ``area``, ``group``, ``share`` (fraction) and ``order`` (left to right).
        names: The groups, in order.
        colours: One colour each.
    """
    areas = list(dict.fromkeys(row["area"] for row in rows))
    return chart(
        {
            "data": {"values": list(rows)},
            "height": {"step": 52},
            "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1},
            "encoding": {
                "y": {
                    "field": "area",
                    "type": "nominal",
                    "sort": areas,
                    "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 150},
                },
                "x": {
                    "field": "share",
                    "type": "quantitative",
                    "stack": "zero",
                    "scale": {"domain": [0, 1]},
                    "axis": {"format": ".0%", "title": "Share of people", "tickCount": 5},
                },
                "order": {"field": "order", "type": "quantitative"},
                "color": {
                    "field": "group",
                    "type": "nominal",
                    "scale": {"domain": list(names), "range": list(colours)},
                    "legend": {"title": None, "columns": 2},
                },
            },
        }
    )


def share_bars(
    rows: Sequence[tuple[str, float | None, float | None]], colours: Sequence[str] = ()
) -> Spec:
    """A bar for each group's share, with a thin line where the system's bar would end.

    Args:
        rows: Group, share and the system's share (fractions; either may be None), top to bottom.
        colours: One colour for each group; one for all by default.
    """
    names = [name for name, _, _ in rows]
    shades = list(colours) or [palette.PLACE] * len(names)
    data = [
        {"group": name, "share": share, "system": system, "colour": shade}
        for (name, share, system), shade in zip(rows, shades, strict=True)
    ]
    y: Spec = {
        "field": "group",
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names},
        "axis": {"title": None, "domain": False, "ticks": False},
    }
    x: Spec = {
        "field": "share",
        "type": "quantitative",
        "axis": {"format": ".0%", "title": "Share of people", "tickCount": 5},
    }
    shade: Spec = {"field": "colour", "type": "nominal", "scale": None}
    return chart(
        {
            "data": {"values": data},
            "height": {"step": 30},
            "layer": [
                {
                    "mark": {"type": "bar", "height": 18},
                    "encoding": {"y": y, "x": x, "color": shade},
                },
                {
                    "mark": _TICK | {"bandSize": 26},
                    "encoding": {"y": y, "x": x | {"field": "system"}},
                },
            ],
        }
    )


def _mirrored(sex: str, share: float | None) -> float | None:
    return None if share is None else -share if sex == "Female" else share
