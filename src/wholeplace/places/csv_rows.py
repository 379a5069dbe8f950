"""Released numbers as CSV that a spreadsheet opens safely, every row with its run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.wording import people_counted, unit_words

COLUMNS = (
    "run_id",
    "area_type",
    "area_code",
    "area_name",
    "basis",
    "measure",
    "measure_title",
    "unit",
    "period_start",
    "period_end",
    "breakdown",
    "category",
    "statistic",
    "numerator",
    "denominator",
    "value",
    "lower_95",
    "upper_95",
    "status",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_text(text: str) -> str:
    """Text that no spreadsheet will run as a formula.

    >>> safe_text("=1+1"), safe_text("Fenland")
    ("'=1+1", 'Fenland')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def as_csv(release: Release, values: Iterable[ReleasedValue]) -> str:
    """Released numbers as CSV text with a heading row.

    Counts that are hidden say so in words ("1 to 7"); proportions are fractions of one.

    Args:
        release: The release the numbers are of.
        values: The numbers.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for value in values:
        writer.writerow([_cell(item) for item in _row(release, value)])
    return stream.getvalue()


def _row(release: Release, value: ReleasedValue) -> list[object]:
    area = release.areas.get(value.area)
    measure = release.measures.get(value.measure)
    counted = value.numerator if value.numerator is not None else people_counted(value)
    return [
        release.run_id,
        value.area_type,
        value.area_code,
        area.name if area else "",
        value.basis,
        value.measure,
        measure.title if measure else "",
        unit_words(measure) if measure else "",
        value.period_start.isoformat(),
        value.period_end.isoformat(),
        value.breakdown,
        value.category,
        value.statistic,
        counted,
        value.denominator,
        value.value,
        value.lower,
        value.upper,
        value.status,
    ]


def _cell(item: object) -> object:
    return safe_text(item) if isinstance(item, str) else item
