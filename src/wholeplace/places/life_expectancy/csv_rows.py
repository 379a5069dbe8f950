"""Every released figure of life expectancy of a place as CSV, each row with its run."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.catalogue import Area
from wholeplace.measures.mortality.writing import TABLES
from wholeplace.measures.release import Release
from wholeplace.places.life_expectancy.reading import LifeReading


def life_csv(release: Release, area: Area) -> str:
    """The rows of all four tables about a place, as CSV text with a heading row.

    Args:
        release: The release they are of.
        area: The place.

    Returns:
        One table; ``table`` names the one a row is from, and columns it lacks are empty.
    """
    reading = LifeReading(release, area)
    names = list(dict.fromkeys(name for schema in TABLES.values() for name in schema.names))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["run_id", "area_name", "table", *names])
    for table in TABLES:
        for row in reading.rows_of(table):
            cells = [release.run_id, area.name, table, *(row.get(name) for name in names)]
            writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
