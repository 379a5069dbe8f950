"""Published values as CSV, every row with its run, its source, its licence and its caveat."""

from __future__ import annotations

import csv
import io

from wholeplace.core.spreadsheets import safe_text
from wholeplace.measures.release import Release
from wholeplace.places.published.catalogue import Indicator

EXEMPT = "open statistics: exempt from suppression"
_SAID = ("title", "unit", "publisher", "publication", "licence", "published_on", "caveat")
_VALUE = (
    "indicator",
    "subject_type",
    "subject_code",
    "subject_name",
    "vintage",
    "period",
    "period_start",
    "period_end",
    "sex",
    "age",
    "category_type",
    "category",
    "value",
    "lower",
    "upper",
    "limits_method",
    "numerator",
    "denominator",
    "basis",
    "note",
    "source",
)
COLUMNS = ("run_id", *_VALUE, *_SAID, "disclosure")


def published_csv(release: Release, indicator: Indicator) -> str:
    """Every value of an indicator from every source, as CSV text with a heading row.

    Args:
        release: The release they are of.
        indicator: The indicator.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    sources = {source.source: source for source in indicator.sources}
    for row in release.select("published", indicator=indicator.indicator):
        said = [getattr(sources[row["source"]], name) for name in _SAID]
        cells = [release.run_id, *(row[name] for name in _VALUE), *said, EXEMPT]
        writer.writerow([safe_text(c) if isinstance(c, str) else c for c in cells])
    return stream.getvalue()
