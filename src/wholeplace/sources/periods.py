"""Periods: the days a submission says it covers, where it replaces what was sent for them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from wholeplace.core.calendar import months_earlier
from wholeplace.sources.batches import LandingError, SubmissionKind
from wholeplace.sources.contracts import Dataset

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FORMS = "2025, 2026-03, 2026-03-31, or two of these with a slash between them: 2025-10/2025-12"


@dataclass(frozen=True)
class Period:
    """Days in a row.

    Attributes:
        start: The first.
        end: The last.
    """

    start: dt.date
    end: dt.date

    def holds(self, other: Period) -> bool:
        """Whether every day of another period is in this one."""
        return self.start <= other.start and other.end <= self.end


def read_period(text: str) -> Period:
    """The days that a period names.

    Args:
        text: A year, a month or a day as ISO 8601 writes them, or two of these with a slash
            between them, both included.

    Raises:
        LandingError: If it is none of these.

    >>> read_period("2026-02")
    Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 2, 28))
    >>> read_period("2025-10/2025-12").end
    datetime.date(2025, 12, 31)
    """
    parts = text.split("/")
    try:
        if len(parts) > 2:
            raise ValueError(text)
        period = Period(_days(parts[0]).start, _days(parts[-1]).end)
        if period.start > period.end:
            raise ValueError(text)
    except ValueError:
        raise LandingError(
            f"The period {text!r} does not say which days it covers.", f"Write it as {FORMS}."
        ) from None
    return period


def period_replaced(dataset: Dataset, kind: SubmissionKind, period: str) -> Period | None:
    """The days whose rows a submission replaces; None where it does not replace by period.

    A row belongs to the period its dataset's main date lies in, so that date must always be there.

    Raises:
        LandingError: If the period cannot be read, or the dataset has no such date.
    """
    if kind != "period":
        return None
    main = main_date(dataset)
    if main is None:
        raise LandingError(
            f"Rows of {dataset.name} have no date that always places them in a period.",
            "Send it whole (full), or only what is new (increment).",
        )
    return read_period(period)


def main_date(dataset: Dataset) -> str | None:
    """The column of the date every row of a dataset has, or None where it has none."""
    for name in dataset.order[:1]:
        column = dataset.column(name)
        if column.required and column.kind.startswith("date"):
            return name
    return None


def _days(text: str) -> Period:
    """The days of a year, a month or a day."""
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    start = dt.date(year or 0, month or 1, day or 1)
    if day:
        return Period(start, start)
    following = months_earlier(start, -1 if month else -12)
    return Period(start, following - dt.timedelta(days=1))
