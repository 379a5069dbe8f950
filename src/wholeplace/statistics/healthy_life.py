"""Healthy and disability-free life expectancy by Sullivan's method."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import Interval, as_counts, as_floats, normal_quantile
from wholeplace.statistics.life_tables import LifeTable


def healthy_life_expectancy(
    table: LifeTable, healthy: ArrayLike, asked: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Count only the years lived in good health, or without disability.

    Args:
        table: Life tables; age band is the last axis.
        healthy: The proportion in good health in each band; broadcast against the tables.
        asked: How many people the proportion was found among.
        confidence: Coverage of the limits.

    Returns:
        Years of healthy life left at the start of each band, the same shape as the expectancy;
        NaN where the table, a proportion or the number asked is missing at that age or any later
        one, or nobody was asked. The limits allow for chance in the proportions and in mortality.

    Raises:
        StatisticsError: If a proportion is not between 0 and 1, or a number is negative.

    Source:
        Sullivan DF. A single index of mortality and morbidity. HSMHA Health Reports
        1971;86:347-54; Jagger C, Van Oyen H, Robine JM. Health Expectancy Calculation by the
        Sullivan Method: a practical guide. 4th ed. Newcastle University, 2014, sections 6-7.

    >>> from wholeplace.statistics import life_table
    >>> table = life_table([10, 50, 200], [5000, 60000, 4000], [0, 25, 65])
    >>> found = healthy_life_expectancy(table, [0.95, 0.85, 0.5], [500, 800, 200])
    >>> print(found.value.round(1))
    [64.2 43.1 10. ]
    """
    share, size = as_floats(healthy), as_counts(asked, "asked")
    if np.any((share < 0) | (share > 1)):
        raise StatisticsError(
            "A proportion in good health is not between 0 and 1.", "Give fractions of one."
        )
    size = np.where(size > 0, size, np.nan)
    survivors = np.where(table.survivors > 0, table.survivors, np.nan)
    lived = table.years_lived * share
    value = _from_here_on(lived) / survivors
    of_health = _from_here_on(table.years_lived**2 * share * (1 - share) / size) / survivors**2
    # Mortality moves healthy years in proportion to all years; Jagger calls its part small.
    part = value / table.expectancy.value
    variance = of_health + table.variance * part**2
    half = normal_quantile(confidence) * np.sqrt(variance)
    return Interval(value, value - half, value + half)


def _from_here_on(column: np.ndarray) -> np.ndarray:
    return np.flip(np.flip(column, -1).cumsum(axis=-1), -1)
