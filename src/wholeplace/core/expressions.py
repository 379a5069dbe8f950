"""The safe forms of expressions on which engines disagree: ages, divisions, bands, flags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import ibis
import ibis.expr.types as ir

from wholeplace.core.calendar import AGE_BAND_STARTS, AGE_BANDS

UNKNOWN = "unknown"


def age_in_years(born: ir.DateValue, on: dt.date) -> ir.IntegerValue:
    """Completed years of age on a day, by year, month and day; null where birth is unknown.

    Date differences in years count boundaries on one engine and completed years on another, so
    they are never used.
    """
    passed = (born.month() < on.month) | ((born.month() == on.month) & (born.day() <= on.day))
    years = ibis.literal(on.year, "int32") - born.year().cast("int32")
    return years - ibis.ifelse(passed, 0, 1).cast("int32")


def age_on(born: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Completed years of age on a day that differs from row to row; null where either is unknown.

    Somebody born on 29 February turns a year older on 1 March of common years.
    """
    passed = (born.month() < day.month()) | (
        (born.month() == day.month()) & (born.day() <= day.day())
    )
    years = day.year().cast("int32") - born.year().cast("int32")
    return years - ibis.ifelse(passed, 0, 1).cast("int32")


def age_band(age: ir.IntegerValue) -> ir.StringValue:
    """The age band (under 1, 1–4, then fives to 90+), or ``unknown``."""
    bands = [
        (age < start, band) for start, band in zip(AGE_BAND_STARTS[1:], AGE_BANDS, strict=False)
    ]
    known = ibis.cases(*bands, else_=AGE_BANDS[-1])
    return ibis.ifelse(age.isnull() | (age < 0), UNKNOWN, known)


def divide(numerator: ir.NumericValue, denominator: ir.NumericValue) -> ir.FloatingValue:
    """A quotient that is null, on every engine, where the denominator is 0."""
    return numerator.cast("float64") / denominator.cast("float64").nullif(0)


def flag(condition: ir.BooleanValue) -> ir.IntegerValue:
    """1 where a condition holds, 0 where it does not or is unknown."""
    return ibis.ifelse(condition.fill_null(False), 1, 0).cast("int64")


def known(value: ir.StringValue) -> ir.StringValue:
    """Text with the word ``unknown`` where there is none, so that unknowns are counted."""
    return value.fill_null(UNKNOWN)


def days_between(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Days from one date to another, the same on every engine."""
    return end.delta(start, unit="day").cast("int64")


def first_of_each(
    table: ir.Table, key: str | Sequence[str], order: Mapping[str, Literal["asc", "desc"]]
) -> ir.Table:
    """One row for each value of a key: the first in an order, ties settled by all other columns.

    Which of two rows alike in the order came first would otherwise depend on the engine, and on
    the order in which rows were read.

    Args:
        table: The rows.
        key: The column or columns of which each combination keeps one row.
        order: Column → direction, the first column weighing most; blanks come last.
    """
    numbered = numbered_in_order(table, key, order, "position")
    return numbered.filter(numbered.position == 0).drop("position")


def numbered_in_order(
    table: ir.Table,
    key: str | Sequence[str],
    order: Mapping[str, Literal["asc", "desc"]],
    name: str,
) -> ir.Table:
    """The rows of each value of a key numbered from 0 in an order, ties settled as above.

    Args:
        table: The rows.
        key: The column or columns whose rows are numbered together.
        order: Column → direction, the first column weighing most; blanks come last.
        name: The column of the number.
    """
    settled = dict(order) | {name: "asc" for name in table.columns if name not in order}
    keys = [getattr(ibis, way)(name) for name, way in settled.items()]
    position = ibis.row_number().over(group_by=key, order_by=keys)
    return table.mutate(**{name: position})


def beside(table: ir.Table, other: ir.Table, key: str) -> ir.Table:
    """A table with the columns of another that has at most one row for each value of a key."""
    return all_beside(table, [other], key)


def all_beside(table: ir.Table, others: Sequence[ir.Table], key: str) -> ir.Table:
    """A table with the columns of others that have at most one row for each value of a key.

    Args:
        table: The table, whose rows stay as they are.
        others: The others; no column but the key may be in two.
        key: The column.
    """
    joined = table
    for number, other in enumerate(others):
        joined = joined.left_join(other, key, rname=f"{{name}}_of_{number}")
    added = [name for other in others for name in other.columns if name != key]
    return joined.select(*table.columns, *added)
