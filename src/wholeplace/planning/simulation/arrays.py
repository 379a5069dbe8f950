"""Arrays: what the kernel reads, changes and finds out, as tuples that can be compiled for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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

    time: FloatArray  # the heap: when somebody moves on
    who: IntArray  # the heap: who that is
    size: IntArray  # [1] how much of the heap is in use
    stage: IntArray  # [person] where they are
    after: IntArray  # [person] the next in the same queue
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
