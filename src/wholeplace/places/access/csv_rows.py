"""Waits and contacts of one place as CSV, every row readable by itself."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.access.reading import TABLE
from wholeplace.places.access.words import group_name

_KEYS = ("area_type", "area_code", "basis", "list", "measure", "period_start", "period_end")
_NUMBERS = (
    "statistic",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "adjusted",
    "adjusted_lower",
    "adjusted_upper",
    "status",
)
COLUMNS = ("run_id", "area_name", *_KEYS, "breakdown", "category", "category_title", *_NUMBERS)


def waits_csv(release: Release, area: Area, basis: str) -> str:
    """Every number of waits and contacts of a place, as CSV text with a heading row.

    Args:
        release: The release.
        area: The place.
        basis: "registered" or "resident".
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    rows = release.select(TABLE, area_type=area.area_type, area_code=area.code, basis=basis)
    for row in rows:
        group = (row["breakdown"], row["category"])
        cells = [release.run_id, area.name, *(row[name] for name in _KEYS), *group]
        cells += [group_name(*group), *(row[name] for name in _NUMBERS)]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
