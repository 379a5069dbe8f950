"""The twenty age bands that every table of people uses."""

from __future__ import annotations

from itertools import pairwise

from wholeplace.core.calendar import AGE_BAND_STARTS

BANDS: tuple[tuple[int, int | None], ...] = (
    *((start, after - 1) for start, after in pairwise(AGE_BAND_STARTS)),
    (AGE_BAND_STARTS[-1], None),
)
"""Youngest and oldest age of each band; the last is open."""


def band_of(age: int) -> int:
    """Return the index in ``BANDS`` of an age in whole years.

    Args:
        age: 0 or more.
    """
    if age < 1:
        return 0
    return min(age // 5 + 1, len(BANDS) - 1)
