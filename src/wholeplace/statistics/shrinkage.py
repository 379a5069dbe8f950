"""Empirical Bayes: steadier estimates for small areas, drawn towards what all areas are like."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.statistics.intervals import FloatArray, Interval, as_counts, two_sided_tail


class Shrunk(NamedTuple):
    """Estimates drawn towards their mean.

    Attributes:
        estimate: The estimates, with limits.
        weight: How much of each is its own, from 0 (all borrowed) to 1.
        spread: Standard deviation between areas of what is estimated; 0 where chance explains
            all the difference.
    """

    estimate: Interval
    weight: FloatArray
    spread: float


def shrunken_ratios(events: ArrayLike, expected: ArrayLike, confidence: float = 0.95) -> Shrunk:
    """Draw ratios of events to expected events (or people) towards the ratio overall.

    Areas' true ratios are taken to follow a gamma distribution, whose mean and variance are found
    from the areas themselves by moments.

    Args:
        events: Events in each area; one axis.
        expected: Events expected, or people at risk; as long.
        confidence: Coverage of the limits.

    Returns:
        Posterior means and quantiles; areas with nothing expected have the ratio overall and a
        weight of 0; areas that are missing are NaN and leave the others alone. Where chance
        explains all difference, every area has the ratio overall and no limits (NaN).

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Clayton D, Kaldor J. Empirical Bayes estimates of age-standardized relative risks for use
        in disease mapping. Biometrics 1987;43:671-81; Marshall RJ. Mapping disease and mortality
        rates using empirical Bayes estimators. J R Stat Soc C 1991;40:283-94.

    >>> found = shrunken_ratios([2, 30, 90, 12], [5.0, 40.0, 60.0, 10.0])
    >>> print(found.estimate.value.round(2), found.weight.round(2))
    [0.93 0.84 1.45 1.18] [0.31 0.78 0.84 0.47]
    """
    count, size = np.broadcast_arrays(as_counts(events, "events"), as_counts(expected, "expected"))
    known = ~np.isnan(count + size)
    mean, variance = _moments(count[known], size[known])
    if not variance > 0:
        value = np.where(known, mean, np.nan)
        blank = np.full(count.shape, np.nan)
        return Shrunk(Interval(value, blank, blank.copy()), np.where(known, 0.0, np.nan), 0.0)
    shape, rate = mean**2 / variance, mean / variance
    tail = two_sided_tail(confidence)
    above = rate + size
    estimate = Interval(
        (shape + count) / above,
        special.gammaincinv(shape + count, tail) / above,
        special.gammainccinv(shape + count, tail) / above,
    )
    return Shrunk(estimate, size / above, float(np.sqrt(variance)))


def _moments(count: FloatArray, size: FloatArray) -> tuple[float, float]:
    """Mean and variance of the true ratios, weighted by size."""
    total = size.sum()
    if not total > 0:
        return float("nan"), 0.0
    mean = count.sum() / total
    ratio = count / np.where(size > 0, size, np.nan)
    scatter = np.nansum(size * (ratio - mean) ** 2) / total
    # Chance alone would scatter the ratios by the mean over the mean size.
    return float(mean), float(scatter - mean / (total / size.size))
