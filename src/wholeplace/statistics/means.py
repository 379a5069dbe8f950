"""Means of measurements, from counts and sums, with Student's t limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.statistics.intervals import Interval, as_counts, as_floats, two_sided_tail


def mean(
    n: ArrayLike, total: ArrayLike, total_of_squares: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Estimate means with Student's t limits, from sums that add up over groups.

    Variance is found from the sums, so values whose mean is very far from zero beside their
    spread should first be measured from a round number near their mean.

    Args:
        n: How many values; any shape.
        total: The sum of the values; broadcast against `n`.
        total_of_squares: The sum of their squares; broadcast against `n`.
        confidence: Coverage of the limits.

    Returns:
        Means; NaN where an input is missing or there are no values. One value has a mean and
        no limits (NaN): it shows no spread.

    Raises:
        StatisticsError: If a number of values, or a sum of squares, is negative.

    Source:
        Student. The probable error of a mean. Biometrika 1908;6:1-25.

    The values 4, 6 and 8, and a single 5:

    >>> estimate = mean([3, 1], [18, 5], [116, 25])
    >>> print(estimate.value)
    [6. 5.]
    >>> print(estimate.lower.round(3), estimate.upper.round(3))
    [1.032   nan] [10.968    nan]
    """
    tail = two_sided_tail(confidence)
    size, sums, squares = np.broadcast_arrays(
        as_counts(n, "n"), as_floats(total), as_counts(total_of_squares, "total_of_squares")
    )
    some = np.where(size > 0, size, np.nan)
    value = sums / some
    freedom = np.where(size > 1, size - 1, np.nan)
    # Equal values leave a difference of rounding error, which may fall below zero.
    variance = np.maximum(squares - sums * value, 0) / freedom
    half = -special.stdtrit(freedom, tail) * np.sqrt(variance / some)
    return Interval(value, value - half, value + half)
