"""Narrow cubes of waits and contacts: counts by cell, specialty, priority, and week of wait."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import window_start
from wholeplace.core.expressions import days_between, flag, known
from wholeplace.measures.broad_cells import PersonCells, broad_dimensions
from wholeplace.measures.cubes import Cube
from wholeplace.measures.waits.definition import LONGEST_BIN, Contacts, WaitingList
from wholeplace.record.activity import Row, no_lists
from wholeplace.record.person_table import PERIOD_MONTHS

PLANNED = ("specialty", "priority")
DAYS_IN_WEEK = 7


def waits_of(item: WaitingList, rows: ir.Table, links: ir.Table, as_at: dt.date) -> ir.Table:
    """Waits of people that are going on.

    A wait of exactly 18 weeks is not over 18 weeks: it is counted with those of its last day.

    Args:
        item: The waiting list.
        rows: Its dataset.
        links: ``record_id``, ``person``.
        as_at: The date of the run.

    Returns:
        One row per wait: ``person``, specialty, priority and ``week``, the whole weeks waited.
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
    return waits.join(links, "record_id").drop("record_id")


def contacts_of(item: Contacts, rows: ir.Table, links: ir.Table, as_at: dt.date) -> ir.Table:
    """Contacts of people in the last twelve months.

    Args:
        item: The contacts.
        rows: Their dataset.
        links: ``record_id``, ``person``.
        as_at: The date of the run.

    Returns:
        One row per contact: ``person``, specialty, priority, and two numbers for each share: 1
        where it is counted, 0 where it is not.
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
    return contacts.join(links, "record_id").drop("record_id")


def waits_cube(cube: Cube, waits: ir.Table, whose: PersonCells) -> ir.Table:
    """Waits by cell and by whole weeks waited.

    Args:
        cube: The resident or the registered cube: whose waits.
        waits: What :func:`waits_of` returned.
        whose: The cube's cells, and whom they hold.

    Returns:
        One row per cell, specialty, priority and ``week``, with the number of ``waits``.
    """
    placed = waits.join(whose.people, "person")
    counted = placed.group_by([cube.place, "who", *PLANNED, "week"]).agg(waits=placed.count())
    return _described(cube, counted, whose)


def contacts_cube(cube: Cube, contacts: ir.Table, whose: PersonCells) -> ir.Table:
    """Contacts by cell.

    Args:
        cube: The resident or the registered cube: whose contacts.
        contacts: What :func:`contacts_of` returned.
        whose: The cube's cells, and whom they hold.

    Returns:
        One row per cell, specialty and priority, with two sums for each share.
    """
    placed = contacts.join(whose.people, "person")
    sums = [name for name in contacts.columns if name not in ("person", *PLANNED)]
    added = {name: placed[name].sum() for name in sums}
    return _described(cube, placed.group_by([cube.place, "who", *PLANNED]).agg(**added), whose)


def _described(cube: Cube, counted: ir.Table, whose: PersonCells) -> ir.Table:
    """Counts by place and number of group with what the group is of."""
    described = counted.join(whose.groups, "who")
    counts = [name for name in counted.columns if name not in (cube.place, "who")]
    return described.select(*broad_dimensions(cube), *counts)
