"""Gaps between groups as one tidy table, every row readable by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from wholeplace.measures.catalogue import ReleasedValue
from wholeplace.measures.inequalities import GAP_BREAKDOWNS
from wholeplace.measures.release import Release
from wholeplace.measures.released_gaps import ReleasedGap, every_gap, gaps_of
from wholeplace.places.group_words import group_title, overlapping_groups
from wholeplace.places.wording import BREAKDOWNS, unit_words
from wholeplace.reports.rows import DAY, DECIMAL, TEXT, Column

_ESTIMATES = (
    ("difference", "The group's value less that of the group it is compared with"),
    ("ratio", "The group's value as a multiple of the other's"),
    (
        "people",
        "How many people or events more (or fewer, if negative) than at the value of the group "
        "compared with; for fifths and tenths, all groups together",
    ),
    (
        "sii",
        "Slope index of inequality: the most deprived end of a line through the place's tenths "
        "less the least deprived end",
    ),
    ("rii", "Relative index of inequality: the same two ends as a ratio"),
)
GAP_COLUMNS = (
    Column("run_id", TEXT, "The run the number is of; the same run always gives the same number"),
    Column("area_type", TEXT, "Kind of area, such as district, pcn or practice"),
    Column("area_code", TEXT, "Code of the area within its kind"),
    Column("area_name", TEXT, "Name of the area"),
    Column("basis", TEXT, "Whether people are counted where they are registered or live"),
    Column("measure", TEXT, "Name of the measure"),
    Column("measure_title", TEXT, "The measure in plain English"),
    Column("unit", TEXT, "Unit of the values; percentages are given as fractions of one"),
    Column("period_start", DAY, "First day of the period"),
    Column("period_end", DAY, "Last day of the period, or the day the number is true on"),
    Column("compared_by", TEXT, "What people are grouped by"),
    Column("group", TEXT, "The group"),
    Column("compared_with", TEXT, "The group it is compared with"),
    Column("group_value", DECIMAL, "The group's value"),
    Column("compared_with_value", DECIMAL, "The value of the group it is compared with"),
    *(
        Column(f"{name}{ending}", DECIMAL, f"{end}{said}")
        for name, said in _ESTIMATES
        for ending, end in (
            ("", ""),
            ("_lower_95", "Lower 95% confidence limit. "),
            ("_upper_95", "Upper 95% confidence limit. "),
        )
    ),
    Column(
        "share_unknown", DECIMAL, "Share of people whose group is not known; blank where 1 to 7"
    ),
    Column("status", TEXT, "Whether the gap is shown, and if not, why; see the notes"),
    Column("index_status", TEXT, "The same for the slope and relative index"),
)
_FEW = 5
GAP_SCHEMA = pa.schema([(column.name, column.kind) for column in GAP_COLUMNS])


def gaps_among(release: Release, values: Iterable[ReleasedValue]) -> list[ReleasedGap]:
    """The gaps that released numbers of groups amount to.

    Args:
        release: The release the numbers are of.
        values: The numbers; those of everybody together hold no gap.
    """
    wanted = {
        (value.area, value.basis, value.measure, value.breakdown)
        for value in values
        if value.breakdown in GAP_BREAKDOWNS
    }
    places = sorted({(area, basis) for area, basis, _, _ in wanted})
    if len(places) > _FEW:
        held = every_gap(release)
    else:
        held = [gap for key, basis in places for gap in gaps_of(release, release.areas[key], basis)]
    return [
        gap
        for gap in held
        if ((gap.area_type, gap.area_code), gap.basis, gap.measure, gap.breakdown) in wanted
    ]


def gaps_table(release: Release, gaps: Iterable[ReleasedGap]) -> pa.Table:
    """Released gaps as a table.

    Args:
        release: The release they are of.
        gaps: The gaps.

    Returns:
        One row per gap, with :data:`GAP_COLUMNS`.
    """
    framework = overlapping_groups(release)
    rows = []
    for gap in gaps:
        area = release.areas.get((gap.area_type, gap.area_code))
        measure = release.measures.get(gap.measure)
        titles = (
            group_title(gap.breakdown, name, framework) if name else ""
            for name in (gap.group, gap.reference)
        )
        estimates = (
            getattr(gap, f"{name}{ending}")
            for name, _ in _ESTIMATES
            for ending in ("", "_lower", "_upper")
        )
        rows.append(
            (
                release.run_id,
                gap.area_type,
                gap.area_code,
                area.name if area else "",
                gap.basis,
                gap.measure,
                measure.title if measure else "",
                unit_words(measure) if measure else "",
                gap.period_start,
                gap.period_end,
                BREAKDOWNS[gap.breakdown],
                *titles,
                gap.group_value,
                gap.reference_value,
                *estimates,
                gap.share_unknown,
                gap.status,
                gap.index_status,
            )
        )
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(GAP_COLUMNS)
    arrays = [pa.array(c, about.kind) for c, about in zip(columns, GAP_COLUMNS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=GAP_SCHEMA)
