"""Released numbers as one tidy table: the columns that every form of an export shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.wording import category_name, people_counted, unit_words


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Attributes:
        name: Its heading.
        kind: Its Arrow type.
        description: What it holds, in plain English.
    """

    name: str
    kind: pa.DataType
    description: str


TEXT, WHOLE, DECIMAL, DAY = pa.string(), pa.int64(), pa.float64(), pa.date32()
COLUMNS = (
    Column("run_id", TEXT, "The run the number is of; the same run always gives the same number"),
    Column("area_type", TEXT, "Kind of area, such as district, pcn or practice"),
    Column("area_code", TEXT, "Code of the area within its kind"),
    Column("area_name", TEXT, "Name of the area"),
    Column(
        "basis",
        TEXT,
        "Whether people are counted where they are registered, where they live (resident) or "
        "where they were treated (treated_here)",
    ),
    Column("measure", TEXT, "Name of the measure"),
    Column("measure_title", TEXT, "The measure in plain English"),
    Column("unit", TEXT, "Unit of the value; percentages are given as fractions of one"),
    Column("period_start", DAY, "First day of the period"),
    Column("period_end", DAY, "Last day of the period, or the day the number is true on"),
    Column("breakdown", TEXT, "What people are grouped by; all where they are not"),
    Column("category", TEXT, "The group, as a code"),
    Column("category_title", TEXT, "The group, in plain English"),
    Column(
        "statistic",
        TEXT,
        "count, proportion, rate, dsr (directly age-standardised rate) or mean",
    ),
    Column("numerator", WHOLE, "The count, rounded; blank where it may not be shown"),
    Column("numerator_words", TEXT, "The count as it may be said, such as 1 to 7 where hidden"),
    Column("denominator", WHOLE, "The people counted among, rounded"),
    Column("value", DECIMAL, "The number itself"),
    Column("lower_95", DECIMAL, "Lower 95% confidence limit"),
    Column("upper_95", DECIMAL, "Upper 95% confidence limit"),
    Column("status", TEXT, "Whether the number is shown, and if not, why; see the notes"),
)
SCHEMA = pa.schema([(column.name, column.kind) for column in COLUMNS])


def rows_table(release: Release, values: Iterable[ReleasedValue]) -> pa.Table:
    """Released numbers as a table, every row readable by itself.

    Args:
        release: The release the numbers are of.
        values: The numbers.

    Returns:
        One row per number, with :data:`COLUMNS`.
    """
    rows = [_row(release, value) for value in values]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    arrays = [pa.array(column, about.kind) for column, about in zip(columns, COLUMNS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _row(release: Release, value: ReleasedValue) -> tuple[object, ...]:
    area = release.areas.get(value.area)
    measure = release.measures.get(value.measure)
    return (
        release.run_id,
        value.area_type,
        value.area_code,
        area.name if area else "",
        value.basis,
        value.measure,
        measure.title if measure else "",
        unit_words(measure) if measure else "",
        value.period_start,
        value.period_end,
        value.breakdown,
        value.category,
        category_name(value.breakdown, value.category),
        value.statistic,
        value.numerator,
        people_counted(value),
        value.denominator,
        value.value,
        value.lower,
        value.upper,
        value.status,
    )
