"""Abridged life tables: how long people would live at the death rates of one period."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts, normal_quantile

STARTS_TO_90 = (0, 1, *range(5, 95, 5))
"""First ages of the usual bands: under 1, 1 to 4, then fives to 90 and over."""
STARTS_TO_85 = STARTS_TO_90[:-1]
RADIX = 100_000
INFANT_SHARE = 0.1
"""The part of the first year lived, on average, by those who die in it."""
MINIMUM_POPULATION = 5_000
WIDEST_INTERVAL = 20.0


class LifeTable(NamedTuple):
    """Columns of abridged life tables; age band is the last axis of every array.

    Attributes:
        expectancy: Years of life left at the start of each band, with limits.
        survivors: Of 100,000 born, how many reach the start of the band.
        years_lived: Years the 100,000 live within the band.
        variance: Variance of the expectancy.
    """

    expectancy: Interval
    survivors: FloatArray
    years_lived: FloatArray
    variance: FloatArray


def life_table(
    deaths: ArrayLike,
    population: ArrayLike,
    starts: ArrayLike = STARTS_TO_90,
    confidence: float = 0.95,
    *,
    minimum_population: float = MINIMUM_POPULATION,
    widest_interval: float = WIDEST_INTERVAL,
) -> LifeTable:
    """Build abridged life tables by Chiang's method, with Silcocks' variance of the last band.

    Args:
        deaths: Deaths by age band, the last axis; any shape before it.
        population: People (or person-years) by age band; broadcast against the deaths.
        starts: First age of each band, the last of which is open.
        confidence: Coverage of the limits.
        minimum_population: Give nothing (NaN) for a smaller population over all ages: its
            limits cannot be trusted (Toson and Baker 2003). 0 gives every table.
        widest_interval: Give nothing at ages where the limits are further apart than so many
            years.

    Returns:
        Life tables; NaN throughout where a band is missing or has deaths among nobody, where
        there are more deaths in a band than its people could have, where nobody died in the last
        band (life would have no end), and below the minimum population. A band with nobody in
        it, and no deaths, has the death rate 0 only if other bands make up the population.

    Raises:
        StatisticsError: If a count is negative, or the bands do not fit or do not rise from 0.

    Source:
        Chiang CL. Introduction to Stochastic Processes in Biostatistics. Wiley, 1968; Newell C.
        Methods and Models in Demography. Wiley, 1994, pp. 63-81; Silcocks PBS, Jenner DA, Reza R.
        Life expectancy as a summary of mortality in a population. J Epidemiol Community Health
        2001;55:38-43; Toson B, Baker A. Life expectancy at birth: methodological options for
        small populations. National Statistics Methodological Series 33. ONS, 2003.

    Three bands, the last open at 65:

    >>> table = life_table([10, 50, 200], [5000, 60000, 4000], [0, 25, 65])
    >>> print(table.expectancy.value.round(1))
    [80.2 58.7 20. ]
    """
    count, people = np.broadcast_arrays(
        as_counts(deaths, "deaths"), as_counts(population, "population")
    )
    first = _checked_starts(starts, count.shape)
    width = np.append(np.diff(first), np.nan)
    rate = np.where(people > 0, count / np.where(people > 0, people, 1), np.nan)
    rate = np.where((people == 0) & (count == 0), 0.0, rate)
    share = np.full(first.shape, 0.5)
    share[0] = INFANT_SHARE if first[1] == 1 else 0.5
    dying = width * rate / (1 + width * (1 - share) * rate)
    sound = _sound(count, people, dying, minimum_population)
    dying[..., -1] = 1.0
    survivors = _survivors(dying)
    lived = _years_lived(survivors, dying, width, share, rate)
    left = np.flip(np.flip(lived, -1).cumsum(axis=-1), -1)
    some = np.where(survivors > 0, survivors, np.nan)
    value = np.where(sound, left / some, np.nan)
    variance = _variance(survivors, value, dying, count, people, width, share, rate)
    half = normal_quantile(confidence) * np.sqrt(variance)
    half = np.where(2 * half > widest_interval, np.nan, half)
    value = np.where(np.isnan(half), np.nan, value)
    survivors, lived = (np.where(sound, column, np.nan) for column in (survivors, lived))
    return LifeTable(Interval(value, value - half, value + half), survivors, lived, variance)


def _checked_starts(starts: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    first = np.asarray(starts, dtype=np.float64)
    rises = (
        first.ndim == 1 and first.size > 2 and first[0] == 0 and bool(np.all(np.diff(first) > 0))
    )
    if not rises or shape[-1:] != first.shape:
        raise StatisticsError(
            f"The bands start at {first.tolist()}; the counts have shape {shape}.",
            "Put age band last in the counts and give the first age of each band, from 0 up.",
        )
    return first


def _sound(
    count: FloatArray, people: FloatArray, dying: FloatArray, minimum: float
) -> NDArray[np.bool_]:
    """Which tables can be built, as a column to broadcast over bands."""
    total = people.sum(axis=-1)
    possible = (np.nan_to_num(dying[..., :-1], nan=2.0) <= 1).all(axis=-1)
    whole = ~np.isnan(count + people).any(axis=-1)
    among_nobody = ((people == 0) & (count > 0)).any(axis=-1)
    ends = count[..., -1] > 0
    sound = possible & whole & ~among_nobody & ends & (total >= minimum) & (total > 0)
    return np.asarray(sound)[..., np.newaxis]


def _survivors(dying: FloatArray) -> FloatArray:
    alive = np.cumprod(1 - dying[..., :-1], axis=-1)
    born = np.ones((*dying.shape[:-1], 1))
    return np.asarray(RADIX * np.concatenate([born, alive], axis=-1))


def _years_lived(
    survivors: FloatArray,
    dying: FloatArray,
    width: FloatArray,
    share: FloatArray,
    rate: FloatArray,
) -> FloatArray:
    following = np.roll(survivors, -1, axis=-1)
    lived = width * (following + share * survivors * dying)
    last = rate[..., -1]
    lived[..., -1] = survivors[..., -1] / np.where(last > 0, last, np.nan)
    return np.asarray(lived)


def _variance(
    survivors: FloatArray,
    value: FloatArray,
    dying: FloatArray,
    count: FloatArray,
    people: FloatArray,
    width: FloatArray,
    share: FloatArray,
    rate: FloatArray,
) -> FloatArray:
    """Variance of expectancy: of surviving each band, and of the rate of the last."""
    some = np.where(people > 0, people, np.nan)
    of_dying = (
        width**2
        * rate
        * (1 - share * width * rate)
        / (some * (1 + (1 - share) * width * rate) ** 3)
    )
    of_dying = np.where(count == 0, 0.0, of_dying)
    after = np.roll(value, -1, axis=-1)
    spread = of_dying * survivors**2 * ((1 - share) * width + after) ** 2
    last = rate[..., -1]
    ending = survivors[..., -1] ** 2 / (np.where(last > 0, last, np.nan) ** 3 * some[..., -1])
    spread[..., -1] = ending
    below = np.flip(np.flip(spread, -1).cumsum(axis=-1), -1)
    return np.asarray(below / np.where(survivors > 0, survivors, np.nan) ** 2)
