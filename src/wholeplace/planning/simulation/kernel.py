"""Kernel: the event calendar, compiled. A pure function of arrays: no chance, no clock, no objects.

Everything compiled is in this one file, since numba keeps a compiled function until its own file
changes. Threads may run it side by side (``nogil``). ``NUMBA_DISABLE_JIT=1`` leaves it as Python.

At one moment the order is: the calendar of the new day, then people moving on by their number,
then people coming by their number. Whoever can start does so at once, so those who wait are
waiting for units that are all full or closed. A slot given up can therefore only go to the first
in line of those who may use it, then the slot they gave up to the next, and so on.
"""

from __future__ import annotations

import numba
import numpy as np

from wholeplace.core.compiled import borrowing
from wholeplace.planning.simulation.arrays import (
    NOBODY,
    NOWHERE,
    Calendar,
    NetworkArrays,
    State,
)


@numba.njit(cache=True, nogil=True)
def run(calendar: Calendar) -> None:
    """Fill in what is found, for as many days as the network's calendars have."""
    _begin(calendar)
    _follow(calendar)


@borrowing
def _begin(calendar: Calendar) -> None:
    """Put those who are there at the start where they are."""
    people = calendar.people
    for person in range(people.arrival.size):
        if people.holding[person] != NOWHERE:
            stage, since = people.stage[person], people.arrival[person]
            calendar.found.asked[person, stage] = since
            _start(calendar, person, stage, people.holding[person], since)


@borrowing
def _follow(calendar: Calendar) -> None:
    """Let one thing happen after another until the days are over."""
    network, people, state = calendar.network, calendar.people, calendar.state
    days, number = network.slots.shape[0], people.arrival.size
    arriving, day = 0, 0
    while True:
        while arriving < number and people.holding[arriving] != NOWHERE:
            arriving += 1
        coming = people.arrival[arriving] if arriving < number else np.inf
        moving = _next_move(state, min(coming, day))
        now = min(moving, coming)
        if day < days and day <= now:
            _new_day(calendar, day)
            day += 1
            continue
        if now >= days:
            return
        if moving <= coming:
            person = _pop(state)
            stage = state.stage[person] + 1
        else:
            person, stage = arriving, people.stage[arriving]
            arriving += 1
        if stage < network.stages_of[people.kind[person]]:
            freed = _ask(calendar, person, stage, now)
        else:
            calendar.found.left[person] = now
            freed = _give_up(calendar, person)
        _pass_on(calendar, freed, now)


@borrowing
def _new_day(calendar: Calendar, day: int) -> None:
    """Set the day's slots, then start whoever can, the first in line first."""
    network, state = calendar.network, calendar.state
    for unit in range(state.held.size):
        state.slots[unit] = network.slots[day, unit] if network.starts[day, unit] else 0
    while True:
        chosen, where = NOBODY, NOWHERE
        for queue in range(state.first.size):
            person = state.first[queue]
            if person == NOBODY:
                continue
            if chosen == NOBODY or state.ticket[person] < state.ticket[chosen]:
                unit = _free_unit(calendar, queue)
                if unit != NOWHERE:
                    chosen, where = person, unit
        if chosen == NOBODY:
            return
        _leave_queue(calendar, chosen)
        _give_up(calendar, chosen)
        _start(calendar, chosen, state.stage[chosen] + 1, where, float(day))


@borrowing
def _ask(calendar: Calendar, person: int, stage: int, now: float) -> int:
    """Start somebody in the first free unit, and say which they freed, or put them in the queue."""
    state = calendar.state
    calendar.found.asked[person, stage] = now
    queue = _queue(calendar, person, stage)
    state.stage[person] = stage - 1
    unit = _free_unit(calendar, queue)
    if unit != NOWHERE:
        freed = _give_up(calendar, person)
        _start(calendar, person, stage, unit, now)
        return freed
    state.ticket[person] = state.tickets[0]
    state.tickets[0] += 1
    if state.first[queue] == NOBODY:
        state.first[queue] = person
    else:
        state.after[state.last[queue]] = person
    state.last[queue] = person
    return NOWHERE


@borrowing
def _pass_on(calendar: Calendar, unit: int, now: float) -> None:
    """Give a freed slot to the first in line, the slot they gave up to the next, and so on."""
    network, state = calendar.network, calendar.state
    while unit != NOWHERE and state.held[unit] < state.slots[unit]:
        chosen = NOBODY
        for index in range(network.queues_from[unit], network.queues_from[unit + 1]):
            person = state.first[network.queues[index]]
            if person == NOBODY:
                continue
            if chosen == NOBODY or state.ticket[person] < state.ticket[chosen]:
                chosen = person
        if chosen == NOBODY:
            return
        _leave_queue(calendar, chosen)
        freed = _give_up(calendar, chosen)
        _start(calendar, chosen, state.stage[chosen] + 1, unit, now)
        unit = freed


@borrowing
def _start(calendar: Calendar, person: int, stage: int, unit: int, now: float) -> None:
    """Start somebody in a unit, and note when they will move on."""
    state, people = calendar.state, calendar.people
    state.stage[person] = stage
    state.held[unit] += 1
    calendar.found.started[person, stage] = now
    calendar.found.unit[person, stage] = unit
    finished = now + people.stay[person, stage]
    _expect(state, released(calendar.network, unit, finished, people.delay[person, stage]), person)


@borrowing
def released(network: NetworkArrays, unit: int, finished: float, delay: float) -> float:
    """When a delay after a stay is over, if it only passes on the days a unit releases people."""
    if network.always[unit]:
        return finished + delay
    now, days = finished, network.releases.shape[0]
    while now < days:
        day = int(np.floor(now))
        # Before time 0 the calendar is not known: every day counts.
        if day < 0 or network.releases[day, unit]:
            if now + delay < day + 1:
                return now + delay
            delay -= day + 1 - now
        now = day + 1.0
    return np.inf


@borrowing
def _free_unit(calendar: Calendar, queue: int) -> int:
    """Find the first unit, in order of preference, that could start somebody of a queue."""
    network, state = calendar.network, calendar.state
    for index in range(network.units_from[queue], network.units_from[queue + 1]):
        unit = network.units[index]
        if state.held[unit] < state.slots[unit]:
            return unit
    return NOWHERE


@borrowing
def _give_up(calendar: Calendar, person: int) -> int:
    """Give up the slot somebody holds, and say of which unit."""
    stage = calendar.state.stage[person]
    unit = calendar.found.unit[person, stage] if stage >= 0 else NOWHERE
    if unit != NOWHERE:
        calendar.state.held[unit] -= 1
    return unit


@borrowing
def _leave_queue(calendar: Calendar, person: int) -> None:
    """Take the first of a queue out of it."""
    state = calendar.state
    queue = _queue(calendar, person, state.stage[person] + 1)
    state.first[queue] = state.after[person]
    state.after[person] = NOBODY


@borrowing
def _queue(calendar: Calendar, person: int, stage: int) -> int:
    """Which queue somebody stands in for a stage."""
    return calendar.people.kind[person] * calendar.people.stay.shape[1] + stage


@borrowing
def _expect(state: State, time: float, person: int) -> None:
    """Note when somebody will move on: among the moves of this slice of time, or of a later one.

    Most moves are far ahead. Kept in slices (a calendar queue: Brown, Communications of the ACM
    31, 1988) only those of the present slice need to be in order, however many people there are.
    """
    if time * state.pace >= state.later.size:
        return
    slice_of = max(int(time * state.pace), 0)
    if slice_of <= state.slice[0]:
        _push(state, time, person)
    else:
        state.due[person] = time
        state.after[person] = state.later[slice_of]
        state.later[slice_of] = person


@borrowing
def _next_move(state: State, until: float) -> float:
    """When the first person moves on, if that is no later than a time; otherwise infinity."""
    last = min(max(int(until * state.pace), 0), state.later.size - 1)
    while state.size[0] == 0 and state.slice[0] < last:
        state.slice[0] += 1
        person = state.later[state.slice[0]]
        while person != NOBODY:
            following = state.after[person]
            state.after[person] = NOBODY
            _push(state, state.due[person], person)
            person = following
    return state.time[0] if state.size[0] > 0 else np.inf


@borrowing
def _push(state: State, time: float, person: int) -> None:
    """Put a move in the heap, ordered by time and then by person."""
    here = state.size[0]
    state.size[0] += 1
    while here > 0:
        above = (here - 1) // 2
        if _before(time, person, state.time[above], state.who[above]):
            state.time[here], state.who[here] = state.time[above], state.who[above]
            here = above
        else:
            break
    state.time[here], state.who[here] = time, person


@borrowing
def _pop(state: State) -> int:
    """Take the earliest move out of the heap, and say whose it is."""
    earliest = state.who[0]
    state.size[0] -= 1
    size = state.size[0]
    time, person = state.time[size], state.who[size]
    here, below = 0, 1
    while below < size:
        other = below + 1
        if other < size and _before(
            state.time[other], state.who[other], state.time[below], state.who[below]
        ):
            below = other
        if not _before(state.time[below], state.who[below], time, person):
            break
        state.time[here], state.who[here] = state.time[below], state.who[below]
        here, below = below, 2 * below + 1
    state.time[here], state.who[here] = time, person
    return earliest


@borrowing
def _before(time: float, person: int, other_time: float, other: int) -> bool:
    return time < other_time or (time == other_time and person < other)
