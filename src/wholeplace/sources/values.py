"""One value at a time: how text or a typed Parquet column becomes what the contract says."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from wholeplace.sources.code_systems import DOTTED_CODE
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
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
ISO_MOMENT = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]{CLOCK}$"
BRITISH_MOMENT = rf"^([0-9]{{2}})/([0-9]{{2}})/([0-9]{{4}}) ({CLOCK})$"
BARE_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})$"
ZONED = r"[0-9]{2}:[0-9]{2}[0-9:.]* ?(Z|z|UTC|GMT|BST|[+-][0-9]{2}(:?[0-9]{2})?)$"
CODE_SEPARATOR = r"\s*;\s*"
# The type of a date and time: no zone, to the microsecond, which every engine keeps.
MOMENT = "timestamp(6)"
# Kinds that say when something happened.
DAYS = ("date", "datetime")
# Beyond this a double no longer tells one whole number from the next.
EXACT_FLOAT = 2**53


def tidy(column: Column, raw: ir.Value) -> ir.Value:
    """A raw column with blanks as nulls.

    Text is trimmed, and ``NULL`` outside free text is a blank. A Parquet column that already has
    a type the contract's kind can use stays as it is; any other becomes text.
    """
    kind = raw.type()
    usable = {
        "integer": kind.is_integer() or kind.is_floating(),
        "number": kind.is_numeric() and not kind.is_boolean(),
        "date": kind.is_date() or kind.is_timestamp(),
        "datetime": isinstance(kind, dtypes.Timestamp) and kind.timezone is None,
    }
    if usable.get(column.kind, False):
        return raw
    text = raw.cast("string").strip().nullif("")
    return text if column.kind == "text" else text.nullif("NULL")


def parse(column: Column, raw: ir.Value, thousands: str = "") -> ir.Value:
    """A tidied column in the contract's type; null where it is blank or cannot be read.

    Args:
        column: The contract's column, of any kind but ``nhs_number``.
        raw: The column as :func:`tidy` gives it.
        thousands: The separator that the sender confirmed, ``,`` or ``.``, or nothing.
    """
    if column.kind == "integer":
        return _whole(raw, thousands)
    if column.kind == "number":
        return _number(raw, thousands)
    if column.kind == "date":
        return _day(raw)
    if column.kind == "datetime":
        return _moment(raw)
    if column.system in ("icd10", "opcs4"):
        undotted = raw.upper().re_replace(DOTTED_CODE, r"\1\2")
        return undotted.re_replace(CODE_SEPARATOR, ";")
    return raw.upper() if column.kind == "code" else raw


def find_problem(column: Column, raw: ir.Value, value: ir.Value, received: date) -> ir.StringValue:
    """What is wrong with each value of a column.

    Args:
        column: The contract's column, of any kind but ``nhs_number``.
        raw: The column as :func:`tidy` gives it.
        value: The column as :func:`parse` gives it.
        received: The day the file was received; no date may be later, unless ``ahead``.

    Returns:
        The problem's code, or null where nothing is wrong.
    """
    find = {
        "integer": _whole_problems,
        "number": _number_problems,
        "date": _day_problems,
        "datetime": _moment_problems,
    }
    cases = [(raw.isnull(), "missing" if column.required else ibis.null("string"))]
    if column.kind in DAYS:
        day = value.date() if column.kind == "datetime" else value
        cases.append((day < EARLIEST_DATE, "too_early"))
        if not column.ahead:
            cases.append((day > received, "after_received"))
    if column.minimum is not None:
        cases.append((value < column.minimum, "out_of_range"))
    if column.maximum is not None:
        cases.append((value > column.maximum, "out_of_range"))
    if column.kind in find:
        cases += [(value.notnull(), ibis.null("string")), *find[column.kind](raw)]
    else:
        cases += _text_problems(column, value)
    return ibis.cases(*cases, else_=ibis.null("string"))


def _text_problems(column: Column, value: ir.StringValue) -> list[tuple[ir.BooleanValue, str]]:
    if column.codes:
        return [(value.notin(list(column.codes)), "unknown_code")]
    if column.pattern:
        return [(~value.re_search(f"^(?:{column.pattern})$"), "wrong_form")]
    return [(value.contains("\n"), "line_break")]


def _whole(raw: ir.Value, thousands: str) -> ir.Value:
    if raw.type().is_integer():
        return raw.try_cast("int64")
    if raw.type().is_floating():
        exact = (raw == raw.floor()) & (raw.abs() < EXACT_FLOAT)
        return ibis.ifelse(exact, raw, ibis.null(raw.type())).try_cast("int64")
    plain = _without_groups(raw, thousands).re_replace(WHOLE_WITH_ZERO, r"\1")
    return ibis.ifelse(plain.re_search(WHOLE), plain, ibis.null("string")).try_cast("int64")


def _whole_problems(raw: ir.Value) -> list[tuple[ir.BooleanValue, str]]:
    if raw.type().is_integer():
        return [(raw.notnull(), "out_of_range")]
    if raw.type().is_floating():
        return [(raw.abs() >= EXACT_FLOAT, "scientific"), (raw.notnull(), "not_whole")]
    return [
        (raw.re_search(GROUPED), "separator"),
        (raw.re_search(SCIENTIFIC), "scientific"),
        (raw.notnull(), "not_whole"),
    ]


def _number(raw: ir.Value, thousands: str) -> ir.Value:
    if raw.type().is_numeric():
        value = raw.cast("float64")
    else:
        plain = _without_groups(raw, thousands)
        if thousands == ".":
            plain = plain.re_replace(r"^(-?[0-9]+),([0-9]+)$", r"\1.\2")
        good = plain.re_search(DECIMAL)
        value = ibis.ifelse(good, plain, ibis.null("string")).try_cast("float64")
    if raw.type().is_integer() or raw.type().is_decimal():
        return value
    return ibis.ifelse(value.isnan() | value.isinf(), ibis.null("float64"), value)


def _number_problems(raw: ir.Value) -> list[tuple[ir.BooleanValue, str]]:
    if raw.type().is_numeric():
        return [(raw.notnull(), "not_number")]
    return [
        (raw.re_search(GROUPED), "separator"),
        (raw.re_search(DECIMAL_COMMA), "decimal_comma"),
        (raw.notnull(), "not_number"),
    ]


def _without_groups(text: ir.StringValue, thousands: str) -> ir.StringValue:
    """Text without the confirmed thousands separator, where it groups digits in threes."""
    if not thousands:
        return text
    mark, point = (",", r"\.") if thousands == "," else (r"\.", ",")
    grouped = text.re_search(rf"^-?[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]+)?$")
    return ibis.ifelse(grouped, text.replace(thousands, ""), text)


def _day(raw: ir.Value) -> ir.Value:
    if not raw.type().is_string():
        return raw.cast("date")
    british = raw.re_search(BRITISH_DAY)
    iso = ibis.ifelse(british, raw.re_replace(BRITISH_DAY, r"\3-\2-\1"), raw)
    shaped = british | raw.re_search(ISO_DAY)
    return ibis.ifelse(shaped, iso.left(10), ibis.null("string")).try_cast("date")


def _day_problems(raw: ir.Value) -> list[tuple[ir.BooleanValue, str]]:
    if not raw.type().is_string():
        return [(raw.notnull(), "not_date")]
    return [
        (raw.re_search(MONTH_FIRST), "month_first"),
        (raw.re_search(BRITISH_DAY) | raw.re_search(ISO_DAY), "no_such_date"),
        (raw.re_search(SHORT_YEAR), "short_year"),
        (raw.re_search(SERIAL_DAY), "serial_date"),
        (raw.notnull(), "not_date"),
    ]


def _moment(raw: ir.Value) -> ir.Value:
    if not raw.type().is_string():
        return raw.cast(MOMENT)
    british = raw.re_search(BRITISH_MOMENT)
    iso = ibis.ifelse(british, raw.re_replace(BRITISH_MOMENT, r"\3-\2-\1 \4"), raw)
    shaped = british | raw.re_search(ISO_MOMENT)
    return ibis.ifelse(shaped, iso, ibis.null("string")).try_cast(MOMENT)


def _moment_problems(raw: ir.Value) -> list[tuple[ir.BooleanValue, str]]:
    if not raw.type().is_string():
        return [(raw.notnull(), "not_datetime")]
    return [
        (raw.re_search(ZONED), "zoned_time"),
        (raw.re_search(MONTH_FIRST), "month_first"),
        (raw.re_search(BRITISH_MOMENT) | raw.re_search(ISO_MOMENT), "no_such_date"),
        (raw.re_search(BARE_DAY), "no_time"),
        (raw.re_search(SERIAL_DAY), "serial_date"),
        (raw.notnull(), "not_datetime"),
    ]
