"""Sensitivity: each assumption moved down and up alone, and how far the answer moves with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.planning.flow.levers import levers
from wholeplace.planning.flow.phases import Phases
from wholeplace.planning.flow.simulating import Outcome
from wholeplace.planning.flow.situation import Situation
from wholeplace.planning.models.model import Values, Vary


@dataclass(frozen=True)
class Moved:
    """How far the answer moves with one assumption.

    Attributes:
        vary: The assumption, and how far it was moved.
        low: [replication] Delayed days a year more than before, with it moved down.
        high: [replication] The same with it moved up.
    """

    vary: Vary
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def reach(self) -> float:
        """How far apart the two answers are, on average."""
        return abs(float(self.high.mean() - self.low.mean()))


def move(
    phases: Phases,
    situation: Situation,
    values: Values,
    varied: Sequence[Vary],
    scenario: Outcome,
    replications: int,
) -> list[Moved]:
    """Move each assumption alone; what moves the answer most comes first.

    Args:
        phases: Runs the simulations.
        situation: What there is.
        values: The scenario's values.
        varied: Which assumptions, and how far.
        scenario: The scenario as it is.
        replications: How many of the scenario's to compare with.
    """
    before = scenario.days_a_year[:replications]
    found: list[Moved] = []
    for vary in varied:
        ends = []
        for by in (vary.low, vary.high):
            changed = levers(shifted(values, vary.key, by), situation)
            after = phases.whole(changed, replications, f"Moving: {vary.title}")
            if after is None:
                return sorted(found, key=lambda one: -one.reach)
            ends.append(after.days_a_year - before)
        found.append(Moved(vary, *ends))
    return sorted(found, key=lambda one: -one.reach)


def shifted(values: Values, key: str, by: float) -> Values:
    """The values with one assumption, or every member of a family, moved by so much."""
    moved = dict(values)
    for name, value in values.items():
        mine = name == key or name.startswith(f"{key}.")
        if mine and isinstance(value, int | float) and not isinstance(value, bool):
            moved[name] = value + by
    return moved
