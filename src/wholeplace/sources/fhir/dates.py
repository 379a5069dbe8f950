"""FHIR dates as days: partial dates by one stated rule, and what is wrong with the others.

A year stands for its first day and a month for its first day, so that a partial date is never later
than what it may mean. A date with a time counts as the day written, in the sender's own offset.
Source: HL7 FHIR R4, data types date, dateTime and instant.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_TIME = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
_YEAR, _MONTH, _DAY = r"[0-9]{4}", r"[0-9]{4}-[0-9]{2}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WHOLE = rf"^{_DAY}({_TIME})?$"


def day_of(text: ir.StringValue) -> ir.DateValue:
    """The day a FHIR date stands for; null where it is blank or no date."""
    whole = ibis.cases(
        (text.re_search(f"^{_YEAR}$"), text + "-01-01"),
        (text.re_search(f"^{_MONTH}$"), text + "-01"),
        (text.re_search(_WHOLE), text.left(10)),
        else_=ibis.null("string"),
    )
    return whole.try_cast("date")


def time_of(text: ir.StringValue) -> ir.StringValue:
    """The day and time of a FHIR date as they are written; null where it has no time."""
    timed = text.re_search(rf"^{_DAY}{_TIME}$") & day_of(text).notnull()
    seconds = text.substr(11, 8).re_replace("^([0-9]{2}:[0-9]{2})[^:].*$", r"\1:00")
    return ibis.ifelse(timed, text.left(10) + " " + seconds, ibis.null("string"))


def precision_of(text: ir.StringValue) -> ir.StringValue:
    """How exact a FHIR date is: ``day``, ``month`` or ``year``; null where it is blank."""
    return ibis.cases(
        (text.isnull(), ibis.null("string")),
        (text.length() == 4, "year"),
        (text.length() == 7, "month"),
        else_="day",
    )


def date_problem(text: ir.StringValue) -> ir.StringValue:
    """What is wrong with a FHIR date, as a code of ``problems.REASONS``; null where nothing is."""
    shaped = text.re_search(f"^({_YEAR}|{_MONTH})$") | text.re_search(_WHOLE)
    return ibis.cases(
        (text.isnull() | day_of(text).notnull(), ibis.null("string")),
        (shaped, "no_such_date"),
        else_="not_a_date",
    )


def moment_of(text: ir.StringValue) -> ir.TimestampValue:
    """A FHIR instant, in UTC; null where it is none."""
    return text.try_cast("timestamp('UTC')")
