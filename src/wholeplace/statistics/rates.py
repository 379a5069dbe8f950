"""Crude rates of events, with exact Poisson limits for few events and Byar's for many."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.statistics.intervals import (
    FloatArray,
    Interval,
    as_counts,
    normal_quantile,
    two_sided_tail,
)

EXACT_BELOW = 10
"""Counts below this take exact limits (the rule of OHID's Fingertips indicators)."""


def byar(events: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Approximate the Poisson limits of counts by Byar's method.

    Args:
        events: Counts of events; any shape.
        confidence: Coverage of the limits.

    Returns:
        Lower and upper limits of the expected count; NaN where the count is missing.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Breslow NE, Day NE. Statistical Methods in Cancer Research, volume II. IARC Scientific
        Publications 82. Lyon: IARC, 1987, p. 69.

    >>> lower, upper = byar([65, 1045])
    >>> print(lower.round(2), upper.round(2))
    [ 50.16 982.59] [  82.85 1110.33]
    """
    count = as_counts(events, "events")
    z = normal_quantile(confidence)
    some = np.where(count == 0, 1, count)
    # The cube is negative for one or two events at high confidence: the limit is then 0.
    root = np.maximum(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0)
    lower = np.where(count == 0, 0.0, some * root**3)
    following = count + 1
    upper = following * (1 - 1 / (9 * following) + z / (3 * np.sqrt(following))) ** 3
    return lower, upper


def exact_poisson(events: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Give the exact Poisson limits of counts, from the chi-square distribution.

    Args:
        events: Counts of events; any shape.
        confidence: Coverage of the limits.

    Returns:
        Lower and upper limits of the expected count; the lower limit of no events is 0;
        NaN where the count is missing.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-42.

    >>> lower, upper = exact_poisson([0, 5])
    >>> print(lower.round(3), upper.round(3))
    [0.    1.623] [ 3.689 11.668]
    """
    count = as_counts(events, "events")
    tail = two_sided_tail(confidence)
    # Half a chi-square quantile on 2k degrees of freedom is a gamma quantile of shape k.
    lower = np.where(count == 0, 0.0, special.gammaincinv(np.where(count == 0, 1, count), tail))
    upper = special.gammainccinv(count + 1, tail)
    return lower, np.asarray(upper)


def poisson_limits(events: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Give the limits of counts: exact below 10 events, Byar's from 10 up.

    Args:
        events: Counts of events; any shape.
        confidence: Coverage of the limits.

    Returns:
        Lower and upper limits of the expected count; NaN where the count is missing.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Eayres D. Commonly used public health statistics and their confidence intervals.
        Technical Briefing 3. York: Association of Public Health Observatories, 2008.

    >>> lower, upper = poisson_limits([5, 20])
    >>> print(lower.round(3), upper.round(3))
    [ 1.623 12.211] [11.668 30.89 ]
    """
    count = as_counts(events, "events")
    lower, upper = (np.array(limit) for limit in byar(count, confidence))
    few = count < EXACT_BELOW
    lower[few], upper[few] = exact_poisson(count[few], confidence)
    return lower, upper


def poisson_rate(
    events: ArrayLike, population: ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> Interval:
    """Estimate crude rates of events, with exact limits below 10 events and Byar's above.

    Args:
        events: Events counted; one person may have several; any shape.
        population: People, or person-years, at risk; broadcast against the events.
        per: What the rate is given per, such as 100,000.
        confidence: Coverage of the limits.

    Returns:
        Rates; NaN where a count is missing or the population is 0.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Breslow and Day 1987 (see `byar`); Garwood 1936 (see `exact_poisson`); Eayres 2008
        (see `poisson_limits`).

    >>> rate = poisson_rate([0, 65], [100, 100], per=1000)
    >>> print(rate.value)
    [  0. 650.]
    >>> print(rate.lower.round(1), rate.upper.round(1))
    [  0.  501.6] [ 36.9 828.5]
    """
    count, people = np.broadcast_arrays(
        as_counts(events, "events"), as_counts(population, "population")
    )
    lower, upper = poisson_limits(count, confidence)
    people = np.where(people > 0, people, np.nan)
    return Interval(count / people * per, lower / people * per, upper / people * per)
