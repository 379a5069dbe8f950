"""The forecasts of one place as CSV, every row readable by itself."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.catalogue import Area
from wholeplace.measures.forecasts.table import FORECASTS, FORECASTS_SCHEMA
from wholeplace.measures.release import Release


def forecasts_csv(release: Release, area: Area) -> str:
    """What came and what lies ahead of every series of a place, as CSV text with a heading row.

    Args:
        release: The release.
        area: The place.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("run_id", *FORECASTS_SCHEMA.names))
    for row in release.select(FORECASTS, area_type=area.area_type, area_code=area.code):
        cells = [release.run_id, *(row[name] for name in FORECASTS_SCHEMA.names)]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
