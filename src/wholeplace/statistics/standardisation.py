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
    weights = _band_weights(standard, people, empty_bands)
    peopled = people > 0
    # An empty band adds nothing once its weight is 0; events among nobody are a contradiction.
    share = np.where(peopled, weights / np.where(peopled, people, 1), np.nan)
    share = np.where((weights == 0) & (count == 0), 0.0, share)
    total = count.sum(axis=-1)
    value = (share * count).sum(axis=-1)
    variance = (share**2 * count).sum(axis=-1)
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
