"""Published values, periods and subjects in words, never with more than the source printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wholeplace.places.wording import area_kind, percent, significant, whole

Row = dict[str, Any]

WHOLE_UNITS = frozenset({"attendances", "admissions", "pathways", "days", "people", "beds"})
NOT_PRINTED = "Not printed"
NO_PERIOD = "period not stated"
_AT = frozenset({"provider"})
_KINDS = {
    "england": "England",
    "region": "Region",
    "sub_icb": "Part of a system",
    "provider": "NHS trust",
    "recorded_authority": "Practices by recorded local authority",
    "named_district": "Comparator district",
    "named_upper_tier": "Comparator council area",
    "other": "Other area",
}
RECORDED = "practice's local authority as recorded in the NHS England allocation inputs"


def is_percent(unit: str) -> bool:
    """Whether values of a unit are percentages."""
    return unit.startswith("percent")


def number(value: float | None, unit: str) -> str:
    """A published value as a cell shows it.

    >>> number(12.659, "percent"), number(38337.0, "attendances"), number(98.24, "index")
    ('12.7%', '38,337', '98.2')
    """
    if value is None:
        return NOT_PRINTED
    if is_percent(unit):
        return percent(value / 100)
    if unit in WHOLE_UNITS:
        return whole(value)
    return f"{value:,.1f}" if abs(value) >= 10 else significant(value)


def with_unit(value: float | None, unit: str) -> str:
    """A published value in a sentence.

    >>> with_unit(78.51, "years"), with_unit(1748.0, "days"), with_unit(97.0, "ratio")
    ('78.5 years', '1,748 days', '97.0')
    """
    words = number(value, unit)
    if value is None or not (unit in WHOLE_UNITS or unit == "years"):
        return words
    return f"{words} {unit}"


def limits(row: Row, unit: str) -> str:
    """The 95 % limits of a value, or nothing where it has none."""
    if row["lower"] is None or row["upper"] is None:
        return ""
    return f"{number(row['lower'], unit)} to {number(row['upper'], unit)}"


def kind_words(kind: str, *, plural: bool = False) -> str:
    """What a kind of subject is called."""
    words = _KINDS.get(kind) or area_kind(kind, plural=plural)
    return words[:1].upper() + words[1:]


def period_words(row: Row) -> str:
    """The period of a value: as printed, with months and days written out.

    >>> period_words({"period": "2022-04", "period_start": dt.date(2022, 4, 1),
    ...               "period_end": dt.date(2022, 4, 30)})
    'April 2022'
    """
    start, end = row["period_start"], row["period_end"]
    if start is None or end is None:
        return row["period"] or NO_PERIOD
    if start == end:
        return day_words(start)
    if start.day == 1 and end == _month_end(start):
        return f"{start:%B %Y}"
    return str(row["period"])


def when(row: Row) -> str:
    """The period as it stands in a sentence: "in April 2022", "on 31 August 2023"."""
    words = period_words(row)
    if row["period_start"] is None:
        return f"({words})" if words == NO_PERIOD else f"in {words}"
    return f"on {words}" if row["period_start"] == row["period_end"] else f"in {words}"


def span(first: dt.date | None, last: dt.date | None, kind: str) -> str:
    """From when to when a series runs, in the words of its kind of period."""
    if first is None or last is None:
        return NO_PERIOD.capitalize()
    if kind == "day":
        return f"{day_words(first)} to {day_words(last)}"
    if kind == "month":
        return f"{first:%B %Y} to {last:%B %Y}"
    if (first.month, last.month) == (4, 3):
        years = f"{first.year}-{(first.year + 1) % 100:02d}"
        ends = f"{last.year - 1}-{last.year % 100:02d}"
        return years if years == ends else f"{years} to {ends}"
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def place_words(row: Row) -> str:
    """Where a value is of, as it stands in a sentence."""
    name = row["subject_name"]
    if row["subject_type"] == "recorded_authority":
        if row["subject_code"] == "unknown":
            return "Among practices with no recorded local authority"
        return f"Among practices whose recorded local authority is {name}"
    return f"At {name}" if row["subject_type"] in _AT else f"In {name}"


def day_words(day: dt.date) -> str:
    """A day in words.

    >>> day_words(dt.date(2026, 3, 3))
    '3 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def _month_end(start: dt.date) -> dt.date:
    return (start + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
