"""One value at a time: how text or a typed Parquet column becomes what the contract says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from wholeplace.sources.contracts import EARLIEST_DATE, Column

WHOLE = r"^-?[0-9]{1,18}$"
WHOLE_WITH_ZERO = r"^(-?[0-9]{1,18})\.0$"
DECIMAL = r"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"
GROUPED = r"^-?[0-9]{1,3}([.,][0-9]{3})+([.,][0-9]+)?$"
DECIMAL_COMMA = r"^-?[0-9]+,[0-9]+$"
SCIENTIFIC = r"^-?[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+$"
ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+Z?)?$"
BRITISH_DAY = r"^([0-9]{2})/([0-9]{2})/([0-9]{4})( [0-9:.]+)?$"
MONTH_FIRST = r"^(0[1-9]|1[0-2])/(1[3-9]|2[0-9]|3[01])/[0-9]{4}( [0-9:.]+)?$"
SHORT_YEAR = r"^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}$"
SERIAL_DAY = r"^[0-9]{5}(\.[0-9]+)?$"
EXACT_FLOAT = 2**53


@dataclass(frozen=True)
class Reading:
    """How one column is read.

    Attributes:
        value: The value in the contract's type; null where missing or wrong.
        problem: The code of what is wrong with it; null where nothing is.
        text: The value as it stood in the file, for the reject file.
    """

    value: ir.Value
    problem: ir.StringValue
    text: ir.StringValue


def cleaned(raw: ir.Value, kind: str) -> ir.StringValue:
    """The trimmed text of a raw column; blanks, and ``NULL`` outside free text, are null."""
    text = raw.cast("string").strip().nullif("")
    return text if kind == "text" else text.nullif("NULL")


def read_column(column: Column, raw: ir.Value, received: date, thousands: str = "") -> Reading:
    """How a column's raw values become the contract's.

    Args:
        column: The contract's column, of any kind but ``nhs_number``.
        raw: The column as the file holds it.
        received: The day the file was received; no date may be later.
        thousands: The separator that the sender confirmed, ``,`` or ``.``, or nothing.
    """
    text = cleaned(raw, column.kind)
    if column.kind == "date":
        value, problem = _day(raw, text, received)
    elif column.kind == "integer":
        value, problem = _whole(raw, text, thousands)
    elif column.kind == "number":
        value, problem = _number(raw, text, thousands)
    else:
        value, problem = _text(column, text)
    problem = ibis.coalesce(problem, _outside(column, value))
    if column.required:
        problem = ibis.ifelse(text.isnull(), "missing", problem)
    return Reading(ibis.ifelse(problem.isnull(), value, ibis.null(value.type())), problem, text)


def _first(*cases: tuple[ir.BooleanValue, str]) -> ir.StringValue:
    """The code of the first condition that holds, or null."""
    return ibis.cases(*cases, else_=ibis.null("string"))


def _text(column: Column, text: ir.StringValue) -> tuple[ir.Value, ir.StringValue]:
    value = text.upper() if column.kind == "code" else text
    cases = []
    if not column.pattern and not column.codes:
        cases.append((text.contains("\n"), "line_break"))
    if column.codes:
        cases.append((value.notin(list(column.codes)), "unknown_code"))
    if column.pattern:
        cases.append((~value.re_search(f"^(?:{column.pattern})$"), "wrong_form"))
    return value, _first(*cases)


def _whole(raw: ir.Value, text: ir.StringValue, thousands: str) -> tuple[ir.Value, ir.StringValue]:
    if raw.type().is_integer():
        return raw.try_cast("int64"), _first(
            (raw.try_cast("int64").isnull() & raw.notnull(), "out_of_range")
        )
    if raw.type().is_floating():
        exact = (raw == raw.floor()) & (raw.abs() < EXACT_FLOAT)
        value = ibis.ifelse(exact, raw, ibis.null(raw.type())).try_cast("int64")
        return value, _first(
            (raw.isnull() | exact, ibis.null("string")),
            (raw.abs() >= EXACT_FLOAT, "scientific"),
            (raw.notnull(), "not_whole"),
        )
    plain = _without_groups(text, thousands).re_replace(WHOLE_WITH_ZERO, r"\1")
    good = plain.re_search(WHOLE)
    value = ibis.ifelse(good, plain, ibis.null("string")).try_cast("int64")
    return value, _first(
        (text.isnull() | good, ibis.null("string")),
        (text.re_search(GROUPED), "separator"),
        (text.re_search(SCIENTIFIC), "scientific"),
        (text.notnull(), "not_whole"),
    )


def _number(raw: ir.Value, text: ir.StringValue, thousands: str) -> tuple[ir.Value, ir.StringValue]:
    if raw.type().is_numeric():
        value = raw.cast("float64")
        if not raw.type().is_floating():
            return value, ibis.null("string")
        return value, _first((value.isnan() | value.isinf(), "not_number"))
    plain = _without_groups(text, thousands)
    if thousands == ".":
        plain = plain.re_replace(r"^(-?[0-9]+),([0-9]+)$", r"\1.\2")
    good = plain.re_search(DECIMAL)
    value = ibis.ifelse(good, plain, ibis.null("string")).try_cast("float64")
    return value, _first(
        (text.isnull(), ibis.null("string")),
        (good & value.notnull() & ~value.isinf(), ibis.null("string")),
        (text.re_search(GROUPED), "separator"),
        (text.re_search(DECIMAL_COMMA), "decimal_comma"),
        (text.notnull(), "not_number"),
    )


def _without_groups(text: ir.StringValue, thousands: str) -> ir.StringValue:
    """Text without the confirmed thousands separator, where it groups digits in threes."""
    if not thousands:
        return text
    mark, point = (",", r"\.") if thousands == "," else (r"\.", ",")
    grouped = text.re_search(rf"^-?[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]+)?$")
    return ibis.ifelse(grouped, text.replace(thousands, ""), text)


def _day(raw: ir.Value, text: ir.StringValue, received: date) -> tuple[ir.Value, ir.StringValue]:
    kind = raw.type()
    limits = (
        (lambda v: v > received, "after_received"),
        (lambda v: v < EARLIEST_DATE, "too_early"),
    )
    if kind.is_date() or kind.is_timestamp():
        value = raw.cast("date")
        return value, _first(*((test(value), code) for test, code in limits))
    british = text.re_search(BRITISH_DAY)
    iso = ibis.ifelse(british, text.re_replace(BRITISH_DAY, r"\3-\2-\1"), text)
    shaped = british | text.re_search(ISO_DAY)
    value = ibis.ifelse(shaped, iso.left(10), ibis.null("string")).try_cast("date")
    return value, _first(
        (text.isnull(), ibis.null("string")),
        *((test(value), code) for test, code in limits),
        (value.notnull(), ibis.null("string")),
        (text.re_search(MONTH_FIRST), "month_first"),
        (shaped, "no_such_date"),
        (text.re_search(SHORT_YEAR), "short_year"),
        (text.re_search(SERIAL_DAY), "serial_date"),
        (text.notnull(), "not_date"),
    )


def _outside(column: Column, value: ir.Value) -> ir.StringValue:
    """Numbers beyond the contract's limits."""
    cases = []
    if column.minimum is not None:
        cases.append((value < column.minimum, "out_of_range"))
    if column.maximum is not None:
        cases.append((value > column.maximum, "out_of_range"))
    return _first(*cases) if cases else ibis.null("string")
