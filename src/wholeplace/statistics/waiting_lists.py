"""Waiting lists from two dates a person: how many wait each day, how fast they come and go.

Dates are whole days (``datetime64[D]``); a person not removed has NaT. A window runs from its first
day to its last, both included. Rates are people a week and waits are weeks, everywhere.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, Interval, normal_quantile
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
Days = NDArray[np.int64]
STILL_WAITING = np.iinfo(np.int64).max


class DatedList(NamedTuple):
    """A list seen through a window, as day numbers.

    Attributes:
        referred: Day of each referral, rising.
        removed: Day of each person's removal, :data:`STILL_WAITING` for none.
        start: First day of the window.
        end: Its last day.
    """

    referred: Days
    removed: Days
    start: int
    end: int


class Flow(NamedTuple):
    """How fast people come to a list, or leave it.

    Attributes:
        people: How many did in the window.
        weekly: People a week, one over the mean time between them, with limits.
        cv: Coefficient of variation of the time between them.
    """

    people: int
    weekly: Interval
    cv: float


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


def dated_list(
    referred: ArrayLike,
    removed: ArrayLike,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> DatedList:
    """Two dates a person as a list seen through a window.

    People referred after the window are no part of it. Those referred before it are, as long as
    they wait: whoever was removed before its first day never stands in its queue.

    Args:
        referred: Dates of referral; ``datetime64`` or text such as 2024-01-31.
        removed: Dates of removal, NaT for people still waiting; as long.
        start: First day of the window; by default that of the first referral.
        end: Last day of the window; by default that of the last referral.

    Raises:
        StatisticsError: If there is nobody, a referral has no date, a removal comes before its
            referral, or the window ends before it starts.

    >>> dated_list(["2024-01-03", "2024-01-02"], ["NaT", "2024-01-04"]).start
    19724
    """
    came = np.asarray(referred, dtype="datetime64[D]")
    left = np.asarray(removed, dtype="datetime64[D]")
    if came.ndim != 1 or came.shape != left.shape or not came.size or np.isnat(came).any():
        raise StatisticsError(
            "A waiting list needs a date of referral for each person.",
            "Give two columns of dates as long as each other; a removal may be missing.",
        )
    gone = np.where(np.isnat(left), STILL_WAITING, left.astype(np.int64))
    day = came.astype(np.int64)
    if np.any(gone < day):
        raise StatisticsError(
            "Somebody is removed from the list before being referred to it.",
            "Correct the dates, or leave the row out.",
        )
    first = int(day.min()) if start is None else _day(start)
    last = int(day.max()) if end is None else _day(end)
    if last < first:
        raise StatisticsError("The window ends before it starts.", "Swap its two dates.")
    order = np.argsort(day, kind="stable")
    order = order[day[order] <= last]
    return DatedList(day[order], gone[order], first, last)


def queue_sizes(listed: DatedList) -> Days:
    """How many wait at the end of each day of the window.

    Args:
        listed: The list and its window.

    Returns:
        One number a day, from the first to the last.

    >>> seen = dated_list(["2024-01-01", "2024-01-02"], ["2024-01-03", "NaT"])
    >>> queue_sizes(seen)
    array([1, 2])
    """
    days = np.arange(listed.start, listed.end + 1)
    came = np.searchsorted(listed.referred, days, side="right")
    left = np.searchsorted(np.sort(listed.removed), days, side="right")
    return came - left


def referral_flow(listed: DatedList, confidence: float = 0.95) -> Flow:
    """How fast people are referred, from the days between referrals.

    The window's two ends stand as referrals, as in the reference package, so that the days before
    the first and after the last count.

    Args:
        listed: The list and its window.
        confidence: Coverage of the limits.
    """
    inside = listed.referred[listed.referred >= listed.start]
    gaps = np.diff(np.concatenate([[listed.start], inside, [listed.end]]))
    return _flow(len(inside), gaps, confidence)


def removal_flow(listed: DatedList, confidence: float = 0.95) -> Flow:
    """How fast people are removed while somebody waits, from the days between removals.

    Time runs from the window's first day, and starts again on every day that ends with nobody
    waiting: an empty list is not a slow service. The removal that empties it has the time before.

    Args:
        listed: The list and its window.
        confidence: Coverage of the limits.
    """
    inside = np.sort(listed.removed)
    inside = inside[(inside >= listed.start) & (inside <= listed.end)]
    days = np.arange(listed.start, listed.end + 1)
    empty = days[queue_sizes(listed) == 0]
    last_empty = np.concatenate([[listed.start], empty])[np.searchsorted(empty, inside)]
    before = np.concatenate([[listed.start], inside])[:-1]
    return _flow(len(inside), inside - np.maximum(before, last_empty), confidence)


def waiting_list_statistics(
    listed: DatedList,
    target_wait: float,
    factor: float = USUAL_FACTOR,
    weeks_to_target: float = WEEKS_TO_TARGET,
    confidence: float = 0.95,
) -> ListStatistics:
    """Whether a list is the right size, and the capacity that holds it or brings it down.

    Args:
        listed: The list and its window.
        target_wait: The longest wait that should be, in weeks.
        factor: How many times shorter the mean wait should be.
        weeks_to_target: In how many weeks a list that is too big is to reach its target.
        confidence: Coverage of the limits.

    Source:
        See `wholeplace.statistics.waiting_theory`.

    >>> days = [f"2024-01-{day:02}" for day in range(1, 31)]
    >>> found = waiting_list_statistics(dated_list(days, ["NaT"] * 30), target_wait=4)
    >>> found.queue_size, round(found.target_size, 1), found.too_big, round(found.pressure, 2)
    (30, 7.5, True, 1.04)
    """
    demand, capacity = referral_flow(listed, confidence), removal_flow(listed, confidence)
    per_week = float(demand.weekly.value)
    waiting = listed.referred[listed.removed > listed.end]
    target = float(target_queue_size(per_week, target_wait, factor))
    too_big = bool(queue_too_big(len(waiting), target))
    mean_wait = float(np.mean(listed.end - waiting)) / DAYS_IN_WEEK if len(waiting) else np.nan
    holds = float(target_capacity(per_week, target_wait, factor, demand.cv, capacity.cv))
    relieves = float(relief_capacity(per_week, len(waiting), target, weeks_to_target))
    return ListStatistics(
        demand,
        capacity,
        _load(demand, capacity, confidence),
        len(waiting),
        target,
        too_big,
        mean_wait,
        float(waiting_list_pressure(mean_wait, target_wait)),
        np.nan if too_big else holds,
        relieves if too_big else np.nan,
    )


def _flow(count: int, gaps: Days, confidence: float) -> Flow:
    """A rate from times between events, with limits by the delta method on its logarithm.

    The mean of n independent times has a relative error of their coefficient of variation over the
    root of n. Dates in whole days make times look more varied than they are, so on a busy list the
    limits are wider than they need be.
    """
    mean = float(gaps.mean()) if len(gaps) else 0.0
    if not mean:
        return Flow(count, _around(np.nan, np.nan, confidence), np.nan)
    cv = float(gaps.std(ddof=1) / mean) if len(gaps) > 1 else np.nan
    return Flow(count, _around(DAYS_IN_WEEK / mean, cv / np.sqrt(len(gaps)), confidence), cv)


def _load(demand: Flow, capacity: Flow, confidence: float) -> Interval:
    """Demand over capacity; their relative errors add up as squares."""
    pair = (demand, capacity)
    squares = [flow.cv**2 / flow.people if flow.people else np.nan for flow in pair]
    ratio = float(demand.weekly.value) / float(capacity.weekly.value)
    return _around(ratio, float(np.sqrt(sum(squares))), confidence)


def _around(value: float, relative_error: float, confidence: float) -> Interval:
    away = np.exp(normal_quantile(confidence) * relative_error)
    made: list[FloatArray] = [np.asarray(value), np.asarray(value / away), np.asarray(value * away)]
    return Interval(*made)


def _day(date: dt.date) -> int:
    return int(np.asarray(date, dtype="datetime64[D]").astype(np.int64))
