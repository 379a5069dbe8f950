"""How unequally something is shared out: concentration curve and index, Gini, excess by group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import (
    FloatArray,
    Interval,
    as_counts,
    normal_quantile,
)


class Curve(NamedTuple):
    """A concentration curve, from (0, 0) to (1, 1).

    Attributes:
        people: Share of people up to here, most deprived first.
        amount: Share of the amount that is theirs.
    """

    people: FloatArray
    amount: FloatArray


def concentration_curve(amount: ArrayLike, population: ArrayLike) -> Curve:
    """Give the share of an amount that falls to each share of people.

    Args:
        amount: How much each group has (people with a condition, money, use), most deprived
            first, the last axis; any shape before it.
        population: People in each group; broadcast against the amounts.

    Returns:
        The curve, one point more than there are groups; NaN where anything is missing or all
        amounts are 0.

    Raises:
        StatisticsError: If an amount or a count is negative.

    Source:
        Wagstaff A, Paci P, van Doorslaer E. On the measurement of inequalities in health. Soc
        Sci Med 1991;33:545-57.

    >>> curve = concentration_curve([30, 20, 10], [100, 100, 100])
    >>> print(curve.people.round(2), curve.amount.round(2))
    [0.   0.33 0.67 1.  ] [0.   0.5  0.83 1.  ]
    """
    much, people = np.broadcast_arrays(
        as_counts(amount, "amount"), as_counts(population, "population")
    )
    start = np.zeros((*much.shape[:-1], 1))
    shares = []
    for column in (people, much):
        total = column.sum(axis=-1, keepdims=True)
        shares.append(column.cumsum(axis=-1) / np.where(total > 0, total, np.nan))
    return Curve(*(np.concatenate([start, share], axis=-1) for share in shares))


def concentration_index(
    value: ArrayLike, population: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Measure how far an amount is concentrated among the less (+) or more (-) deprived.

    Args:
        value: Amount for one person in each group (such as a rate), most deprived first, the
            last axis; any shape before it.
        population: People in each group; broadcast against the values.
        confidence: Coverage of the limits.

    Returns:
        Indices from -1 to 1, 0 where all have the same; the limits are those of the regression
        of grouped data, which allow for scatter about the line; NaN where anything is missing,
        all values are 0, or there are fewer than three groups (no limits).

    Raises:
        StatisticsError: If a value or a count is negative.

    Source:
        Kakwani N, Wagstaff A, van Doorslaer E. Socioeconomic inequalities in health: measurement,
        computation, and statistical inference. J Econometrics 1997;77:87-103 (formula 14).

    >>> found = concentration_index([0.3, 0.25, 0.2, 0.1], [100] * 4)
    >>> print(found.value.round(3), found.lower.round(3), found.upper.round(3))
    -0.191 -0.241 -0.141
    """
    each, people = np.broadcast_arrays(
        as_counts(value, "value"), as_counts(population, "population")
    )
    share = people / np.where(
        people.sum(axis=-1, keepdims=True) > 0, people.sum(axis=-1, keepdims=True), np.nan
    )
    rank = share.cumsum(axis=-1) - share / 2
    mean = (share * each).sum(axis=-1)
    mean = np.where(mean > 0, mean, np.nan)
    index = 2 / mean * (share * each * rank).sum(axis=-1) - 1
    half = normal_quantile(confidence) * np.sqrt(_variance(each, share, rank, mean, index))
    return Interval(index, index - half, index + half)


def _variance(
    each: FloatArray, share: FloatArray, rank: FloatArray, mean: FloatArray, index: FloatArray
) -> FloatArray:
    """Variance of the slope of a weighted regression of values on ranks, scaled to the index."""
    groups = each.shape[-1]
    if groups < 3:
        return np.full(mean.shape, np.nan)
    middle = (share * rank).sum(axis=-1, keepdims=True)
    spread = (share * (rank - middle) ** 2).sum(axis=-1)
    y = 2 * spread[..., np.newaxis] * each / mean[..., np.newaxis]
    slope = (share * (rank - middle) * y).sum(axis=-1) / spread
    level = (share * y).sum(axis=-1)
    line = level[..., np.newaxis] + slope[..., np.newaxis] * (rank - middle)
    residual = (share * (y - line) ** 2).sum(axis=-1)
    return np.asarray(residual / ((groups - 2) * spread))


def gini(value: ArrayLike, population: ArrayLike) -> FloatArray:
    """Measure inequality whatever the order of groups: 0 where all have the same, towards 1.

    Args:
        value: Amount for one person in each group, the last axis; any shape before it.
        population: People in each group; broadcast against the values.

    Returns:
        Gini coefficients between groups; NaN where anything is missing or all values are 0.

    Raises:
        StatisticsError: If a value or a count is negative.

    Source:
        Gini C. Variabilita e mutabilita. Bologna, 1912; Lerman RI, Yitzhaki S. Improving the
        accuracy of estimates of Gini coefficients. J Econometrics 1989;42:43-7.

    >>> print(gini([1, 1, 2], [10, 10, 10]).round(4), gini([0, 0, 1], [10, 10, 10]).round(4))
    0.1667 0.6667
    """
    each, people = np.broadcast_arrays(
        as_counts(value, "value"), as_counts(population, "population")
    )
    order = np.argsort(each, axis=-1, kind="stable")
    ranked = np.take_along_axis(each, order, axis=-1)
    index = concentration_index(ranked, np.take_along_axis(people, order, axis=-1))
    return np.asarray(index.value)


class Excess(NamedTuple):
    """What would not be there if every group had the rate of one.

    Attributes:
        events: Events above those at the reference group's rate, group by group; negative where
            a group has fewer.
        fraction: All of them as a share of all events.
    """

    events: FloatArray
    fraction: FloatArray


def population_attributable_fraction(
    events: ArrayLike, population: ArrayLike, reference: int = -1
) -> Excess:
    """Say how many events there are above those at the rate of the least deprived group.

    It is a comparison, not a forecast: groups differ in more than what could be changed.

    Args:
        events: Events in each group, most deprived first, the last axis; any shape before it.
        population: People in each group; broadcast against the events.
        reference: Place of the group compared with; by default the last.

    Returns:
        Excess events and their share; NaN where anything is missing, or the reference group is
        empty.

    Raises:
        StatisticsError: If a count is negative, or there is no such group.

    Source:
        Mackenbach JP, Kunst AE. Measuring the magnitude of socio-economic inequalities in health.
        Soc Sci Med 1997;44:757-71.

    >>> found = population_attributable_fraction([40, 30, 20], [1000, 1000, 1000])
    >>> print(found.events, found.fraction.round(3))
    [20. 10.  0.] 0.333
    """
    count, people = np.broadcast_arrays(
        as_counts(events, "events"), as_counts(population, "population")
    )
    if not -count.shape[-1] <= reference < count.shape[-1]:
        raise StatisticsError(
            f"There is no group {reference} of {count.shape[-1]}.", "Give a place of a group."
        )
    among = people[..., reference]
    rate = count[..., reference] / np.where(among > 0, among, np.nan)
    excess = count - people * rate[..., np.newaxis]
    total = count.sum(axis=-1)
    return Excess(excess, excess.sum(axis=-1) / np.where(total > 0, total, np.nan))
