"""Visits: an IPACS pathway of visits at home (P1), planned by the day and tapering over the stay.

A person needs so many visits a day at first, fewer at last, and starts on the first day from which
all their visits fit beside those already promised. So somebody who needs less may start before
somebody who came earlier: it is a diary, not a queue.
"""

from __future__ import annotations

from dataclasses import replace

import numba
import numpy as np

from wholeplace.planning.ipacs.beds import ARRIVALS, START, STAYS, PathwayDays
from wholeplace.planning.ipacs.conventions import Conventions
from wholeplace.planning.ipacs.inputs import IpacsInputs, PathwayScenario, Stay
from wholeplace.planning.simulation.arrays import FloatArray, IntArray
from wholeplace.planning.simulation.people import generator

VISITS = 3
SPREAD = 0.5
"""The standard deviation of first and last visits a day in IPACS; at most three above the mean."""


def run_visits(
    inputs: IpacsInputs,
    scenario: PathwayScenario,
    conventions: Conventions,
    seed: int,
    replication: int,
) -> PathwayDays:
    """Simulate a pathway of visits once.

    Args:
        inputs: What IPACS is given.
        scenario: Which pathway, under which choices.
        conventions: What is assumed of the longest stays, and of those there at the start.
        seed: The run's seed.
        replication: Which replication, from 0.

    Returns:
        Its days.
    """
    stay = inputs.stays[scenario.node, scenario.stay]
    days, at_start = len(inputs.dates), inputs.occupied[scenario.node]
    mean_visits = _mean_visits(inputs)
    a_day = inputs.capacity[scenario.node, scenario.capacity] * mean_visits
    came = _came(inputs, scenario, seed, replication)
    lengths = _whole_days(stay, conventions, generator(seed, replication, STAYS), came.size)
    since = np.zeros(came.size, dtype=np.int64)
    lengths[:at_start], since[:at_start] = _at_start(
        stay, conventions, generator(seed, replication, START), at_start
    )
    random = generator(seed, replication, VISITS)
    first, last = (
        _visits(mean, min(mean + 3 * SPREAD, a_day), random, came.size)
        for mean in inputs.visits[scenario.node, scenario.stay]
    )
    start, used = plan(came, lengths, since, first, last, a_day, days)
    midnight = np.arange(days)
    queue = np.searchsorted(np.sort(came), midnight, "right") - np.searchsorted(
        np.sort(start), midnight, "right"
    )
    service, hospital = inputs.costs[scenario.node]
    return PathwayDays(
        queue.astype(np.float64),
        used / mean_visits,
        _waits_of_leavers(start - came, start + lengths - since - 1, days),
        hospital * queue + service * used,
    )


def _mean_visits(inputs: IpacsInputs) -> float:
    """The mean of all first and last visits a day, by which IPACS turns people into visits."""
    return float(np.mean(list(inputs.visits.values())))


def _came(inputs: IpacsInputs, scenario: PathwayScenario, seed: int, replication: int) -> IntArray:
    """The day each person came: those in service and waiting on the first, then the others."""
    rates = inputs.arrivals[scenario.node, scenario.arrivals]
    number = generator(seed, replication, ARRIVALS).poisson(rates)
    there = inputs.occupied[scenario.node] + inputs.queue[scenario.node]
    return np.concatenate(
        [np.zeros(there, dtype=np.int64), np.repeat(np.arange(rates.size), number)]
    )


def _whole_days(
    stay: Stay, conventions: Conventions, random: np.random.Generator, number: int
) -> IntArray:
    """Draw stays of whole days, one at least, and none as long as the convention cuts off."""
    longest, length = np.inf, stay.length
    if conventions.spread_of_visits is not None:
        length = replace(length, sigma=conventions.spread_of_visits)
    if conventions.longest_over_mean is not None:
        longest = stay.mean + conventions.longest_over_mean
    found = np.zeros(number)
    again = np.arange(number)
    while again.size:
        found[again] = np.round(length.of_normals(random.standard_normal(again.size)))
        if not np.isfinite(longest):
            found = np.maximum(found, 1.0)
        again = again[(found[again] <= 0) | (found[again] >= longest)]
    return found.astype(np.int64)


def _at_start(
    stay: Stay, conventions: Conventions, random: np.random.Generator, number: int
) -> tuple[IntArray, IntArray]:
    """Draw whole stays of those in service at the start, and how many days of them are over."""
    if conventions.found_at_random:
        since, whole = stay.length.found(random, number)
        lengths = np.maximum(np.round(whole), 1.0).astype(np.int64)
        return lengths, np.minimum(since.astype(np.int64), lengths - 1)
    lengths = _whole_days(stay, conventions, random, number)
    left = np.round(1.0 + random.random(number) * (lengths - 1)).astype(np.int64)
    return lengths, lengths - left


def _visits(mean: float, most: float, random: np.random.Generator, number: int) -> FloatArray:
    """Draw the visits people need on a day: whole, above 0 and not above the most."""
    found = np.zeros(number)
    again = np.arange(number)
    while again.size:
        found[again] = np.round(mean + SPREAD * random.standard_normal(again.size))
        again = again[(found[again] <= 0) | (found[again] > most)]
    return found


def _waits_of_leavers(wait: IntArray, last_day: IntArray, days: int) -> FloatArray:
    """[day] The mean wait of those whose last visits are on the day; 0 where there is nobody."""
    inside = last_day < days
    number = np.bincount(last_day[inside], minlength=days)
    total = np.bincount(last_day[inside], wait[inside], minlength=days)
    return np.divide(total, number, out=np.zeros(days), where=number > 0)


@numba.njit(cache=True, nogil=True)
def plan(
    came: IntArray,
    length: IntArray,
    since: IntArray,
    first: FloatArray,
    last: FloatArray,
    a_day: float,
    days: int,
) -> tuple[IntArray, FloatArray]:
    """Promise each person, in order, the first days on which all their visits fit.

    Args:
        came: [person] The day they come.
        length: [person] The days of their whole stay.
        since: [person] How many of them are over when they come.
        first: [person] Visits a day at the beginning of the stay.
        last: [person] Visits a day at its end; between them they change evenly and are rounded.
        a_day: Visits there are each day.
        days: How many days are told about; people may be promised later ones.

    Returns:
        The day each starts, and the visits used on each of the days.
    """
    ahead = int(came.max() + length.sum() + 1) if came.size else 1
    free = np.full(min(ahead, 20 * days), a_day)
    start = np.empty(came.size, np.int64)
    for person in range(came.size):
        left = length[person] - since[person]
        need = np.empty(left)
        for day in range(left):
            share = (since[person] + day) / max(length[person] - 1, 1)
            need[day] = np.round(first[person] + (last[person] - first[person]) * share)
        begin = came[person]
        fits = False
        while not fits:
            fits = True
            for day in range(left):
                if begin + day < free.size and free[begin + day] < need[day]:
                    fits = False
                    begin += 1
                    break
        start[person] = begin
        for day in range(min(left, free.size - begin)):
            free[begin + day] -= need[day]
    return start, a_day - free[:days]
