"""Sums of feeds: rows of months and of providers that a year, or all providers, would tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from wholeplace.core.errors import StatisticsError
from wholeplace.measures.disclosure.saying_less import WITHHELD
from wholeplace.statistics import (
    ANY,
    NARROWEST,
    DisclosureProfile,
    Sums,
    could_have_been,
    feasible_range,
)

SUPPRESSED = "suppressed"
ALL_PROVIDERS = ""
"""The provider of rows of all that a source sends."""
Cell = tuple[str, object]
"""A provider and a month; no month for the last twelve."""
Bounds = tuple[float, float]
Row = Mapping[str, Any]


def nothing_said_of_told(
    months: pa.Table, fields: pa.Table, profile: DisclosureProfile
) -> tuple[pa.Table, pa.Table]:
    """Say nothing, not even "1 to 7", of small numbers that months or providers would tell.

    Six months of 1 to 7 rows in a year of 1 to 7 are 1 or 2 each. No number that is shown is lost.

    Args:
        months: A table of :data:`~.tables.FEED_MONTHS`.
        fields: A table of :data:`~.tables.FIELD_QUALITY`.
        profile: The disclosure profile they passed.

    Returns:
        Both tables; what would be told has the status ``withheld``.
    """
    by_month, by_field = months.to_pylist(), fields.to_pylist()
    kept = {row["month"] for row in by_field}
    rows: dict[Hashable, dict[Cell, int | None]] = defaultdict(dict)
    said: dict[Hashable, dict[Cell, int | None]] = defaultdict(dict)
    for row in by_month:
        if row["month"] in kept:
            rows[_feed(row)][_cell(row)] = row["rows"]
    for row in by_field:
        # The group of a share that is hidden is small, or is the nobody it says it is.
        if row["denominator"] is not None or row["status"] == SUPPRESSED:
            rows[_feed(row)].setdefault(_cell(row), row["denominator"])
        if row["numerator"] is not None or row["status"] == SUPPRESSED:
            said[_field(row)][_cell(row)] = row["numerator"]
    told_rows, told_said = (_told(tables, profile) for tables in (rows, said))
    quiet = [
        _quiet(table, told)
        for table, told in (
            (months, lambda row: (_feed(row), _cell(row)) in told_rows),
            (
                fields,
                lambda row: (
                    (_feed(row), _cell(row)) in told_rows or (_field(row), _cell(row)) in told_said
                ),
            ),
        )
    ]
    return quiet[0], quiet[1]


def _feed(row: Row) -> Hashable:
    return row["dataset"], row["source"]


def _field(row: Row) -> Hashable:
    return row["dataset"], row["source"], row["field"], row["said"]


def _cell(row: Row) -> Cell:
    return row["provider"], row["month"]


def _quiet(table: pa.Table, told: Callable[[Row], bool]) -> pa.Table:
    status = [
        WITHHELD if row["status"] == SUPPRESSED and told(row) else row["status"]
        for row in table.to_pylist()
    ]
    place = table.schema.get_field_index("status")
    return table.set_column(place, table.schema.field(place), pa.array(status, pa.string()))


def _told(
    tables: Mapping[Hashable, Mapping[Cell, int | None]], profile: DisclosureProfile
) -> set[tuple[Hashable, Cell]]:
    """Small numbers that sums leave fewer than four values, by table and cell."""
    return {
        (key, cell)
        for key, table in tables.items()
        if None in table.values()
        for cell in _told_of(table, profile)
    }


def _told_of(table: Mapping[Cell, int | None], profile: DisclosureProfile) -> Iterator[Cell]:
    cells, sums = list(table), _sums(list(table))
    shown = np.array([np.nan if n is None else float(n) for n in table.values()])
    small = np.isnan(shown)
    low, high = could_have_been(shown, profile)
    low, high = np.where(small, 1.0, low), np.where(small, profile.suppressed_up_to, high)
    gone = np.zeros(len(cells), dtype=np.bool_)
    while True:
        try:
            found = feasible_range(low[:, None], high[:, None], sums)
        except StatisticsError:  # Months came apart from their year: they make no sum.
            return
        least, most = (part[:, 0] for part in found)
        told = small & ~gone & (most - least + 1 < NARROWEST)
        if not told.any():
            break
        gone |= told
        low, high = np.where(gone, 0.0, low), np.where(gone, ANY, high)
    yield from (cells[at] for at in np.flatnonzero(gone))


def _sums(cells: list[Cell]) -> list[Sums]:
    """Providers into all of them, and months into the year."""
    place = {cell: at for at, cell in enumerate(cells)}
    made = []
    for whole in (
        lambda cell: (ALL_PROVIDERS, cell[1]) if cell[0] != ALL_PROVIDERS else cell,
        lambda cell: (cell[0], None),
    ):
        parts: dict[int, list[int]] = defaultdict(list)
        for cell, at in place.items():
            if whole(cell) != cell and whole(cell) in place:
                parts[place[whole(cell)]].append(at)
        if parts:
            each = [len(some) for some in parts.values()]
            made.append(
                Sums(
                    np.array(list(parts)),
                    np.concatenate([np.array(some) for some in parts.values()]),
                    np.repeat(np.arange(len(parts)), each),
                )
            )
    return made
