"""Proportions: how many of these people, with Wilson's score limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import Interval, as_counts, normal_quantile


def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Interval:
    """Estimate proportions with Wilson's score interval.

    The limits stay within 0 and 1 and behave at 0 and at all, where the usual normal
    approximation fails.

    Args:
        numerator: People counted; any shape.
        denominator: People they are among; broadcast against the numerator.
        confidence: Coverage of the limits.

    Returns:
        Proportions as fractions of one; NaN where a count is missing or the denominator is 0.

    Raises:
        StatisticsError: If a count is negative, or a numerator exceeds its denominator.

    Source:
        Wilson EB. Probable inference, the law of succession, and statistical inference.
        J Am Stat Assoc 1927;22:209-12. Recommended in Newcombe RG. Two-sided confidence
        intervals for the single proportion. Stat Med 1998;17:857-72 (method 3).

    65 of 100 people, nobody of 20, and a group with no people:

    >>> estimate = wilson([65, 0, 0], [100, 20, 0])
    >>> print(estimate.value)
    [0.65 0.    nan]
    >>> print(estimate.lower.round(4), estimate.upper.round(4))
    [0.5525 0.        nan] [0.7364 0.1611    nan]
    """
    count, among = np.broadcast_arrays(
        as_counts(numerator, "numerator"), as_counts(denominator, "denominator")
    )
    if np.any(count > among):
        raise StatisticsError(
            f"{int((count > among).sum())} numerators are larger than their denominators.",
            "Count the numerator among the people of the denominator.",
        )
    z = normal_quantile(confidence)
    among = np.where(among > 0, among, np.nan)
    value = count / among
    centre = 2 * count + z**2
    spread = z * np.sqrt(z**2 + 4 * count * (1 - value))
    scale = 2 * (among + z**2)
    # Rounding error must not carry a limit past the estimate, nor off 0 or 1 at the ends.
    lower = np.clip((centre - spread) / scale, 0, value)
    upper = np.clip((centre + spread) / scale, value, 1)
    return Interval(value, lower, upper)
