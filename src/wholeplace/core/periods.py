"""Days, weeks and months in a row: the time that a series lies along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wholeplace.core.calendar import in_words, months_earlier

Kind = Literal["day", "week", "month"]
SEASONS: dict[Kind, int] = {"day": 7, "week": 52, "month": 12}
"""Periods after which each kind repeats itself: a week of days, a year of weeks or months."""


@dataclass(frozen=True)
class Periods:
    """Periods in a row, numbered from 0; those after the last are the periods ahead.

    Attributes:
        kind: What each is.
        first: The first day of the first.
        count: How many there are.
    """

    kind: Kind
    first: dt.date
    count: int

    @property
    def season(self) -> int:
        """Periods after which they repeat themselves."""
        return SEASONS[self.kind]

    def start(self, place: int) -> dt.date:
        """The first day of a period.

        >>> Periods("month", dt.date(2026, 1, 1), 3).start(3)
        datetime.date(2026, 4, 1)
        """
        if self.kind == "month":
            return months_earlier(self.first, -place)
        return self.first + dt.timedelta(days=place * (7 if self.kind == "week" else 1))

    def place(self, day: dt.date) -> int:
        """The number of the period that a day is in; before the first it is below 0.

        >>> Periods("week", dt.date(2026, 1, 5), 3).place(dt.date(2026, 1, 14))
        1
        """
        if self.kind == "month":
            return (day.year - self.first.year) * 12 + day.month - self.first.month
        return (day - self.first).days // (7 if self.kind == "week" else 1)

    def name(self, place: int) -> str:
        """A period in words.

        >>> Periods("month", dt.date(2026, 1, 1), 3).name(1)
        'February 2026'
        >>> Periods("day", dt.date(2026, 1, 1), 3).name(1)
        'Friday 2 January 2026'
        """
        start = self.start(place)
        if self.kind == "month":
            return f"{start:%B %Y}"
        return f"{start:%A} {in_words(start)}" if self.kind == "day" else in_words(start)


def periods_of(days: Iterable[dt.date]) -> Periods:
    """The periods that days begin: months where all are the first of one, weeks, or days.

    Args:
        days: A day in each period there is something of, in any order; at least one.

    Returns:
        The periods from the first to the last of them, with those between that have none.

    >>> periods_of([dt.date(2026, 3, 1), dt.date(2026, 1, 1)]).count
    3
    >>> periods_of([dt.date(2026, 3, 2), dt.date(2026, 3, 16)])
    Periods(kind='week', first=datetime.date(2026, 3, 2), count=3)
    """
    known = sorted(set(days))
    kind: Kind = "day"
    if all(day.day == 1 for day in known):
        kind = "month"
    elif len({day.weekday() for day in known}) == 1 and len(known) > 1:
        kind = "week"
    alone = Periods(kind, known[0], 1)
    return Periods(kind, known[0], alone.place(known[-1]) + 1)
