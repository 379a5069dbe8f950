"""Slots and the queue for them: how many a service has, and who starts on which day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.sources.synthetic.population import NEVER

Days = NDArray[np.int64]


def weekday(day: NDArray[np.integer]) -> Days:
    """Monday is 0; day 0, 1 January 1970, was a Thursday."""
    return (np.asarray(day, dtype=np.int64) + 3) % 7


def next_working_day(day: Days) -> Days:
    """The same day, or the Monday after a weekend."""
    return day + np.maximum(7 - weekday(day), 0) * (weekday(day) >= 5)


def enough_slots(
    load: NDArray[np.float64], days: NDArray[np.float64], wait: NDArray[np.float64], spread: float
) -> Days:
    """The number of slots at which people wait about so long, by Erlang's C formula.

    Waits of exponential stays are scaled by (1 + cv²) / 2 (Allen and Cunneen's approximation).

    Args:
        load: People in service on average if nobody waited, one entry per service and place.
        days: Mean stay of each.
        wait: Days people should wait on average.
        spread: Squared coefficient of variation of stays.

    Returns:
        At least 1 slot each, and more than the load.
    """
    most = int(np.ceil(load.max() + 8 * np.sqrt(load.max()) + 4))
    blocked = np.ones_like(load)  # Erlang's B at 0 slots
    best, closest = np.ones(len(load), dtype=np.int64), np.full(len(load), np.inf)
    for slots in range(1, most + 1):
        blocked = load * blocked / (slots + load * blocked)
        free = slots - load
        able = free > 0
        room = np.where(able, free, 1.0)
        waiting = slots * blocked / (room + load * blocked)  # Erlang's C
        mean = waiting * days / room * (1 + spread) / 2
        off = np.where(able, np.abs(np.log((mean + 0.05) / (wait + 0.05))), np.inf)
        better = off < closest
        best[better], closest[better] = slots, off[better]
    return best


@dataclass(frozen=True)
class Queue:
    """Referrals to services with slots, one entry each.

    Attributes:
        cell: Position of the service and place.
        accepted: The day the referral was accepted.
        length: Days the service will last.
    """

    cell: Days
    accepted: Days
    length: Days


def starts(
    queue: Queue, slots: NDArray[np.int64], weekends: NDArray[np.bool_], first: int, last: int
) -> Days:
    """The day each referral starts: first come, first served, as slots fall free.

    A loop over days, whatever the number of people: each day the first of every queue take the
    slots that are free.

    Args:
        queue: The referrals; none accepted before ``first``.
        slots: Slots of each day and cell, of shape (days, cells).
        weekends: Of each cell, whether people start at weekends.
        first: First day, with every service empty.
        last: Last day.

    Returns:
        The day of each, NEVER where it has not come by the last day.
    """
    cells = slots.shape[1]
    order = np.lexsort((queue.accepted, queue.cell))
    length = queue.length[order]
    came = _accepted_by(queue, cells, first, last)
    begins = np.concatenate([[0], np.cumsum(came[-1])[:-1]])
    started = np.full(len(order), NEVER, dtype=np.int64)
    served, busy = np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.int64)
    ends = np.zeros((last - first + 2, cells), dtype=np.int64)
    cell_of = queue.cell[order]
    for day in range(last - first + 1):
        busy -= ends[day]
        opened = weekends | (weekday(np.array(first + day)) < 5)
        taken = np.clip(np.minimum(came[day] - served, slots[day] - busy), 0, None) * opened
        if not taken.any():
            continue
        who = np.repeat(begins + served, taken) + _counted_up(taken)
        started[who] = first + day
        until = np.minimum(day + length[who], len(ends) - 1)
        np.add.at(ends, (until, cell_of[who]), 1)
        served += taken
        busy += taken
    found = np.empty_like(started)
    found[order] = started
    return found


def _accepted_by(queue: Queue, cells: int, first: int, last: int) -> NDArray[np.int64]:
    """Referrals accepted up to each day, of shape (days, cells); the last row holds later ones."""
    day = np.minimum(queue.accepted - first, last - first + 1)
    place = day * cells + queue.cell
    size = (last - first + 2) * cells
    return np.cumsum(np.bincount(place, minlength=size).reshape(-1, cells), axis=0)


def _counted_up(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 … within each group of those sizes."""
    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
