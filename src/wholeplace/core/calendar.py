"""Dates as health statistics count them: completed years and months, periods, age bands."""

from __future__ import annotations

import datetime as dt

AGE_BAND_STARTS: tuple[int, ...] = (0, 1, *range(5, 91, 5))
AGE_BANDS: tuple[str, ...] = (
    "under 1",
    "1-4",
    *(f"{start}-{start + 4}" for start in range(5, 90, 5)),
    "90+",
)


def age_in_years(born: dt.date, on: dt.date) -> int:
    """Completed years of age.

    Args:
        born: Date of birth.
        on: The date asked about.

    Returns:
        Whole years; somebody born on 29 February turns a year older on 1 March of common years.

    >>> age_in_years(dt.date(2000, 2, 29), dt.date(2021, 2, 28))
    20
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_earlier(day: dt.date, months: int) -> dt.date:
    """The same day of the month, some months before, or the month's last day where it is shorter.

    >>> months_earlier(dt.date(2024, 3, 31), 1)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def window_start(as_at: dt.date, months: int) -> dt.date:
    """First day of the window of whole months that ends on ``as_at``.

    >>> window_start(dt.date(2026, 3, 31), 12)
    datetime.date(2025, 4, 1)
    """
    return months_earlier(as_at + dt.timedelta(days=1), months)


def month_starts(as_at: dt.date, months: int) -> list[dt.date]:
    """First days of the last complete calendar months up to ``as_at``, oldest first.

    >>> month_starts(dt.date(2026, 3, 30), 2)
    [datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)]
    """
    complete = (as_at + dt.timedelta(days=1)).replace(day=1)
    return [months_earlier(complete, back) for back in range(months, 0, -1)]


def in_words(day: dt.date) -> str:
    """A date as the NHS writes it.

    >>> in_words(dt.date(2026, 3, 3))
    '3 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def _last_day(year: int, month: int) -> int:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).day
