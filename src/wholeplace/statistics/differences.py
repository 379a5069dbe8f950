"""Differences and ratios of two estimates, with limits and tests, whatever the estimates are."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, as_counts


def difference(first: Interval, second: Interval) -> Interval:
    """Subtract one independent estimate from another, keeping their skewness.

    The limits are found from the estimates' own limits, so that they suit proportions, rates,
    standardised rates and life expectancies alike; for two Wilson intervals they are Newcombe's
    limits of a difference between proportions.

    Args:
        first: Estimates with limits.
        second: Independent estimates with limits of the same coverage, subtracted from the first.

    Returns:
        The differences; NaN where a part of either is missing.

    Source:
        Zou GY, Donner A. Construction of confidence limits about effect measures: a general
        approach. Stat Med 2008;27:1693-702; Newcombe RG. Interval estimation for the difference
        between independent proportions. Stat Med 1998;17:873-90 (method 10).

    >>> from wholeplace.statistics import wilson
    >>> gap = difference(wilson(56, 70), wilson(48, 80))
    >>> print(gap.value.round(4), gap.lower.round(4), gap.upper.round(4))
    0.2 0.0524 0.3339
    """
    value = first.value - second.value
    below = np.hypot(first.value - first.lower, second.upper - second.value)
    above = np.hypot(first.upper - first.value, second.value - second.lower)
    return Interval(value, value - below, value + above)


def combination(weight: ArrayLike, estimates: Interval) -> Interval:
    """Add independent estimates up, each so many times, keeping their skewness.

    Args:
        weight: What each estimate counts for; the last axis is added over, any shape before it.
        estimates: Estimates with limits of the same coverage; broadcast against the weights.

    Returns:
        Sums, one axis fewer; NaN where a part of an estimate that counts for something is missing.

    Source:
        Zou and Donner 2008 (see `difference`), for sums of any number of estimates.

    People above the lowest group's rate, of two groups of 1,000 and 2,000 people:

    >>> from wholeplace.statistics import poisson_rate
    >>> found = combination([1000, -1000], poisson_rate([60, 80], [1000, 2000]))
    >>> print(found.value.round(1), found.lower.round(1), found.upper.round(1))
    20.0 2.7 39.1
    """
    parts = np.broadcast_arrays(np.asarray(weight, dtype=np.float64), *estimates)
    times = parts[0]
    value, lower, upper = (np.where(times == 0, 0.0, part) for part in parts[1:])
    down = times * np.where(times > 0, value - lower, value - upper)
    up = times * np.where(times > 0, upper - value, lower - value)
    total = (times * value).sum(axis=-1)
    return Interval(
        total,
        total - np.sqrt((down**2).sum(axis=-1)),
        total + np.sqrt((up**2).sum(axis=-1)),
    )


def ratio(first: Interval, second: Interval) -> Interval:
    """Divide one independent positive estimate by another, on the logarithmic scale.

    Args:
        first: Estimates with limits.
        second: Independent estimates with limits of the same coverage, divided by.

    Returns:
        The ratios; NaN where a part of either is missing or the second is 0. Where the first is
        0 so are the ratio and its lower limit; where the second's lower limit is 0 the upper
        limit is infinite.

    Source:
        Zou and Donner 2008 (see `difference`), section 3, applied to logarithms.

    >>> from wholeplace.statistics import poisson_rate
    >>> found = ratio(poisson_rate(60, 1000), poisson_rate(40, 1000))
    >>> print(found.value.round(2), found.lower.round(2), found.upper.round(2))
    1.5 1.0 2.28
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [Interval(*(np.log(part) for part in estimate)) for estimate in (first, second)]
        found = difference(*logs)
        parts = [np.exp(part) for part in found]
        furthest = first.upper / second.lower
    none = (first.value == 0) & (second.value > 0)
    parts[1] = np.where(none, 0.0, parts[1])
    parts[2] = np.where(none, furthest, parts[2])
    blank = np.where(second.value > 0, 1.0, np.nan)
    return Interval(*(np.where(np.isnan(blank), np.nan, part) for part in parts))


def proportions_differ(
    numerator: ArrayLike, denominator: ArrayLike, numerator_2: ArrayLike, denominator_2: ArrayLike
) -> FloatArray:
    """Test whether two proportions differ: two-sided P values.

    Args:
        numerator: People counted; any shape.
        denominator: People they are among.
        numerator_2: People counted in the other group.
        denominator_2: People they are among.

    Returns:
        P values of the chi-square test without correction; NaN where a group is empty or
        missing, or nobody or everybody is counted in both.

    Raises:
        StatisticsError: If a count is negative, or a numerator exceeds its denominator.

    Source:
        Pearson K. On the criterion that a given system of deviations ... Philos Mag
        1900;50:157-75; Campbell I. Chi-squared and Fisher-Irwin tests of two-by-two tables with
        small sample recommendations. Stat Med 2007;26:3661-75 (the N-1 version).

    >>> print(proportions_differ(56, 70, 48, 80).round(4))
    0.0083
    """
    a, n, b, m = np.broadcast_arrays(
        *(
            as_counts(counts, name)
            for counts, name in (
                (numerator, "numerator"),
                (denominator, "denominator"),
                (numerator_2, "numerator_2"),
                (denominator_2, "denominator_2"),
            )
        )
    )
    if np.any(a > n) or np.any(b > m):
        raise StatisticsError(
            "A numerator is larger than its denominator.",
            "Count the numerator among the people of the denominator.",
        )
    total, counted = n + m, a + b
    middle = n * m * counted * (total - counted)
    chi = (total - 1) * (a * m - b * n) ** 2 / np.where(middle > 0, middle, np.nan)
    return np.asarray(special.chdtrc(1, chi))


def rates_differ(
    events: ArrayLike, people: ArrayLike, events_2: ArrayLike, people_2: ArrayLike
) -> FloatArray:
    """Test whether two rates of independent events differ: exact two-sided P values.

    Given all the events, how many fall to the first group is binomial if the rates are equal.

    Args:
        events: Events; any shape.
        people: People at risk.
        events_2: Events in the other group.
        people_2: People at risk in it.

    Returns:
        P values, twice the smaller tail with half the chance of the count itself (mid-P); NaN
        where a group is empty or missing; 1 where there are no events.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        Przyborowski J, Wilenski H. Homogeneity of results in testing samples from Poisson
        series. Biometrika 1940;31:313-23; Lancaster HO. Significance tests in discrete
        distributions. J Am Stat Assoc 1961;56:223-34.

    >>> print(rates_differ(60, 1000, 40, 1000).round(4))
    0.046
    """
    a, n, b, m = np.broadcast_arrays(
        *(
            as_counts(counts, name)
            for counts, name in (
                (events, "events"),
                (people, "people"),
                (events_2, "events_2"),
                (people_2, "people_2"),
            )
        )
    )
    total = a + b
    share = n / np.where((n > 0) & (m > 0), n + m, np.nan)
    at, below, above = _binomial(a, total, share)
    tail = np.minimum(below, above) - at / 2
    return np.minimum(1.0, 2 * tail)


def _binomial(
    events: FloatArray, trials: FloatArray, share: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How likely so many events are in so many trials, so many or fewer, and so many or more.

    Of the beta function rather than scipy's distributions, which take a second to import.
    """
    others = trials - events
    ways = special.gammaln(trials + 1) - special.gammaln(events + 1) - special.gammaln(others + 1)
    at = np.exp(ways + special.xlogy(events, share) + special.xlog1py(others, -share))
    fewer = special.betainc(np.maximum(others, 1), events + 1, 1 - share)
    more = special.betainc(np.maximum(events, 1), others + 1, share)
    certain = np.where(np.isnan(share), np.nan, 1.0)
    return at, np.where(others > 0, fewer, certain), np.where(events > 0, more, certain)
