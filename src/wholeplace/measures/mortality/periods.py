"""The periods that rows of deaths and lives are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wholeplace.measures.mortality.counting import Year


@dataclass(frozen=True)
class Period:
    """The years that are counted together.

    Attributes:
        pool: How many.
        start, end: First and last day.
    """

    pool: int
    start: dt.date
    end: dt.date

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a release table that say so."""
        return {
            "years_pooled": self.pool,
            "period_start": self.start,
            "period_end": self.end,
        }


def period_of(years: Sequence[Year], pool: int) -> Period:
    """The period of the latest years.

    Args:
        years: Years back, latest first.
        pool: How many of them.
    """
    return Period(pool, years[pool - 1].start, years[0].end)
