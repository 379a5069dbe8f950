"""Indirect standardisation: events seen against those expected at a reference's rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts
from wholeplace.statistics.rates import poisson_limits


def expected_events(
    population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike
) -> FloatArray:
    """Count the events there would be at the reference's rate in each age band.

    Args:
        population: People at risk by age band, the last axis; any shape before it.
        reference_events: Events of the reference by age band; one number a band.
        reference_population: People of the reference by age band; one number a band.

    Returns:
        Expected events, one axis fewer; NaN where a band is missing, or has people here and
        nobody in the reference.

    Raises:
        StatisticsError: If a count is negative, or the bands do not fit.

    Source:
        Breslow and Day 1987 (see `byar`), chapter 2.

    >>> print(expected_events([[100, 50], [200, 0]], [10, 40], [1000, 800]))
    [3.5 2. ]
    """
    people = as_counts(population, "population")
    events = as_counts(reference_events, "reference_events")
    among = as_counts(reference_population, "reference_population")
    if events.ndim != 1 or events.shape != among.shape or people.shape[-1:] != events.shape:
        raise StatisticsError(
            f"The reference has {events.shape} and {among.shape} bands; people {people.shape}.",
            "Put age band last and give one reference number for each band.",
        )
    rate = events / np.where(among > 0, among, np.nan)
    return np.where(people == 0, 0.0, people * rate).sum(axis=-1)


def indirectly_standardised_ratio(
    events: ArrayLike, expected: ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> Interval:
    """Divide events by those expected: 1 (or `per`) is what the reference's rates would give.

    The expected events are taken as known exactly, so ratios compare areas with the reference,
    not with each other.

    Args:
        events: Events seen; any shape.
        expected: Events expected; broadcast against those seen.
        per: What 1 is given as, such as 100 for a standardised mortality ratio.
        confidence: Coverage of the limits.

    Returns:
        Ratios; NaN where an input is missing or nothing is expected.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Breslow and Day 1987, chapter 2; limits as in `poisson_limits`.

    >>> ratio = indirectly_standardised_ratio([0, 65], [4, 50], per=100)
    >>> print(ratio.value, ratio.lower.round(1), ratio.upper.round(1))
    [  0. 130.] [  0.  100.3] [ 92.2 165.7]
    """
    count, wanted = np.broadcast_arrays(
        as_counts(events, "events"), as_counts(expected, "expected")
    )
    lower, upper = poisson_limits(count, confidence)
    some = np.where(wanted > 0, wanted, np.nan) / per
    return Interval(count / some, lower / some, upper / some)


def indirectly_standardised_rate(
    events: ArrayLike,
    expected: ArrayLike,
    reference_rate: ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Scale the reference's crude rate by the indirectly standardised ratio.

    Args:
        events: Events seen; any shape.
        expected: Events expected; broadcast against those seen.
        reference_rate: The reference's crude rate, in the unit wanted.
        confidence: Coverage of the limits.

    Returns:
        Rates; NaN where an input is missing or nothing is expected.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Eayres 2008 (see `poisson_limits`).

    >>> rate = indirectly_standardised_rate([65], [50], 200)
    >>> print(rate.value, rate.lower.round(1), rate.upper.round(1))
    [260.] [200.7] [331.4]
    """
    ratio = indirectly_standardised_ratio(events, expected, 1.0, confidence)
    scale = as_counts(reference_rate, "reference_rate")
    return Interval(ratio.value * scale, ratio.lower * scale, ratio.upper * scale)
