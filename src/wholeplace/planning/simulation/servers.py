"""Servers: one service alone, first come first served, by the exact recursion of its starts."""

from __future__ import annotations

import numba
import numpy as np

from wholeplace.core.errors import StatisticsError
from wholeplace.planning.simulation.arrays import FloatArray


def first_come(arrival: FloatArray, stay: FloatArray, slots: int) -> FloatArray:
    """Say when each person starts in a service with so many slots.

    Person n starts when they have come and a slot is free: max(arrival, the earliest end of those
    who hold a slot), which keeps only the ends of the slots in mind (Kiefer and Wolfowitz, Trans.
    Amer. Math. Soc. 78, 1955). It is exact, and quicker than a calendar where nothing else
    depends on who holds a slot.

    Args:
        arrival: [person] When they come, in ascending order; days.
        stay: [person] How long they hold a slot; days.
        slots: How many people can be served at once, 1 or more.

    Returns:
        [person] When each starts.

    Raises:
        StatisticsError: If there is no slot, or arrivals are not in order.
    """
    if slots < 1:
        raise StatisticsError("A service without slots never starts anybody.")
    if arrival.shape != stay.shape or not (np.diff(arrival) >= 0).all():
        raise StatisticsError("Arrivals are missing or not in ascending order, one stay for each.")
    return _starts(
        np.ascontiguousarray(arrival, dtype=np.float64),
        np.ascontiguousarray(stay, dtype=np.float64),
        slots,
    )


@numba.njit(cache=True, nogil=True)
def _starts(arrival: FloatArray, stay: FloatArray, slots: int) -> FloatArray:
    """The recursion, with the ends of the slots in a heap of which the first is the earliest."""
    ends = np.full(slots, -np.inf)
    start = np.empty(arrival.size)
    for person in range(arrival.size):
        start[person] = max(arrival[person], ends[0])
        end = start[person] + stay[person]
        here, below = 0, 1
        while below < slots:
            if below + 1 < slots and ends[below + 1] < ends[below]:
                below += 1
            if ends[below] >= end:
                break
            ends[here] = ends[below]
            here, below = below, 2 * below + 1
        ends[here] = end
    return start
