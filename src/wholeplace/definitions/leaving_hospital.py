"""Use of hospital beds by people ready to leave them: three counts that are never added up."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.core.expressions import days_between
from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

DELAYED_TRANSFERS = (
    "NHS England, Delayed Transfers of Care Situation Report, definitions of November 2018"
)
SITREP = "NHS England, Acute discharge situation report"
READY_DATE = "NHS Data Model and Dictionary, discharge-ready date"
LATE = 1  # days


def until(row: Row, left: ir.DateValue) -> ir.DateValue:
    """The day somebody left, or the date of the run while they are still there."""
    today = ibis.literal(row.as_at)
    return ibis.least(left.fill_null(today), today)


@activity(
    title="Days of agreed delay",
    dataset="discharge_delay",
    date="delay_start_date",
    source=DELAYED_TRANSFERS,
)
def delay_days(row: Row) -> ir.IntegerValue:
    """Days in hospital of delays that were agreed, had a reason and began in the period."""
    return days_between(row.delay_start_date, until(row, row.delay_end_date))


@activity(
    title="Days without criteria to reside",
    dataset="hospital_discharge",
    date="no_criteria_date",
    source=SITREP,
)
def no_criteria_days(row: Row) -> ir.IntegerValue:
    """Days in hospital after the person no longer met the criteria to reside there."""
    return days_between(row.no_criteria_date, until(row, row.discharge_date))


@activity(
    title="Discharges with a ready date",
    dataset="hospital_discharge",
    date="discharge_date",
    source=READY_DATE,
)
def discharges_with_ready_date(row: Row) -> ir.BooleanValue:
    """Adults' discharges after a night or more, by the day of it, with a ready date."""
    return row.ready_date.notnull()


@activity(
    title="Days from being ready to leaving",
    dataset="hospital_discharge",
    date="discharge_date",
    source=READY_DATE,
)
def days_after_ready(row: Row) -> ir.IntegerValue:
    """Days from the discharge-ready date to leaving, of stays that ended."""
    return days_between(row.ready_date, row.discharge_date)


@activity(
    title="Discharges over a day after the ready date",
    dataset="hospital_discharge",
    date="discharge_date",
    source=READY_DATE,
)
def late_discharges(row: Row) -> ir.BooleanValue:
    """Discharges more than one day after the person was ready."""
    return days_between(row.ready_date, row.discharge_date) > LATE
