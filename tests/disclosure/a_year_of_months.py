"""Rows of one area's year and its twelve months, as a release has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

YEAR_BEGINS, YEAR_ENDS = dt.date(2025, 4, 1), dt.date(2026, 3, 31)
MONTHS = [dt.date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(12)]


def year_and_months(
    counts: Sequence[int | None],
    statuses: Sequence[str],
    area: tuple[str, str] = ("practice", "A"),
    people: int = 5_000,
) -> list[dict[str, Any]]:
    """The rows.

    Args:
        counts: The year's count and those of its months; None where it is hidden.
        statuses: What becomes of each.
        area: Kind and code.
        people: Of how many.
    """
    return [
        {
            "area_type": area[0],
            "area_code": area[1],
            "basis": "registered",
            "measure": "admissions",
            "period_start": month or YEAR_BEGINS,
            "period_end": month.replace(day=28) if month else YEAR_ENDS,
            "breakdown": "month" if month else "all",
            "category": f"{month:%Y-%m}" if month else "all",
            "statistic": "rate",
            "numerator": count,
            "denominator": people,
            "value": None if count is None else count / 5,
            "status": status,
        }
        for month, count, status in zip([None, *MONTHS], counts, statuses, strict=True)
    ]
