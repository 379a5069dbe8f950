"""Why people are delayed: process, mismatch, bunches and true shortage, found by taking them away.

Each cause can be taken away: nobody waits for assessment, funding or choice (process); every slot
is open to every place and request (mismatch); people are ready at an even pace and services start
every day (bunches); every service has room for everybody (shortage). What taking one away
saves depends on which are gone already: a process delay is invisible while there is no slot to
wait for. So each cause is taken away at every point of every order, and what it saves is averaged
over the orders: the parts add up to what taking all away saves.

Source: Shapley LS. A value for n-person games. Contributions to the Theory of Games II, 1953.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.levers import Levers
from wholeplace.planning.flow.phases import Phases
from wholeplace.planning.flow.situation import Situation

PROCESS, MISMATCH, BUNCHES, SHORTAGE = "process", "mismatch", "bunches", "shortage"
CAUSES = {
    PROCESS: "Process: waiting for assessment, funding or choice",
    MISMATCH: "Mismatch: free slots in another place, or not suited to what is asked",
    BUNCHES: "Bunches: many ready together, and nobody starting at weekends",
    SHORTAGE: "True shortage: too few slots",
}
FloatArray = NDArray[np.float64]
Removed = frozenset[str]


@dataclass(frozen=True)
class Cause:
    """What one cause accounts for, in delayed days a year by replication.

    Attributes:
        name: The cause.
        part: [replication] Its part of all delayed days: the parts add up.
        alone: [replication] What is saved where it alone is taken away.
        last: [replication] What is left of the delay where all others are gone.
    """

    name: str
    part: FloatArray
    alone: FloatArray
    last: FloatArray


def runs_needed() -> list[Removed]:
    """The sets of causes to take away: with room for everybody there is no mismatch to remove."""
    return sorted(
        {_simplest(frozenset(s)) for n in range(5) for s in combinations(CAUSES, n)},
        key=lambda removed: (len(removed), sorted(removed)),
    )


def find_causes(
    phases: Phases, situation: Situation, levers: Levers, replications: int
) -> list[Cause] | None:
    """What each cause accounts for in a scenario.

    Args:
        phases: Runs the simulations.
        situation: What there is.
        levers: The scenario.
        replications: How many for each set of causes; all meet the same people.

    Returns:
        The causes in order; None if the run was stopped.
    """
    days: dict[Removed, FloatArray] = {}
    for removed in runs_needed():
        without = _without(levers, removed, situation)
        outcome = phases.whole(without, replications, "Finding why people are delayed")
        if outcome is None:
            return None
        days[removed] = outcome.days_a_year
    return [_cause(name, days) for name in CAUSES]


def shapley(name: str, players: tuple[str, ...], value: Mapping[Removed, FloatArray]) -> FloatArray:
    """A player's share of what all players bring about together.

    Args:
        name: The player.
        players: All of them.
        value: What each set of players brings about.
    """
    others = [player for player in players if player != name]
    total = np.zeros_like(value[frozenset()])
    for size in range(len(players)):
        orders = factorial(size) * factorial(len(others) - size) / factorial(len(players))
        for before in combinations(others, size):
            total = total + orders * (value[frozenset({*before, name})] - value[frozenset(before)])
    return total


def _cause(name: str, days: Mapping[Removed, FloatArray]) -> Cause:
    players = tuple(CAUSES)
    every = [frozenset(s) for n in range(5) for s in combinations(players, n)]
    saved = {removed: days[frozenset()] - days[_simplest(removed)] for removed in every}
    others = frozenset(players) - {name}
    return Cause(
        name,
        part=shapley(name, players, saved),
        alone=saved[frozenset({name})],
        last=saved[frozenset(players)] - saved[others],
    )


def _simplest(removed: Removed) -> Removed:
    return removed - {MISMATCH} if SHORTAGE in removed else removed


def _without(levers: Levers, removed: Removed, situation: Situation) -> Levers:
    if PROCESS in removed:
        levers = levers.without_process()
    if MISMATCH in removed:
        levers = levers.without_mismatch(situation)
    if BUNCHES in removed:
        levers = levers.without_bunching()
    return levers.without_shortage() if SHORTAGE in removed else levers
