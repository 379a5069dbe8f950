"""Decomposition: the change of a number split over causes that were changed one after another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats


def stepwise_parts(states: ArrayLike) -> FloatArray:
    """Split a change into the part of each cause, by replacing one cause after another.

    The parts add up to the whole change, whatever the number is: a count, a proportion, a
    standardised rate. The part of a cause depends on what was changed before it, so the order
    belongs to the result.

    Args:
        states: The number before, after the first cause was changed, and so on to the last;
            the first axis runs over these states.

    Returns:
        One part for each cause along the first axis; missing where a state on either side is.

    Raises:
        StatisticsError: If there are fewer than two states.

    Source:
        Andreev EM, Shkolnikov VM, Begun AZ. Algorithm for decomposition of differences between
        aggregate demographic measures and its application to life expectancies, healthy life
        expectancies, parity-progression ratios and total fertility rates. Demographic Research
        2002; 7: 499-522 (stepwise replacement).

    >>> print(stepwise_parts([100, 140, 130, 150]))
    [ 40. -10.  20.]
    """
    numbers = as_floats(states)
    if numbers.ndim == 0 or len(numbers) < 2:
        raise StatisticsError(
            "A change needs two states.", "Give the number before and after each cause."
        )
    return np.asarray(np.diff(numbers, axis=0))
