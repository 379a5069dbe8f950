"""Sums over groups, compiled: cubes add up hundreds of columns over the same groups of cells.

Threads may run it side by side (``nogil``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholeplace.statistics.sum_bounds import IntArray, compiled


@compiled
def added_up(amounts: NDArray[np.signedinteger[Any]], group: IntArray, groups: int) -> IntArray:
    """What amounts add up to in each group.

    Args:
        amounts: Whole numbers; shape (cells,).
        group: The group of each, counted from 0, or -1 where it is in none; of the same shape.
        groups: How many groups there are.

    Returns:
        Sums; shape (groups,).
    """
    total = np.zeros(groups, dtype=np.int64)
    for cell in range(group.size):
        if group[cell] >= 0:
            total[group[cell]] += amounts[cell]
    return total


@compiled
def add_up(total: IntArray, amounts: IntArray, group: IntArray) -> None:
    """Add amounts to the sums of their groups.

    Args:
        total: Sums so far, which are changed; shape (groups,).
        amounts: Whole numbers; shape (cells,).
        group: The group of each, counted from 0, or -1 where it is in none; of the same shape.
    """
    for cell in range(group.size):
        if group[cell] >= 0:
            total[group[cell]] += amounts[cell]
