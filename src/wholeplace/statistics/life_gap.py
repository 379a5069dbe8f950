"""Why life expectancy differs: the gap between two populations by age and cause, and years lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts, as_floats
from wholeplace.statistics.life_tables import LifeTable
from wholeplace.statistics.standardisation import directly_standardised_rate


def gap_by_age(first: LifeTable, second: LifeTable) -> FloatArray:
    """Split the gap in life expectancy at birth into the years each age band adds to it.

    Args:
        first: Life tables of the population whose gap is explained, such as the most deprived.
        second: Life tables compared with, with the same bands; broadcast against the first.

    Returns:
        Years by age band, the last axis, that add up exactly to the second expectancy at birth
        less the first; NaN where either table is.

    Source:
        Arriaga EE. Measuring and explaining the change in life expectancies. Demography
        1984;21:83-96.

    >>> from wholeplace.statistics import life_table
    >>> poor = life_table([10, 50, 200], [5000, 60000, 4000], [0, 25, 65])
    >>> rich = life_table([5, 30, 150], [5000, 60000, 4000], [0, 25, 65])
    >>> parts = gap_by_age(poor, rich)
    >>> print(parts.round(2), parts.sum().round(2))
    [1.88 0.58 6.13] 8.59
    """
    alive, alive_2 = first.survivors, second.survivors
    lived, lived_2 = first.years_lived, second.years_lived
    radix = alive[..., :1]
    some = np.where(alive > 0, alive, np.nan)
    some_2 = np.where(alive_2 > 0, alive_2, np.nan)
    direct = alive / radix * (lived_2 / some_2 - lived / some)
    left = np.flip(np.flip(lived_2, -1).cumsum(axis=-1), -1)
    later = np.roll(left, -1, axis=-1)
    later[..., -1] = 0.0
    next_1 = np.roll(alive, -1, axis=-1)
    next_2 = np.where(np.roll(some_2, -1, axis=-1) > 0, np.roll(some_2, -1, axis=-1), np.nan)
    indirect = later / radix * (alive / some_2 - next_1 / next_2)
    indirect[..., -1] = 0.0
    return np.asarray(direct + indirect)


def gap_by_cause(
    gap: ArrayLike,
    deaths: ArrayLike,
    population: ArrayLike,
    deaths_2: ArrayLike,
    population_2: ArrayLike,
) -> FloatArray:
    """Split each age band's years by cause, as the causes' death rates differ.

    Args:
        gap: Years by age band, as :func:`gap_by_age` gives them; one axis more may stand before.
        deaths: Deaths of the first population by cause and age band, the last two axes; the
            causes must be all causes.
        population: Its people by age band.
        deaths_2: Deaths of the second population by cause and age band.
        population_2: Its people by age band.

    Returns:
        Years by cause and age band that add up over causes to those of the band; NaN in bands
        where the two death rates are the same while the years are not.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Arriaga EE. Changing trends in mortality decline during the last decades. In: Ruzicka L,
        Wunsch G, Kane P, eds. Differential Mortality. Oxford: Clarendon, 1989, pp. 105-29.

    >>> parts = gap_by_cause([2.0], [[30], [20]], [1000], [[10], [15]], [1000])
    >>> print(parts.ravel())
    [1.6 0.4]
    """
    years = as_floats(gap)[..., np.newaxis, :]
    rates = []
    for counts, people in ((deaths, population), (deaths_2, population_2)):
        among = as_counts(people, "population")[..., np.newaxis, :]
        rates.append(as_counts(counts, "deaths") / np.where(among > 0, among, np.nan))
    excess = rates[0] - rates[1]
    whole = excess.sum(axis=-2, keepdims=True)
    share = excess / np.where(whole != 0, whole, np.nan)
    return np.asarray(np.where((years == 0) & (whole == 0), 0.0, years * share))


def years_of_life_lost(
    deaths: ArrayLike, age_of_death: ArrayLike, up_to: float = 75.0
) -> FloatArray:
    """Add up the years that deaths took before an age.

    Args:
        deaths: Deaths by age band, the last axis.
        age_of_death: Mean age of those who die in each band, such as its middle.
        up_to: The age lived up to; deaths at or above it lose nothing.

    Returns:
        Years lost, one axis fewer; NaN where a band is missing.

    Raises:
        StatisticsError: If a count is negative, or the bands do not fit.

    Source:
        Gardner JW, Sanborn JS. Years of potential life lost (YPLL): what does it measure?
        Epidemiology 1990;1:322-9.

    >>> print(years_of_life_lost([1, 2, 10], [40.5, 70.5, 80.0]))
    43.5
    """
    count, age = as_counts(deaths, "deaths"), as_floats(age_of_death)
    if count.shape[-1:] != age.shape:
        raise StatisticsError(
            f"There are {count.shape[-1:]} bands of deaths and {age.shape} ages.",
            "Give one age for each band of deaths.",
        )
    return np.asarray((count * np.maximum(up_to - age, 0)).sum(axis=-1))


def years_of_life_lost_rate(
    deaths: ArrayLike,
    population: ArrayLike,
    age_of_death: ArrayLike,
    standard: ArrayLike,
    up_to: float = 75.0,
    per: float = 10_000.0,
    confidence: float = 0.95,
) -> Interval:
    """Standardise the rate of years lost to ages of a standard population.

    Years are not events, so the limits are those of the deaths: each band's weight is its
    standard population times the years one death in it takes.

    Args:
        deaths: Deaths by age band, the last axis; any shape before it.
        population: People at risk by age band.
        age_of_death: Mean age of those who die in each band.
        standard: The standard population of each band.
        up_to: The age lived up to.
        per: What the rate is given per.
        confidence: Coverage of the limits.

    Returns:
        Years lost in the standard population per so many people under the age; NaN as for
        `directly_standardised_rate`.

    Raises:
        StatisticsError: If a count is negative, or the bands do not fit.

    Source:
        NHS Digital. Compendium of Population Health Indicators: years of life lost; Dobson and
        others 1991 (see `directly_standardised_rate`).

    >>> rate = years_of_life_lost_rate([20, 30], [9000, 8000], [40, 70], [6000, 4000])
    >>> print(rate.value.round(1), rate.lower.round(1), rate.upper.round(1))
    541.7 349.8 778.6
    """
    lost = np.maximum(up_to - as_floats(age_of_death), 0)
    weights = as_floats(standard) * lost
    counted = lost > 0
    deaths, population = as_counts(deaths, "deaths"), as_counts(population, "population")
    rate = directly_standardised_rate(
        deaths[..., counted], population[..., counted], weights[counted], per, confidence
    )
    scale = weights[counted].sum() / as_floats(standard)[counted].sum()
    return Interval(*(part * scale for part in rate))
