"""Narrow cubes of waits and contacts: counts by cell, specialty, priority, and week of wait."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import days_between, flag, known
from wholeplace.measures.broad_cells import RecordCells, broad_dimensions
from wholeplace.measures.cubes import Cube
from wholeplace.measures.waits.definition import LONGEST_BIN, Contacts, WaitingList
from wholeplace.record.activity import Row, no_lists
from wholeplace.record.person_table import PERIOD_MONTHS

PLANNED = ("specialty", "priority")
DAYS_IN_WEEK = 7


def waits_cube(
    cube: Cube, item: WaitingList, rows: ir.Table, whose: RecordCells, as_at: dt.date
) -> ir.Table:
    """Waits that are going on, by cell and by whole weeks waited.

    A wait of exactly 18 weeks is not over 18 weeks: it is counted with those of its last day.

    Args:
        cube: The resident or the registered cube: whose waits.
        item: The waiting list.
        rows: Its dataset.
        whose: The cube's cells, and whose records they hold.
        as_at: The date of the run.

    Returns:
        One row per cell, specialty, priority and ``week``, with the number of ``waits``.
    """
    row = Row(rows, no_lists, as_at)
    days = days_between(rows[item.since], ibis.literal(as_at))
    weeks = ibis.greatest(days - 1, 0) // DAYS_IN_WEEK
    # A clock that starts after the date of the run is not a wait yet.
    waits = rows.filter(item.waiting(row) & (days >= 0)).select(
        "record_id",
        specialty=known(rows[item.specialty]),
        priority=known(item.priority(row)),
        week=ibis.least(weeks, LONGEST_BIN).cast("int64"),
    )
    placed = waits.join(whose.records, "record_id")
    keys = [*PLANNED, "week"]
    return _described(cube, placed.group_by(["cell", *keys]).agg(waits=placed.count()), whose)


def contacts_cube(
    cube: Cube, item: Contacts, rows: ir.Table, whose: RecordCells, as_at: dt.date
) -> ir.Table:
    """Contacts of the last twelve months, by cell.

    Args:
        cube: The resident or the registered cube: whose contacts.
        item: The contacts.
        rows: Their dataset.
        whose: The cube's cells, and whose records they hold.
        as_at: The date of the run.

    Returns:
        One row per cell, specialty and priority, with two sums for each share.
    """
    first = ibis.literal(window_start(as_at, PERIOD_MONTHS))
    recent = rows.filter(rows[item.date].between(first, ibis.literal(as_at)))
    row = Row(recent, no_lists, as_at)
    sums = {}
    for share in item.shares:
        among = share.among(row).fill_null(False)
        sums[f"{share.name}__numerator"] = flag(among & share.counted(row))
        sums[f"{share.name}__denominator"] = flag(among)
    contacts = recent.select(
        "record_id",
        specialty=known(recent[item.specialty]),
        priority=known(item.priority(row)),
        **sums,
    )
    placed = contacts.join(whose.records, "record_id")
    added = {name: placed[name].sum() for name in sums}
    return _described(cube, placed.group_by(["cell", *PLANNED]).agg(**added), whose)


def _described(cube: Cube, counted: ir.Table, whose: RecordCells) -> ir.Table:
    """Counts by number of cell with what the cell is of."""
    described = counted.join(whose.cells, "cell")
    counts = [name for name in counted.columns if name != "cell"]
    return described.select(*broad_dimensions(cube), *counts)
