"""A list as it stands, from two dates and a clinical priority of each person."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.waiting.priorities import TARGET_DAYS
from wholeplace.planning.waiting.queueing import DAYS_IN_WEEK, ListNow
from wholeplace.statistics import dated_list, referral_flow, removal_flow

LONGEST = 260
"""Whole weeks waited are told apart up to this many."""


def list_now(
    referred: NDArray[np.datetime64],
    removed: NDArray[np.datetime64],
    priority: NDArray[np.str_],
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[ListNow, float]:
    """The list at the end of a window, and the capacity seen in it.

    Args:
        referred: Date of each referral.
        removed: Date of each removal, NaT for people still waiting.
        priority: Clinical priority of each person.
        start: First day of the window; by default that of the first referral.
        end: Last day of the window; by default that of the last referral.

    Returns:
        The list, and people removed a week while somebody waited.

    Raises:
        StatisticsError: If nobody was referred in the window, or nobody removed.
    """
    listed = dated_list(referred, removed, start, end)
    come, go = referral_flow(listed), removal_flow(listed)
    capacity = float(go.weekly.value)
    if not come.people or not np.isfinite(capacity):
        raise StatisticsError(
            "Too few people are referred, or removed, to look ahead.",
            "Give a longer window, or join the list to one like it.",
        )
    day = referred.astype("datetime64[D]").astype(np.int64)
    gone = removed.astype("datetime64[D]")
    waits = (day <= listed.end) & (np.isnat(gone) | (gone.astype(np.int64) > listed.end))
    weeks = np.minimum((listed.end - day) // DAYS_IN_WEEK, LONGEST)
    found = np.unique(priority)
    kinds = sorted((str(code) for code in found), key=lambda code: (TARGET_DAYS[code], code))
    longest = int(weeks[waits].max(initial=0)) + 1
    waiting = np.stack(
        [np.bincount(weeks[waits & (priority == kind)], minlength=longest) for kind in kinds]
    )
    inside = (day >= listed.start) & (day <= listed.end)
    share = np.array([(inside & (priority == kind)).sum() for kind in kinds]) / inside.sum()
    days = tuple(TARGET_DAYS[kind] for kind in kinds)
    demand = share * float(come.weekly.value)
    return ListNow(tuple(kinds), days, waiting, demand, come.weekly_cv, go.weekly_cv), capacity
