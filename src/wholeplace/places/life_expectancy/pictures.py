"""Charts of life expectancy: years that each part adds to a gap, for women and for men."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.places import palette
from wholeplace.places.charts import Spec, chart
from wholeplace.places.life_expectancy.reading import FEMALE, MALE

WOMEN, MEN = "Women", "Men"
NAMES = {FEMALE: WOMEN, MALE: MEN}


def years_bars(rows: Sequence[tuple[str, str, float]], *, title: str) -> Spec:
    """Bars of years, one for women and one for men in each row; some may point left.

    Args:
        rows: Name of the row, ``Women`` or ``Men``, and years, from top to bottom.
        title: Axis title.
    """
    names = list(dict.fromkeys(name for name, _, _ in rows))
    data = [{"name": name, "group": group, "value": value} for name, group, value in rows]
    y: Spec = {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "axis": {"title": None, "domain": False, "ticks": False},
    }
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "axis": {"format": "~f", "title": title, "tickCount": 5},
    }
    colour: Spec = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": [WOMEN, MEN], "range": [palette.PLACE, "#539ecd"]},
        "legend": {"title": None},
    }
    offset: Spec = {"field": "group", "type": "nominal", "sort": [WOMEN, MEN]}
    return chart(
        {
            "data": {"values": data},
            "height": {"step": 36, "for": "position"},
            "mark": {"type": "bar", "height": {"band": 0.8}},
            "encoding": {"y": y, "yOffset": offset, "x": x, "color": colour},
        }
    )
