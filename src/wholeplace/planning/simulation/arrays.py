"""Arrays: what the kernel reads, changes and finds out, as tuples that can be compiled for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NOBODY = -1
NOWHERE = -1
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class NetworkArrays(NamedTuple):
    """A network as the kernel reads it. A queue is (class x stages + stage)."""

    stages_of: IntArray  # [class] how many stages
    units_from: IntArray  # [queue + 1] where its units begin in `units`
    units: IntArray
    queues_from: IntArray  # [unit + 1] where its queues begin in `queues`
    queues: IntArray
    slots: IntArray  # [day, unit]
    starts: BoolArray  # [day, unit]
    releases: BoolArray  # [day, unit]
    always: BoolArray  # [unit] releases every day


class PeopleArrays(NamedTuple):
    """People as the kernel reads them."""

    arrival: FloatArray  # [person]
    kind: IntArray  # [person]
    stay: FloatArray  # [person, stage]
    delay: FloatArray  # [person, stage]
    stage: IntArray  # [person]
    holding: IntArray  # [person]


class JourneyArrays(NamedTuple):
    """What the kernel finds out; NaN and -1 stand for what did not happen in time."""

    asked: FloatArray  # [person, stage]
    started: FloatArray  # [person, stage]
    unit: IntArray  # [person, stage]
    left: FloatArray  # [person]


class State(NamedTuple):
    """What changes while the calendar runs."""

    time: FloatArray  # the heap of this slice: when somebody moves on
    who: IntArray  # the heap of this slice: who that is
    size: IntArray  # [1] how much of the heap is in use
    pace: int  # slices of time in a day
    slice: IntArray  # [1] which slice it is
    later: IntArray  # [slice] the first of those who move on in a later slice
    due: FloatArray  # [person] when they move on, if in a later slice
    stage: IntArray  # [person] where they are
    after: IntArray  # [person] the next in the same queue, or of those moving in a slice
    ticket: IntArray  # [person] the number drawn on joining a queue
    tickets: IntArray  # [1] how many numbers are drawn
    first: IntArray  # [queue]
    last: IntArray  # [queue]
    held: IntArray  # [unit] slots in use
    slots: IntArray  # [unit] slots to be had now: none before time 0 or while closed


class Calendar(NamedTuple):
    """All the kernel works on, passed along together."""

    network: NetworkArrays
    people: PeopleArrays
    found: JourneyArrays
    state: State


def beginning(network: NetworkArrays, people: PeopleArrays) -> Calendar:
    """Make room for what the kernel finds out, and for what changes while it does."""
    number, stages = people.stay.shape
    days, units, queues = network.slots.shape[0], network.always.size, network.units_from.size - 1
    # About one person comes in a slice: few are in order at a time, and few slices are empty.
    pace = max(1, number // max(days, 1))
    found = JourneyArrays(
        np.full((number, stages), np.nan),
        np.full((number, stages), np.nan),
        np.full((number, stages), NOWHERE),
        np.full(number, np.nan),
    )
    state = State(
        np.empty(number),
        np.empty(number, np.int64),
        np.zeros(1, np.int64),
        pace,
        np.zeros(1, np.int64),
        np.full(days * pace, NOBODY),
        np.empty(number),
        people.stage.copy(),
        np.full(number, NOBODY),
        np.empty(number, np.int64),
        np.zeros(1, np.int64),
        np.full(queues, NOBODY),
        np.full(queues, NOBODY),
        np.zeros(units, np.int64),
        np.zeros(units, np.int64),
    )
    return Calendar(network, people, found, state)
