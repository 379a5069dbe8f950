"""The list week by week, all replications in step: who comes, who is seen first, who still waits.

People are counted by clinical priority and by the week they were referred in. Each week brings
referrals and a capacity, both drawn at random; the capacity goes to people in one fixed order, by
priority and then by wait, or by the day each is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import StatisticsError

Order = Literal["priority", "due"]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]
DAYS_IN_WEEK = 7


class ListNow(NamedTuple):
    """A list as it stands, and how fast people come to it.

    Attributes:
        priorities: Codes, the most urgent first.
        target_days: In how many days people of each priority are to be seen.
        waiting: People waiting, by priority and by whole weeks waited so far.
        demand: People referred a week, by priority.
        cv_demand: Coefficient of variation of the time between referrals.
        cv_capacity: The same of the time between removals.
    """

    priorities: tuple[str, ...]
    target_days: tuple[int, ...]
    waiting: Whole
    demand: Real
    cv_demand: float = 1.0
    cv_capacity: float = 1.0


class Draws(NamedTuple):
    """What chance brings, the same for every scenario.

    Attributes:
        referrals: People referred, by replication, week and priority.
        luck: How far capacity departs from its mean, in standard errors, by replication and week.
    """

    referrals: Whole
    luck: Real


class Course(NamedTuple):
    """What became of the list.

    Attributes:
        queue: People waiting at the end of each week, by replication, week and priority.
        seen: People seen, by replication, priority and whole weeks waited.
        waiting: People waiting at the end, by replication, priority and whole weeks waited.
    """

    queue: Whole
    seen: Whole
    waiting: Whole


def draw(now: ListNow, weeks: int, replications: int, seed: int) -> Draws:
    """Referrals and luck of every replication, from a stream of its own.

    The number of referrals in a week has a variance of its mean times the squared coefficient of
    variation of the time between them, as a renewal process has over a long time; where that is
    less than the mean, the mean (Poisson) is taken.

    Args:
        now: The list.
        weeks: How many weeks ahead.
        replications: How many times.
        seed: The seed.
    """
    shape = (weeks, len(now.priorities))
    referrals = np.empty((replications, *shape), dtype=np.int64)
    luck = np.empty((replications, weeks))
    beyond = max(now.cv_demand**2 - 1, 0.0)
    for at, child in enumerate(np.random.SeedSequence(seed).spawn(replications)):
        rng = np.random.Generator(np.random.SFC64(child))
        # One factor a week for all priorities: busy weeks are busy for everybody.
        total = now.demand.sum()
        spread = rng.gamma(total / beyond, beyond / total, weeks) if beyond and total else 1.0
        mean = now.demand[None, :] * np.reshape(spread, (-1, 1))
        referrals[at] = rng.poisson(np.broadcast_to(mean, shape))
        luck[at] = rng.standard_normal(weeks)
    return Draws(referrals, luck)


def follow(
    now: ListNow, draws: Draws, capacity: Sequence[float], order: Order = "priority"
) -> Course:
    """The course of the list with some capacity.

    Args:
        now: The list.
        draws: What chance brings.
        capacity: Mean capacity of each week.
        order: Whom capacity goes to first: "priority" and then the longest wait, or the day "due",
            which is the referral's day and the priority's target.

    Raises:
        StatisticsError: If the weeks of capacity are not those drawn.
    """
    replications, weeks, kinds = draws.referrals.shape
    if len(capacity) != weeks or min(capacity) < 0:
        raise StatisticsError(
            f"Capacity is given for {len(capacity)} weeks of {weeks}, or is below 0.",
            "Give the mean capacity of every week.",
        )
    oldest = now.waiting.shape[1]
    cohorts = oldest + weeks
    # Cohort c was referred in week c − oldest, the first week ahead being 0.
    cells = np.zeros((replications, kinds, cohorts), dtype=np.int64)
    cells[:, :, :oldest] = now.waiting[None, :, ::-1]
    turn = _turn(now, cohorts, order)
    held = cells.reshape(replications, -1)[:, turn]
    place = np.empty(len(turn), dtype=np.int64)
    place[turn] = np.arange(len(turn))
    kind, cohort = np.divmod(turn, cohorts)
    queue = np.empty((replications, weeks, kinds), dtype=np.int64)
    seen = np.zeros((replications, kinds, cohorts), dtype=np.int64)
    by_kind = (kind[:, None] == np.arange(kinds)).astype(np.int64)
    for week in range(weeks):
        arriving = place[np.arange(kinds) * cohorts + oldest + week]
        held[:, arriving] += draws.referrals[:, week]
        slots = _slots(capacity[week], now.cv_capacity, draws.luck[:, week])
        taken = np.diff(np.minimum(np.cumsum(held, axis=1), slots[:, None]), axis=1, prepend=0)
        held -= taken
        used = np.flatnonzero(taken.any(axis=0))
        seen[:, kind[used], oldest + week - cohort[used]] += taken[:, used]
        queue[:, week] = held @ by_kind
    left = np.zeros_like(seen)
    left[:, kind, cohorts - 1 - cohort] = held
    return Course(queue, seen, left)


def _turn(now: ListNow, cohorts: int, order: Order) -> Whole:
    """Cells, as priority × cohorts + cohort, in the order that capacity goes to them."""
    kind = np.repeat(np.arange(len(now.priorities)), cohorts)
    cohort = np.tile(np.arange(cohorts), len(now.priorities))
    target = np.array(now.target_days)[kind]
    if order == "due":
        return np.lexsort((target, cohort * DAYS_IN_WEEK + target))
    return np.lexsort((cohort, kind, target))


def _slots(mean: float, cv: float, luck: Real) -> Whole:
    """Whole numbers about the mean, with the variance of a renewal process."""
    return np.maximum(np.rint(mean + luck * cv * np.sqrt(mean)), 0).astype(np.int64)
