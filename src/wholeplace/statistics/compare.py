"""Comparison of areas with a benchmark, by their confidence intervals."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.statistics.intervals import Interval, as_floats

Comparison = Literal["lower", "similar", "higher", "not_compared"]


def compare_with(interval: Interval, benchmark: ArrayLike) -> NDArray[np.str_]:
    """Say whether areas lie below, about or above a benchmark, given their uncertainty.

    An area is different only if the whole of its interval lies to one side; a benchmark that
    touches a limit is similar. The benchmark is taken as known exactly, so it should come from
    a much larger population than the areas. "Lower" is a direction, not a judgement: which
    direction is better belongs to the measure.

    Args:
        interval: The areas' estimates with limits.
        benchmark: Values to compare with; broadcast against the areas.

    Returns:
        "lower", "similar", "higher", or "not_compared" where a limit or benchmark is missing.

    Source:
        Eayres D. Commonly used public health statistics and their confidence intervals.
        Technical Briefing 3. York: Association of Public Health Observatories, 2008.

    >>> from wholeplace.statistics import wilson
    >>> print(compare_with(wilson([20, 50, 0], [100, 100, 0]), 0.45))
    ['lower' 'similar' 'not_compared']
    """
    lower, upper, line = np.broadcast_arrays(interval.lower, interval.upper, as_floats(benchmark))
    return np.select(
        [np.isnan(lower) | np.isnan(upper) | np.isnan(line), upper < line, lower > line],
        ["not_compared", "lower", "higher"],
        default="similar",
    )
