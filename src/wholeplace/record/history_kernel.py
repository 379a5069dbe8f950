"""Kernel of coded history: what is asked of each record's events, compiled.

Everything compiled is called from this one file, since numba keeps a compiled function until its
own file changes. It borrows its arrays and makes none. ``NUMBA_DISABLE_JIT=1`` leaves it as Python.

Dates are days since 1970. Events come record by record, and those of a record by date: of a record
that does not come so, :class:`Order` says it, and what was written of it does not count.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from wholeplace.core.compiled import borrowing

DayArray = NDArray[np.int32]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NEVER = -(2**31)
"""No date; earlier than any."""
NOWHERE = -1
ANYTHING = -np.inf
"""What any day is above, of those on which something without a value was coded."""
FREE = -(2**63)
"""A place of the table of codes that holds none."""
# Where it stands, kept from one batch of events to the next.
RECORD, OPEN, PLACE, DATE, DAY, TOUCHED, ROW = range(7)
STANDS = 7


class Batch(NamedTuple):
    """Some events."""

    record: IntArray
    date: DayArray
    code: IntArray
    value: FloatArray  # not a number where there is none; empty where no reading is asked for


class Codes(NamedTuple):
    """Which items a code belongs to: code lists, and measurements with their plausible range."""

    code: IntArray  # [a power of two] each code at the first free place from where it belongs
    entry: IntArray  # [the same] which code it is
    start: IntArray  # [codes + 1] where its items begin
    item: IntArray  # [start]
    reads: BoolArray  # [start] whether it is a reading, whose value must be plausible
    low: FloatArray  # [start]
    high: FloatArray  # [start]


class Roles(NamedTuple):
    """Which conditions an item begins or resolves."""

    start: IntArray  # [item + 1] where those of an item begin
    condition: IntArray  # [start]
    resolves: BoolArray  # [start]


class Spans(NamedTuple):
    """Spans of time in which days are counted of which the lowest reading was above a value.

    Of items without a value every day is: the lowest is then always nought.
    """

    start: IntArray  # [item + 1] where those of an item begin
    opens: DayArray  # [start] first day
    closes: DayArray  # [start] last day
    above: FloatArray  # [start]
    column: IntArray  # [start]


class Asked(NamedTuple):
    """Which columns answer what, or nowhere."""

    days: DayArray  # [day] by which days, in order
    of_any: bool  # whether the last date of any code is asked by any day
    coded: IntArray  # [day] the last date of any code
    opens: DayArray  # [item] before which it is not looked at
    first: IntArray  # [item] the first date
    last: IntArray  # [day, item] the last date
    lowest: IntArray  # [day, item] the lowest value of the last date
    since: IntArray  # [day, condition] the first date after the last that resolved it
    roles: Roles
    spans: Spans


class Order(NamedTuple):
    """The records asked about, in order, and whether each came as it should."""

    record: IntArray
    person: IntArray
    seen: BoolArray
    astray: BoolArray  # it came in two parts, or its dates out of order


class Now(NamedTuple):
    """What is known so far of the record at hand."""

    stands: IntArray  # see RECORD to ROW
    first: DayArray  # [item]
    last: DayArray  # [item]
    lowest: FloatArray  # [item]
    touched: IntArray  # [item] the items it has any of
    resolved: DayArray  # [condition]
    since: DayArray  # [condition]
    beyond: IntArray  # [span]


class Rows(NamedTuple):
    """Answers, a row for each record that has any."""

    person: IntArray  # [row]
    dates: DayArray  # [column, row]
    values: FloatArray  # [column, row] not a number where there is none


@numba.njit(cache=True, nogil=True)
def read(
    batch: Batch, at: int, codes: Codes, asked: Asked, order: Order, now: Now, rows: Rows
) -> int:
    """Read events from one on, until they end or the rows are full; from which to go on."""
    stands, record, full = now.stands, batch.record, rows.person.size
    while at < record.size:
        if stands[OPEN] == 0 or record[at] != stands[RECORD]:
            _close(asked, order, now, rows)
            if stands[ROW] == full:
                return at
            _open(record[at], order, now)
        if stands[PLACE] != NOWHERE:
            _one(batch, at, codes, asked, order, now, rows)
        at += 1
    return at


@numba.njit(cache=True, nogil=True)
def fill(codes: IntArray, held: IntArray, entry: IntArray) -> None:
    """Put codes into a table of codes, which must have more places than there are codes."""
    for number in range(codes.size):
        at = _belongs(codes[number], held.size - 1)
        while held[at] != FREE:
            at = (at + 1) & (held.size - 1)
        held[at], entry[at] = codes[number], number


@numba.njit(cache=True, nogil=True)
def finish(asked: Asked, order: Order, now: Now, rows: Rows) -> None:
    """Write down the last record, for which there is always a row left."""
    _close(asked, order, now, rows)


@borrowing
def _open(record: int, order: Order, now: Now) -> None:
    """Begin a record, which may be one that nobody asks about."""
    stands = now.stands
    place = _place_of(record, order.record)
    if place != NOWHERE:
        order.astray[place] |= order.seen[place]
        order.seen[place] = True
    stands[RECORD], stands[OPEN], stands[PLACE] = record, 1, place
    stands[DATE], stands[DAY], stands[TOUCHED] = NEVER, 0, 0


@borrowing
def _place_of(record: int, records: IntArray) -> int:
    """Where a record is among those asked about, by halving."""
    low, high = 0, records.size
    while low < high:
        middle = (low + high) >> 1
        if records[middle] < record:
            low = middle + 1
        else:
            high = middle
    return low if low < records.size and records[low] == record else NOWHERE


@borrowing
def _one(
    batch: Batch, at: int, codes: Codes, asked: Asked, order: Order, now: Now, rows: Rows
) -> None:
    """Take in one event."""
    stands, date = now.stands, batch.date[at]
    if date != stands[DATE]:
        if date < stands[DATE]:
            order.astray[stands[PLACE]] = True
        while stands[DAY] < asked.days.size and asked.days[stands[DAY]] < date:
            _answer(stands[DAY], asked, now, rows)
            stands[DAY] += 1
        stands[DATE] = date
    entry = entry_of(batch.code[at], codes)
    if entry == NOWHERE:
        return
    for one in range(codes.start[entry], codes.start[entry + 1]):
        item = codes.item[one]
        if date < asked.opens[item]:
            continue
        if not codes.reads[one]:
            if date != now.last[item]:
                _count_day(item, asked.spans, now)
            _note(item, date, asked.roles, now)
        elif codes.low[one] <= batch.value[at] <= codes.high[one]:
            _note_value(item, date, batch.value[at], asked.spans, now)
            _note(item, date, asked.roles, now)


@borrowing
def entry_of(code: int, codes: Codes) -> int:
    """Which of the codes looked for it is, or nowhere."""
    within = codes.code.size - 1
    at = _belongs(code, within)
    while codes.code[at] != code:
        if codes.code[at] == FREE:
            return NOWHERE
        at = (at + 1) & within
    return codes.entry[at]


@borrowing
def _belongs(code: int, within: int) -> int:
    """Where a code is looked for first: concept ids end alike, so all their digits are mixed."""
    return (code ^ (code >> 10) ^ (code >> 21) ^ (code >> 34)) & within


@borrowing
def _note(item: int, date: int, roles: Roles, now: Now) -> None:
    """Take in that something of an item was coded on a date."""
    if now.first[item] == NEVER:
        now.first[item] = date
        now.touched[now.stands[TOUCHED]] = item
        now.stands[TOUCHED] += 1
    now.last[item] = date
    for role in range(roles.start[item], roles.start[item + 1]):
        condition = roles.condition[role]
        if roles.resolves[role]:
            now.resolved[condition], now.since[condition] = date, NEVER
        elif date > now.resolved[condition] and now.since[condition] == NEVER:
            now.since[condition] = date


@borrowing
def _note_value(item: int, date: int, value: float, spans: Spans, now: Now) -> None:
    """Take in a reading, before its date."""
    if date == now.last[item]:
        now.lowest[item] = min(now.lowest[item], value)
    else:
        _count_day(item, spans, now)
        now.lowest[item] = value


@borrowing
def _count_day(item: int, spans: Spans, now: Now) -> None:
    """Count the latest day of an item, now that its lowest is known, in the spans it is in."""
    for span in range(spans.start[item], spans.start[item + 1]):
        inside = spans.opens[span] <= now.last[item] <= spans.closes[span]
        now.beyond[span] += inside and now.lowest[item] > spans.above[span]


@borrowing
def _answer(day: int, asked: Asked, now: Now, rows: Rows) -> None:
    """Write down what is known of the record by one of the days, which is over."""
    row, roles = now.stands[ROW], asked.roles
    if asked.coded[day] != NOWHERE and now.stands[DATE] != NEVER:
        rows.dates[asked.coded[day], row] = now.stands[DATE]
    for one in range(now.stands[TOUCHED]):
        item = now.touched[one]
        if asked.last[day, item] != NOWHERE:
            rows.dates[asked.last[day, item], row] = now.last[item]
        if asked.lowest[day, item] != NOWHERE:
            rows.values[asked.lowest[day, item], row] = now.lowest[item]
        for role in range(roles.start[item], roles.start[item + 1]):
            condition = roles.condition[role]
            if not roles.resolves[role] and asked.since[day, condition] != NOWHERE:
                rows.dates[asked.since[day, condition], row] = now.since[condition]


@borrowing
def _close(asked: Asked, order: Order, now: Now, rows: Rows) -> None:
    """Answer by the days that are left, and forget the record."""
    stands = now.stands
    if stands[OPEN] == 0:
        return
    stands[OPEN] = 0
    if stands[PLACE] == NOWHERE:
        return
    row = stands[ROW]
    for day in range(stands[DAY], asked.days.size):
        _answer(day, asked, now, rows)
    for one in range(stands[TOUCHED]):
        item = now.touched[one]
        if asked.first[item] != NOWHERE:
            rows.dates[asked.first[item], row] = now.first[item]
        _count_day(item, asked.spans, now)
        _forget(item, row, asked, now, rows)
    if stands[TOUCHED] > 0 or asked.of_any:
        rows.person[row] = order.person[stands[PLACE]]
        stands[ROW] += 1


@borrowing
def _forget(item: int, row: int, asked: Asked, now: Now, rows: Rows) -> None:
    """Leave an item as it is before the first event, with its counts written down."""
    roles, spans = asked.roles, asked.spans
    for span in range(spans.start[item], spans.start[item + 1]):
        rows.dates[spans.column[span], row] = now.beyond[span]
        now.beyond[span] = 0
    for role in range(roles.start[item], roles.start[item + 1]):
        condition = roles.condition[role]
        now.resolved[condition], now.since[condition] = NEVER, NEVER
    now.first[item], now.last[item] = NEVER, NEVER
