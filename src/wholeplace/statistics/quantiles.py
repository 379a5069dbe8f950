"""Equal groups of areas by rank, such as tenths and fifths."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats


def quantile_groups(values: ArrayLike, groups: int, *, first: str = "highest") -> FloatArray:
    """Number areas by the equal group their rank falls in, 1 first.

    Areas with the same value share the better rank and so the group. Where areas do not divide
    evenly, OHID's rule counts from the last area back: the last group is never the largest.

    Args:
        values: One value an area; one axis.
        groups: How many groups, such as 5 or 10.
        first: Whether group 1 holds the "highest" or the "lowest" values.

    Returns:
        Group numbers as floats; NaN where the value is missing, and everywhere if there are
        fewer areas with values than groups.

    Raises:
        StatisticsError: If there are fewer than two groups, or `first` is neither word.

    Source:
        Department of Health and Social Care. Technical guidance: assigning deprivation
        categories. Fingertips public health technical guidance.

    >>> print(quantile_groups([5, 9, 7, None, 1], 2))
    [ 2.  1.  1. nan  2.]
    """
    if groups < 2 or first not in ("highest", "lowest"):
        raise StatisticsError(
            f"Cannot make {groups} groups with the {first} values first.",
            "Give 2 groups or more, and first='highest' or 'lowest'.",
        )
    value = as_floats(values)
    known = ~np.isnan(value)
    areas = int(known.sum())
    found = np.full(value.shape, np.nan)
    if areas < groups:
        return found
    ranked = (-1 if first == "highest" else 1) * value[known]
    before = np.searchsorted(np.sort(ranked), ranked)
    # Whole numbers first: a quotient such as 3/10*10 may land just above 3.
    found[known] = groups + 1 - -(-(areas - before) * groups // areas)
    return found
