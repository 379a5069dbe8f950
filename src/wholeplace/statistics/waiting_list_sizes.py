"""How fast people come to a waiting list and leave it, and whether the list is the right size.

Rates are people a week and waits are weeks, everywhere.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from wholeplace.statistics.intervals import FloatArray, Interval, normal_quantile
from wholeplace.statistics.waiting_lists import DatedList, Days, queue_sizes
from wholeplace.statistics.waiting_theory import (
    USUAL_FACTOR,
    WEEKS_TO_TARGET,
    queue_too_big,
    relief_capacity,
    target_capacity,
    target_queue_size,
    waiting_list_pressure,
)

DAYS_IN_WEEK = 7
FEWEST_WEEKS = 4
"""Whole weeks from which on their numbers tell how varied a list is."""
Varied = Literal["gaps", "weeks"]


class Flow(NamedTuple):
    """How fast people come to a list, or leave it.

    Attributes:
        people: How many did in the window.
        weekly: People a week, one over the mean time between them, with limits.
        cv: Coefficient of variation of the time between them, in whole days.
        dispersion: Variance of the number a week over its mean, which over a long time is the
            square of the coefficient of variation. On a list with several people a day, dates in
            whole days make times look more varied than they are; numbers a week do not.
    """

    people: int
    weekly: Interval
    cv: float
    dispersion: float = np.nan

    @property
    def weekly_cv(self) -> float:
        """The coefficient of variation that the numbers a week show."""
        return float(np.sqrt(self.dispersion))


class ListStatistics(NamedTuple):
    """What a list is and what it would need; rates a week, waits in weeks.

    Attributes:
        demand: Referrals.
        capacity: Removals while somebody waited.
        load: Demand over capacity, with limits.
        queue_size: People waiting at the end of the window's last day.
        target_size: How many should.
        too_big: Whether more than twice as many wait.
        mean_wait: Mean wait so far of those waiting, weeks; NaN where nobody waits.
        pressure: Twice the mean wait over the target; NaN where nobody waits.
        target_capacity: Capacity that holds the list at its target; NaN where it is too big.
        relief_capacity: Capacity that brings it there in time; NaN where it is not too big.
    """

    demand: Flow
    capacity: Flow
    load: Interval
    queue_size: int
    target_size: float
    too_big: bool
    mean_wait: float
    pressure: float
    target_capacity: float
    relief_capacity: float


def referral_flow(listed: DatedList, confidence: float = 0.95) -> Flow:
    """How fast people are referred, from the days between referrals.

    The window's two ends stand as referrals, as in the reference package, so that the days before
    the first and after the last count.

    Args:
        listed: The list and its window.
        confidence: Coverage of the limits.

    >>> from wholeplace.statistics import dated_list
    >>> flow = referral_flow(dated_list(["2024-01-01", "2024-01-08", "2024-01-15"], ["NaT"] * 3))
    >>> flow.people, float(flow.weekly.value), round(flow.cv, 2)
    (3, 2.0, 1.15)
    """
    inside = listed.referred[listed.referred >= listed.start]
    gaps = np.diff(np.concatenate([[listed.start], inside, [listed.end]]))
    return _flow(inside, gaps, listed, confidence)


def removal_flow(listed: DatedList, confidence: float = 0.95) -> Flow:
    """How fast people are removed while somebody waits, from the days between removals.

    Time runs from the window's first day, and starts again on every day that ends with nobody
    waiting: an empty list is not a slow service. The removal that empties it has the time before.

    Args:
        listed: The list and its window.
        confidence: Coverage of the limits.

    >>> from wholeplace.statistics import dated_list
    >>> seen = dated_list(["2024-01-01"] * 3, ["2024-01-04", "2024-01-07", "NaT"])
    >>> removal_flow(seen._replace(end=seen.end + 7)).people
    2
    """
    inside = np.sort(listed.removed)
    inside = inside[(inside >= listed.start) & (inside <= listed.end)]
    days = np.arange(listed.start, listed.end + 1)
    empty = days[queue_sizes(listed) == 0]
    last_empty = np.concatenate([[listed.start], empty])[np.searchsorted(empty, inside)]
    before = np.concatenate([[listed.start], inside])[:-1]
    return _flow(inside, inside - np.maximum(before, last_empty), listed, confidence)


def flow_of(
    people: int, weekly: float, cv: float, dispersion: float, confidence: float = 0.95
) -> Flow:
    """A flow whose rate is known, with limits by the delta method on its logarithm.

    The relative error is the root of dispersion over people, as of any process whose numbers a week
    do not depend on each other.

    Args:
        people: How many came, or left.
        weekly: People a week.
        cv: Coefficient of variation of the time between them.
        dispersion: Variance of the number a week over its mean; 1 by chance alone.
        confidence: Coverage of the limits.

    >>> flow = flow_of(100, 8.0, 1.0, 1.0)
    >>> [round(float(part), 1) for part in flow.weekly]
    [8.0, 6.6, 9.7]
    """
    error = float(np.sqrt(dispersion / max(people, 1)))
    return Flow(people, _around(weekly, error, confidence), cv, dispersion)


def waiting_list_statistics(
    listed: DatedList,
    target_wait: float,
    factor: float = USUAL_FACTOR,
    weeks_to_target: float = WEEKS_TO_TARGET,
    confidence: float = 0.95,
    varied: Varied = "gaps",
) -> ListStatistics:
    """Whether a list is the right size, and the capacity that holds it or brings it down.

    Args:
        listed: The list and its window.
        target_wait: The longest wait that should be, in weeks.
        factor: How many times shorter the mean wait should be.
        weeks_to_target: In how many weeks a list that is too big is to reach its target.
        confidence: Coverage of the limits.
        varied: What tells how varied the list is; see :func:`size_of_list`.

    Source:
        See `wholeplace.statistics.waiting_theory`.

    >>> from wholeplace.statistics import dated_list
    >>> days = [f"2024-01-{day:02}" for day in range(1, 31)]
    >>> found = waiting_list_statistics(dated_list(days, ["NaT"] * 30), target_wait=4)
    >>> found.queue_size, round(found.target_size, 1), found.too_big, round(found.pressure, 2)
    (30, 7.5, True, 1.04)
    """
    waiting = listed.referred[listed.removed > listed.end]
    mean_wait = float(np.mean(listed.end - waiting)) / DAYS_IN_WEEK if len(waiting) else np.nan
    return size_of_list(
        referral_flow(listed, confidence),
        removal_flow(listed, confidence),
        len(waiting),
        mean_wait,
        target_wait,
        factor,
        weeks_to_target,
        confidence,
        varied,
    )


def size_of_list(
    demand: Flow,
    capacity: Flow,
    queue_size: int,
    mean_wait: float,
    target_wait: float,
    factor: float = USUAL_FACTOR,
    weeks_to_target: float = WEEKS_TO_TARGET,
    confidence: float = 0.95,
    varied: Varied = "gaps",
) -> ListStatistics:
    """What :func:`waiting_list_statistics` says, of a list whose rates and size are known.

    Args:
        demand: Referrals a week.
        capacity: Removals a week while somebody waited.
        queue_size: People waiting.
        mean_wait: Mean wait so far of those waiting, weeks.
        target_wait: The longest wait that should be, in weeks.
        factor: How many times shorter the mean wait should be.
        weeks_to_target: In how many weeks a list that is too big is to reach its target.
        confidence: Coverage of the limits.
        varied: What tells how varied referrals and removals are: the "gaps" between them, as in the
            reference package, or the numbers of "weeks", which whole days do not spoil.

    Source:
        See `wholeplace.statistics.waiting_theory`.

    >>> week = Interval(np.array(10.0), np.array(9.0), np.array(11.0))
    >>> flow = Flow(130, week, 1.0)
    >>> found = size_of_list(flow, flow, queue_size=100, mean_wait=5.0, target_wait=18)
    >>> found.too_big, round(found.target_size), round(found.relief_capacity, 1)
    (True, 45, 12.1)
    """
    per_week = float(demand.weekly.value)
    target = float(target_queue_size(per_week, target_wait, factor))
    too_big = bool(queue_too_big(queue_size, target))
    cvs = [flow.cv if varied == "gaps" else flow.weekly_cv for flow in (demand, capacity)]
    holds = float(target_capacity(per_week, target_wait, factor, *cvs))
    relieves = float(relief_capacity(per_week, queue_size, target, weeks_to_target))
    return ListStatistics(
        demand,
        capacity,
        _load(demand, capacity, confidence),
        queue_size,
        target,
        too_big,
        mean_wait,
        float(waiting_list_pressure(mean_wait, target_wait)),
        np.nan if too_big else holds,
        relieves if too_big else np.nan,
    )


def _flow(inside: Days, gaps: Days, listed: DatedList, confidence: float) -> Flow:
    """A rate from times between events, and how varied they are."""
    mean = float(gaps.mean()) if len(gaps) else 0.0
    if not mean:
        return Flow(len(inside), _around(np.nan, np.nan, confidence), np.nan)
    cv = float(gaps.std(ddof=1) / mean) if len(gaps) > 1 else np.nan
    dispersion = _dispersion(inside, listed)
    return flow_of(len(inside), DAYS_IN_WEEK / mean, cv, dispersion, confidence)


def _dispersion(inside: Days, listed: DatedList) -> float:
    """Variance over mean of the numbers in whole weeks of the window; at least 1, as by chance."""
    weeks = (listed.end - listed.start + 1) // DAYS_IN_WEEK
    week = (inside - listed.start) // DAYS_IN_WEEK
    counts = np.bincount(week[week < weeks], minlength=weeks) if weeks else np.zeros(0)
    if weeks < FEWEST_WEEKS or not counts.sum():
        return 1.0
    return max(float(counts.var(ddof=1) / counts.mean()), 1.0)


def _load(demand: Flow, capacity: Flow, confidence: float) -> Interval:
    """Demand over capacity; their relative errors add up as squares."""
    pair = (demand, capacity)
    squares = [flow.dispersion / flow.people if flow.people else np.nan for flow in pair]
    ratio = float(demand.weekly.value) / float(capacity.weekly.value)
    return _around(ratio, float(np.sqrt(sum(squares))), confidence)


def _around(value: float, relative_error: float, confidence: float) -> Interval:
    away = np.exp(normal_quantile(confidence) * relative_error)
    made: list[FloatArray] = [np.asarray(value), np.asarray(value / away), np.asarray(value * away)]
    return Interval(*made)
