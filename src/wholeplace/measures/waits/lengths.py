"""People waiting, and people who left a list, by how long they have waited: where a list goes."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between, known
from wholeplace.measures.waits.days import REMOVED, WAITING, target_of, window_of
from wholeplace.measures.waits.definition import LONGEST_BIN, WaitingList
from wholeplace.record.activity import Row, no_lists

BAND = 3
"""Weeks of wait that are counted together: 6 and 18 weeks are whole numbers of them."""
LENGTHS_SCHEMA = {
    "provider": "string",
    "specialty": "string",
    "what": "string",
    "band": "int64",
    "people": "int64",
}


def list_lengths(item: WaitingList, rows: ir.Table, as_at: dt.date) -> ir.Table:
    """How long people on each provider's list have waited, and those who left it had.

    A wait of exactly 18 weeks is counted with those of its last day, as it is not over 18 weeks.

    Args:
        item: A waiting list with a target.
        rows: Its dataset.
        as_at: The date of the run.

    Returns:
        ``provider``, ``specialty``, ``what`` (waiting or removed), ``band`` of three weeks, and
        ``people``.

    Raises:
        DefinitionError: If the list has no target.
    """
    target = target_of(item)
    row, last = Row(rows, no_lists, as_at), ibis.literal(as_at)
    mine = rows.filter(target.belongs(row)).select(
        provider=ibis.coalesce(rows.provider_code, rows.source),
        specialty=known(rows[item.specialty]),
        came=rows[item.since],
        left=rows[target.until],
    )
    goes_on = mine.left.isnull() | (mine.left > last)
    left = mine.left.between(ibis.literal(window_of(target, as_at)), last)
    found = mine.filter((mine.came <= last) & (goes_on | (left & (mine.came <= mine.left))))
    goes_on = found.left.isnull() | (found.left > last)
    days = days_between(found.came, ibis.ifelse(goes_on, last, found.left))
    weeks = ibis.least(ibis.greatest(days - 1, 0) // 7, LONGEST_BIN)
    told = found.select(
        "provider",
        "specialty",
        what=ibis.ifelse(goes_on, WAITING, REMOVED),
        band=(weeks // BAND).cast("int64"),
    )
    return told.group_by(list(LENGTHS_SCHEMA)[:-1]).agg(people=told.count().cast("int64"))
