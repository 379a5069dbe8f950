"""Flows counted month by month, from the release's own gated numbers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.measures.forecasts.found import Found, Key, found
from wholeplace.measures.measure import Measure

COUNTED = "counted"
LEVELS = {"resident": ("icb", "upper_tier", "district"), "registered": ("place",)}
"""Kinds of area forecast, by whose people are counted; smaller ones have too few a month."""
READ = ["basis", "area_type", "area_code", "measure", "breakdown", "period_start", "numerator"]
"""The columns of released values that say what was counted each month."""
Names = Mapping[tuple[str, str], str]


def counted_series(values: pa.Table, measures: Sequence[Measure], names: Names) -> Found:
    """The months of every measure that counts a flow.

    Args:
        values: The release's values, gated; :data:`READ` of them.
        measures: The measures.
        names: Kind and code of an area → its name.

    Returns:
        The series of gated numerators; a month that is hidden is missing.
    """
    flows = {m.name: m for m in measures if m.flow and m.monthly}
    months = values.filter(
        pc.and_(
            pc.equal(values["breakdown"], "month"),
            pc.is_in(values["measure"], pa.array(list(flows), pa.string())),
        )
    )
    series: dict[Key, dict[dt.date, float]] = defaultdict(dict)
    for row in months.select(READ).to_pylist():
        area = row["area_type"], row["area_code"]
        if row["area_type"] in LEVELS.get(row["basis"], ()) and area in names:
            measure = flows[row["measure"]]
            key = Key(
                COUNTED, measure.name, measure.title, measure.unit or "events", *area, names[area]
            )
            number = row["numerator"]
            series[key][row["period_start"]] = float("nan") if number is None else float(number)
    return found(series, "month")
