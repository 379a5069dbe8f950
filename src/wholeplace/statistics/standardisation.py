"""Directly standardised rates: what an area's rate would be at a standard mix of ages."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts
from wholeplace.statistics.rates import poisson_limits

EmptyBands = Literal["missing", "left out"]

MINIMUM_EVENTS = 10
"""Below this many events a standardised rate is too unsteady to give (OHID's rule)."""


def directly_standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000.0,
    confidence: float = 0.95,
    *,
    minimum_events: float = MINIMUM_EVENTS,
    empty_bands: EmptyBands = "missing",
) -> Interval:
    """Weight the rates of age bands to a standard population, with Dobson's limits.

    Args:
        events: Events by age band, the last axis; any shape before it.
        population: People at risk by age band; broadcast against the events.
        standard: The standard population of each band, such as `european_2013.weights`.
        per: What the rate is given per.
        confidence: Coverage of the limits.
        minimum_events: Give nothing (NaN) for fewer events than this; 0 gives every rate.
        empty_bands: What a band with nobody in it does. Its rate is unknown, so "missing" gives
            no rate at all; "left out" weights over the bands that have people, which supposes
            that the empty band would have had the rate of the others.

    Returns:
        Rates, one axis fewer than the events; NaN where any band is missing, where there are
        events among nobody, and below `minimum_events`. No events at all have a rate of 0 and
        no limits (NaN), since Dobson's method has none.

    Raises:
        StatisticsError: If a count is negative, or the bands of the standard do not fit.

    Source:
        Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of
        Poisson parameters. Stat Med 1991;10:457-62; the limits of the total count as in
        `poisson_limits`.

    Two areas of three age bands; the second has too few events:

    >>> rate = directly_standardised_rate(
    ...     [[20, 40, 60], [1, 2, 3]], [1000, 800, 500], [5000, 3000, 2000], per=1000
    ... )
    >>> print(rate.value, rate.lower.round(1), rate.upper.round(1))
    [49. nan] [40.6  nan] [58.6  nan]
    """
    count, people = np.broadcast_arrays(
        as_counts(events, "events"), as_counts(population, "population")
    )
    share = standard_shares(standard, people, empty_bands, count)
    variance = (share**2 * count).sum(axis=-1)
    return _dobson(share, count, variance, per, confidence, minimum_events)


def standardised_rate_of_repeated_events(
    people_with: ArrayLike,
    times: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000.0,
    confidence: float = 0.95,
    *,
    minimum_events: float = MINIMUM_EVENTS,
    empty_bands: EmptyBands = "missing",
) -> Interval:
    """Standardise a rate of events that come several to a person, such as admissions.

    Events of one person are not independent, so limits that take them so are too narrow: the
    variance is found from how many people have each number of events.

    Args:
        people_with: People by number of events and age band, the last two axes.
        times: The number of events that each row of people had.
        population: People at risk by age band; broadcast against the people, rows left out.
        standard: The standard population of each band.
        per: What the rate is given per.
        confidence: Coverage of the limits.
        minimum_events: Give nothing (NaN) for fewer events than this.
        empty_bands: As for :func:`directly_standardised_rate`.

    Returns:
        Rates of events, two axes fewer than the people; NaN as for
        :func:`directly_standardised_rate`.

    Raises:
        StatisticsError: If a count is negative, or the rows or bands do not fit.

    Source:
        Stukel TA, Glynn RJ, Fisher ES, Sharp SM, Lu-Yao G, Wennberg JE. Standardized rates of
        recurrent outcomes. Stat Med 1994;13:1781-91; limits as in
        :func:`directly_standardised_rate`.

    In two bands 30 and 10 people had one event, 5 and 5 had three:

    >>> rate = standardised_rate_of_repeated_events(
    ...     [[30, 10], [5, 5]], [1, 3], [1000, 500], [600, 400], per=1000
    ... )
    >>> print(rate.value, rate.lower.round(1), rate.upper.round(1))
    47.0 32.5 64.4
    """
    persons = as_counts(people_with, "people_with")
    number = as_counts(times, "times")
    if persons.ndim < 2 or number.shape != persons.shape[-2:-1]:
        raise StatisticsError(
            f"There are rows for {number.shape} numbers of events; people have {persons.shape}.",
            "Put number of events next to last, and age band last, in the people.",
        )
    by_number = number[:, np.newaxis]
    count = (persons * by_number).sum(axis=-2)
    count, people = np.broadcast_arrays(count, as_counts(population, "population"))
    share = standard_shares(standard, people, empty_bands, count)
    variance = (share**2 * (persons * by_number**2).sum(axis=-2)).sum(axis=-1)
    return _dobson(share, count, variance, per, confidence, minimum_events)


def standard_shares(
    standard: ArrayLike, people: FloatArray, empty_bands: EmptyBands, count: FloatArray
) -> FloatArray:
    """What one event in a band adds to a standardised rate.

    Args:
        standard: The standard population of each band.
        people: People at risk by band, the last axis.
        empty_bands: As for :func:`directly_standardised_rate`.
        count: Events by band.

    Returns:
        Shares in the shape of the people; NaN where there are events among nobody.

    Raises:
        StatisticsError: If the bands of the standard do not fit.
    """
    weights = _band_weights(standard, people, empty_bands)
    peopled = people > 0
    # An empty band adds nothing once its weight is 0; events among nobody are a contradiction.
    share = np.where(peopled, weights / np.where(peopled, people, 1), np.nan)
    return np.where((weights == 0) & (count == 0), 0.0, share)


def _dobson(
    share: FloatArray,
    count: FloatArray,
    variance: FloatArray,
    per: float,
    confidence: float,
    minimum_events: float,
) -> Interval:
    """The rate, with the limits of the total count stretched to the rate's variance."""
    total = count.sum(axis=-1)
    value = (share * count).sum(axis=-1)
    lower_total, upper_total = poisson_limits(total, confidence)
    stretch = np.sqrt(variance / np.where(total > 0, total, np.nan))
    given = np.where(total >= minimum_events, per, np.nan)
    return Interval(
        value * given,
        (value + stretch * (lower_total - total)) * given,
        (value + stretch * (upper_total - total)) * given,
    )


def _band_weights(standard: ArrayLike, people: FloatArray, empty_bands: EmptyBands) -> FloatArray:
    """Scale the standard to sum to one over the bands that count."""
    weights = as_counts(standard, "standard")
    if weights.ndim != 1 or people.shape[-1:] != weights.shape:
        raise StatisticsError(
            f"The standard has shape {weights.shape}; the counts have {people.shape}.",
            "Put age band last in the counts and give one standard number for each band.",
        )
    spread = np.broadcast_to(weights, people.shape)
    if empty_bands == "left out":
        spread = np.where(people == 0, 0.0, spread)
    total = spread.sum(axis=-1, keepdims=True)
    return np.asarray(spread / np.where(total > 0, total, np.nan))
