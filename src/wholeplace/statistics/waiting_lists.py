"""Waiting lists from two dates a person: whom a window sees, and how many wait each day.

Dates are whole days (``datetime64[D]``); a person not removed has NaT. A window runs from its first
day to its last, both included.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.core.errors import StatisticsError

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


def list_of_counts(
    start: dt.date, referred: ArrayLike, removed: ArrayLike, waiting: int
) -> DatedList:
    """A list of which only the numbers of each day are known.

    Who was removed when is not known, so the list gives queue sizes and rates, and no waits.

    Args:
        start: First day of the window.
        referred: People referred on each day of the window.
        removed: People removed on each of the same days.
        waiting: People waiting at the end of the last day.

    Raises:
        StatisticsError: If the days are not as many, or more were removed than ever waited.

    >>> queue_sizes(list_of_counts(dt.date(2024, 1, 1), [2, 0, 1], [0, 1, 1], 5))
    array([6, 5, 5])
    """
    came, left = np.asarray(referred, np.int64), np.asarray(removed, np.int64)
    before = waiting - int(came.sum()) + int(left.sum())
    if came.shape != left.shape or came.ndim != 1 or not came.size or before < 0:
        raise StatisticsError(
            "The numbers of each day make no waiting list.",
            "Give referrals and removals of the same days, and all who wait at their end.",
        )
    first = _day(start)
    days = first + np.arange(len(came))
    return DatedList(
        np.concatenate([np.full(before, first - 1), np.repeat(days, came)]),
        np.concatenate([np.repeat(days, left), np.full(waiting, STILL_WAITING)]),
        first,
        int(days[-1]),
    )


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


def _day(date: dt.date) -> int:
    return int(np.asarray(date, dtype="datetime64[D]").astype(np.int64))
