"""What a list looks like at the end, for each capacity: figures with their range by replication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.waiting.queueing import Course, ListNow, Order, draw, follow
from wholeplace.statistics.waiting_theory import (
    USUAL_FACTOR,
    WEEKS_TO_TARGET,
    relief_capacity,
    target_capacity,
    target_queue_size,
)

ALL = "all"
LOW, HIGH = 0.05, 0.95
"""Nineteen years in twenty lie above the one, and nineteen below the other."""


class Ahead(NamedTuple):
    """One figure of one scenario.

    Attributes:
        scenario: Its name.
        capacity: Mean capacity a week, over all weeks.
        priority: A clinical priority, or ``all``.
        figure: ``waiting``, ``mean_wait`` (weeks, of those waiting at the end), ``over_target``
            (share of those waiting who are past the days of their priority), ``within_target``
            (share of those seen who were seen in them), or ``over_18`` (share waiting over 18
            weeks).
        mean: Over replications.
        low: The 5th centile of replications.
        high: The 95th.
    """

    scenario: str
    capacity: float
    priority: str
    figure: str
    mean: float
    low: float
    high: float


def capacities(
    now: ListNow,
    capacity: float,
    weeks: int,
    target_weeks: float,
    factor: float = USUAL_FACTOR,
    weeks_to_target: float = WEEKS_TO_TARGET,
) -> dict[str, NDArray[np.float64]]:
    """Capacities worth comparing: as now, what holds the list, and what first brings it down.

    The last only where the list is over its target.

    Args:
        now: The list.
        capacity: People seen a week now, while somebody waits.
        weeks: How many weeks ahead.
        target_weeks: The longest wait that should be, in weeks.
        factor: How many times shorter the mean wait should be.
        weeks_to_target: In how many weeks a list that is too long is to reach its target.
    """
    demand = float(now.demand.sum())
    holds = float(target_capacity(demand, target_weeks, factor, now.cv_demand, now.cv_capacity))
    target = float(target_queue_size(demand, target_weeks, factor))
    relieves = float(relief_capacity(demand, now.waiting.sum(), target, weeks_to_target))
    plans = {"as now": np.full(weeks, capacity), "what holds it": np.full(weeks, holds)}
    if relieves > holds:
        first = np.arange(weeks) < weeks_to_target
        plans["what relieves it, then holds it"] = np.where(first, relieves, holds)
    return plans


def look_ahead(
    now: ListNow,
    scenarios: Mapping[str, NDArray[np.float64]],
    replications: int,
    seed: int,
    order: Order = "priority",
) -> list[Ahead]:
    """Figures at the end of the weeks, for each scenario, all meeting the same referrals.

    Args:
        now: The list.
        scenarios: Name → mean capacity of each week.
        replications: How many times.
        seed: The seed.
        order: Whom capacity goes to first; see `follow`.
    """
    weeks = len(next(iter(scenarios.values())))
    draws = draw(now, weeks, replications, seed)
    found = []
    for name, capacity in scenarios.items():
        course = follow(now, draws, [float(slots) for slots in capacity], order)
        for figure, priority, values in _figures(now, course):
            known = values[np.isfinite(values)]
            numbers = (np.nan,) * 3
            if len(known):
                numbers = (known.mean(), *np.quantile(known, [LOW, HIGH]))
            told = (float(number) for number in numbers)
            found.append(Ahead(name, float(np.mean(capacity)), priority, figure, *told))
    return found


def _figures(now: ListNow, course: Course) -> list[tuple[str, str, NDArray[np.float64]]]:
    """Figure, priority and its value in each replication."""
    made = []
    weeks = np.arange(course.waiting.shape[2])
    for at, priority in [(slice(None), ALL), *enumerate(now.priorities)]:
        chosen = [at] if isinstance(at, int) else list(range(len(now.priorities)))
        waiting, seen = course.waiting[:, chosen], course.seen[:, chosen]
        total = waiting.sum(axis=(1, 2)).astype(np.float64)
        # Somebody in the cohort of a week has waited half a week more than its whole weeks.
        due = np.array(now.target_days)[chosen] / 7
        late = weeks[None, :] + 0.5 > due[:, None]
        made += [
            ("waiting", priority, total),
            ("mean_wait", priority, _over((waiting * (weeks + 0.5)).sum(axis=(1, 2)), total)),
            ("over_target", priority, _over((waiting * late).sum(axis=(1, 2)), total)),
            ("within_target", priority, _within(seen, weeks, due)),
            ("over_18", priority, _over(waiting[:, :, 18:].sum(axis=(1, 2)), total)),
        ]
    return made


def _within(
    seen: NDArray[np.int64], weeks: NDArray[np.int64], due: NDArray[np.float64]
) -> NDArray[np.float64]:
    in_time = weeks[None, :] <= due[:, None]
    return _over((seen * in_time).sum(axis=(1, 2)), seen.sum(axis=(1, 2)).astype(np.float64))


def _over(part: NDArray, total: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, total, out=np.full(total.shape, np.nan), where=total > 0)
