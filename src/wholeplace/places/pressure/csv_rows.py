"""Every number of the pressure board as CSV, one row each, readable by itself."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.release import Release

TABLES = ("delays", "delays_weekly", "delays_services", "pressure_arrivals", "pressure_feeds")


def pressure_csv(release: Release, table: str) -> str:
    """One table of the board as CSV text with a heading row.

    Args:
        release: The release.
        table: One of :data:`TABLES`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    columns = release.columns(table)
    writer.writerow(("run_id", *columns))
    for row in release.rows(table):
        cells = [release.run_id, *(row[name] for name in columns)]
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in cells])
    return stream.getvalue()
