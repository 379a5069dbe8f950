"""Released estimates: true counts in, and out only what the disclosure profile lets be seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.statistics.disclosure_profiles import HES, DisclosureProfile
from wholeplace.statistics.feasible import could_have_been
from wholeplace.statistics.intervals import FloatArray, Interval, as_floats
from wholeplace.statistics.proportions import wilson
from wholeplace.statistics.rates import poisson_limits, poisson_rate
from wholeplace.statistics.suppression import (
    Statistic,
    StatusArray,
    round_count,
    significant_figures,
    status_of,
)

QUARTERS = 4
"""How finely the variance of a standardised rate is told, as a multiple of a crude rate's."""
A_LITTLE = 0.1
"""How far over a quarter is that quarter still, which is what three figures make of it."""


class Released(NamedTuple):
    """Numbers as they may be seen by anyone; every array has one shape, NaN is hidden.

    Attributes:
        status: Whether the number is shown, and if not, why not (see `status_of`).
        numerator: The rounded numerator.
        denominator: The rounded denominator; shown even where the numerator may not be.
        value: The estimate.
        lower: The lower confidence limit.
        upper: The upper confidence limit.
    """

    status: StatusArray
    numerator: FloatArray
    denominator: FloatArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray


def release_count(counts: ArrayLike, *, profile: DisclosureProfile = HES) -> Released:
    """Release counts: rounded, and without limits.

    Args:
        counts: True counts; any shape.
        profile: The rules to follow.

    Returns:
        The counts as numerator and value; no denominator and no limits.

    Raises:
        StatisticsError: If a count is negative.

    >>> released = release_count([0, 5, 1234])
    >>> print(released.status, released.value)
    ['shown' 'suppressed' 'shown'] [   0.   nan 1235.]
    """
    rounded = round_count(counts, profile)
    status = status_of(counts, statistic="count", profile=profile)
    hidden = np.full_like(rounded, np.nan)
    return Released(status, rounded, hidden, rounded, hidden, hidden)


def release_proportion(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    profile: DisclosureProfile = HES,
    confidence: float = 0.95,
) -> Released:
    """Release proportions and Wilson limits computed from the rounded counts.

    Nothing in the row comes from a true count except through its rounded form, so nothing in
    the row says more than the rounded counts do.

    Args:
        numerator: True numerators; any shape.
        denominator: True denominators; broadcast against the numerators.
        profile: The rules to follow.
        confidence: Coverage of the limits.

    Returns:
        Proportions as fractions of one.

    Raises:
        StatisticsError: If a count is negative, or a numerator exceeds its denominator.

    Source:
        See `round_count` and `wilson`.

    >>> released = release_proportion([23, 4], [103, 103])
    >>> print(released.status, released.numerator, released.denominator)
    ['shown' 'suppressed'] [25. nan] [105. 105.]
    >>> print(released.value.round(4))
    [0.2381    nan]
    """
    wilson(numerator, denominator, confidence)  # refuses impossible counts before rounding
    rounded = round_count(numerator, profile), round_count(denominator, profile)
    status = status_of(numerator, denominator, statistic="proportion", profile=profile)
    return _where_shown(status, *rounded, wilson(*rounded, confidence))


def release_rate(
    events: ArrayLike,
    population: ArrayLike,
    per: float = 1.0,
    *,
    profile: DisclosureProfile = HES,
    confidence: float = 0.95,
) -> Released:
    """Release crude rates and their Poisson limits computed from the rounded counts.

    A rate from true counts times a public population would give the count back.

    Args:
        events: True counts of events; any shape.
        population: True counts of people at risk; broadcast against the events.
        per: What the rate is given per.
        profile: The rules to follow.
        confidence: Coverage of the limits.

    Returns:
        Rates per `per`.

    Raises:
        StatisticsError: If a count is negative.

    Source:
        See `round_count` and `poisson_rate`.

    >>> released = release_rate([23, 4], [1000, 1000], per=1000)
    >>> print(released.value, released.lower.round(1))
    [25. nan] [16.2  nan]
    """
    rounded = round_count(events, profile), round_count(population, profile)
    status = status_of(events, population, statistic="rate", profile=profile)
    return _where_shown(status, *rounded, poisson_rate(*rounded, per, confidence))


def release_from_true_counts(
    estimate: Interval,
    numerator: ArrayLike,
    denominator: ArrayLike,
    statistic: Statistic,
    *,
    profile: DisclosureProfile = HES,
) -> Released:
    """Release standardised rates or means, computed from true counts, in few figures.

    Args:
        estimate: The estimates and their limits.
        numerator: True total events of each rate, or the sum of the values of each mean.
        denominator: True total population, or the number of values.
        statistic: "dsr" or "mean".
        profile: The rules to follow.

    Returns:
        The estimates to the profile's significant figures. A mean has no numerator: the sum
        of its values is not a count that rounding could protect. An estimate that could not
        be made is "no_data".

    Raises:
        StatisticsError: If a count is negative.

    Source:
        See `status_of`; the minimum of 10 events is OHID's.

    >>> rates = Interval(np.array([1043.02, 88.2]), np.array([971.8, 40]), np.array([1117.9, 160]))
    >>> released = release_from_true_counts(rates, [895, 9], [8970, 8970], "dsr")
    >>> print(released.status, released.value, released.numerator)
    ['shown' 'too_few'] [1040.   nan] [895.  nan]
    """
    status = status_of(numerator, denominator, statistic=statistic, profile=profile)
    status = np.where((status == "shown") & np.isnan(estimate.value), "no_data", status)
    if statistic == "mean":
        shown_numerator = np.full(status.shape, np.nan)
    else:
        shown_numerator = round_count(numerator, profile)
    group = round_count(denominator, profile)
    figures = Interval(
        *(significant_figures(part, profile.significant_figures) for part in estimate)
    )
    if statistic == "mean" and profile.base > 1:
        figures = mean_in_steps(figures, group, profile)
    return _where_shown(status, shown_numerator, group, figures)


def mean_in_steps(estimate: Interval, said: ArrayLike, profile: DisclosureProfile) -> Interval:
    """Round means so that every number of values that is rounded alike could have given them.

    A mean of whole numbers is one of few fractions: 3.57 of 23 to 27 values can only be of 23 or
    of 25. In steps of one value's worth (0.1 of ten, 0.05 of twenty) it can be of any number.

    Args:
        estimate: Means of whole numbers and their limits.
        said: The rounded numbers of values.
        profile: The rules they were rounded by.

    Returns:
        The means and limits in steps of 1, 2 or 5 of some decimal place.

    Source:
        Of n whole numbers some sum lies within half a value of n times any mean.

    >>> mean = Interval(*(np.array([part]) for part in (3.57, 2.81, 4.33)))
    >>> print(mean_in_steps(mean, [25], HES).value)
    [3.55]
    """
    fewest = np.maximum(could_have_been(said, profile)[0], 1.0)
    with np.errstate(invalid="ignore"):
        place = 10.0 ** np.floor(np.log10(1 / fewest))
        size = 1 / (fewest * place)
        step = place * np.select([size <= 1, size <= 2, size <= 5], [1.0, 2.0, 5.0], 10.0)
    return Interval(*(np.round(np.round(part / step) * step, 10) for part in estimate))


def limits_of_total(
    estimate: Interval, total: ArrayLike, said: ArrayLike, figures: int = 3
) -> Interval:
    """Give standardised rates the limits that the number of events that is said would give them.

    Dobson's limits lie about a rate as the limits of the number of events lie about that number: of
    a dozen events three figures of each give back the number itself, however it is rounded beside
    them, and how wide they are tells at which ages the events were. So limits that are released are
    those of the number that is said, and as many times as wide as those of a crude rate as the
    variance asks for, rounded up to quarters of variance. No rate is below nought.

    Args:
        estimate: Rates with Dobson's limits.
        total: The number of events the limits are of.
        said: The number they are to be of.
        figures: Significant figures that the rates are shown to.

    Returns:
        The rates in so many figures; limits never narrower but for the rounding of events, NaN
        where none is said.

    Source:
        Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Confidence intervals for weighted sums of
        Poisson parameters. Stat Med 1991;10:457-62, with another total count.

    >>> rate = Interval(np.array([942.0]), np.array([483.0]), np.array([1650.0]))
    >>> of_fifteen = limits_of_total(rate, [12], [15])
    >>> print(of_fifteen.lower.round(), of_fifteen.upper.round())
    [527.] [1554.]
    """
    events, shown = np.broadcast_arrays(as_floats(total), as_floats(said))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = poisson_limits(events)[1] - events
        excess = ((estimate.upper - estimate.value) / estimate.value * events / spread) ** 2
        quarters = np.maximum(np.ceil(excess * QUARTERS - A_LITTLE), QUARTERS) / QUARTERS
        value = significant_figures(estimate.value, figures)
        each = value / shown * np.sqrt(quarters)
    lower, upper = (value + each * (limit - shown) for limit in poisson_limits(shown))
    return Interval(value, np.maximum(lower, 0), upper)


def _where_shown(
    status: StatusArray, numerator: FloatArray, denominator: FloatArray, estimate: Interval
) -> Released:
    """Hide everything but the denominator wherever the status is not "shown"."""
    shown = status == "shown"
    numerator, value, lower, upper = (
        np.where(shown, part, np.nan) for part in (numerator, *estimate)
    )
    group = np.broadcast_to(as_floats(denominator), status.shape)
    return Released(status, numerator, group, value, lower, upper)
