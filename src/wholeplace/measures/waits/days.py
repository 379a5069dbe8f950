"""Referrals, removals and people waiting by provider and day: what a list's size is told by."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.errors import DefinitionError
from wholeplace.core.expressions import days_between, known
from wholeplace.measures.waits.definition import Target, WaitingList
from wholeplace.record.activity import Row, no_lists

REFERRED, REMOVED, WAITING = "referred", "removed", "waiting"
DAYS_SCHEMA = {
    "provider": "string",
    "specialty": "string",
    "what": "string",
    "day": "date",
    "people": "int64",
    "waited": "int64",
}


def window_of(target: Target, as_at: dt.date) -> dt.date:
    """The first day of the window that a target's list is counted over."""
    return as_at - dt.timedelta(days=7 * target.window - 1)


def target_of(item: WaitingList) -> Target:
    """What a list's size is judged by.

    Raises:
        DefinitionError: If the list has no target.
    """
    if item.target is None:
        raise DefinitionError(
            f"The waiting list {item.name} has no target.", "Give it one, or do not judge its size."
        )
    return item.target


def list_days(item: WaitingList, rows: ir.Table, as_at: dt.date) -> ir.Table:
    """How many people come to each provider's list, leave it, and wait on it, whoever they are.

    Args:
        item: A waiting list with a target.
        rows: Its dataset.
        as_at: The date of the run.

    Returns:
        ``provider``, ``specialty``, ``what`` (referred, removed or waiting), ``day``, ``people``,
        and the days that people waiting have ``waited`` in all.

    Raises:
        DefinitionError: If the list has no target.
    """
    target = target_of(item)
    row, last = Row(rows, no_lists, as_at), ibis.literal(as_at)
    first = ibis.literal(window_of(target, as_at))
    mine = rows.filter(target.belongs(row)).select(
        provider=ibis.coalesce(rows.provider_code, rows.source),
        specialty=known(rows[item.specialty]),
        came=rows[item.since],
        left=rows[target.until],
    )
    waiting = mine.filter((mine.came <= last) & (mine.left.isnull() | (mine.left > last)))
    came = mine.filter(mine.came.between(first, last))
    left = mine.filter(mine.left.between(first, last) & (mine.came <= mine.left))
    here = days_between(waiting.came, last)
    return (
        _added(came, REFERRED, came.came, ibis.literal(0))
        .union(_added(left, REMOVED, left.left, ibis.literal(0)))
        .union(_added(waiting, WAITING, last, here))
    )


def _added(table: ir.Table, what: str, day: ir.DateValue, waited: ir.IntegerValue) -> ir.Table:
    """People by provider, specialty and day."""
    told = table.select("provider", "specialty", day=day, waited=waited)
    added = told.group_by("provider", "specialty", "day").agg(
        people=told.count().cast("int64"), waited=told.waited.sum().cast("int64")
    )
    return added.mutate(what=ibis.literal(what)).select(*DAYS_SCHEMA)
