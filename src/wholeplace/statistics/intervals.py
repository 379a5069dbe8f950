"""What every estimate returns, and the checks its inputs share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from wholeplace.core.errors import StatisticsError

FloatArray = NDArray[np.float64]


class Interval(NamedTuple):
    """An estimate and its two-sided confidence limits.

    The three arrays share one shape; NaN stands for "cannot be said".

    Attributes:
        value: The estimate.
        lower: The lower confidence limit.
        upper: The upper confidence limit.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def as_floats(values: ArrayLike) -> FloatArray:
    """Read any numeric input as floats, with NaN wherever a value is missing.

    Args:
        values: Numbers of any shape; ``None``, NaN and masked entries are missing.

    Returns:
        A float array of the same shape.

    >>> print(as_floats([1, None, 3]))
    [ 1. nan  3.]
    """
    if isinstance(values, np.ma.MaskedArray):
        return np.where(np.ma.getmaskarray(values), np.nan, values.data.astype(np.float64))
    return np.asarray(values, dtype=np.float64)


def as_counts(values: ArrayLike, name: str) -> FloatArray:
    """Read counts as floats and refuse what no count can be.

    Args:
        values: Counts of any shape; zero and missing are ordinary.
        name: What the numbers are, for the message.

    Returns:
        A float array of the same shape, NaN where missing.

    Raises:
        StatisticsError: If any count is negative or infinite.
    """
    counts = as_floats(values)
    impossible = (counts < 0) | np.isinf(counts)
    if np.any(impossible):
        raise StatisticsError(
            f"{int(impossible.sum())} of {counts.size} '{name}' are negative or infinite.",
            "Counts are zero or more; leave a missing count as NaN.",
        )
    return counts


def two_sided_tail(confidence: float) -> float:
    """Give the probability left out at each end of a two-sided interval.

    Args:
        confidence: The coverage wanted, such as 0.95.

    Returns:
        Half of what the interval leaves out, such as 0.025.

    Raises:
        StatisticsError: If the confidence is not between 0 and 1.

    >>> round(two_sided_tail(0.95), 4)
    0.025
    """
    if not 0 < confidence < 1:
        raise StatisticsError(
            f"A confidence of {confidence} is not between 0 and 1.",
            "Give 95 per cent as 0.95.",
        )
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """Give the standard normal deviate of a two-sided interval.

    Args:
        confidence: The coverage wanted, such as 0.95.

    Returns:
        The deviate, such as 1.96.

    Raises:
        StatisticsError: If the confidence is not between 0 and 1.

    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return float(-special.ndtri(two_sided_tail(confidence)))
