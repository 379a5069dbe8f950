"""A waiting list week by week ahead, from today's list, referrals and capacity, with ranges.

People are counted by whole weeks waited. Each week referrals come in, capacity takes people out of
every length of wait as it did before, and whoever is left has waited a week longer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.core.errors import StatisticsError
from wholeplace.statistics.intervals import FloatArray, as_floats
from wholeplace.statistics.waiting_list_sizes import Flow

_ROUNDS = 3
"""Times that capacity left over by an empty length of wait is shared out among the others."""


class ListAhead(NamedTuple):
    """What became of a list, in each replication.

    Attributes:
        waiting: People waiting at the end of each week, of shape (replications, weeks).
        over: Those of them who have waited longer than a limit, of the same shape.
    """

    waiting: FloatArray
    over: FloatArray


def likely_to_leave(waiting: ArrayLike, removed: ArrayLike) -> FloatArray:
    """How likely people at each length of wait are to leave it, one to another.

    Args:
        waiting: People waiting, by length of wait.
        removed: People removed in some time, by how long they had waited.

    Returns:
        Removals for each one waiting, of the same shape; all 1 where nobody was removed. A length
        of wait that nobody is at counts half a person, so that what left it is not forgotten.

    >>> print(likely_to_leave([40, 20, 0], [10, 10, 1]))
    [0.25 0.5  2.  ]
    """
    here, left = as_floats(waiting), as_floats(removed)
    if not left.sum():
        return np.ones_like(here)
    return np.asarray(left / np.maximum(here, 0.5))


def list_ahead(
    waiting: ArrayLike,
    leaving: ArrayLike,
    referrals: Flow,
    capacity: Flow,
    window: int,
    limit: int,
    weeks: int,
    replications: int,
    seed: int,
) -> ListAhead:
    """Follow a list for some weeks if referrals and capacity go on as they were.

    Ranges hold chance from week to week, and that the two rates and how varied they are were told
    from a window of a few weeks. They do not hold a change of either rate.

    Args:
        waiting: People waiting now, by whole weeks waited; the last place holds all longer waits.
        leaving: How likely each of them is to leave, one to another: see :func:`likely_to_leave`.
        referrals: Referrals a week, as counted.
        capacity: Removals a week while somebody waited, as counted.
        window: Weeks that both were counted in.
        limit: Waits of at least so many whole weeks count as over the limit.
        weeks: How many weeks ahead.
        replications: How many times.
        seed: The seed.

    Raises:
        StatisticsError: If the two have not as many lengths of wait, or a rate is not known.

    Source:
        Compartments by time waited, as in the models of referral to treatment of NHS Bristol,
        North Somerset and South Gloucestershire (`NHSRtt`, RTT_compartmental_modelling); Fong and
        others 2022 (see `wholeplace.statistics.waiting_theory`) for demand less capacity.

    Ten a week come and twelve could leave: forty waiting become about twenty in ten weeks.

    >>> from wholeplace.statistics import Interval
    >>> once = np.array(np.nan)
    >>> come = Flow(1000, Interval(np.array(10.0), once, once), np.nan, 1.0)
    >>> leave = Flow(1200, Interval(np.array(12.0), once, once), np.nan, 1.0)
    >>> ahead = list_ahead([10, 10, 10, 10], np.ones(4), come, leave, 100, 2, 10, 2000, 1)
    >>> print(ahead.waiting.shape, ahead.waiting.mean(axis=0)[[0, 9]].round())
    (2000, 10) [38. 21.]
    """
    here, by_wait = as_floats(waiting), as_floats(leaving)
    if here.shape != by_wait.shape or here.ndim != 1 or not here.size:
        raise StatisticsError(
            "People waiting and how likely they are to leave are not told alike.",
            "Give one number of each for every length of wait.",
        )
    rng = np.random.default_rng(seed)
    shape = (replications, weeks)
    come = _weekly(referrals, window, shape, rng)
    slots = _weekly(capacity, window, shape, rng)
    held = np.tile(here, (replications, 1))
    size, over = np.empty((replications, weeks)), np.empty((replications, weeks))
    for week in range(weeks):
        held = _aged(held, come[:, week])
        held = held - _taken(held, by_wait, slots[:, week])
        size[:, week] = held.sum(axis=1)
        over[:, week] = held[:, limit:].sum(axis=1)
    return ListAhead(size, over)


def _aged(held: FloatArray, come: FloatArray) -> FloatArray:
    """Everybody a week later, with those who come; the last place keeps all who reach it."""
    older = np.column_stack([come, held])
    older[:, -2] += older[:, -1]
    return older[:, :-1]


def _weekly(
    flow: Flow, window: int, shape: tuple[int, int], rng: np.random.Generator
) -> FloatArray:
    """People of each week: how varied and how many drawn once a replication, then week by week.

    How varied they are follows from the variance of as many weeks as the window has (chi-squared),
    and is never less than by chance alone.
    """
    rate = float(flow.weekly.value)
    if not np.isfinite(rate) or flow.people < 1:
        raise StatisticsError("A rate is not known.", "Give a list that people come to and leave.")
    once = (shape[0], 1)
    free = max(window - 1, 1)
    varied = np.maximum(flow.dispersion * free / rng.chisquare(free, once), 1 + 1e-9)
    known = flow.people / varied
    rates = rate * rng.gamma(known, 1 / known)
    means = rng.gamma(np.broadcast_to(rates / (varied - 1), shape), varied - 1)
    return rng.poisson(means).astype(np.float64)


def _taken(held: FloatArray, by_wait: FloatArray, slots: FloatArray) -> FloatArray:
    """Whom the slots of a week go to, by length of wait; never more than are there."""
    taken = np.zeros_like(held)
    for _ in range(_ROUNDS):
        left = held - taken
        spare = slots - taken.sum(axis=1)
        likely = left * by_wait
        total = likely.sum(axis=1)
        share = np.divide(spare, total, out=np.zeros_like(total), where=total > 0)
        taken += np.minimum(left, share[:, None] * likely)
    # Whatever is still over goes to anybody: a slot is not left empty while somebody waits.
    left, spare = held - taken, slots - taken.sum(axis=1)
    total = left.sum(axis=1)
    share = np.clip(np.divide(spare, total, out=np.zeros_like(total), where=total > 0), 0, 1)
    return np.asarray(taken + share[:, None] * left)
