"""Comparisons of units as CSV, every row with its run, its case mix and what its gap costs."""

from __future__ import annotations

import csv
import io
from dataclasses import fields

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.release import Release
from wholeplace.places.variation.reading import KINDS, Compared, compared, costs, measures, units
from wholeplace.places.variation.wording import NOT_A_SAVING

_ROW = tuple(field.name for field in fields(Compared))
COLUMNS = (
    "run_id",
    "area_name",
    *_ROW,
    "pounds_each",
    "prices",
    "cost_source",
    "cost_of_gap_to_best_fifth",
    "cost_note",
)


def variation_csv(release: Release, measure: str) -> str:
    """Every unit on a measure, as CSV text with a heading row; empty where none is compared.

    Args:
        release: The release.
        measure: The measure's name.
    """
    rows = [row for kind in KINDS for row in compared(release, kind, measure)]
    if not rows:
        return ""
    held, names = costs(release), units(release, rows)
    worth_less = measures(release)[measure].polarity == "lower"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for row in rows:
        cost = held.get(row.unit_cost or "") if worth_less else None
        money: list[object] = ["", "", "", "", ""]
        if cost is not None:
            gap = "" if row.to_best is None else round(row.to_best * cost.pounds)
            money = [cost.pounds, cost.prices, cost.source, gap, NOT_A_SAVING]
        cells = [release.run_id, names[row.area_code].name]
        cells += [getattr(row, name) for name in _ROW]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in [*cells, *money]])
    return stream.getvalue()
