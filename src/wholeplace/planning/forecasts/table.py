"""Rows of a tidy file laid out as series: one row a series, one column a period, gaps missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import InputFileError
from wholeplace.core.periods import periods_of
from wholeplace.measures.forecasts.ahead import SeriesTable

MOST_PERIODS = 10_000
"""Twenty-seven years of days: more than that is a mistyped year."""


def laid_out(
    file: str,
    dates: Sequence[str],
    values: NDArray[np.float64],
    labels: Sequence[tuple[str, ...]],
    of_row: NDArray[np.int64],
    column: str = "date",
) -> SeriesTable:
    """Lay the rows of a file out as series.

    Args:
        file: The file as the user named it, for messages.
        dates: The date of each row: 2026-03-31, or 2026-03 for a month.
        values: The value of each row; NaN where it has none.
        labels: What tells each series apart.
        of_row: The place in ``labels`` of each row's series.
        column: The column of the dates, for messages.

    Returns:
        The series. Periods are months where every date is the first of one, weeks where all are
        the same day of the week, and otherwise days; those without a row are missing, not zero.

    Raises:
        InputFileError: If a date cannot be read, comes twice in a series, or lies an age away.
    """
    days = [_day(file, text, row, column) for row, text in enumerate(dates, start=1)]
    periods = periods_of(days)
    if periods.count > MOST_PERIODS:
        raise InputFileError(
            file,
            f"Its dates run from {min(days)} to {max(days)}, {periods.count:,} {periods.kind}s.",
            "Put the date right that is far from the rest.",
            row=days.index(min(days)) + 1,
            column=column,
        )
    table = np.full((len(labels), periods.count), np.nan)
    seen = np.zeros(table.shape, dtype=bool)
    for row, (series, day, value) in enumerate(zip(of_row, days, values, strict=True), start=1):
        at = int(series), periods.place(day)
        if seen[at]:
            raise InputFileError(
                file,
                f"{periods.name(at[1])} comes twice in one series.",
                "Add the rows up, or tell the series apart with --by.",
                row=row,
                column=column,
            )
        seen[at], table[at] = True, value
    return SeriesTable(periods, tuple(labels), table)


def _day(file: str, text: str, row: int, column: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01" if len(text) == 7 else text[:10])
    except ValueError:
        raise InputFileError(
            file,
            f"{text!r} is no date.",
            "Write days as 2026-03-31 and months as 2026-03.",
            row=row,
            column=column,
        ) from None
