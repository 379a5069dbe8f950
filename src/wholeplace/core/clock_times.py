"""Times of day in expressions: differences that every engine works out alike."""

from __future__ import annotations

import ibis.expr.types as ir

from wholeplace.core.expressions import days_between

MINUTES_A_DAY, MINUTES_AN_HOUR = 1_440, 60


def minutes_between(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.IntegerValue:
    """Whole minutes from one clock time to another, by day, hour and minute; seconds are dropped.

    Clock times have no zone, so across a change of the clocks it is an hour out.
    """
    days = days_between(start.date(), end.date())
    return days * MINUTES_A_DAY + _minute_of_day(end) - _minute_of_day(start)


def _minute_of_day(moment: ir.TimestampValue) -> ir.IntegerValue:
    return moment.hour().cast("int64") * MINUTES_AN_HOUR + moment.minute().cast("int64")
