"""Bed days of one place as CSV, every row readable by itself."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.bed_days.released import SCHEMA
from wholeplace.measures.bed_days.writing import BED_DAYS
from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release


def bed_days_csv(release: Release, area: Area, basis: str) -> str:
    """Every number of bed days of a place, as CSV text with a heading row.

    Args:
        release: The release.
        area: The place.
        basis: "registered" or "resident".
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("run_id", "area_name", *SCHEMA.names))
    rows = release.select(BED_DAYS, area_type=area.area_type, area_code=area.code, basis=basis)
    for row in rows:
        cells = [release.run_id, area.name, *(row[name] for name in SCHEMA.names)]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
