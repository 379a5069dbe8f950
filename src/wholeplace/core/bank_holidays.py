"""Bank holidays of England and Wales, worked out from the rules, for years from 1978."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

FIRST_YEAR = 1978
"""The first year with the early May bank holiday."""

MOVED = {
    dt.date(1995, 5, 1): dt.date(1995, 5, 8),
    dt.date(2002, 5, 27): dt.date(2002, 6, 4),
    dt.date(2012, 5, 28): dt.date(2012, 6, 4),
    dt.date(2020, 5, 4): dt.date(2020, 5, 8),
    dt.date(2022, 5, 30): dt.date(2022, 6, 2),
}
"""Days moved by proclamation: where the rule puts them, and where they were."""
ADDED = (
    dt.date(1981, 7, 29),
    dt.date(1999, 12, 31),
    dt.date(2002, 6, 3),
    dt.date(2011, 4, 29),
    dt.date(2012, 6, 5),
    dt.date(2022, 6, 3),
    dt.date(2022, 9, 19),
    dt.date(2023, 5, 8),
)
"""Proclaimed once: royal weddings, jubilees, the eve of 2000, a state funeral, a coronation."""


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday of a year of the Gregorian calendar.

    Source:
        Anonymous. To find Easter. Nature 1876;13:487; Meeus J. Astronomical Algorithms. 2nd ed.
        Willmann-Bell, 1998, chapter 8.

    >>> easter_sunday(2026)
    datetime.date(2026, 4, 5)
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    age = (19 * golden + century - leaps - moon + 15) % 30
    fours, ones = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * fours - age - ones) % 7
    late = (golden + 11 * age + 22 * weekday) // 451
    month, day = divmod(age + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> tuple[dt.date, ...]:
    """The bank holidays of England and Wales in a year, Good Friday and Christmas Day included.

    Args:
        year: A year; those before 1978 have none here.

    Returns:
        The days off, in order: substitutes stand for days that fall on a weekend.

    Source:
        Banking and Financial Dealings Act 1971, schedule 1; proclamations in the London Gazette;
        GOV.UK, UK bank holidays (2012 to 2028).

    >>> [day.isoformat() for day in bank_holidays(2027)[-2:]]
    ['2027-12-27', '2027-12-28']
    """
    if year < FIRST_YEAR:
        return ()
    easter = easter_sunday(year)
    days = [
        _weekday_from(dt.date(year, 1, 1)),
        easter - dt.timedelta(days=2),
        easter + dt.timedelta(days=1),
        _monday_from(dt.date(year, 5, 1)),
        _monday_from(dt.date(year, 5, 25)),
        _monday_from(dt.date(year, 8, 25)),
        *_christmas(year),
    ]
    kept = {MOVED.get(day, day) for day in days} | {day for day in ADDED if day.year == year}
    return tuple(sorted(kept))


def is_bank_holiday(day: dt.date) -> bool:
    """Whether a day is a bank holiday in England and Wales.

    >>> is_bank_holiday(dt.date(2022, 9, 19))
    True
    """
    return day in bank_holidays(day.year)


def _christmas(year: int) -> tuple[dt.date, dt.date]:
    """Christmas and Boxing Day, or the weekdays after that stand for them."""
    christmas = dt.date(year, 12, 25)
    if christmas.weekday() == 4:
        return christmas, christmas + dt.timedelta(days=3)
    if christmas.weekday() == 5:
        return christmas + dt.timedelta(days=2), christmas + dt.timedelta(days=3)
    if christmas.weekday() == 6:
        return christmas + dt.timedelta(days=1), christmas + dt.timedelta(days=2)
    return christmas, christmas + dt.timedelta(days=1)


def _weekday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def _monday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=-day.weekday() % 7)
