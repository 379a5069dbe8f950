"""Limits for published shares that are printed without any, from their printed counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wholeplace.geography.published.contract import AS_PRINTED
from wholeplace.geography.source import Row
from wholeplace.statistics import wilson

WILSON = "Wilson, worked out by Wholeplace from the printed numerator and denominator"


def add_limits(rows: Sequence[Row], percentages: set[tuple[str, str]]) -> None:
    """Give shares printed without limits Wilson's 95 % limits, and say whose they are.

    Only for shares worked out from printed whole counts of people: never for modelled figures,
    nor for a printed share that is not of people (beds in use).

    Args:
        rows: Published values; changed in place.
        percentages: (source, indicator) whose values are percentages of the denominator.
    """
    chosen = [row for row in rows if _countable(row, percentages)]
    if not chosen:
        return
    found = wilson(
        np.array([row["numerator"] for row in chosen]),
        np.array([row["denominator"] for row in chosen]),
    )
    for row, lower, upper in zip(chosen, found.lower, found.upper, strict=True):
        row.update(lower=100 * float(lower), upper=100 * float(upper), limits_method=WILSON)


def _countable(row: Row, percentages: set[tuple[str, str]]) -> bool:
    counts = (row["numerator"], row["denominator"])
    return (
        (row["source"], row["indicator"]) in percentages
        and row["basis"] != AS_PRINTED
        and row["lower"] is None
        and row["value"] is not None
        and all(count is not None and float(count).is_integer() for count in counts)
        and 0 <= counts[0] <= counts[1] > 0
    )
