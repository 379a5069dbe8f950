"""Waits and contacts, or reach, of one place as CSV, and tables of the system's lists."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.catalogue import Area
from wholeplace.measures.release import Release
from wholeplace.places.access.reach_reading import TABLE as REACH
from wholeplace.places.access.reading import TABLE
from wholeplace.places.access.words import group_name

SYSTEM_TABLES = ("waiting_lists", "waiting_lists_ahead", "duplicates")
_KEYS = ("area_type", "area_code", "basis")
_PERIOD = ("measure", "period_start", "period_end", "breakdown", "category")
_NUMBERS = ("statistic", "numerator", "denominator", "value", "lower", "upper")
_ADJUSTED = ("adjusted", "adjusted_lower", "adjusted_upper")
COLUMNS = {
    TABLE: (*_KEYS, "list", *_PERIOD, "category_title", *_NUMBERS, *_ADJUSTED, "status"),
    REACH: (*_KEYS, "service", *_PERIOD, "category_title", *_NUMBERS, "status"),
}
"""Table of the release → its columns in the file, after the run and the name of the area."""


def access_csv(release: Release, table: str, area: Area, basis: str) -> str:
    """Every number of waits, or of reach, of a place, as CSV text with a heading row.

    Args:
        release: The release.
        table: ``waits`` or ``reach``.
        area: The place.
        basis: "registered" or "resident".
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("run_id", "area_name", *COLUMNS[table]))
    for row in release.select(table, area_type=area.area_type, area_code=area.code, basis=basis):
        titled = row | {"category_title": group_name(row["breakdown"], row["category"])}
        cells = [release.run_id, area.name, *(titled[name] for name in COLUMNS[table])]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()


def system_csv(release: Release, table: str) -> str:
    """Every number of the system's waiting lists, as CSV text with a heading row.

    Args:
        release: The release.
        table: One of :data:`SYSTEM_TABLES`.
    """
    columns = release.columns(table)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(("run_id", *columns))
    for row in release.select(table):
        cells = [release.run_id, *(row[name] for name in columns)]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
