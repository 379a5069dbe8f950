"""Rates of amounts that come in lumps, such as bed days, and what a change in one is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import (
    FloatArray,
    Interval,
    as_counts,
    as_floats,
    normal_quantile,
)
from wholeplace.statistics.rates import poisson_limits
from wholeplace.statistics.standardisation import EmptyBands, standard_shares


class Use(NamedTuple):
    """Stays and bed days by age band, the last axis, with what their variance needs.

    A person's stays and days are one lump: people are independent of one another, and the days of
    one person are not. So the sums of squares are over people.

    Attributes:
        people: People at risk.
        stays: Stays.
        days: Bed days.
        stays_squared: Over people, the sum of squared numbers of stays.
        stays_days: Over people, the sum of stays times days.
        days_squared: Over people, the sum of squared numbers of days.
    """

    people: FloatArray
    stays: FloatArray
    days: FloatArray
    stays_squared: FloatArray
    stays_days: FloatArray
    days_squared: FloatArray


class SplitChange(NamedTuple):
    """A change in a standardised rate of bed days, and its two parts, which add up to it."""

    whole: Interval
    admissions: Interval
    length: Interval


def standardised_rate_of_amounts(
    amount: ArrayLike,
    squares: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 1.0,
    confidence: float = 0.95,
    *,
    empty_bands: EmptyBands = "missing",
) -> Interval:
    """Standardise a rate of something that comes in lumps, with limits that know it.

    Bed days are not events that happen independently: forty of them may be one stay. The total of
    independent lumps is compound Poisson, whose variance is the sum of the squared lumps; limits
    are those of the number of equal independent events that would be as uncertain.

    Args:
        amount: What people have between them, by age band, the last axis.
        squares: Over people, the sum of what each has, squared.
        population: People at risk.
        standard: The standard population of each band.
        per: What the rate is given per.
        confidence: Coverage of the limits.
        empty_bands: As for :func:`~wholeplace.statistics.directly_standardised_rate`.

    Returns:
        Rates, one axis fewer; NaN as for the directly standardised rate. No amount at all has a
        rate of 0 and no limits.

    Raises:
        StatisticsError: If a number is negative, or the bands do not fit.

    Source:
        The variance: Stukel TA and others. Standardized rates of recurrent outcomes. Stat Med
        1994;13:1781-91. The limits from an effective number of events: Fay MP, Feuer EJ. Confidence
        intervals for directly standardized rates: a method based on the gamma distribution. Stat
        Med 1997;16:791-801, without their allowance for the largest weight.

    Twenty people of a thousand spend nine days each: less is known than from 180 separate days.

    >>> rate = standardised_rate_of_amounts([180], [20 * 81], [1000], [1], per=1000)
    >>> print(rate.value, rate.lower.round(0), rate.upper.round(0))
    180.0 110.0 278.0
    """
    given, squared = as_counts(amount, "amount"), as_counts(squares, "squares")
    given, people = np.broadcast_arrays(given, as_counts(population, "population"))
    share = standard_shares(standard, people, empty_bands, given)
    value = (share * given).sum(axis=-1)
    variance = (share**2 * squared).sum(axis=-1)
    some = variance > 0
    events = np.where(some, value**2 / np.where(some, variance, 1), np.nan)
    lower, upper = (limit / events for limit in poisson_limits(events, confidence))
    return Interval(value * per, value * lower * per, value * upper * per)


def limits_of_lumps(
    estimate: Interval, amount: ArrayLike, dispersion: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Widen the limits of rates that took each unit of an amount as an event of its own.

    Where only the amount is known, and how unevenly people share it is known of the whole
    population alone, the amount is taken as so many lumps of the size that makes that dispersion.

    Args:
        estimate: Rates, crude or standardised, with limits that lie about them as those of the
            amount lie about it.
        amount: The amount the limits are of; broadcast against the rates.
        dispersion: The variance of the amount, as a multiple of what single events would have:
            over people, the sum of squares of what each has divided by the sum. 1 or more.
        confidence: Coverage of the limits.

    Returns:
        The rates with limits of that many lumps; no lower limit is below 0.

    Raises:
        StatisticsError: If an amount is negative, or a dispersion below 1.

    Source:
        The variance: Cox DR, Miller HD. The theory of stochastic processes. London: Methuen, 1965,
        section 3.2 (compound Poisson process). One dispersion for all areas: McCullagh P, Nelder
        JA. Generalized linear models. 2nd ed. London: Chapman and Hall, 1989, section 6.2.

    180 days in lumps of nine are known as well as 20 events:

    >>> from wholeplace.statistics import poisson_rate
    >>> rate = poisson_rate([180], [1000], per=1000)
    >>> lumps = limits_of_lumps(rate, [180], 9)
    >>> print(rate.lower.round(), rate.upper.round(), lumps.lower.round(), lumps.upper.round())
    [155.] [208.] [110.] [278.]
    """
    given, size = as_counts(amount, "amount"), as_floats(dispersion)
    if np.any(size < 1):
        raise StatisticsError(
            f"The dispersion is {np.nanmin(size):g}, below that of single events.",
            "Divide the sum of squares of whole numbers by their sum: it is 1 or more.",
        )
    single, lumps = poisson_limits(given, confidence), poisson_limits(given / size, confidence)
    made = []
    for limit, alone, together in zip(estimate[1:], single, lumps, strict=True):
        with np.errstate(invalid="ignore", divide="ignore"):
            wider = (together * size - given) / (alone - given)
        # No events have 0 as their lower limit whatever they would come in.
        moved = np.where(alone == given, limit, estimate.value + (limit - estimate.value) * wider)
        made.append(moved)
    lower, upper = made
    return Interval(estimate.value, np.maximum(lower, 0), upper)


def days_per_stay(use: Use, confidence: float = 0.95) -> Interval:
    """The mean number of days a stay, with limits that know that a person's stays go together.

    Args:
        use: Stays and days; bands, the last axis, are added up.
        confidence: Coverage of the limits, by the delta method.

    Returns:
        Means, one axis fewer; NaN where there are no stays.

    Source:
        Cochran WG. Sampling Techniques, 3rd edition. New York: Wiley, 1977, section 6.3 (ratio of
        two totals over independent people).

    >>> mean = days_per_stay(Use(*(np.array([n]) for n in (1000, 20, 180, 20, 180, 1700))))
    >>> print(mean.value, mean.lower.round(2), mean.upper.round(2))
    9.0 8.12 9.88
    """
    stays, days, squared, together, days_squared = (
        np.asarray(part, dtype=np.float64).sum(axis=-1) for part in use[1:]
    )
    some = np.where(stays > 0, stays, np.nan)
    value = days / some
    variance = (days_squared - 2 * value * together + value**2 * squared) / some**2
    reach = normal_quantile(confidence) * np.sqrt(np.maximum(variance, 0))
    return Interval(value, np.maximum(value - reach, 0), value + reach)


def split_change(
    first: Use,
    second: Use,
    standard: ArrayLike,
    per: float = 1.0,
    confidence: float = 0.95,
) -> SplitChange:
    """Split a change in standardised bed days into admissions and length of stay, exactly.

    In each band the rate of days is stays a person times days a stay. The part of each factor is
    its change times the mean of the other, so nothing is left over and neither factor goes first.

    Args:
        first: The earlier year.
        second: The later year.
        standard: The standard population of each band; bands with nobody in either year are left
            out of both.
        per: What the rates are given per.
        confidence: Coverage of the limits, by the delta method. The two years are taken to be
            independent; many people are in both, so the limits are a little wide.

    Returns:
        The change and its parts, one axis fewer.

    Raises:
        StatisticsError: If there are days without stays, or the bands do not fit.

    Source:
        Kitagawa EM. Components of a difference between two rates. J Am Stat Assoc
        1955;50:1168-94; Das Gupta P. Standardization and decomposition of rates: a user's manual.
        Current Population Reports P23-186. Washington: US Bureau of the Census, 1993, two factors.

    >>> flat = [np.array([n]) for n in (1000, 20, 180, 20, 180, 1620)]
    >>> later = [np.array([n]) for n in (1000, 22, 176, 22, 176, 1408)]
    >>> change = split_change(Use(*flat), Use(*later), [1], per=1000)
    >>> print([float(part.value.round(9)) for part in change])
    [-4.0, 17.0, -21.0]
    """
    for year in (first, second):
        if np.any((year.days > 0) & (year.stays == 0)):
            raise StatisticsError(
                "There are bed days without a stay.", "Count every stay that days belong to."
            )
    weight = _common_weights(first, second, standard) * per
    rates = [_divided(year.stays, year.people) for year in (first, second)]
    lengths = _lengths(first, second)
    mean_rate, mean_length = (rates[0] + rates[1]) / 2, (lengths[0] + lengths[1]) / 2
    more, longer = rates[1] - rates[0], lengths[1] - lengths[0]
    parts = weight * more * mean_length, weight * longer * mean_rate
    variances = np.zeros((3, *weight.shape[:-1]))
    for year, rate, sign in ((first, rates[0], -1.0), (second, rates[1], 1.0)):
        slopes = _slopes(year, rate, sign, weight, (more, longer), (mean_rate, mean_length))
        variances += [_variance(year, *slope) for slope in slopes]
    values = [(parts[0] + parts[1]).sum(axis=-1), *(part.sum(axis=-1) for part in parts)]
    reach = normal_quantile(confidence) * np.sqrt(np.maximum(variances, 0))
    return SplitChange(*(Interval(v, v - r, v + r) for v, r in zip(values, reach, strict=True)))


def _common_weights(first: Use, second: Use, standard: ArrayLike) -> FloatArray:
    """The standard's weights, of bands that have people in both years, adding up to one."""
    weights = as_counts(standard, "standard")
    if weights.shape != first.people.shape[-1:] or first.people.shape != second.people.shape:
        raise StatisticsError(
            f"The standard has shape {weights.shape}; the years have {first.people.shape} and "
            f"{second.people.shape}.",
            "Put age band last in both years and give one standard number for each band.",
        )
    kept = np.where((first.people > 0) & (second.people > 0), weights, 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return np.asarray(kept / np.where(total > 0, total, np.nan))


def _lengths(first: Use, second: Use) -> tuple[FloatArray, FloatArray]:
    """Days a stay; a band without stays in one year has the other's, so that only stays changed."""
    one, two = (_divided(year.days, year.stays) for year in (first, second))
    return np.where(first.stays > 0, one, two), np.where(second.stays > 0, two, one)


def _slopes(
    year: Use,
    rate: FloatArray,
    sign: float,
    weight: FloatArray,
    changes: tuple[FloatArray, FloatArray],
    means: tuple[FloatArray, FloatArray],
) -> list[tuple[FloatArray, FloatArray]]:
    """How the change, admissions' part and length's part move with one more stay, one more day."""
    more, longer = changes
    mean_rate, mean_length = means
    a_person, a_stay = _divided(1.0, year.people), _divided(1.0, year.stays)
    shorter = _divided(year.days, year.stays**2)
    stay = weight * (sign * a_person * mean_length - more / 2 * shorter)
    day = weight * more / 2 * a_stay
    stay_length = weight * (longer / 2 * a_person - sign * shorter * mean_rate)
    day_length = weight * sign * a_stay * mean_rate
    return [(stay + stay_length, day + day_length), (stay, day), (stay_length, day_length)]


def _variance(year: Use, stay: FloatArray, day: FloatArray) -> FloatArray:
    """The variance of a sum of stays and days at these slopes, people being independent."""
    within = (
        stay**2 * year.stays_squared + 2 * stay * day * year.stays_days + day**2 * year.days_squared
    )
    return np.asarray(within.sum(axis=-1))


def _divided(part: ArrayLike, whole: FloatArray) -> FloatArray:
    """A quotient that is 0 where there is nothing to divide by."""
    top, bottom = np.broadcast_arrays(np.asarray(part, dtype=np.float64), whole)
    return np.divide(top, bottom, out=np.zeros(bottom.shape), where=bottom > 0)
