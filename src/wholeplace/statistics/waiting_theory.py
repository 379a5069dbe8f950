"""Waiting-list theory: how long a list should be, and the capacity that holds or shortens it.

Demand and capacity are people for one unit of time, and waits are in that same unit: weeks with
weeks, or days with days. No function converts, so no function can mix them.

Source: Fong K, Mushtaq Y, House T, Gordon D, Chen Y, Griffiths D, Ahmad S, Walton N. Understanding
waiting lists pressures. medRxiv 2022, doi:10.1101/2022.08.23.22279117.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats

USUAL_FACTOR = 4.0
"""The white paper's: where waits fall off exponentially, 1.8 in 100 exceed the target."""
HIGH_ASSURANCE_FACTOR = 6.0
"""The white paper's for targets hardly ever to be missed: 2.5 in 1,000 exceed the target."""
WEEKS_TO_TARGET = 26.0
"""The white paper's time in which a list that is too long is brought down to its target."""
TOO_BIG = 2.0
"""A list of more than so many times its target size needs relief, not only enough capacity."""
ERRORS_ADDED = 2.0


def wait_factor(within: ArrayLike) -> FloatArray:
    """How many times shorter than the target the mean wait has to be.

    Args:
        within: The share of people to be seen within the target, between 0 and 1.

    Returns:
        −ln(1 − share), which holds where waits fall off exponentially.

    Raises:
        StatisticsError: If a share is not between 0 and 1.

    >>> print(wait_factor([0.92, 0.98]).round(2))
    [2.53 3.91]
    """
    share = as_floats(within)
    if np.any((share <= 0) | (share >= 1)):
        raise StatisticsError(
            "A share to be seen within the target is not between 0 and 1.",
            "Give 0.92 for 92 in 100; no capacity promises everybody.",
        )
    return np.asarray(-np.log1p(-share))


def queue_load(demand: ArrayLike, capacity: ArrayLike) -> FloatArray:
    """Demand over capacity: at 1 or more a list grows without end.

    Args:
        demand: People referred for one unit of time.
        capacity: People who can be seen in one unit of time.

    >>> print(queue_load(30, 27).round(2))
    1.11
    """
    rate = _not_negative(demand, "demand")
    return np.asarray(rate / _positive(capacity, "capacity"))


def target_mean_wait(target_wait: ArrayLike, factor: ArrayLike = USUAL_FACTOR) -> FloatArray:
    """The mean wait at which hardly anybody waits longer than the target.

    Args:
        target_wait: The longest wait that should be.
        factor: How many times shorter the mean is; see :func:`wait_factor`.

    >>> print(target_mean_wait(52))
    13.0
    """
    return np.asarray(_positive(target_wait, "target wait") / _positive(factor, "factor"))


def target_queue_size(
    demand: ArrayLike, target_wait: ArrayLike, factor: ArrayLike = USUAL_FACTOR
) -> FloatArray:
    """How many people may wait for the mean wait to be on target, by Little's law.

    Args:
        demand: People referred for one unit of time.
        target_wait: The longest wait that should be.
        factor: See :func:`wait_factor`.

    >>> print(target_queue_size(30, 52))
    390.0
    """
    return np.asarray(_not_negative(demand, "demand") * target_mean_wait(target_wait, factor))


def queue_too_big(queue_size: ArrayLike, target_size: ArrayLike) -> NDArray[np.bool_]:
    """Whether a list is over twice its target, so that it needs relief before all else.

    Args:
        queue_size: People waiting.
        target_size: People who may wait.

    >>> print(queue_too_big([780, 781], 390))
    [False  True]
    """
    return np.asarray(as_floats(queue_size) > TOO_BIG * as_floats(target_size))


def target_capacity(
    demand: ArrayLike,
    target_wait: ArrayLike,
    factor: ArrayLike = USUAL_FACTOR,
    cv_demand: ArrayLike = 1.0,
    cv_capacity: ArrayLike = 1.0,
) -> FloatArray:
    """The capacity that holds a list at its target size, a little above demand.

    Args:
        demand: People referred for one unit of time.
        target_wait: The longest wait that should be.
        factor: See :func:`wait_factor`.
        cv_demand: Coefficient of variation of the time between referrals; 1 where they are random.
        cv_capacity: The same of the time between removals.

    Source:
        Kingman's approximation in heavy traffic, as in the paper: capacity less demand is half the
        sum of the squared coefficients, over the mean wait.

    >>> print(target_capacity(30, 52, 3, 1.1, 1.2).round(3))
    30.076
    """
    varied = (as_floats(cv_demand) ** 2 + as_floats(cv_capacity) ** 2) / 2
    return np.asarray(
        _not_negative(demand, "demand") + varied / target_mean_wait(target_wait, factor)
    )


def cautious_demand(
    demand: ArrayLike, referrals: ArrayLike, cv_demand: ArrayLike = 1.0
) -> FloatArray:
    """Demand raised for having been estimated: as if times between referrals were shorter.

    The mean time between referrals has a relative error of its coefficient of variation over the
    root of their number; two such errors are taken from it.

    Args:
        demand: People referred for one unit of time, as estimated.
        referrals: How many referrals it was estimated from.
        cv_demand: Coefficient of variation of the time between them.

    Returns:
        The raised demand; NaN where two errors are as large as the estimate.

    >>> print(cautious_demand(30, 400, 0.5).round(2))
    31.58
    """
    error = as_floats(cv_demand) / np.sqrt(_positive(referrals, "number of referrals"))
    left = 1 - ERRORS_ADDED * error
    raised = _not_negative(demand, "demand") / np.where(left > 0, left, np.nan)
    return np.asarray(raised)


def relief_capacity(
    demand: ArrayLike,
    queue_size: ArrayLike,
    target_size: ArrayLike,
    time_to_target: ArrayLike = WEEKS_TO_TARGET,
) -> FloatArray:
    """The capacity that brings a list down to its target size in some time.

    Args:
        demand: People referred for one unit of time; from :func:`cautious_demand` where it was
            estimated from few referrals.
        queue_size: People waiting now.
        target_size: People who may wait.
        time_to_target: In how long the list is to be there, in the unit of the demand; 26 weeks
            in the paper.

    >>> print(relief_capacity(30, 1200, 390, 26).round(2))
    61.15
    """
    above = as_floats(queue_size) - as_floats(target_size)
    needed = above / _positive(time_to_target, "time to the target")
    return np.asarray(_not_negative(demand, "demand") + needed)


def waiting_list_pressure(mean_wait: ArrayLike, target_wait: ArrayLike) -> FloatArray:
    """Twice the mean wait over the target, both in one unit: above 1, a list is under pressure.

    Args:
        mean_wait: Mean wait so far of the people waiting.
        target_wait: The longest wait that should be.

    >>> print(waiting_list_pressure(63, 52).round(2))
    2.42
    """
    waited = _not_negative(mean_wait, "mean wait")
    return np.asarray(2 * waited / _positive(target_wait, "target wait"))


def _not_negative(values: ArrayLike, name: str) -> FloatArray:
    found = as_floats(values)
    if np.any(found < 0):
        raise StatisticsError(f"A {name} is below 0.", "Correct it, or leave it out.")
    return found


def _positive(values: ArrayLike, name: str) -> FloatArray:
    found = as_floats(values)
    if np.any(found <= 0):
        raise StatisticsError(f"A {name} is not above 0.", "Correct it, or leave it out.")
    return found
