"""Periods as publications print them, read as first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

Days = tuple[date, date] | tuple[None, None]

_UNKNOWN: Days = (None, None)
_DASH = r"\s*[-–]\s*"
_FINANCIAL = r"(\d{4})[/-](\d{2})"
_FINANCIAL_YEAR = re.compile(_FINANCIAL)
_FINANCIAL_YEARS = re.compile(rf"(\d{{4}})/(\d{{2}}){_DASH}(\d{{2}})/(\d{{2}})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_YEARS = re.compile(rf"(\d{{4}}){_DASH}(\d{{2}}|\d{{4}})")
_FINANCIAL_QUARTER = re.compile(r"(\d{4})/(\d{2})\s*Q([1-4])")
_QUARTER = re.compile(r"(\d{4})\s*Q([1-4])")
_MONTH_FORMATS = ("%Y-%m", "%b %Y", "%B %Y")
_DAY_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y")


def days_of(printed: str | None, kind: str = "year") -> Days:
    """Read a printed period.

    ``2011-12`` is a financial year in one publication and a month in another, so the kind decides.

    Args:
        printed: For example ``2020-21``, ``2019``, ``2017 - 19``, ``2016/17 - 18/19``,
            ``2020/21 Q1``, ``2022-04``, ``April 2022`` or ``2022-04-01``.
        kind: year, month, day or not stated: which reading comes first.

    Returns:
        First and last day; ``(None, None)`` for words nobody has taught us, which are kept as
        printed and never guessed at.

    >>> days_of("2020-21")
    (datetime.date(2020, 4, 1), datetime.date(2021, 3, 31))
    >>> days_of("2017 - 19")
    (datetime.date(2017, 1, 1), datetime.date(2019, 12, 31))
    >>> days_of("2011-12", "month")
    (datetime.date(2011, 12, 1), datetime.date(2011, 12, 31))
    """
    text = (printed or "").strip()
    if kind in ("month", "day"):
        return _dated(text) or _UNKNOWN
    return _years(text) or _quarter(text) or _dated(text) or _UNKNOWN


def _years(text: str) -> Days | None:
    if (match := _FINANCIAL_YEARS.fullmatch(text)) and _follows(match[3], match[4]):
        century = match[1][:2] if match[3] >= match[1][2:] else f"{int(match[1][:2]) + 1:02d}"
        return _financial(int(match[1]), int(century + match[3]) + 1)
    if (match := _FINANCIAL_YEAR.fullmatch(text)) and _follows(match[1], match[2]):
        return _financial(int(match[1]), int(match[1]) + 1)
    if match := _YEAR.fullmatch(text):
        return _calendar(int(match[1]), int(match[1]))
    if match := _YEARS.fullmatch(text):
        last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        return _calendar(int(match[1]), int(last))
    return None


def _follows(first: str, second: str) -> bool:
    """Whether the second year, in two figures, is the one after the first."""
    return (int(first) + 1) % 100 == int(second)


def _financial(start: int, end: int) -> Days | None:
    return (date(start, 4, 1), date(end, 3, 31)) if 1 <= start < end <= 9999 else None


def _calendar(start: int, end: int) -> Days | None:
    return (date(start, 1, 1), date(end, 12, 31)) if 1 <= start <= end else None


def _quarter(text: str) -> Days | None:
    if (match := _FINANCIAL_QUARTER.fullmatch(text)) and _follows(match[1], match[2]):
        first = 3 * int(match[3]) + 1
        year = int(match[1]) + (first > 12)
        return _months(year, (first - 1) % 12 + 1, 3)
    if match := _QUARTER.fullmatch(text):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    return None


def _months(year: int, month: int, months: int) -> Days | None:
    if not 1 <= year <= 9999:
        return None
    last = month + months - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def _dated(text: str) -> Days | None:
    for form in _MONTH_FORMATS:
        if read := _parsed(text, form):
            return _months(read.year, read.month, 1)
    for form in _DAY_FORMATS:
        if read := _parsed(text, form):
            return read, read
    return None


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return None
